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
#include <string_view>
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
  // Takes the upload out of the table. kNotFound; kConflict: not all of it is there.
  Result<std::shared_ptr<Upload>> Close(std::uint64_t id);
  // Forgets uploads that nobody went on with.
  void Sweep();
  std::size_t uploads() const { return uploads_.size(); }

  // Counts its pages and stores it, not synced: the ledger syncs it before it names it.
  Result<CountedPages> StoreOriginal(const Upload& upload);
  // The same of one that came in one frame.
  Result<CountedPages> StoreWhole(HandInBody&& body);
  // Not synced either: the result that names it is.
  Status FinishBlob(const Upload& upload);
  // All of them or none. kCorruption: one of them is damaged.
  Status StoreBlobs(std::vector<StoreBlobBody> blobs);

 private:
  Status CheckSize(const OpenOriginalBody& original) const;
  Status CheckRoom(const OpenOriginalBody& original) const;
  Status Store(const Upload& upload);
  Status Check(const Upload& upload);
  Status CheckWhole(const HandInBody& body) const;
  Status StoreBytes(const OpenOriginalBody& original, std::string bytes);
  // A reader that counts pages, and a file for originals that are in memory. It sees them all
  // one after the other, so that it may as well see them in one place.
  struct PageCounter {
    std::unique_ptr<ReaderClient> reader;
    SpooledFile file;
  };
  Result<std::uint32_t> CountPages(const Upload& upload);
  Result<std::uint32_t> CountPages(const OpenOriginalBody& original, std::string_view bytes);
  Result<std::uint32_t> CountPages(PageCounter& counter, const Result<OriginalFile>& original);
  Result<PageCounter> TakeCounter();
  void GiveBack(PageCounter counter);
  // Nothing is kept of what is not ours to read, or was not looked at.
  static bool IsKept(const Result<std::uint32_t>& pages);

  Archive& archive_;
  Ledger& ledger_;
  const ReaderOptions reader_options_;
  std::map<std::uint64_t, std::shared_ptr<Upload>> uploads_;
  std::uint64_t last_id_ = 0;
  std::mutex counters_mutex_;
  std::vector<PageCounter> idle_counters_;
};

}  // namespace sohoa
