// SPDX-License-Identifier: Apache-2.0
#include "packages/kept_records.h"

#include <set>

#include "core/record_codec.h"
#include "storage/dossier_references.h"

namespace sohoa {
namespace {

// A record of a page is read whole to see which layer it names.
constexpr std::uint64_t kLargestRecord = 64ull << 20;

class RecordsWriter {
 public:
  RecordsWriter(PackageSource& source, const std::string& folder, PackageFolder& package) : source_(source), folder_(folder), package_(package) {
    for (const auto& [path, file] : package.files()) written_.insert(file.sha256);
  }

  Status WriteVersion(const Dossier& dossier) {
    const std::int64_t at = dossier.committed_unix_ms;
    for (const auto& [blob, reference] : DossierReferences(dossier)) {
      Status status;
      if (reference.what == "original") status = Copy(blob, kOriginalsFolder, true, at);
      if (reference.what == "page record") status = WritePageRecord(blob, at);
      if (reference.what == "pdf") status = Copy(blob, kRecordBlobsFolder, false, at);
      if (!status.ok()) return status;
    }
    return {};
  }

 private:
  Status Copy(const Sha256& blob, std::string_view below, bool with_extension, std::int64_t at) {
    if (!written_.insert(blob).second) return {};
    return package_.Copy(source_, blob, folder_ + std::string(below) + blob.Hex(), with_extension, at).status();
  }

  Status WritePageRecord(const Sha256& blob, std::int64_t at) {
    if (written_.contains(blob)) return {};
    std::string bytes;
    const Status fetched = source_.Fetch(blob, [&bytes](std::string_view piece) {
      bytes += piece;
      return bytes.size() <= kLargestRecord;
    });
    if (!fetched.ok()) return Annotate(fetched, "write package: record of a page");
    const Result<PageRecord> record = DecodePageRecord(bytes);
    if (!record) return record.status();
    if (const Status status = Copy(blob, kRecordBlobsFolder, false, at); !status.ok()) return status;
    for (const auto& [layer, reference] : LayerReferences(*record)) {
      if (const Status status = Copy(layer, kRecordBlobsFolder, false, at); !status.ok()) return status;
    }
    return {};
  }

  PackageSource& source_;
  const std::string& folder_;
  PackageFolder& package_;
  std::set<Sha256> written_;
};

}  // namespace

Result<std::vector<Dossier>> DecodeVersions(const DossierRecords& records) {
  std::vector<Dossier> versions;
  for (const std::string& bytes : records.versions) {
    Result<Dossier> dossier = DecodeDossier(bytes);
    if (!dossier) return dossier.status();
    versions.push_back(std::move(*dossier));
  }
  if (versions.empty()) return Status(StatusCode::kNotFound, "read dossier: it has no version yet");
  return versions;
}

Status WriteKeptRecords(PackageSource& source, const DossierRecords& records, const std::vector<Dossier>& versions, const std::string& folder,
                        std::int64_t created_unix_ms, PackageFolder& package) {
  RecordsWriter writer(source, folder, package);
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (const Status status = writer.WriteVersion(versions[i]); !status.ok()) return status;
    const std::string path = folder + std::string(kVersionFilePrefix) + std::to_string(versions[i].version) + std::string(kVersionFileSuffix);
    const Result<PackagedFile> written = package.Write(path, records.versions[i], "application/x-protobuf", versions[i].committed_unix_ms);
    if (!written) return written.status();
  }
  if (!records.retention.empty()) {
    const Result<PackagedFile> written = package.Write(folder + std::string(kRetentionFile), records.retention, "application/x-protobuf", created_unix_ms);
    if (!written) return written.status();
  }
  return package.Write(folder + std::string(kHistoryFile), records.history, "text/plain", created_unix_ms).status();
}

}  // namespace sohoa
