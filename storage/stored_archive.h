// SPDX-License-Identifier: Apache-2.0
//
// The Archive over a pair of stores, whatever those are.
#pragma once

#include <memory>
#include <string>

#include "storage/archive.h"
#include "storage/beacon.h"
#include "storage/leadership.h"
#include "storage/ordered_store.h"

namespace sohoa {

struct ArchiveStores {
  // Given up last; nullptr = nobody else can write these stores.
  std::unique_ptr<Leadership> leadership;
  std::unique_ptr<OrderedStore> meta;
  std::unique_ptr<BlobStore> blobs;
  OrderedStore* pieces = nullptr;  // beneath `blobs`, which owns it; nullptr = no copies
  std::string folder;              // empty = none
  BeaconWriter* beacon = nullptr;  // of `meta`, which owns it; nullptr = none
  std::uint64_t index_cache_bytes = kSmallPieceCache;
  // Why there are no copies, and what to do instead.
  std::string no_copies = "an archive in memory has no files";
};
std::unique_ptr<Archive> NewStoredArchive(ArchiveStores stores);

// The stores of the archive on this host's disk, led by us and of this program's format, made where they are not
// there. They may hold no archive yet, or half of one. Errors as of OpenLocalArchive().
Result<ArchiveStores> OpenLocalStores(const ArchiveOptions& options);
// What makes an archive of them: no migration that is under way, an identity, and a beacon (empty = none; see ArchiveOptions).
Status TakeUp(const std::string& beacon, bool beacon_must_match, ArchiveStores& stores);
// Of an archive that has none.
Status GiveIdentity(OrderedStore& meta);

// The stores of the archive in `folder`, as options for OpenRocksStore().
RocksStoreOptions MetaStoreOptions(const std::string& folder);
RocksStoreOptions BlobStoreOptions(const std::string& folder);

// Where a restore puts its copy until it is checked; an archive with it is not whole.
inline constexpr const char* kRestoringFolder = "restoring";

}  // namespace sohoa
