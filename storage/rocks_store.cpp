// SPDX-License-Identifier: Apache-2.0
//
// Reads and writes RocksDB; copies are in rocks_backup.cpp. Nothing else knows RocksDB.
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_batch.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "storage/file_checksum.h"
#include "storage/free_log_folder.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/rocks_parts.h"

namespace sohoa {
namespace {

constexpr std::size_t kMetaWriteBuffer = 8u << 20;
constexpr std::size_t kBlobWriteBuffer = 16u << 20;
constexpr std::size_t kSmallWrite = 1024;
constexpr std::uint64_t kBlobFileSize = 128ull << 20;
constexpr std::uint64_t kFirstFileSize = 16u << 20;  // of the first level; twice as much in each below
// What is larger than a part of the cache is never kept, but read from the file and summed up
// at each look-up. By itself RocksDB makes 64 parts of half a MiB; the filter of a file with a
// million index entries has 1.6 MiB.
constexpr int kCacheShardBits = 2;
// What lies in the last level stays: pages of a text are alike, and a dictionary of what they share
// makes them half as large as LZ4 does. It is learnt from so much of a file, which is held in memory
// until then.
constexpr std::uint32_t kDictionaryBytes = 16u << 10;
constexpr std::uint32_t kDictionaryTraining = 100 * kDictionaryBytes;
constexpr std::uint64_t kDictionaryBuffer = 4u << 20;
// What compactions read at once where each reading is a question to another host.
constexpr std::size_t kFarReadAhead = 2u << 20;
// Files that are kept open. One that is not is opened for each look-up in it, which takes longer than
// the look-up; a search index of ten million pages has 3,000.
constexpr std::uint64_t kFewestOpenFiles = 512;
constexpr std::uint64_t kMostOpenFiles = 4096;
// Of as many as the process may have open: there are other stores, and connections.
constexpr std::uint64_t kShareOfOpenFiles = 4;
// Of so many entries in a row so many are deletions: the file is compacted soon, so that what was
// deleted is gone from the disk (a merge of the search index deletes as much as it wrote).
constexpr std::size_t kDeletionWindow = 1024;
constexpr std::size_t kDeletionTrigger = 512;

// A copy of the program that says "stored" before it is. Only the stress tests build it, to see
// that they notice.
#ifdef SOHOA_SABOTAGE_ACK_BEFORE_SYNC
constexpr bool kSabotaged = true;
#else
constexpr bool kSabotaged = false;
#endif

// Without it RocksDB writes its text log beside the data, and that log's failing writer
// aborts the whole process on a full disk (Debian's 7.8.3 has assertions on).
class SilentLogger : public rocksdb::Logger {
 public:
  SilentLogger() : rocksdb::Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Slice ToSlice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

int OpenFiles() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return static_cast<int>(kFewestOpenFiles);
  return static_cast<int>(std::clamp<std::uint64_t>(limit.rlim_cur / kShareOfOpenFiles, kFewestOpenFiles, kMostOpenFiles));
}

rocksdb::BlockBasedTableOptions TableOptions(std::uint64_t cache_bytes) {
  rocksdb::BlockBasedTableOptions table;
  table.checksum = rocksdb::kXXH3;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_cache = rocksdb::NewLRUCache(cache_bytes, kCacheShardBits);
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // In pieces, so that a look-up needs a few KiB of them and not those of a whole file.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  return table;
}

}  // namespace

// A file that the store is made of and that is not there is damage too.
bool IsDamage(const rocksdb::Status& status) {
  return status.IsCorruption() || (status.IsIOError() && status.ToString().find(std::strerror(ENOENT)) != std::string::npos);
}

// A full quota is a full disk, which RocksDB knows by one of its two names only.
Status FromRocks(const rocksdb::Status& status, const std::string& what) {
  if (status.ok()) return {};
  const std::string reason = status.ToString();
  StatusCode code = StatusCode::kIoError;
  if (IsDamage(status)) code = StatusCode::kCorruption;
  if (status.IsNoSpace() || reason.find(std::strerror(EDQUOT)) != std::string::npos) code = StatusCode::kUnavailable;
  return Status(code, what + ": " + reason);
}

rocksdb::Options RocksOptionsOf(const RocksStoreOptions& wanted) {
  rocksdb::Options options;
  options.create_if_missing = true;
  // The default (point in time) silently drops acknowledged writes behind damage in the
  // middle of the log; this one accepts a torn end and refuses all else.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  options.paranoid_file_checks = !wanted.large_values;
  options.file_checksum_gen_factory = MakeFileChecksums();
  options.write_buffer_size = wanted.large_values ? kBlobWriteBuffer : kMetaWriteBuffer;
  options.max_write_buffer_number = 2;
  // What the files of level 0 come to before they are compacted: a larger first level would be
  // written anew each time.
  options.max_bytes_for_level_base = 4 * options.write_buffer_size;
  options.target_file_size_base = kFirstFileSize;
  options.target_file_size_multiplier = 2;
  options.max_total_wal_size = 4 * options.write_buffer_size;
  options.max_background_jobs = 2;
  options.max_open_files = OpenFiles();
  options.wal_bytes_per_sync = 1u << 20;
  options.bytes_per_sync = 1u << 20;
  options.level_compaction_dynamic_level_bytes = true;
  options.compression = rocksdb::kLZ4Compression;
  // Of blobs most bytes are pictures, and the rest would not be worth the time.
  if (!wanted.large_values) {
    options.bottommost_compression = rocksdb::kZSTD;
    options.bottommost_compression_opts.enabled = true;
    options.bottommost_compression_opts.max_dict_bytes = kDictionaryBytes;
    options.bottommost_compression_opts.zstd_max_train_bytes = kDictionaryTraining;
    options.bottommost_compression_opts.max_dict_buffer_bytes = kDictionaryBuffer;
  }
  options.table_properties_collector_factories.push_back(
      rocksdb::NewCompactOnDeletionCollectorFactory(kDeletionWindow, kDeletionTrigger));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(TableOptions(wanted.cache_bytes)));
  if (wanted.large_values) {
    options.enable_blob_files = true;
    options.min_blob_size = 16u << 10;
    options.blob_file_size = kBlobFileSize;
    options.blob_compression_type = rocksdb::kNoCompression;  // images are compressed already
    // Blobs are kept for decades; only what a broken upload left and what is disposed of is ever
    // deleted. Garbage collection would copy the oldest blobs again at every compaction for that;
    // Reclaim() asks for it when there was a disposal.
    options.enable_blob_garbage_collection = false;
  }
  const std::string log_folder = wanted.folder.empty() ? "" : FreeLogFolder(wanted.folder);
  if (!log_folder.empty()) {
    options.db_log_dir = log_folder;
    options.keep_log_file_num = 3;
    options.max_log_file_size = 1u << 20;
  } else {
    options.info_log = std::make_shared<SilentLogger>();
  }
  return options;
}

