// SPDX-License-Identifier: Apache-2.0
//
// OrderedStore: a MetaStore that can also write without waiting for the disk. What a blob
// store is built on: the pieces of a blob go in unsynced, the name that makes them visible
// goes in synced and takes everything before it along.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/cache_size.h"
#include "storage/meta_store.h"

namespace sohoa {

class OrderedStore : public MetaStore {
 public:
  // As Write(), but durable only once a later Write() or Sync() has
  // returned ok. Order is kept: after a crash no later write is there without all earlier ones.
  virtual Status WriteUnsynced(const MetaBatch& batch) = 0;
  // Makes durable all that was written before the call.
  virtual Status Sync() = 0;
  // Ok, or why nothing will be written until the store is opened again.
  virtual Status Health() { return {}; }

  // What was deleted leaves the files: they are written anew without it, which takes as long as that takes.
  // Reading and writing go on. kUnavailable: there is no room for that.
  virtual Status Reclaim() { return {}; }

  // The files of tables that the store is made of now, in order of their names. Large values lie in others.
  virtual std::vector<std::string> TableFiles() { return {}; }
  // Reads one of them again, every byte, and compares it with the checksum that was kept when it was written; ok where it
  // has left the store meanwhile. `bytes` gets what was read. kCorruption, kIoError.
  virtual Status CheckTableFile(const std::string& name, std::uint64_t& bytes);

  // Adds a copy of the store as it is now to `folder` (storage/store_backup.h) and gives its
  // number, while reading and writing go on. `progress` gets the bytes copied so far, on a thread
  // of the engine, and may return false to cancel (kCancelled).
  virtual Result<std::uint32_t> BackUpTo(const std::string& folder, const std::function<bool(std::uint64_t bytes)>& progress);
  // The store as it is now as another store in `folder`, which must not be there: at once and
  // without a copy, for it is on the same disk.
  virtual Status CheckpointTo(const std::string& folder);
};

std::unique_ptr<OrderedStore> NewMemoryOrderedStore();

struct RocksStoreOptions {
  std::string folder;
  // What the store is for: written into it, and refused when another kind is found there.
  std::string kind = "meta";
  // The on-disk format; a store with another one is refused.
  std::uint32_t format = 1;
  // Values of 16 KiB and more go to files of their own (integrated BlobDB), uncompressed.
  bool large_values = false;
  // Bytes that stay free on the disk: a write that would come closer is refused with
  // kUnavailable, and accepted again once there is room. 0 = chosen by the size of the disk.
  std::uint64_t reserve_bytes = 0;
  // Memory for blocks that were read lately.
  std::uint64_t cache_bytes = kSmallStoreCache;
  // For an upgrade: the format is not looked at, and nothing is written.
  bool any_format = false;
};

// Opens or makes the store. kUnavailable: held by another process, or disk nearly full;
// kCorruption: its log or files are damaged; kUnsupported: another format (with what to do)
// or another kind.
Result<std::unique_ptr<OrderedStore>> OpenRocksStore(const RocksStoreOptions& options);

}  // namespace sohoa
