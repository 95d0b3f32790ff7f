// SPDX-License-Identifier: Apache-2.0
#include "packages/information_package.h"

#include <algorithm>

#include "core/calendar.h"
#include "packages/ead.h"
#include "packages/kept_records.h"
#include "packages/package_schemas.h"
#include "packages/premis.h"
#include "storage/dossier_history.h"

namespace sohoa {
namespace {

constexpr const char* kXml = "application/xml";

class InformationPackage {
 public:
  InformationPackage(PackageKind kind, PackageSource& source, DossierRecords records, std::vector<Dossier> versions, std::int64_t created_unix_ms)
      : kind_(kind),
        source_(source),
        records_(std::move(records)),
        versions_(std::move(versions)),
        dossier_(versions_.back()),
        fields_(CircularFields(dossier_, records_.agency)),
        ids_(Identity()),
        created_(created_unix_ms) {}

  const PackageIds& ids() const { return ids_; }
  std::vector<PackageWarning>& warnings() { return fields_.warnings; }

  Status Write(PackageFolder& package) {
    package_ = &package;
    package.Expect(ExpectedFiles());
    Status status = WriteDocuments();
    if (status.ok() && kind_ == PackageKind::kAip) status = WriteKept();
    if (status.ok()) status = WriteSupplements();
    return status.ok() ? WriteRoot() : status;
  }

 private:
  bool IsAip() const { return kind_ == PackageKind::kAip; }

  // Follows from what is packed: the same version of a dossier is the same package.
  std::string Identity() const {
    const std::string uuid = NamedUuid(std::string(PackageKindName(kind_)) + "\n" + dossier_.head.code + "\n" + Sha256::Of(records_.versions.back()).Hex());
    return IsAip() ? "urn:" + SafeFileName(fields_.fonds) + ":uuid:" + uuid : "uuid-" + uuid;
  }

  // For the bar: a page has an original, a record and a layer at most.
  std::uint64_t ExpectedFiles() const {
    const std::uint64_t documents = dossier_.documents.size() * 2;
    return 12 + documents + (IsAip() ? dossier_.pages.size() * 2 + dossier_.originals.size() : 0);
  }

  MetsDocument NewMets(const std::string& folder, const std::string& object) const {
    MetsDocument mets;
    mets.folder = folder;
    mets.object = object;
    mets.kind = kind_;
    mets.dossier = dossier_.head.code;
    mets.agency = records_.agency.name;
    mets.agency_id = fields_.fonds;
    mets.software_version = SOHOA_VERSION;
    mets.created_unix_ms = created_;
    return mets;
  }

  Result<PackagedFile> WriteXmlFile(const std::string& path, const std::string& xml, std::int64_t created) {
    return package_->Write(path, xml, kXml, created);
  }

  // representations/rep1: a searchable PDF and an EAD_doc of each document.
  Status WriteDocuments() {
    const std::string folder = "representations/rep1/";
    MetsDocument mets = NewMets(folder, "rep1");
    MetsGroup data{"Data", {}};
    for (const PackagedDocument& packed : fields_.documents) {
      const Document& document = dossier_.documents[packed.ordinal - 1];
      Result<PackagedFile> pdf = package_->Copy(source_, document.pdf, folder + "data/" + packed.stem + ".pdf", false, dossier_.committed_unix_ms);
      if (!pdf) return pdf.status();
      pdf->format = "PDF/A-2b";
      const Result<PackagedFile> ead = WriteXmlFile(folder + "metadata/descriptive/EAD_doc_" + packed.stem + ".xml",
                                                    WriteEad(IsAip() ? packed.aip : packed.sip, "../../../../schemas/ead_doc.xsd"), dossier_.committed_unix_ms);
      if (!ead) return ead.status();
      mets.descriptive.push_back(*ead);
      mets.links.emplace_back(ead->path, pdf->path);
      data.files.push_back(*pdf);
    }
    if (IsAip()) {
      const Status status = WritePremisOf({"rep1", data.files, "transfer", "digitisation of the papers: searchable PDF/A-2b, one a document",
                                           dossier_.committed_unix_ms, StagesOfDocuments(), SOHOA_VERSION},
                                          mets);
      if (!status.ok()) return status;
    }
    mets.groups.push_back(std::move(data));
    return WriteMetsOf(mets);
  }

  // representations/rep2: originals, and what an import needs.
  Status WriteKept() {
    const std::string folder = "representations/rep2/";
    if (const Status status = WriteKeptRecords(source_, records_, versions_, folder + "data/", created_, *package_); !status.ok()) return status;
    MetsDocument mets = NewMets(folder, "rep2");
    MetsGroup data{"Data", {}};
    for (const auto& [path, file] : package_->files()) {
      if (path.starts_with(folder)) data.files.push_back(file);
    }
    const Status status = WritePremisOf({"rep2", data.files, "capture", "originals as they were handed in, and the records of the archive",
                                         dossier_.committed_unix_ms, {}, SOHOA_VERSION},
                                        mets);
    if (!status.ok()) return status;
    mets.groups.push_back(std::move(data));
    return WriteMetsOf(mets);
  }