namespace {

RocksPlace ThisDisk(const std::string& folder) {
  RocksPlace place;
  place.name = folder;
  place.room = [folder]() -> std::optional<PlaceRoom> {
    struct statvfs disk {};
    if (statvfs(folder.c_str(), &disk) != 0) return std::nullopt;
    return PlaceRoom{static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize, static_cast<std::uint64_t>(disk.f_blocks) * disk.f_frsize};
  };
  return place;
}

// Twice the write buffers, the largest file that a compaction makes, and a hundredth of the
// disk (at most 1 GiB): enough to flush and close in good order.
std::uint64_t ChooseReserve(const RocksPlace& place, const RocksStoreOptions& wanted) {
  if (wanted.reserve_bytes != 0) return wanted.reserve_bytes;
  const std::uint64_t buffers = 2ull * 2 * (wanted.large_values ? kBlobWriteBuffer : kMetaWriteBuffer);
  const std::uint64_t file = wanted.large_values ? kBlobFileSize : (64ull << 20);
  const std::optional<PlaceRoom> room = place.room();
  return buffers + file + std::min<std::uint64_t>(room ? room->all_bytes / 100 : 0, 1ull << 30);
}

Status ScanWith(rocksdb::DB& db, rocksdb::ReadOptions options, std::string_view prefix,
                std::string_view from,
                const std::function<bool(std::string_view, std::string_view)>& visit,
                const std::string& folder) {
  // The first key behind all that begin with the prefix; none for a prefix of FF bytes.
  std::string upper(prefix);
  while (!upper.empty() && upper.back() == '\xff') upper.pop_back();
  if (!upper.empty()) upper.back() = static_cast<char>(upper.back() + 1);
  const rocksdb::Slice bound = upper;
  if (!upper.empty()) options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator(options));
  for (it->Seek(ToSlice(std::max(prefix, from))); it->Valid(); it->Next()) {
    if (!visit(ToView(it->key()), ToView(it->value()))) break;
  }
  return FromRocks(it->status(), "read store " + folder);
}

