// SPDX-License-Identifier: Apache-2.0
//
// The Archive over a pair of stores, whatever those are.
#pragma once

#include <memory>
#include <string>

#include "storage/archive.h"
#include "storage/beacon.h"
#include "storage/ordered_store.h"

namespace sohoa {

struct ArchiveStores {
  std::unique_ptr<OrderedStore> meta;
  std::unique_ptr<BlobStore> blobs;
  OrderedStore* pieces = nullptr;  // beneath `blobs`, which owns it; nullptr = no copies
  std::string folder;              // empty = none
  BeaconWriter* beacon = nullptr;  // of `meta`, which owns it; nullptr = none
  std::uint64_t index_cache_bytes = kSmallPieceCache;
};
std::unique_ptr<Archive> NewStoredArchive(ArchiveStores stores);

// The stores of the archive in `folder`, as options for OpenRocksStore().
RocksStoreOptions MetaStoreOptions(const std::string& folder);
RocksStoreOptions BlobStoreOptions(const std::string& folder);

// Where a restore puts its copy until it is checked; an archive with it is not whole.
inline constexpr const char* kRestoringFolder = "restoring";

}  // namespace sohoa
