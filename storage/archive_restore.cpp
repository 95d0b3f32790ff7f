// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <utility>

#include "storage/archive_backup.h"
#include "storage/backup_manifest.h"
#include "storage/beacon.h"
#include "storage/copy_check.h"
#include "storage/sealed_text.h"
#include "storage/store_backup.h"
#include "storage/stored_archive.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

constexpr auto kProgressPause = std::chrono::milliseconds(200);

Result<BackupManifest> Choose(const std::string& folder, std::uint32_t number) {
  const Result<std::vector<BackupManifest>> manifests = ReadManifests(folder);
  if (!manifests) return manifests.status();
  if (manifests->empty()) return Status(StatusCode::kNotFound, "restore from " + folder + ": there is no backup in it");
  if (number == 0) return manifests->back();
  const auto found = std::find_if(manifests->begin(), manifests->end(), [number](const auto& each) { return each.report.number == number; });
  if (found != manifests->end()) return *found;
  return Status(StatusCode::kNotFound, "restore from " + folder + ": there is no backup " + std::to_string(number) + " in it");
}

// Only what an earlier restore left unfinished is removed, and nothing else is overwritten.
Status ClearTarget(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Status(StatusCode::kIoError, "make folder " + folder.string() + ": " + error.message());
  const bool unfinished = fs::exists(folder / kRestoringFolder, error) && !fs::exists(folder / "meta", error);
  if (!unfinished && !fs::is_empty(folder, error)) {
    return Status(StatusCode::kConflict, "restore into " + folder.string() + ": it is not empty; move what is there away first, for nothing is overwritten");
  }
  fs::remove_all(folder / "blobs", error);
  fs::remove_all(folder / kRestoringFolder, error);
  if (error) return Status(StatusCode::kIoError, "clear folder " + folder.string() + ": " + error.message());
  return {};
}

std::uint64_t BytesIn(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;
    if (it->is_regular_file(gone)) bytes += it->file_size(gone);
  }
  return bytes;
}

Status CopyStore(const std::string& from, std::uint32_t number, const fs::path& to, std::string_view phase, const BackupProgress& progress) {
  const Result<std::unique_ptr<StoreBackups>> backups = StoreBackups::Open(from);
  if (!backups) return backups.status();
  std::future<Status> copied = std::async(std::launch::async, [&] { return (*backups)->Restore(number, to.string()); });
  bool wanted = true;
  while (copied.wait_for(kProgressPause) != std::future_status::ready) wanted = wanted && (!progress || progress(phase, BytesIn(to), 0));
  const Status status = copied.get();
  if (!status.ok()) return status;
  return wanted ? Status() : Status(StatusCode::kCancelled, "restore from " + from + ": cancelled");
}

// The first thing in the new history, so that nobody takes it for the old one.
Status RecordNewHistory(Archive& archive, const ArchiveEvent& event, const StageNewHistory& stage) {
  MetaBatch batch;
  Status status = archive.StageEvent(event, batch);
  if (status.ok() && stage) status = stage(archive, batch);
  return status.ok() ? archive.meta().Write(batch) : status;
}

std::string Known(const std::optional<BeaconMark>& beacon) {
  if (!beacon) return "; no beacon says how far it had come";
  return "; its beacon says ledger " + std::to_string(beacon->ledger) + ", audit " + std::to_string(beacon->audit) + " " +
         beacon->audit_sha256.Hex();
}

// Checks the copy and makes it the beginning of a new history. It is closed again afterwards.
Result<BeaconMark> TakeInHand(const fs::path& restoring, const RestoreOptions& options, const std::optional<BeaconMark>& beacon,
                              const BackupProgress& progress, RestoreReport& report) {
  ArchiveOptions here;
  here.folder = restoring.string();
  here.reserve_bytes = options.to.reserve_bytes;
  Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(here);
  if (!archive && archive.status().code() == StatusCode::kUnsupported && options.upgrade) {
    if (const Status upgraded = options.upgrade(here.folder); !upgraded.ok()) return upgraded;
    archive = OpenLocalArchive(here);
  }
  if (!archive) return archive.status();
  Result<FixityReport> fixity = CheckWholeCopy(**archive, progress);
  if (!fixity) return fixity.status();
  report.fixity = std::move(*fixity);
  if (const Status whole = WholeOrNot(report.fixity, "restore from " + options.from); !whole.ok()) return whole;
  ArchiveEvent event;
  event.kind = "archive.restored";
  event.detail = "from backup " + std::to_string(report.backup.number) + ", ledger " + std::to_string(report.backup.ledger) + ", audit " +
                 std::to_string(report.backup.audit) + Known(beacon);
  if (const Status recorded = RecordNewHistory(**archive, event, options.stage); !recorded.ok()) return recorded;
  return ReadMark((*archive)->meta());
}

