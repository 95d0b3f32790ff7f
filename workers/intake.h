// SPDX-License-Identifier: Apache-2.0
//
// Intake: originals and blobs that are being uploaded, chunk by chunk, into spooled files; and
// what happens when the last chunk is there: hash, page count, blob.
//
// Open, Take, Close and Sweep are for one thread; all else is for several, one upload each.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "workers/ledger.h"
#include "workers/protocol.h"
#include "workers/reader_client.h"
#include "workers/spooled_file.h"

namespace sohoa {

struct Upload {
  explicit Upload(SpooledFile file) : spool(std::move(file)) {}
  bool is_original = false;
  OpenOriginalBody original;  // sha256 and size of a blob too
  SpooledFile spool;
  std::int64_t heard_ms = 0;
};

// Their number, or why they cannot be counted.
struct CountedPages {
  Result<std::uint32_t> pages;
};

class Intake {
 public:
  Intake(Archive& archive, Ledger& ledger, const ReaderOptions& reader);

  // The upload to go on with, and from where; a known one when the same is asked again.
  // kUnavailable: too many at once.
  Result<HaveBody> Open(const OpenOriginalBody& original, bool is_original);
  // The next chunk; what stands before or behind it is ignored. Gives what is there now.
  Result<HaveBody> Take(const ChunkBody& chunk);
  // An upload that came whole, in one frame.
  Result<std::shared_ptr<Upload>> Whole(const HandInBody& body) const;
  // Takes the upload out of the table. kNotFound; kConflict: not all of it is there.
  Result<std::shared_ptr<Upload>> Close(std::uint64_t id);
  // Forgets uploads that nobody went on with.
  void Sweep();
  std::size_t uploads() const { return uploads_.size(); }

  // Counts its pages and stores it, not synced: the ledger syncs it before it names it.
  Result<CountedPages> StoreOriginal(const Upload& upload);
  // Not synced either: the result that names it is.
  Status FinishBlob(const Upload& upload);
  Status StoreBlob(const StoreBlobBody& body);

 private:
  Status CheckSize(const OpenOriginalBody& original) const;
  Status CheckRoom(const OpenOriginalBody& original) const;
  Status Store(const Upload& upload);
  Status Check(const Upload& upload);
  Result<std::uint32_t> CountPages(const Upload& upload);
  Result<std::unique_ptr<ReaderClient>> TakeReader();

  Archive& archive_;
  Ledger& ledger_;
  const ReaderOptions reader_options_;
  std::map<std::uint64_t, std::shared_ptr<Upload>> uploads_;
  std::uint64_t last_id_ = 0;
  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<ReaderClient>> idle_readers_;
};

}  // namespace sohoa