Result<std::optional<std::string>> GetWith(rocksdb::DB& db, const rocksdb::ReadOptions& options,
                                           std::string_view key, const std::string& folder) {
  std::string value;
  const rocksdb::Status status = db.Get(options, ToSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return FromRocks(status, "read store " + folder);
  return std::optional<std::string>(std::move(value));
}

class RocksSnapshot : public MetaReader {
 public:
  RocksSnapshot(rocksdb::DB& db, const std::string& folder)
      : db_(db), folder_(folder), snapshot_(&db) {
    options_.snapshot = snapshot_.snapshot();
  }
  Result<std::optional<std::string>> Get(std::string_view key) override {
    return GetWith(db_, options_, key, folder_);
  }
  Status Scan(std::string_view prefix, std::string_view from,
              const std::function<bool(std::string_view, std::string_view)>& visit) override {
    return ScanWith(db_, options_, prefix, from, visit, folder_);
  }

 private:
  rocksdb::DB& db_;
  const std::string& folder_;
  rocksdb::ManagedSnapshot snapshot_;
  rocksdb::ReadOptions options_;
};

class RocksStore : public OrderedStore {
 public:
  RocksStore(std::unique_ptr<rocksdb::DB> db, const RocksStoreOptions& options, RocksPlace place, std::shared_ptr<void> keep)
      : keep_(std::move(keep)), place_(std::move(place)), db_(std::move(db)), folder_(place_.name), reserve_(ChooseReserve(place_, options)) {}

  Result<std::optional<std::string>> Get(std::string_view key) override {
    return GetWith(*db_, {}, key, folder_);
  }
  Status Scan(std::string_view prefix, std::string_view from,
              const std::function<bool(std::string_view, std::string_view)>& visit) override {
    return ScanWith(*db_, {}, prefix, from, visit, folder_);
  }
  Status Write(const MetaBatch& batch) override { return WriteWith(batch, true); }
  Status WriteUnsynced(const MetaBatch& batch) override { return WriteWith(batch, false); }
  Status Sync() override {
    if (failed_) return Failed();
    const rocksdb::Status status = db_->SyncWAL();
    if (status.ok()) return {};
    return Fail(status, "sync store ");
  }
  // Nothing is written when the answer is no, so a refusal does not spoil the store.
  Status CheckRoom(std::uint64_t bytes) override {
    if (failed_) return Failed();
    return CheckReserve(bytes, reserve_);
  }
  std::unique_ptr<MetaReader> Snapshot() override {
    return std::make_unique<RocksSnapshot>(*db_, folder_);
  }
  Status Health() override { return failed_ ? Failed() : Status(); }
  Status Reclaim() override;
  Result<std::uint32_t> BackUpTo(const std::string& folder, const std::function<bool(std::uint64_t)>& progress) override {
    return BackUpRocks(*db_, folder, progress);
  }
  Status CheckpointTo(const std::string& folder) override { return CheckpointRocks(*db_, folder); }
  std::vector<std::string> TableFiles() override { return RocksTableFiles(*db_); }
  Status CheckTableFile(const std::string& name, std::uint64_t& bytes) override { return CheckRocksTableFile(*db_, name, bytes); }
  StoreRoom Room() override {
    const std::optional<PlaceRoom> room = place_.room();
    return {room ? room->free_bytes : 0, reserve_, failed_};
  }

 private:
  Status Failed() const {
    return Status(StatusCode::kUnavailable,
                  "write store " + folder_ + ": an earlier write failed; open the archive again");
  }

  Status CheckReserve(std::uint64_t bytes, std::uint64_t reserve) const {
    const std::optional<PlaceRoom> room = place_.room();
    if (!room || room->free_bytes >= reserve + 2 * bytes) return {};
    return Status(StatusCode::kUnavailable,
                  "write store " + folder_ + ": " + place_.medium + " nearly full (" + std::to_string(room->free_bytes >> 20) +
                      " MiB free, " + std::to_string(reserve >> 20) +
                      " MiB are kept in reserve); make room and try again");
  }

  Status WriteWith(const MetaBatch& batch, bool sync) {
    if (failed_) return Failed();
    // Room for all of it at once, with what RocksDB writes before each key and value.
    rocksdb::WriteBatch writes(batch.bytes() + 32 * (batch.operations().size() + 1));
    bool only_deletes = true;
    for (const MetaBatch::Operation& operation : batch.operations()) {
      only_deletes = only_deletes && !operation.value;
      const rocksdb::Status status =
          operation.value ? writes.Put(ToSlice(operation.key), ToSlice(*operation.value))
                          : writes.Delete(ToSlice(operation.key));
      if (!status.ok()) return FromRocks(status, "write store " + folder_);
    }
    // Deletes make room, so the reserve is there for them; half of it is for the marks of an
    // opening, so that a full disk keeps no readers out.
    if (!only_deletes) {
      const bool small = writes.GetDataSize() <= kSmallWrite;
      if (const Status room = CheckReserve(writes.GetDataSize(), small ? reserve_ / 2 : reserve_); !room.ok()) return room;
    }
    rocksdb::WriteOptions options;
    options.sync = sync && !kSabotaged;
    const rocksdb::Status status = db_->Write(options, &writes);
    if (status.ok()) return {};
    return Fail(status, "write store ");
  }

  Status Fail(const rocksdb::Status& status, const std::string& operation) {
    failed_ = true;
    const Status place = place_.health ? place_.health() : Status();
    return place.ok() ? FromRocks(status, operation + folder_) : Annotate(place, operation + folder_);
  }

  const std::shared_ptr<void> keep_;
  const RocksPlace place_;
  std::unique_ptr<rocksdb::DB> db_;
  const std::string folder_;
  const std::uint64_t reserve_;
  std::atomic<bool> failed_ = false;
};

// Blob files are collected by compactions alone, and by those only where they are told to.
Status RocksStore::Reclaim() {
  std::uint64_t tables = 0;
  std::uint64_t blobs = 0;
  db_->GetIntProperty(rocksdb::DB::Properties::kLiveSstFilesSize, &tables);
  db_->GetIntProperty(rocksdb::DB::Properties::kLiveBlobFileSize, &blobs);
  if (failed_) return Failed();
  // The new files stand beside the old ones for a while.
  if (const Status room = CheckReserve((tables + blobs) / 2, reserve_); !room.ok()) return room;
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  options.blob_garbage_collection_policy = rocksdb::BlobGarbageCollectionPolicy::kForce;
  options.blob_garbage_collection_age_cutoff = 1.0;
  const rocksdb::Status status = db_->CompactRange(options, nullptr, nullptr);
  return FromRocks(status, "write store " + folder_ + " anew");
}

Status OpenError(const rocksdb::Status& status, const RocksPlace& place) {
  const std::string& folder = place.name;
  const std::string what = "open store " + folder;
  const std::string reason = status.ToString();
  if (status.IsIOError() && reason.find("LOCK") != std::string::npos) {
    return Status(StatusCode::kUnavailable,
                  what + ": another process holds it; ask that one, or end it first");
  }
  if (const Status health = place.health ? place.health() : Status(); !health.ok()) return Annotate(health, what);
  if (IsDamage(status)) {
    return Status(StatusCode::kCorruption,
                  what + ": damaged (" + reason +
                      "); nothing was changed: keep the folder, restore a backup beside it");
  }
  return FromRocks(status, what);
}

// "meta 1", or "meta 1 > 2" where an upgrade was begun.
bool IsOlderFormat(const std::string& found, const RocksStoreOptions& options) {
  if (!found.starts_with(options.kind + " ")) return false;
  const unsigned long number = std::strtoul(found.c_str() + options.kind.size() + 1, nullptr, 10);
  return number > 0 && number < options.format;
}

// "meta 1": what the store is for and its format. Written when it is made.
Status CheckFormat(OrderedStore& store, const RocksPlace& place, const RocksStoreOptions& options) {
  const std::string expected = options.kind + " " + std::to_string(options.format);
  const Result<std::optional<std::string>> found = store.Get(kFormatKey);
  if (!found) return found.status();
  const std::string what = "open store " + place.name;
  if (*found) {
    const std::string& format = **found;
    if (format == expected) return {};
    const bool older = IsOlderFormat(format, options);
    return Status(StatusCode::kUnsupported,
                  what + ": its format is '" + format + "', this program works on '" + expected + "'; " +
                      (older ? "bring it up to date with `sohoa upgrade`"
                             : "use the program version that wrote it, or a newer one"));
  }
  bool empty = true;
  const Status scanned = store.Scan("", "", [&](std::string_view, std::string_view) {
    empty = false;
    return false;
  });
  if (!scanned.ok()) return scanned;
  if (!empty) {
    return Status(StatusCode::kCorruption, what + ": it has data but no format mark; nothing was changed");
  }
  MetaBatch batch;
  batch.Put(std::string(kFormatKey), expected);
  return store.Write(batch);
}

}  // namespace

