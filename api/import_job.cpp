// SPDX-License-Identifier: Apache-2.0
#include "api/import_job.h"

#include "api/job_json.h"
#include "core/log.h"
#include "packages/package_import.h"

namespace sohoa {
namespace {

nlohmann::ordered_json ImportReportJson(const ImportReport& report) {
  return {{"dossier", report.dossier}, {"version", report.version}, {"package", report.package}, {"blobs", report.blobs}, {"bytes", report.bytes}};
}

// Into the store under the name that it has in the package: other bytes are refused.
Result<BlobInfo> StoreFile(BlobStore& blobs, const Sha256& name, const std::filesystem::path& file) {
  Result<std::unique_ptr<BlobWriter>> writer = blobs.NewWriter();
  if (!writer) return writer.status();
  const Status read = ReadPieces(file, [&writer](std::string_view bytes) { return (*writer)->Append(bytes); });
  if (!read.ok()) return read;
  return (*writer)->FinishUnsyncedAs(name);
}

}  // namespace

Status ImportJob::Start(const std::string& from) {
  if (from.empty() || from.front() != '/') return Status(StatusCode::kInvalidArgument, "import: name the folder with its whole path");
  const Status held = with_coordinator_([](Coordinator&) { return Status(); });
  if (!held.ok()) return held;
  const bool begun = job_.Start([this, from](const LongJob<ImportReport>::Progress& progress) { return Run(from, progress); });
  return begun ? Status() : Status(StatusCode::kConflict, "import: a package is being imported already; wait for it, or cancel it");
}

std::string ImportJob::StatusJson() { return JobJson<ImportReport>(job_.Now(), ImportReportJson); }

Result<ImportReport> ImportJob::Run(const std::string& from, const LongJob<ImportReport>::Progress& progress) {
  const Result<PackageImport> package =
      ReadPackageImport(from, [&progress](std::uint64_t done, std::uint64_t total) { return progress("check", done, total); });
  if (!package) return package.status();
  const Dossier& newest = package->dossier.versions.back();
  // Before anything is stored that would then be of no use.
  const Result<Dossier> there = archive_.GetDossier(newest.head.code);
  if (there) {
    return Status(StatusCode::kConflict, "import dossier " + newest.head.code + ": this archive has it already, as version " +
                                             std::to_string(there->version) + "; nothing was imported");
  }
  ImportReport report{newest.head.code, newest.version, package->dossier.package, 0, 0};
  for (const auto& [blob, file] : package->blobs) {
    const Status noted = with_coordinator_([&blob = blob](Coordinator& coordinator) {
      coordinator.NoteBlob(blob);
      return Status();
    });
    if (!noted.ok()) return noted;
    const Result<BlobInfo> stored = StoreFile(archive_.blobs(), blob, file);
    if (!stored) return Annotate(stored.status(), "import dossier " + report.dossier);
    report.bytes += stored->size;
    if (!progress("blobs", ++report.blobs, package->blobs.size())) return Status(StatusCode::kCancelled, "import dossier " + report.dossier + ": cancelled; nothing was imported");
  }
  const Status imported = with_coordinator_([&package](Coordinator& coordinator) { return coordinator.Import(package->dossier); });
  if (!imported.ok()) return imported;
  Log(LogLevel::kInfo, "dossier imported", {{"dossier", report.dossier}, {"version", report.version}, {"package", report.package}});
  return report;
}

}  // namespace sohoa
