// SPDX-License-Identifier: Apache-2.0
#include "packages/bag.h"

#include <algorithm>

#include "core/calendar.h"
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

Status BadLine(const std::string& name, std::size_t number, const std::string& why) {
  return Status(StatusCode::kBadInput, "read " + name + ": line " + std::to_string(number) + ": " + why);
}

// Takes a line off the front; CR, LF and CRLF end one.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  if (text.starts_with("\r\n")) text.remove_prefix(1);
  if (!text.empty()) text.remove_prefix(1);
  return line;
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

Result<std::vector<ListedFile>> ReadBagManifest(std::string_view text, const std::string& name) {
  constexpr std::size_t kDigits = 64;
  std::vector<ListedFile> files;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) continue;
    std::string digits(line.substr(0, std::min(line.size(), kDigits)));
    std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::optional<Sha256> sha256 = Sha256::FromHex(digits);
    const std::size_t path = line.find_first_not_of(" \t", digits.size());
    if (!sha256 || path == std::string_view::npos || path == digits.size()) return BadLine(name, number, "no SHA-256 and path");
    // The RFC codes line ends and '%' with a percent sign; neither stands in a path of ours.
    if (!IsPackagePath(line.substr(path))) return BadLine(name, number, "a path outside of the bag, or by a name that no package of this kind has");
    files.push_back({std::string(line.substr(path)), 0, *sha256, ""});
  }
  return files;
}

Result<std::vector<std::string>> BagInfoValues(std::string_view text, std::string_view label) {
  std::vector<std::string> values;
  bool wanted = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) continue;
    if (line.front() == ' ' || line.front() == '\t') {
      if (wanted) values.back() += " " + std::string(line.substr(std::min(line.find_first_not_of(" \t"), line.size())));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return BadLine(std::string(kBagInfo), number, "no label and value");
    wanted = line.substr(0, colon) == label;
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    if (wanted) values.emplace_back(value == std::string_view::npos ? std::string_view() : line.substr(value));
  }
  return values;
}

Status CheckBagDeclaration(std::string_view text) {
  const std::string_view first = TakeLine(text);
  const std::string_view second = TakeLine(text);
  const bool ours = (first == "BagIt-Version: 1.0" || first == "BagIt-Version: 0.97") && second == "Tag-File-Character-Encoding: UTF-8" && text.empty();
  return ours ? Status() : Status(StatusCode::kUnsupported, "read bagit.txt: it is not of BagIt 1.0 or 0.97 in UTF-8");
}

}  // namespace sohoa
