// SPDX-License-Identifier: Apache-2.0
#include "packages/mets.h"

#include <algorithm>

#include "packages/package_xml.h"

namespace sohoa {
namespace {

constexpr const char* kProfile = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml";
constexpr const char* kMets = "http://www.loc.gov/METS/";
constexpr const char* kXlink = "http://www.w3.org/1999/xlink";
constexpr const char* kCsip = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS";
constexpr const char* kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

class MetsWriter {
 public:
  MetsWriter(const MetsDocument& document, const PackageIds& ids) : document_(document), ids_(ids) {}

  XmlElement Root() const {
    const std::string schemas = std::string(Upward()) + "schemas/";
    XmlElement root("mets");
    root.With("xmlns", kMets).With("xmlns:xlink", kXlink).With("xmlns:csip", kCsip).With("xmlns:xsi", kSchemaInstance);
    root.With("xsi:schemaLocation", std::string(kMets) + " " + schemas + "mets1_12.xsd " + kXlink + " " + schemas + "xlink.xsd " + kCsip + " " +
                                        schemas + "DILCISExtensionMETS.xsd");
    root.With("OBJID", document_.object).With("TYPE", "Mixed").With("PROFILE", kProfile).With("csip:CONTENTINFORMATIONTYPE", "MIXED");
    root.Add(Header());
    for (const PackagedFile& file : document_.descriptive) {
      root.Add(XmlElement("dmdSec").With("ID", Section(file)).With("CREATED", PackageTime(file.created_unix_ms)).With("STATUS", "CURRENT").Add(Reference(file, "EAD")));
    }
    XmlElement administrative = XmlElement("amdSec").With("ID", Own("amdSec"));
    for (const PackagedFile& file : document_.preservation) {
      administrative.Add(XmlElement("digiprovMD").With("ID", Section(file)).With("CREATED", PackageTime(file.created_unix_ms)).With("STATUS", "CURRENT").Add(Reference(file, "PREMIS")));
    }
    root.Add(std::move(administrative));
    XmlElement files = XmlElement("fileSec").With("ID", Own("fileSec"));
    for (const MetsGroup& group : document_.groups) files.Add(Group(group));
    root.Add(std::move(files));
    root.Add(StructMap());
    return root;
  }

 private:
  bool IsRepresentation() const { return !document_.folder.empty(); }
  const char* Upward() const { return IsRepresentation() ? "../../" : ""; }
  std::string Own(std::string_view name) const { return ids_.Of(document_.folder + std::string(name)); }
  std::string Section(const PackagedFile& file) const { return ids_.Of(file.path); }
  std::string GroupId(const MetsGroup& group) const { return Own("group " + group.use); }
  // As seen from this METS.xml.
  std::string Relative(const std::string& path) const { return path.substr(document_.folder.size()); }

  XmlElement Header() const {
    XmlElement header("metsHdr");
    header.With("CREATEDATE", PackageTime(document_.created_unix_ms)).With("LASTMODDATE", PackageTime(document_.created_unix_ms));
    header.With("RECORDSTATUS", "NEW").With("csip:OAISPACKAGETYPE", std::string(PackageKindName(document_.kind)));
    header.Add(XmlElement("agent")
                   .With("ROLE", "CREATOR")
                   .With("TYPE", "OTHER")
                   .With("OTHERTYPE", "SOFTWARE")
                   .Add(XmlElement("name", "Sohoa"))
                   .Add(XmlElement("note", document_.software_version).With("csip:NOTETYPE", "SOFTWARE VERSION")));
    const std::string& agency = document_.agency.empty() ? document_.agency_id : document_.agency;
    if (!agency.empty()) {
      XmlElement archivist = XmlElement("agent").With("ROLE", "ARCHIVIST").With("TYPE", "ORGANIZATION").Add(XmlElement("name", agency));
      if (!document_.agency_id.empty()) archivist.Add(XmlElement("note", document_.agency_id).With("csip:NOTETYPE", "IDENTIFICATIONCODE"));
      header.Add(std::move(archivist));
    }
    if (!IsRepresentation()) header.Add(XmlElement("altRecordID", document_.dossier).With("TYPE", "DOSSIERCODE"));
    return header;
  }

  XmlElement Reference(const PackagedFile& file, const char* type) const {
    return XmlElement("mdRef")
        .With("LOCTYPE", "URL")
        .With("xlink:type", "simple")
        .With("xlink:href", Relative(file.path))
        .With("MDTYPE", type)
        .With("MIMETYPE", file.mime)
        .With("SIZE", std::to_string(file.size))
        .With("CREATED", PackageTime(file.created_unix_ms))
        .With("CHECKSUM", UpperHex(file.sha256))
        .With("CHECKSUMTYPE", "SHA-256");
  }

  XmlElement Group(const MetsGroup& group) const {
    XmlElement element = XmlElement("fileGrp").With("ID", GroupId(group)).With("USE", group.use);
    if (group.use.starts_with("Representations") || group.use == "Data") element.With("csip:CONTENTINFORMATIONTYPE", "MIXED");
    for (const PackagedFile& file : group.files) {
      element.Add(XmlElement("file")
                      .With("ID", ids_.OfFile(file.path))
                      .With("MIMETYPE", file.mime)
                      .With("SIZE", std::to_string(file.size))
                      .With("CREATED", PackageTime(file.created_unix_ms))
                      .With("CHECKSUM", UpperHex(file.sha256))
                      .With("CHECKSUMTYPE", "SHA-256")
                      .Add(XmlElement("FLocat").With("LOCTYPE", "URL").With("xlink:type", "simple").With("xlink:href", Relative(file.path))));
    }
    return element;
  }

