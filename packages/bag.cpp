// SPDX-License-Identifier: Apache-2.0
#include "packages/bag.h"

#include <algorithm>

#include "core/calendar.h"
#include "packages/bag_manifest.h"
#include "packages/decree30_package.h"
#include "packages/kept_records.h"
#include "packages/package_names.h"
#include "packages/package_schemas.h"

namespace sohoa {
namespace {

constexpr const char* kDeclaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
constexpr const char* kPlain = "text/plain";

// On one line, whatever a person typed.
std::string OneLine(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string ManifestOf(const PackageFolder& package, bool payload) {
  std::string manifest;
  for (const auto& [path, file] : package.files()) {
    if (path.starts_with("data/") == payload) manifest += file.sha256.Hex() + "  " + path + "\n";
  }
  return manifest;
}

std::string InfoOf(const PackageFolder& package, const Dossier& dossier, const AgencyDefaults& agency, std::int64_t created) {
  std::uint64_t bytes = 0;
  std::uint64_t files = 0;
  for (const auto& [path, file] : package.files()) {
    if (!path.starts_with("data/")) continue;
    bytes += file.size;
    ++files;
  }
  std::string info = "Bag-Software-Agent: Sohoa " SOHOA_VERSION "\nBagging-Date: " + FormatVietnamTime(created).substr(0, 10) + "\n";
  info += "External-Identifier: " + dossier.head.code + "\n";
  info += "Payload-Oxum: " + std::to_string(bytes) + "." + std::to_string(files) + "\n";
  if (!agency.name.empty()) info += "Source-Organization: " + OneLine(agency.name) + "\n";
  return info;
}

Status WriteContent(PackageSource& source, const DossierRecords& records, const std::vector<Dossier>& versions, std::int64_t created,
                    PackageFolder& package, std::vector<PackageWarning>& warnings) {
  const Dossier& dossier = versions.back();
  package.Expect(7 + dossier.documents.size() * 2 + dossier.pages.size() * 2 + dossier.originals.size());
  Status status = WriteDecree30Files(source, dossier, records.agency, "data/documents/", package, warnings);
  if (status.ok()) status = WriteKeptRecords(source, records, versions, "data/", created, package);
  for (const SupplementFile& file : RecordDescriptions()) {
    if (status.ok()) status = package.Write(file.path, file.bytes, file.mime, created).status();
  }
  if (status.ok()) status = package.Write(std::string(kBagDeclaration), kDeclaration, kPlain, created).status();
  if (status.ok()) status = package.Write(std::string(kBagInfo), InfoOf(package, dossier, records.agency, created), kPlain, created).status();
  if (status.ok()) status = package.Write(std::string(kBagManifest), ManifestOf(package, true), kPlain, created).status();
  if (status.ok()) status = package.Write(std::string(kBagTagManifest), ManifestOf(package, false), kPlain, created).status();
  return status.ok() ? package.Finish() : status;
}

}  // namespace

Result<PackageReport> WriteBag(PackageSource& source, const PackageRequest& request, const PackageProgress& progress) {
  const Result<DossierRecords> records = source.Records(request.dossier);
  if (!records) return records.status();
  const Result<std::vector<Dossier>> versions = DecodeVersions(*records);
  if (!versions) return versions.status();
  const Dossier& dossier = versions->back();
  const std::string name = SafeFileName(dossier.head.code) + "-v" + std::to_string(dossier.version);
  const std::filesystem::path place = request.folder / name;
  const Result<std::unique_ptr<PackageFolder>> package = PackageFolder::Make(place, progress);
  if (!package) return package.status();
  std::vector<PackageWarning> warnings;
  const std::int64_t created = request.created_unix_ms == 0 ? NowUnixMs() : request.created_unix_ms;
  const Status status = WriteContent(source, *records, *versions, created, **package, warnings);
  if (!status.ok()) return status;
  return PackageReport{name, place, (*package)->files().size(), (*package)->bytes(), std::move(warnings)};
}

}  // namespace sohoa
