// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_archive.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "storage/rados/rados_blob_store.h"
#include "storage/rados/rados_file_system.h"
#include "storage/rados/rados_folder.h"
#include "storage/rados/rados_lease.h"
#include "storage/rocks_parts.h"

namespace sohoa {
namespace {

constexpr std::chrono::seconds kRoomPause{5};

// What room there is, asked for now and then on a thread of its own: no write waits for a monitor.
class RoomWatch {
 public:
  explicit RoomWatch(std::shared_ptr<RadosCluster> cluster) : cluster_(std::move(cluster)) {
    Ask();
    thread_ = std::jthread([this](const std::stop_token& stop) {
      std::unique_lock lock(mutex_);
      while (!stopping_.wait_for(lock, stop, kRoomPause, [&] { return stop.stop_requested(); })) {
        lock.unlock();
        Ask();
        lock.lock();
      }
    });
  }
  std::optional<PlaceRoom> Room() {
    const std::scoped_lock lock(mutex_);
    return room_;
  }

 private:
  // One that does not answer leaves what was known before.
  void Ask() {
    const Result<std::optional<RadosRoom>> room = cluster_->Room();
    const std::scoped_lock lock(mutex_);
    if (room && *room) room_ = PlaceRoom{(*room)->free_bytes, (*room)->all_bytes};
  }

  const std::shared_ptr<RadosCluster> cluster_;
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::optional<PlaceRoom> room_;
  std::jthread thread_;
};

Status OpenRecords(const RadosArchiveOptions& options, std::shared_ptr<RadosFolder> folder, const std::shared_ptr<RoomWatch>& room,
                   ArchiveStores& stores) {
  RocksStoreOptions wanted = MetaStoreOptions("/");
  wanted.reserve_bytes = options.reserve_bytes;
  const CacheSizes caches = ChooseCacheSizes(options.cache_bytes);
  wanted.cache_bytes = caches.store;
  stores.index_cache_bytes = caches.pieces;
  RocksPlace place;
  place.name = options.place.Text() + " " + folder->name();
  place.medium = "cluster";
  place.env = rocksdb::NewCompositeEnv(NewRadosFileSystem(std::move(folder), caches.store));
  place.room = [room] { return room->Room(); };
  place.health = [leadership = stores.leadership.get()] { return leadership->Check(); };
  Result<std::unique_ptr<OrderedStore>> meta = OpenRocksStoreIn(std::move(place), wanted);
  if (!meta) return meta.status();
  stores.meta = std::move(*meta);
  return {};
}

Status OpenAll(const RadosArchiveOptions& options, ArchiveStores& stores) {
  Result<std::shared_ptr<RadosCluster>> cluster = RadosCluster::Connect(options.place);
  if (!cluster) return cluster.status();
  Result<std::unique_ptr<RadosLease>> lease = RadosLease::Take(*cluster);
  if (!lease) return lease.status();
  const std::uint64_t epoch = (*lease)->epoch();
  stores.leadership = std::move(*lease);
  Result<std::shared_ptr<RadosFolder>> folder = RadosFolder::Open(*cluster, "meta", epoch);
  if (!folder) return folder.status();
  const auto room = std::make_shared<RoomWatch>(*cluster);
  if (const Status opened = OpenRecords(options, std::move(*folder), room, stores); !opened.ok()) return opened;
  OrderedStore* const meta = stores.meta.get();
  Result<std::unique_ptr<BlobStore>> blobs = OpenRadosBlobStore(*cluster, [meta] { return meta->Room(); });
  if (!blobs) return blobs.status();
  stores.blobs = std::move(*blobs);
  stores.no_copies = "blobs in RADOS are objects of the cluster, of which backups are no copy; move the archive with `sohoa migrate` to a folder";
  return {};
}

}  // namespace

Result<ArchiveStores> OpenRadosStores(const RadosArchiveOptions& options) {
  ArchiveStores stores;
  if (const Status opened = OpenAll(options, stores); !opened.ok()) return Annotate(opened, "open archive " + options.place.Text());
  return stores;
}

Result<std::unique_ptr<Archive>> OpenRadosArchive(const RadosArchiveOptions& options) {
  Result<ArchiveStores> stores = OpenRadosStores(options);
  if (!stores) return stores.status();
  const Status taken = TakeUp(options.beacon, options.beacon_must_match, *stores);
  if (!taken.ok()) return Annotate(taken, "open archive " + options.place.Text());
  return NewStoredArchive(std::move(*stores));
}

}  // namespace sohoa