  XmlElement Division(const std::string& label) const { return XmlElement("div").With("ID", Own("div " + label)).With("LABEL", label); }

  std::string SectionsOf(const std::vector<PackagedFile>& files) const {
    std::string sections;
    for (const PackagedFile& file : files) sections += (sections.empty() ? "" : " ") + Section(file);
    return sections;
  }

  XmlElement MetadataDivision() const {
    XmlElement metadata = Division("Metadata");
    if (!document_.descriptive.empty()) metadata.With("DMDID", SectionsOf(document_.descriptive));
    if (!document_.preservation.empty()) metadata.With("ADMID", SectionsOf(document_.preservation));
    return metadata;
  }

  XmlElement StructMap() const {
    XmlElement top = Division("package");
    top.attributes.back().second = document_.object;
    top.Add(MetadataDivision());
    for (const MetsGroup& group : document_.groups) {
      XmlElement division = Division(group.use);
      if (group.use.starts_with("Representations/")) {
        division.Add(XmlElement("mptr")
                         .With("LOCTYPE", "URL")
                         .With("xlink:type", "simple")
                         .With("xlink:href", Relative(group.files.front().path))
                         .With("xlink:title", GroupId(group)));
      } else {
        division.Add(XmlElement("fptr").With("FILEID", GroupId(group)));
      }
      top.Add(std::move(division));
    }
    for (const auto& [descriptive, file] : document_.links) {
      XmlElement link = XmlElement("div").With("ID", Own("link " + file)).With("LABEL", "MetadataLink/File");
      link.With("DMDID", ids_.Of(descriptive)).Add(XmlElement("fptr").With("FILEID", ids_.OfFile(file)));
      top.Add(std::move(link));
    }
    return XmlElement("structMap").With("ID", Own("structMap")).With("TYPE", "PHYSICAL").With("LABEL", "CSIP").Add(std::move(top));
  }

  const MetsDocument& document_;
  const PackageIds& ids_;
};

// Everything of one METS.xml that says something of a file.
class MetsFiles {
 public:
  explicit MetsFiles(std::string folder) : folder_(std::move(folder)) {}

  Status Visit(const XmlElement& element) {
    Status status;
    if (element.name == "mdRef") status = TakeFile(element, element);
    if (element.name == "file") {
      const XmlElement* location = element.Child("FLocat");
      if (location == nullptr || element.Child("FContent") != nullptr) return Bad("a <file> without the one place of its bytes");
      status = TakeFile(element, *location);
    }
    if (element.name == "mptr") status = TakePointer(element);
    for (const XmlElement& child : element.children) {
      if (status.ok()) status = Visit(child);
    }
    return status;
  }

  std::vector<ListedFile> files;
  std::vector<std::string> representations;

 private:
  Status Bad(const std::string& why) const { return Status(StatusCode::kBadInput, "read " + folder_ + "METS.xml: " + why); }

  Status TakeFile(const XmlElement& described, const XmlElement& located) {
    const std::string path = folder_ + located.Attribute("href");
    if (!IsPackagePath(path)) return Bad("it names a file outside of the package, or by a name that no package has");
    const std::string size = described.Attribute("SIZE");
    const std::optional<Sha256> sha256 = Sha256::FromHex(Lower(described.Attribute("CHECKSUM")));
    const bool digits = !size.empty() && size.size() < 19 && std::all_of(size.begin(), size.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || !sha256 || described.Attribute("CHECKSUMTYPE") != "SHA-256") return Bad("it does not give the size and the SHA-256 of " + path);
    files.push_back({path, std::stoull(size), *sha256, described.Attribute("MIMETYPE")});
    return {};
  }

  Status TakePointer(const XmlElement& pointer) {
    const std::string path = folder_ + pointer.Attribute("href");
    if (!folder_.empty() || !IsPackagePath(path) || !path.ends_with("/METS.xml")) return Bad("it points to a representation where none can be");
    representations.push_back(path);
    return {};
  }

  static std::string Lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
  }

  const std::string folder_;
};

}  // namespace

std::string_view PackageKindName(PackageKind kind) { return kind == PackageKind::kSip ? "SIP" : "AIP"; }

std::string WriteMets(const MetsDocument& document, const PackageIds& ids) { return WriteXml(MetsWriter(document, ids).Root()); }

Result<ReadMetsDocument> ReadMets(std::string_view bytes, const std::string& folder) {
  const std::string what = folder + "METS.xml";
  const Result<XmlElement> root = ReadXml(bytes, what);
  if (!root) return root.status();
  const auto bad = [&what](const std::string& why) { return Status(StatusCode::kBadInput, "read " + what + ": " + why); };
  if (root->name != "mets" || root->space != kMets) return bad("it is no METS");
  ReadMetsDocument document;
  document.object = root->Attribute("OBJID");
  const XmlElement* header = root->Child("metsHdr");
  if (document.object.empty() || header == nullptr) return bad("it has no OBJID or no metsHdr");
  document.kind = header->Attribute("OAISPACKAGETYPE");
  for (const XmlElement& id : header->children) {
    if (id.name == "altRecordID" && id.Attribute("TYPE") == "DOSSIERCODE") document.dossier = id.text;
  }
  MetsFiles files(folder);
  if (const Status status = files.Visit(*root); !status.ok()) return status;
  document.files = std::move(files.files);
  document.representations = std::move(files.representations);
  return document;
}

bool IsPackagePath(std::string_view path) {
  constexpr std::size_t kLongest = 512;
  if (path.empty() || path.size() > kLongest || path.back() == '/') return false;
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('/'));
    const bool safe = std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
    if (name.empty() || name.front() == '.' || !safe) return false;
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  return true;
}

}  // namespace sohoa
