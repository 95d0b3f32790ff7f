// SPDX-License-Identifier: Apache-2.0
//
// Opening the archive on this machine's disk.
#include <sys/random.h>

#include <array>
#include <filesystem>
#include <utility>

#include "storage/archive.h"
#include "storage/beacon.h"
#include "storage/beaconed_store.h"
#include "storage/chunked_blob_store.h"
#include "storage/key_layout.h"
#include "storage/migration_mark.h"
#include "storage/stored_archive.h"

namespace sohoa {
namespace {

Result<std::string> NewIdentity() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return Status(StatusCode::kInternal, "make an archive's identity: the system gives no random bytes");
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string identity;
  for (const unsigned char byte : bytes) {
    identity += kDigits[byte >> 4];
    identity += kDigits[byte & 15];
  }
  return identity;
}

Status AddBeacon(const std::string& beacon, bool beacon_must_match, ArchiveStores& stores) {
  const std::unique_ptr<OrderedStore>& meta = stores.meta;
  if (const Status agrees = CheckBeacon(*meta, beacon, beacon_must_match); !agrees.ok()) return agrees;
  const Result<BeaconMark> mark = ReadMark(*meta);
  if (!mark) return mark.status();
  Result<std::unique_ptr<BeaconWriter>> writer = BeaconWriter::Open(beacon, *mark);
  if (!writer) return writer.status();
  stores.beacon = writer->get();
  stores.meta = NewBeaconedStore(std::move(stores.meta), std::move(*writer));
  return {};
}

Status OpenMeta(const ArchiveOptions& options, ArchiveStores& stores) {
  RocksStoreOptions wanted = MetaStoreOptions(options.folder);
  wanted.reserve_bytes = options.reserve_bytes;
  const CacheSizes caches = ChooseCacheSizes(options.cache_bytes);
  wanted.cache_bytes = caches.store;
  stores.index_cache_bytes = caches.pieces;
  Result<std::unique_ptr<OrderedStore>> meta = OpenRocksStore(wanted);
  if (!meta) return meta.status();
  stores.meta = std::move(*meta);
  return {};
}

Status OpenBlobs(const ArchiveOptions& options, ArchiveStores& stores) {
  RocksStoreOptions wanted = BlobStoreOptions(options.folder);
  wanted.reserve_bytes = options.reserve_bytes;
  Result<std::unique_ptr<OrderedStore>> pieces = OpenRocksStore(wanted);
  if (!pieces) return pieces.status();
  stores.pieces = pieces->get();
  Result<std::unique_ptr<BlobStore>> blobs = OpenChunkedBlobStore(std::move(*pieces));
  if (!blobs) return blobs.status();
  stores.blobs = std::move(*blobs);
  return {};
}

}  // namespace

Status TakeUp(const std::string& beacon, bool beacon_must_match, ArchiveStores& stores) {
  const Status whole = CheckNotMigrating(*stores.meta, "open its records");
  if (!whole.ok()) return whole;
  const Status identified = GiveIdentity(*stores.meta);
  if (!identified.ok() || beacon.empty()) return identified;
  return AddBeacon(beacon, beacon_must_match, stores);
}

Status GiveIdentity(OrderedStore& meta) {
  const Result<std::optional<std::string>> there = meta.Get(kIdentityKey);
  if (!there || *there) return there.status();
  const Result<std::string> identity = NewIdentity();
  if (!identity) return identity.status();
  MetaBatch batch;
  batch.Put(std::string(kIdentityKey), *identity);
  return meta.Write(batch);
}

RocksStoreOptions MetaStoreOptions(const std::string& folder) {
  RocksStoreOptions options;
  options.folder = (std::filesystem::path(folder) / "meta").string();
  options.kind = "meta";
  options.format = kMetaFormat;
  return options;
}

RocksStoreOptions BlobStoreOptions(const std::string& folder) {
  RocksStoreOptions options;
  options.folder = (std::filesystem::path(folder) / "blobs").string();
  options.kind = "blobs";
  options.format = kBlobsFormat;
  options.large_values = true;
  return options;
}

Result<ArchiveStores> OpenLocalStores(const ArchiveOptions& options) {
  const std::string what = "open archive " + options.folder;
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::path(options.folder) / kRestoringFolder, ignored)) {
    return Status(StatusCode::kUnavailable, what + ": a restore into it has not finished; end it, or run it again from the start");
  }
  ArchiveStores stores;
  stores.folder = options.folder;
  Result<std::unique_ptr<Leadership>> leadership = LeadFolder(options.folder);
  if (!leadership) return Annotate(leadership.status(), what);
  stores.leadership = std::move(*leadership);
  if (const Status meta = OpenMeta(options, stores); !meta.ok()) return Annotate(meta, what);
  if (const Status blobs = OpenBlobs(options, stores); !blobs.ok()) return Annotate(blobs, what);
  return stores;
}

Result<std::unique_ptr<Archive>> OpenLocalArchive(const ArchiveOptions& options) {
  Result<ArchiveStores> stores = OpenLocalStores(options);
  if (!stores) return stores.status();
  if (const Status taken = TakeUp(options.beacon, options.beacon_must_match, *stores); !taken.ok()) return Annotate(taken, "open archive " + options.folder);
  return NewStoredArchive(std::move(*stores));
}

Result<std::unique_ptr<Archive>> OpenLocalArchive(const std::string& folder) {
  ArchiveOptions options;
  options.folder = folder;
  return OpenLocalArchive(options);
}

}  // namespace sohoa
