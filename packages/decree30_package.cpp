// SPDX-License-Identifier: Apache-2.0
#include "packages/decree30_package.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "packages/kept_records.h"
#include "packages/package_names.h"
#include "packages/package_xml.h"

namespace sohoa {
namespace {

constexpr double kLeastDpi = 200;  // Appendix I, part II.I

// Fields as elements; "SignerInfo.Position" stands in <SignerInfo>.
void AddFields(const std::vector<PackageField>& fields, XmlElement& to) {
  for (const PackageField& field : fields) {
    const std::size_t dot = field.code.find('.');
    if (dot == std::string::npos) {
      to.Add(XmlElement(field.code, field.value));
      continue;
    }
    const std::string group = field.code.substr(0, dot);
    if (to.children.empty() || to.children.back().name != group) to.Add(XmlElement(group));
    to.children.back().Add(XmlElement(field.code.substr(dot + 1), field.value));
  }
}

std::string DocumentName(const std::string& base, std::size_t ordinal) {
  char number[24];
  std::snprintf(number, sizeof number, ".%07zu", ordinal);
  return base + number;
}

// "20181004" of "04/10/2018"; what has no day stands behind all that has.
std::string SortKey(const std::vector<PackageField>& fields) {
  const std::string day = FieldOf(fields, "IssuedDate");
  return day.size() == 10 ? day.substr(6) + day.substr(3, 2) + day.substr(0, 2) : "99999999";
}

// Resolution as it was scanned: nothing makes it better afterwards.
Status CheckResolution(PackageSource& source, const Dossier& dossier, std::size_t position, std::vector<PackageWarning>& warnings) {
  for (const std::uint32_t number : dossier.documents[position].pages) {
    if (number == 0 || number > dossier.pages.size()) continue;
    std::string bytes;
    const Status fetched = source.Fetch(dossier.pages[number - 1].record, [&bytes](std::string_view piece) {
      bytes += piece;
      return true;
    });
    if (!fetched.ok()) return fetched;
    const Result<PageRecord> record = DecodePageRecord(bytes);
    if (!record) return record.status();
    if (std::round(record->geometry.dpi) >= kLeastDpi) continue;  // files say it in dots a metre
    warnings.push_back({static_cast<std::uint32_t>(position + 1), "page " + std::to_string(number), "below_200_dpi"});
  }
  return {};
}

}  // namespace

std::string Decree30Name(const Dossier& dossier, const AgencyDefaults& agency) {
  std::vector<PackageWarning> ignored;
  const std::vector<PackageField> fields = FitFields(ArchiveFieldsOfDossier(dossier, agency).decree30, 0, ignored);
  const std::string organ = FieldOf(fields, "FileCode.OrganId");
  if (organ.empty()) return SafeFileName(dossier.head.code);
  return SafeFileName(organ + "." + FieldOf(fields, "FileCode.FileCatalog") + "." + FieldOf(fields, "FileCode.FileNotation"));
}

Status WriteDecree30Files(PackageSource& source, const Dossier& dossier, const AgencyDefaults& agency, const std::string& folder,
                          PackageFolder& package, std::vector<PackageWarning>& warnings) {
  const std::string base = Decree30Name(dossier, agency);
  const std::int64_t at = dossier.committed_unix_ms;
  std::vector<std::pair<std::string, XmlElement>> list;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    const Document& document = dossier.documents[i];
    const std::string name = DocumentName(base, i + 1);
    if (document.pdf == Sha256{}) return Status(StatusCode::kInvalidArgument, "export dossier " + dossier.head.code + ": document " + document.id + " has no PDF; read the dossier again (sohoa reread)");
    const ArchiveFields fields = ArchiveFieldsOfDocument(dossier, i, agency);
    const std::vector<PackageField> fitting = FitFields(fields.decree30, static_cast<std::uint32_t>(i + 1), warnings);
    XmlElement root(fields.outgoing ? "OutgoingDocument" : "IncomingDocument");
    AddFields(fitting, root);
    Status status = package.Copy(source, document.pdf, folder + name + ".pdf", false, at).status();
    if (status.ok()) status = package.Write(folder + name + ".xml", WriteXml(root), "application/xml", at).status();
    if (status.ok()) status = CheckResolution(source, dossier, i, warnings);
    if (!status.ok()) return status;
    list.emplace_back(SortKey(fitting), XmlElement("Document").With("DocOrdinal", std::to_string(i + 1)).With("Pdf", name + ".pdf").With("Fields", name + ".xml"));
  }
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  XmlElement root("Dossier");
  AddFields(FitFields(ArchiveFieldsOfDossier(dossier, agency).decree30, 0, warnings), root);
  XmlElement documents("Documents");
  for (auto& [day, entry] : list) documents.Add(std::move(entry));
  root.Add(std::move(documents));
  return package.Write(folder + base + ".xml", WriteXml(root), "application/xml", at).status();
}

Result<PackageReport> WriteDecree30Package(PackageSource& source, const PackageRequest& request, const PackageProgress& progress) {
  const Result<DossierRecords> records = source.Records(request.dossier);
  if (!records) return records.status();
  const Result<std::vector<Dossier>> versions = DecodeVersions(*records);
  if (!versions) return versions.status();
  const Dossier& dossier = versions->back();
  const std::string name = Decree30Name(dossier, records->agency);
  const std::filesystem::path place = request.folder / name;
  const Result<std::unique_ptr<PackageFolder>> package = PackageFolder::Make(place, progress);
  if (!package) return package.status();
  (*package)->Expect(dossier.documents.size() * 2 + 1);
  std::vector<PackageWarning> warnings;
  Status status = WriteDecree30Files(source, dossier, records->agency, "", **package, warnings);
  if (status.ok()) status = (*package)->Finish();
  if (!status.ok()) return status;
  return PackageReport{name, place, (*package)->files().size(), (*package)->bytes(), std::move(warnings)};
}

}  // namespace sohoa
