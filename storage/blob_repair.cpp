// SPDX-License-Identifier: Apache-2.0
#include "storage/blob_repair.h"

#include <filesystem>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "storage/backup_manifest.h"
#include "storage/chunked_blob_store.h"
#include "storage/store_backup.h"
#include "storage/stored_archive.h"

namespace sohoa {
namespace {

constexpr std::size_t kPartBytes = 1u << 20;

// The blobs of one backup.
struct Copy {
  std::uint32_t number = 0;  // of the backup
  std::unique_ptr<BlobStore> blobs;
};

// Newest first. A copy that cannot be opened is none; another may have what is needed.
Result<std::vector<Copy>> OpenCopies(const std::string& folder) {
  const Result<std::vector<BackupManifest>> manifests = ReadManifests(folder);
  if (!manifests) return manifests.status();
  if (manifests->empty()) return Status(StatusCode::kNotFound, "repair from " + folder + ": there is no backup in it");
  const Result<std::unique_ptr<StoreBackups>> backups = StoreBackups::Open((std::filesystem::absolute(folder) / "blobs").string());
  if (!backups) return backups.status();
  std::vector<Copy> copies;
  Status failed;
  for (auto manifest = manifests->rbegin(); manifest != manifests->rend(); ++manifest) {
    Result<std::unique_ptr<OrderedStore>> pieces = (*backups)->OpenCopy(manifest->blobs, BlobStoreOptions(""));
    if (pieces) {
      copies.push_back({manifest->report.number, ReadChunkedBlobStore(std::move(*pieces))});
    } else {
      failed = pieces.status();
    }
  }
  if (copies.empty()) return failed;
  return copies;
}

// kNotFound, kCorruption: `from` does not have it, or not whole; then `to` is as it was.
Status CopyBlob(BlobStore& from, const Sha256& name, BlobStore& to) {
  const Result<std::unique_ptr<BlobWriter>> writer = to.NewWriter();
  if (!writer) return writer.status();
  std::uint64_t size = 1;
  for (std::uint64_t at = 0; at < size;) {
    const Result<BlobPart> part = from.ReadPart(name, at, kPartBytes);
    if (!part) return part.status();
    size = part->size;
    if (part->bytes.empty()) break;
    at += part->bytes.size();
    if (const Status status = (*writer)->Append(part->bytes); !status.ok()) return status;
  }
  return (*writer)->FinishInPlaceOf(name).status();
}

Status Record(Archive& archive, const FixityProblem& problem, std::uint32_t backup) {
  ArchiveEvent event;
  event.kind = "blob.repaired";
  event.dossier = problem.dossier;
  event.subject = problem.object;
  event.detail = problem.what + " " + problem.sha256.Hex() + " from backup " + std::to_string(backup);
  MetaBatch batch;
  const Status status = archive.StageEvent(event, batch);
  return status.ok() ? archive.meta().Write(batch) : status;
}

bool IsLost(const Status& status) { return status.code() == StatusCode::kNotFound || status.code() == StatusCode::kCorruption; }

// False where no copy has it whole.
Result<bool> Repair(Archive& archive, const FixityProblem& problem, const std::vector<Copy>& copies) {
  for (const Copy& copy : copies) {
    const Status copied = CopyBlob(*copy.blobs, problem.sha256, archive.blobs());
    if (!copied.ok() && !IsLost(copied)) return copied;
    if (!copied.ok()) continue;
    if (const Status recorded = Record(archive, problem, copy.number); !recorded.ok()) return recorded;
    return true;
  }
  return false;
}

}  // namespace

Result<BlobRepairReport> RepairBlobs(Archive& archive, const std::string& code, const std::string& folder,
                                     const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress) {
  const Result<std::vector<Copy>> copies = OpenCopies(folder);
  if (!copies) return copies.status();
  BlobRepairReport report;
  std::set<Sha256> tried;
  // Again while anything came back: a page's record that was damaged hid what it names.
  for (bool more = true; more;) {
    Result<FixityReport> fixity = archive.Verify(code, nullptr, progress);
    if (!fixity) return fixity.status();
    more = false;
    for (const FixityProblem& problem : fixity->problems) {
      const bool blob = problem.kind != FixityProblem::Kind::kExtra && problem.sha256 != Sha256();
      // A problem with a blob's name may be one of what names it; then the blob itself is whole.
      if (!blob || !tried.insert(problem.sha256).second || archive.blobs().Check(problem.sha256).ok()) continue;
      const Result<bool> repaired = Repair(archive, problem, *copies);
      if (!repaired) return repaired.status();
      report.repaired += *repaired ? 1 : 0;
      more = more || *repaired;
    }
    report.fixity = std::move(*fixity);
  }
  return report;
}

}  // namespace sohoa
