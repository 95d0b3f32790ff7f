// SPDX-License-Identifier: Apache-2.0
//
// Copies of a RocksDB store: backups and checkpoints. Apart from rocks_store.cpp, because
// nothing that reads or writes an archive day by day needs it.
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/options.h>
#include <rocksdb/utilities/backup_engine.h>
#include <rocksdb/utilities/checkpoint.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <utility>

#include "storage/rocks_parts.h"
#include "storage/store_backup.h"

namespace sohoa {
namespace {

// How often progress is told, and a cancelled copy notices it.
constexpr std::uint64_t kProgressBytes = 4u << 20;

rocksdb::BackupEngineOptions BackupOptions(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.share_table_files = true;
  options.share_files_with_checksum = true;
  options.sync = true;
  options.max_background_operations = 2;
  options.callback_trigger_interval_size = kProgressBytes;
  return options;
}

Result<std::unique_ptr<rocksdb::BackupEngine>> OpenEngine(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Status(StatusCode::kIoError, "make folder " + folder + ": " + error.message());
  rocksdb::BackupEngine* engine = nullptr;
  const rocksdb::Status status = rocksdb::BackupEngine::Open(BackupOptions(folder), rocksdb::Env::Default(), &engine);
  if (!status.ok()) return FromRocks(status, "open backup " + folder);
  return std::unique_ptr<rocksdb::BackupEngine>(engine);
}

class RocksBackups : public StoreBackups {
 public:
  RocksBackups(std::string folder, std::unique_ptr<rocksdb::BackupEngineReadOnly> engine)
      : folder_(std::move(folder)), engine_(std::move(engine)) {}

  std::vector<StoreBackup> List() override {
    std::vector<rocksdb::BackupInfo> infos;
    engine_->GetBackupInfo(&infos);
    std::vector<StoreBackup> backups;
    for (const rocksdb::BackupInfo& info : infos) backups.push_back({info.backup_id, info.size});
    return backups;
  }

  Status Check(std::uint32_t number) override {
    return Checked(engine_->VerifyBackup(number, true), "check backup ", number);
  }

  Status Restore(std::uint32_t number, const std::string& folder) override {
    return Checked(engine_->RestoreDBFromBackup(number, folder, folder), "restore backup ", number);
  }

  Result<std::unique_ptr<OrderedStore>> OpenCopy(std::uint32_t number, const RocksStoreOptions& wanted) override {
    rocksdb::BackupInfo info;
    const rocksdb::Status found = engine_->GetBackupInfo(number, &info, true);
    if (!found.ok()) return Checked(found, "open backup ", number);
    rocksdb::Options options = RocksOptionsOf(wanted);
    options.create_if_missing = false;
    options.env = info.env_for_open.get();
    rocksdb::DB* db = nullptr;
    const rocksdb::Status opened = rocksdb::DB::OpenForReadOnly(options, info.name_for_open, &db);
    if (!opened.ok()) return Checked(opened, "open backup ", number);
    return WrapRocks(std::unique_ptr<rocksdb::DB>(db), wanted, info.env_for_open);
  }

 private:
  Status Checked(const rocksdb::Status& status, const char* operation, std::uint32_t number) const {
    const std::string what = operation + std::to_string(number) + " in " + folder_;
    if (status.IsNotFound()) return Status(StatusCode::kNotFound, what + ": it is not there, or not whole");
    return FromRocks(status, what);
  }

  const std::string folder_;
  const std::unique_ptr<rocksdb::BackupEngineReadOnly> engine_;
};

}  // namespace

Result<std::uint32_t> BackUpRocks(rocksdb::DB& db, const std::string& folder, const std::function<bool(std::uint64_t)>& progress) {
  Result<std::unique_ptr<rocksdb::BackupEngine>> opened = OpenEngine(folder);
  if (!opened) return opened.status();
  rocksdb::BackupEngine& engine = **opened;
  std::atomic<std::uint64_t> pieces = 0;
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  options.progress_callback = [&] {
    if (progress && !progress(++pieces * kProgressBytes)) engine.StopBackup();
  };
  rocksdb::BackupID number = 0;
  const rocksdb::Status status = engine.CreateNewBackup(options, &db, &number);
  if (status.ok()) return std::uint32_t{number};
  if (status.IsIncomplete()) return Status(StatusCode::kCancelled, "back up to " + folder + ": cancelled");
  return FromRocks(status, "back up to " + folder);
}

Status CheckpointRocks(rocksdb::DB& db, const std::string& folder) {
  rocksdb::Checkpoint* made = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(&db, &made);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  if (status.ok()) status = checkpoint->CreateCheckpoint(folder);
  return FromRocks(status, "make checkpoint " + folder);
}

Result<std::unique_ptr<StoreBackups>> StoreBackups::Open(const std::string& folder) {
  rocksdb::BackupEngineReadOnly* engine = nullptr;
  const rocksdb::Status status = rocksdb::BackupEngineReadOnly::Open(BackupOptions(folder), rocksdb::Env::Default(), &engine);
  if (!status.ok()) return FromRocks(status, "open backup " + folder);
  return std::unique_ptr<StoreBackups>(
      std::make_unique<RocksBackups>(folder, std::unique_ptr<rocksdb::BackupEngineReadOnly>(engine)));
}

Status KeepStoreBackups(const std::string& folder, const std::vector<std::uint32_t>& keep) {
  const Result<std::unique_ptr<rocksdb::BackupEngine>> engine = OpenEngine(folder);
  if (!engine) return engine.status();
  std::vector<rocksdb::BackupInfo> infos;
  (*engine)->GetBackupInfo(&infos);
  std::vector<rocksdb::BackupID> damaged;
  (*engine)->GetCorruptedBackups(&damaged);
  std::vector<std::uint32_t> there(damaged.begin(), damaged.end());
  for (const rocksdb::BackupInfo& info : infos) there.push_back(info.backup_id);
  for (const std::uint32_t number : there) {
    if (std::find(keep.begin(), keep.end(), number) != keep.end()) continue;
    const rocksdb::Status removed = (*engine)->DeleteBackup(number);
    if (!removed.ok()) return FromRocks(removed, "remove backup " + std::to_string(number) + " in " + folder);
  }
  return FromRocks((*engine)->GarbageCollect(), "tidy backup " + folder);
}

}  // namespace sohoa
