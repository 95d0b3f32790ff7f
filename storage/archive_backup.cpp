// SPDX-License-Identifier: Apache-2.0
#include "storage/archive_backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <utility>

#include "core/calendar.h"
#include "storage/backup_manifest.h"
#include "storage/beacon.h"
#include "storage/chunked_blob_store.h"
#include "storage/copy_check.h"
#include "storage/store_backup.h"
#include "storage/stored_archive.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

Status SystemError(const std::string& what) { return Status(StatusCode::kIoError, what + ": " + std::strerror(errno)); }

std::string MetaFolder(const std::string& folder) { return (fs::path(folder) / "meta").string(); }
std::string BlobFolder(const std::string& folder) { return (fs::path(folder) / "blobs").string(); }

// Held while a backup is written: two at once into one folder would tidy each other away.
class FolderLock {
 public:
  static Result<FolderLock> Take(const std::string& folder) {
    const std::string path = (fs::path(folder) / "lock").string();
    FolderLock lock;
    lock.file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock.file_ < 0) return SystemError("open " + path);
    if (flock(lock.file_, LOCK_EX | LOCK_NB) != 0) {
      return Status(StatusCode::kUnavailable, "back up to " + folder + ": another backup is being written there");
    }
    return lock;
  }
  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock() {
    if (file_ >= 0) close(file_);
  }

 private:
  FolderLock() = default;
  int file_ = -1;
};

std::uint64_t BytesIn(const std::string& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;
    if (it->is_regular_file(gone)) bytes += it->file_size(gone);
  }
  return bytes;
}

bool IsInside(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  const fs::path outer = fs::weakly_canonical(folder, error);
  return std::mismatch(outer.begin(), outer.end(), whole.begin(), whole.end()).first == outer.end();
}

// A folder that is used for something else is left alone.
Status PrepareFolder(const std::string& folder, const std::string& archive_folder) {
  if (!archive_folder.empty() && (IsInside(folder, archive_folder) || IsInside(archive_folder, folder))) {
    return Status(StatusCode::kInvalidArgument, "back up to " + folder + ": choose a folder outside the archive, on another disk");
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Status(StatusCode::kIoError, "make folder " + folder + ": " + error.message());
  const bool ours = fs::exists(fs::path(folder) / "lock", error);
  if (ours || fs::is_empty(folder, error)) return {};
  return Status(StatusCode::kConflict, "back up to " + folder + ": it holds something else; choose an empty folder or one with backups");
}

// Removes what no manifest names: backups that were cancelled, or cut short.
Status Tidy(const std::string& folder, const std::vector<BackupManifest>& manifests) {
  std::vector<std::uint32_t> meta;
  std::vector<std::uint32_t> blobs;
  for (const BackupManifest& manifest : manifests) {
    meta.push_back(manifest.meta);
    blobs.push_back(manifest.blobs);
  }
  const Status status = KeepStoreBackups(MetaFolder(folder), meta);
  return status.ok() ? KeepStoreBackups(BlobFolder(folder), blobs) : status;
}

// Reads the pair again and fills what the copy itself says.
Status CheckPair(const std::string& folder, const BackupOptions& options, const BackupProgress& progress, BackupManifest& manifest) {
  const Result<std::unique_ptr<StoreBackups>> meta = StoreBackups::Open(MetaFolder(folder));
  if (!meta) return meta.status();
  const Result<std::unique_ptr<StoreBackups>> blobs = StoreBackups::Open(BlobFolder(folder));
  if (!blobs) return blobs.status();
  if (progress && !progress("check", 0, 0)) return Status(StatusCode::kCancelled, "check backup: cancelled");
  if (const Status status = (*meta)->Check(manifest.meta); !status.ok()) return status;
  if (const Status status = (*blobs)->Check(manifest.blobs); !status.ok()) return status;
  for (const StoreBackup& each : (*meta)->List()) manifest.report.bytes += each.number == manifest.meta ? each.bytes : 0;
  for (const StoreBackup& each : (*blobs)->List()) manifest.report.bytes += each.number == manifest.blobs ? each.bytes : 0;
  Result<std::unique_ptr<OrderedStore>> records = (*meta)->OpenCopy(manifest.meta, MetaStoreOptions(""));
  if (!records) return records.status();
  Result<std::unique_ptr<OrderedStore>> pieces = (*blobs)->OpenCopy(manifest.blobs, BlobStoreOptions(""));
  if (!pieces) return pieces.status();
  const Result<BeaconMark> mark = ReadMark(**records);
  if (!mark) return mark.status();
  manifest.report.archive = mark->archive;
  manifest.report.ledger = mark->ledger;
  manifest.report.audit = mark->audit;
  const std::unique_ptr<Archive> copy = NewStoredArchive({nullptr, std::move(*records), ReadChunkedBlobStore(std::move(*pieces)), nullptr, "", nullptr});
  if (!options.verify_all) {
    const Result<std::uint64_t> checked = CheckSomeBlobs(copy->blobs(), progress);
    manifest.report.blobs_checked = checked ? *checked : 0;
    return checked.status();
  }
  const Result<FixityReport> report = CheckWholeCopy(*copy, progress);
  if (!report) return report.status();
  manifest.report.blobs_checked = report->blobs;
  return WholeOrNot(*report, "check backup " + std::to_string(manifest.report.number));
}

Status CopyPair(OrderedStore& meta, OrderedStore& blobs, const std::string& folder, const BackupProgress& progress, BackupManifest& manifest) {
  std::mutex mutex;  // the engine copies on several threads
  const auto phase = [&](std::string_view name) {
    return [&progress, &mutex, name](std::uint64_t bytes) {
      const std::lock_guard lock(mutex);
      return !progress || progress(name, bytes, 0);
    };
  };
  // A small store is copied without a call in between.
  if (!phase("records")(0)) return Status(StatusCode::kCancelled, "back up to " + folder + ": cancelled");
  const Result<std::uint32_t> records = meta.BackUpTo(MetaFolder(folder), phase("records"));
  if (!records) return records.status();
  manifest.meta = *records;
  if (!phase("blobs")(0)) return Status(StatusCode::kCancelled, "back up to " + folder + ": cancelled");
  const Result<std::uint32_t> pieces = blobs.BackUpTo(BlobFolder(folder), phase("blobs"));
  if (!pieces) return pieces.status();
  manifest.blobs = *pieces;
  return {};
}

Status CheckSameArchive(OrderedStore& meta, const std::vector<BackupManifest>& manifests, const std::string& folder) {
  const Result<BeaconMark> mark = ReadMark(meta);
  if (!mark) return mark.status();
  if (manifests.empty() || manifests.back().report.archive == mark->archive) return {};
  return Status(StatusCode::kConflict, "back up to " + folder + ": it holds backups of another archive; choose another folder");
}

}  // namespace