std::unique_ptr<OrderedStore> WrapRocks(std::unique_ptr<rocksdb::DB> db, const RocksStoreOptions& options, std::shared_ptr<void> keep) {
  return std::make_unique<RocksStore>(std::move(db), options, ThisDisk(options.folder), std::move(keep));
}

Result<std::unique_ptr<OrderedStore>> OpenRocksStoreIn(RocksPlace place, const RocksStoreOptions& options) {
  rocksdb::Options wanted = RocksOptionsOf(options);
  if (place.env != nullptr) {
    wanted.env = place.env.get();
    wanted.compaction_readahead_size = kFarReadAhead;
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(wanted, options.folder, &db);
  if (!status.ok()) return OpenError(status, place);
  auto store = std::make_unique<RocksStore>(std::unique_ptr<rocksdb::DB>(db), options, place, nullptr);
  if (options.any_format) return std::unique_ptr<OrderedStore>(std::move(store));
  if (const Status format = CheckFormat(*store, place, options); !format.ok()) return format;
  return std::unique_ptr<OrderedStore>(std::move(store));
}

Result<std::unique_ptr<OrderedStore>> OpenRocksStore(const RocksStoreOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error) {
    return Status(StatusCode::kIoError, "make folder " + options.folder + ": " + error.message());
  }
  return OpenRocksStoreIn(ThisDisk(options.folder), options);
}

}  // namespace sohoa
