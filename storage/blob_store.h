// SPDX-License-Identifier: Apache-2.0
//
// BlobStore: immutable bytes named by their SHA-256. A blob is synced before anything refers
// to it, and never changes; large ones are written and read in pieces. It goes only when the last
// dossier that named it is disposed of (docs/adr/0011-disposal.md).
//
// All methods are safe from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/sha256.h"
#include "storage/meta_store.h"

namespace sohoa {

struct BlobInfo {
  Sha256 sha256;
  std::uint64_t size = 0;
};

// A blob that is in memory whole.
struct WholeBlob {
  Sha256 sha256;
  std::string bytes;
};

struct BlobPart {
  std::uint64_t size = 0;  // of the whole blob
  std::string bytes;
};

// Takes one blob's bytes as they come. Destroying it before Finish() leaves nothing behind.
// One thread at a time.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;
  virtual Status Append(std::string_view bytes) = 0;
  // Stored and synced when it returns. A blob that is already there is not written again.
  virtual Result<BlobInfo> Finish() = 0;
  // The same, but durable only once BlobStore::Sync() has returned ok: for many blobs at once.
  virtual Result<BlobInfo> FinishUnsynced() = 0;
  // As FinishUnsynced(), of bytes whose name is said beforehand: kCorruption, and nothing is
  // stored, where they have another.
  virtual Result<BlobInfo> FinishUnsyncedAs(const Sha256& name) = 0;
  // Stored and synced in the place of what is there under `name`, for a blob whose bytes were damaged. kCorruption,
  // and nothing changes, where these have another name.
  virtual Result<BlobInfo> FinishInPlaceOf(const Sha256& name) = 0;
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  virtual Result<std::unique_ptr<BlobWriter>> NewWriter() = 0;
  // Stores all of them or none, as BlobWriter::FinishUnsyncedAs() does one; those of at most 1 MiB
  // with one write, and they stay in memory for a while for who reads them next.
  virtual Status StoreUnsynced(std::vector<WholeBlob> blobs);
  // What StoreUnsynced() kept, or null. Does not wait for a disk.
  virtual std::shared_ptr<const std::string> Recent(const Sha256&) { return nullptr; }
  // Nobody is going to read it soon.
  virtual void ForgetRecent(const Sha256&) {}
  // Makes durable all blobs that were finished before the call. Costs nothing where all are.
  virtual Status Sync() = 0;
  // kNotFound.
  virtual Result<BlobInfo> Stat(const Sha256& name) = 0;
  // Up to `length` bytes from `offset`; shorter only at the end. kNotFound, kCorruption.
  virtual Result<BlobPart> ReadPart(const Sha256& name, std::uint64_t offset, std::size_t length) = 0;
  Result<std::string> Read(const Sha256& name, std::uint64_t offset, std::size_t length);
  // Every blob, in order of name, until `visit` returns false.
  virtual Status List(const std::function<bool(const BlobInfo&)>& visit) = 0;
  // Reads the blob whole and compares its SHA-256: kCorruption names it.
  virtual Status Check(const Sha256& name) = 0;
  // Takes a blob away, damaged or not, in one write that is durable once Sync() has returned ok. The caller
  // knows that nothing names it and that nobody is about to (Ledger::RemoveDisposedBlobs).
  virtual Status Remove(const Sha256& name) = 0;
  virtual StoreRoom Room() { return {}; }
  // Ok, or why nothing will be written until the store is opened again.
  virtual Status Health() { return {}; }
};

// kCorruption.
Status NotOfItsName(const Sha256& name);

// For small blobs.
Result<BlobInfo> PutBlob(BlobStore& store, std::string_view bytes);
Result<std::string> ReadBlob(BlobStore& store, const Sha256& name,
                             std::uint64_t max_bytes = 256ull << 20);

}  // namespace sohoa
