// SPDX-License-Identifier: Apache-2.0
//
// OrderedStore: a MetaStore that can also write without waiting for the disk. What a blob
// store is built on: the pieces of a blob go in unsynced, the name that makes them visible
// goes in synced and takes everything before it along.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "storage/meta_store.h"

namespace sohoa {

class OrderedStore : public MetaStore {
 public:
  // As Write(), but durable only once a later Write() or Sync() has
  // returned ok. Order is kept: after a crash no later write is there without all earlier ones.
  virtual Status WriteUnsynced(const MetaBatch& batch) = 0;
  // Makes durable all that was written before the call.
  virtual Status Sync() = 0;
};

std::unique_ptr<OrderedStore> NewMemoryOrderedStore();

struct RocksStoreOptions {
  std::string folder;
  // What the store is for: written into it, and refused when another kind is found there.
  std::string kind = "meta";
  // The on-disk format; a store with a higher one is refused.
  std::uint32_t format = 1;
  // Values of 16 KiB and more go to files of their own (integrated BlobDB), uncompressed.
  bool large_values = false;
  // Bytes that stay free on the disk: a write that would come closer is refused with
  // kUnavailable, and accepted again once there is room. 0 = chosen by the size of the disk.
  std::uint64_t reserve_bytes = 0;
};

// Opens or makes the store. kUnavailable: held by another process, or disk nearly full;
// kCorruption: its log or files are damaged; kUnsupported: a newer format or another kind.
Result<std::unique_ptr<OrderedStore>> OpenRocksStore(const RocksStoreOptions& options);

}  // namespace sohoa