  Status WritePremisOf(const RepresentationPreservation& preservation, MetsDocument& mets) {
    const Result<PackagedFile> premis =
        WriteXmlFile(mets.folder + "metadata/preservation/PREMIS_" + preservation.name + ".xml", WriteRepresentationPremis(preservation, ids_), created_);
    if (!premis) return premis.status();
    mets.preservation.push_back(*premis);
    return {};
  }

  Status WriteMetsOf(const MetsDocument& mets) {
    const Result<PackagedFile> written = WriteXmlFile(mets.folder + "METS.xml", WriteMets(mets, ids_), created_);
    if (!written) return written.status();
    if (!mets.folder.empty()) representations_.push_back({"Representations/" + mets.object, {*written}});
    return {};
  }

  Status WriteSupplements() {
    std::vector<SupplementFile> files = IsAip() ? AipSupplements() : SipSupplements();
    for (const SupplementFile& file : files) {
      const Result<PackagedFile> written = package_->Write(file.path, file.bytes, file.mime, created_);
      if (!written) return written.status();
      MetsGroup& group = file.path.starts_with("schemas/") ? schemas_ : documentation_;
      group.files.push_back(*written);
    }
    return {};
  }

  Status WriteRoot() {
    MetsDocument mets = NewMets("", ids_.package());
    const Result<PackagedFile> ead = WriteXmlFile("metadata/descriptive/EAD.xml", WriteEad(IsAip() ? fields_.aip : fields_.sip, "../../schemas/ead.xsd"),
                                                  dossier_.committed_unix_ms);
    if (!ead) return ead.status();
    mets.descriptive.push_back(*ead);
    if (IsAip()) {
      const Result<DossierHistory> history = ParseDossierHistory(records_.history);
      if (!history) return history.status();
      const std::string& agency = records_.agency.name.empty() ? fields_.fonds : records_.agency.name;
      const Result<PackagedFile> premis = WriteXmlFile(
          "metadata/preservation/PREMIS.xml", WriteDossierPremis({&dossier_, &*history, agency, SOHOA_VERSION, created_, {"rep1", "rep2"}}, ids_), created_);
      if (!premis) return premis.status();
      mets.preservation.push_back(*premis);
    }
    mets.groups.push_back(documentation_);
    mets.groups.push_back(schemas_);
    for (MetsGroup& representation : representations_) mets.groups.push_back(std::move(representation));
    return WriteMetsOf(mets);
  }

  std::vector<std::string> StagesOfDocuments() const {
    std::vector<std::string> stages;
    for (const Document& document : dossier_.documents) {
      for (const std::string& stage : document.made_by) {
        if (std::find(stages.begin(), stages.end(), stage) == stages.end()) stages.push_back(stage);
      }
    }
    return stages;
  }

  const PackageKind kind_;
  PackageSource& source_;
  const DossierRecords records_;
  const std::vector<Dossier> versions_;
  const Dossier& dossier_;
  PackagedFields fields_;
  const PackageIds ids_;
  const std::int64_t created_;
  PackageFolder* package_ = nullptr;
  MetsGroup schemas_{"Schemas", {}};
  MetsGroup documentation_{"Documentation", {}};
  std::vector<MetsGroup> representations_;
};

// What packages of the circular cannot do without.
Status CheckCanBePacked(PackageKind kind, const Dossier& dossier, const AgencyDefaults& agency) {
  const std::string what = "export dossier " + dossier.head.code + " as " + std::string(PackageKindName(kind)) + ": ";
  if (FieldOf(CircularFields(dossier, agency).sip, "fileCode").empty()) {
    return Status(StatusCode::kInvalidArgument, what + "the identifier of the agency is not known; set organ_id under [agency] in sohoa.toml");
  }
  for (const Document& document : dossier.documents) {
    if (document.pdf == Sha256{}) return Status(StatusCode::kInvalidArgument, what + "document " + document.id + " has no PDF; read the dossier again (sohoa reread)");
  }
  return {};
}

}  // namespace

Result<PackageReport> WriteInformationPackage(PackageKind kind, PackageSource& source, const PackageRequest& request, const PackageProgress& progress) {
  Result<DossierRecords> records = source.Records(request.dossier);
  if (!records) return records.status();
  Result<std::vector<Dossier>> versions = DecodeVersions(*records);
  if (!versions) return versions.status();
  if (const Status status = CheckCanBePacked(kind, versions->back(), records->agency); !status.ok()) return status;
  InformationPackage content(kind, source, std::move(*records), std::move(*versions), request.created_unix_ms == 0 ? NowUnixMs() : request.created_unix_ms);
  const std::filesystem::path place = request.folder / PackageFolderName(content.ids().package());
  const Result<std::unique_ptr<PackageFolder>> package = PackageFolder::Make(place, progress);
  if (!package) return package.status();
  Status status = content.Write(**package);
  if (status.ok()) status = (*package)->Finish();
  if (!status.ok()) return status;
  return PackageReport{content.ids().package(), place, (*package)->files().size(), (*package)->bytes(), std::move(content.warnings())};
}

}  // namespace sohoa