Result<BackupReport> BackUpStores(OrderedStore& meta, OrderedStore& blobs, const std::string& archive_folder,
                                  const BackupOptions& options, const BackupProgress& progress) {
  if (const Status prepared = PrepareFolder(options.folder, archive_folder); !prepared.ok()) return prepared;
  const Result<FolderLock> lock = FolderLock::Take(options.folder);
  if (!lock) return lock.status();
  Result<std::vector<BackupManifest>> manifests = ReadManifests(options.folder);
  if (!manifests) return manifests.status();
  if (const Status same = CheckSameArchive(meta, *manifests, options.folder); !same.ok()) return same;
  if (const Status tidy = Tidy(options.folder, *manifests); !tidy.ok()) return tidy;
  const std::uint64_t before = BytesIn(options.folder);

  BackupManifest manifest;
  manifest.report.number = manifests->empty() ? 1 : manifests->back().report.number + 1;
  manifest.report.at_unix_ms = NowUnixMs();
  Status status = CopyPair(meta, blobs, options.folder, progress, manifest);
  if (status.ok()) status = CheckPair(options.folder, options, progress, manifest);
  if (!status.ok()) {
    const Status tidied = Tidy(options.folder, *manifests);
    return tidied.ok() ? status : Annotate(status, "(not tidied: " + tidied.message() + ")");
  }
  const std::uint64_t after = BytesIn(options.folder);
  manifest.report.new_bytes = after > before ? after - before : 0;
  if (status = WriteManifest(options.folder, manifest); !status.ok()) return status;

  manifests->push_back(manifest);
  if (options.keep != 0 && manifests->size() > options.keep) {
    const auto kept = manifests->end() - options.keep;
    for (auto old = manifests->begin(); old != kept; ++old) {
      if (status = RemoveManifest(options.folder, old->report.number); !status.ok()) return status;
    }
    manifests->erase(manifests->begin(), kept);
    if (status = Tidy(options.folder, *manifests); !status.ok()) return status;
  }
  return manifest.report;
}

Result<std::vector<BackupReport>> ListBackups(const std::string& folder) {
  const Result<std::vector<BackupManifest>> manifests = ReadManifests(folder);
  if (!manifests) return manifests.status();
  std::vector<BackupReport> reports;
  for (const BackupManifest& manifest : *manifests) reports.push_back(manifest.report);
  return reports;
}

}  // namespace sohoa