Result<BeaconMark> CopyAndCheck(const BackupManifest& manifest, const fs::path& restoring, const RestoreOptions& options,
                                const std::optional<BeaconMark>& beacon, const BackupProgress& progress, RestoreReport& report) {
  const fs::path from = options.from;
  const Status records = CopyStore((from / "meta").string(), manifest.meta, restoring / "meta", "records", progress);
  if (!records.ok()) return records;
  const Status blobs = CopyStore((from / "blobs").string(), manifest.blobs, restoring / "blobs", "blobs", progress);
  if (!blobs.ok()) return blobs;
  return TakeInHand(restoring, options, beacon, progress, report);
}

// The records come last: without them there is no archive.
Status Appear(const fs::path& folder) {
  std::error_code error;
  for (const char* store : {"blobs", "meta"}) {
    if (!error) fs::rename(folder / kRestoringFolder / store, folder / store, error);
    if (error) return Status(StatusCode::kIoError, "restore into " + folder.string() + ": " + error.message());
    if (const Status synced = SyncFolder(folder.string()); !synced.ok()) return synced;
  }
  fs::remove_all(folder / kRestoringFolder, error);
  return SyncFolder(folder.string());
}

}  // namespace

Result<RestoreReport> RestoreArchive(const RestoreOptions& options, const BackupProgress& progress) {
  const Result<BackupManifest> manifest = Choose(options.from, options.number);
  if (!manifest) return manifest.status();
  const fs::path folder = options.to.folder;
  if (const Status clear = ClearTarget(folder); !clear.ok()) return clear;
  std::optional<BeaconMark> beacon;
  if (!options.to.beacon.empty()) {
    Result<std::optional<BeaconMark>> read = ReadBeacon(options.to.beacon);
    if (read) beacon = *read;
  }
  const fs::path restoring = folder / kRestoringFolder;
  std::error_code error;
  fs::create_directories(restoring, error);
  if (error) return Status(StatusCode::kIoError, "make folder " + restoring.string() + ": " + error.message());

  RestoreReport report;
  report.backup = manifest->report;
  report.beacon_ledger = beacon ? beacon->ledger : 0;
  const Result<BeaconMark> mark = CopyAndCheck(*manifest, restoring, options, beacon, progress, report);
  if (!mark) {
    fs::remove_all(restoring, error);
    return mark.status();
  }
  if (!options.to.beacon.empty()) {
    const Result<std::unique_ptr<BeaconWriter>> writer = BeaconWriter::Open(options.to.beacon, *mark);
    if (!writer) return writer.status();
  }
  const Status status = Appear(folder);
  if (!status.ok()) return status;
  return report;
}

Status AcceptArchive(const ArchiveOptions& archive_options, const std::string& reason, const StageNewHistory& stage) {
  if (reason.empty()) return Status(StatusCode::kInvalidArgument, "accept archive: a reason is needed");
  ArchiveOptions here = archive_options;
  here.beacon.clear();
  std::optional<BeaconMark> beacon;
  if (!archive_options.beacon.empty()) {
    const Result<std::optional<BeaconMark>> read = ReadBeacon(archive_options.beacon);
    if (read) beacon = *read;
  }
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(here);
  if (!archive) return archive.status();
  ArchiveEvent event;
  event.kind = "archive.accepted";
  event.detail = reason + Known(beacon);
  if (const Status recorded = RecordNewHistory(**archive, event, stage); !recorded.ok()) return recorded;
  if (archive_options.beacon.empty()) return {};
  const Result<BeaconMark> mark = ReadMark((*archive)->meta());
  if (!mark) return mark.status();
  return BeaconWriter::Open(archive_options.beacon, *mark).status();
}

}  // namespace sohoa
