// SPDX-License-Identifier: Apache-2.0
#include "packages/package_judge.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <openssl/evp.h>

namespace sohoa::test {
namespace {

namespace fs = std::filesystem;

const char* const kUuid = "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}";
const char* const kTime = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}\\+07:00";

bool Matches(const std::string& text, const std::string& pattern) { return std::regex_match(text, std::regex(pattern)); }

void Collect(void* said, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char text[512];
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  *static_cast<std::string*>(said) += text;
}

std::string Local(const std::string& name) { return "*[local-name()='" + name + "']"; }
std::string AttributeNamed(const std::string& name) { return "@*[local-name()='" + name + "']"; }

class Judge {
 public:
  Judge(fs::path package, ExpectedKind kind) : package_(std::move(package)), aip_(kind == ExpectedKind::kAip) {}

  std::vector<std::string> Run() {
    for (const std::string& file : FilesBelow(package_)) files_.insert(file);
    Require(files_.contains("METS.xml"), "there is no METS.xml");
    if (!broken_.empty()) return broken_;
    JudgeFolders();
    JudgeMets("METS.xml");
    const std::string object = JudgedXml(package_ / "METS.xml").One("/" + Local("mets") + "/@OBJID");
    Require(Matches(object, aip_ ? "urn:[A-Za-z0-9._-]+:uuid:" + std::string(kUuid) : "uuid-" + std::string(kUuid)), "OBJID has another form");
    std::string folder = object;
    std::replace(folder.begin(), folder.end(), ':', '_');
    Require(package_.filename() == folder, "the folder is not named by the OBJID");
    for (const std::string& file : files_) {
      Require(file == "METS.xml" || listed_.contains(file), file + " is in no METS.xml");
    }
    JudgeDescriptive();
    if (aip_) JudgePreservation();
    return broken_;
  }

 private:
  void Require(bool holds, const std::string& otherwise) {
    if (!holds) broken_.push_back(otherwise);
  }

  void JudgeFolders() {
    for (const char* must : {"metadata/descriptive/EAD.xml", "representations/rep1/METS.xml", "schemas/mets1_12.xsd", "schemas/xlink.xsd",
                             "schemas/DILCISExtensionMETS.xsd", "schemas/DILCISExtensionSIPMETS.xsd", "schemas/ead.xsd", "schemas/ead_doc.xsd"}) {
      Require(files_.contains(must), std::string("there is no ") + must);
    }
    for (const char* of_aip : {"metadata/preservation/PREMIS.xml", "representations/rep1/metadata/preservation/PREMIS_rep1.xml"}) {
      Require(files_.contains(of_aip) == aip_, std::string(of_aip) + (aip_ ? " is missing" : " belongs into an AIP alone"));
    }
    const std::regex allowed(
        "METS\\.xml|metadata/descriptive/EAD\\.xml|metadata/preservation/PREMIS\\.xml|schemas/[A-Za-z0-9_-]+\\.xsd|documentation/[A-Za-z0-9_.]+|"
        "representations/rep[0-9]+/(METS\\.xml|metadata/descriptive/EAD_doc_[A-Za-z0-9._-]+\\.xml|metadata/preservation/PREMIS_rep[0-9]+\\.xml|data/.+)");
    for (const std::string& file : files_) Require(std::regex_match(file, allowed), file + " stands where nothing of its kind does");
  }

  // One METS.xml and all that it points to.
  void JudgeMets(const std::string& path) {
    const std::string folder = path.substr(0, path.size() - std::string("METS.xml").size());
    const JudgedXml mets(package_ / path);
    Require(mets.readable(), path + " is no XML");
    if (!mets.readable()) return;
    const std::string invalid = mets.Against(package_ / "schemas/mets1_12.xsd");
    Require(invalid.empty(), path + " is not valid: " + invalid);
    JudgeHead(mets, path);
    JudgeIds(mets, path);
    JudgeStructure(mets, path, folder.empty());
    JudgeListed(mets, path, folder, "//" + Local("mdRef"), AttributeNamed("href"));
    JudgeListed(mets, path, folder, "//" + Local("file"), Local("FLocat") + "/" + AttributeNamed("href"));
    for (const std::string& pointed : mets.All("//" + Local("mptr") + "/" + AttributeNamed("href"))) {
      Require(folder.empty() && files_.contains(pointed), path + " points to " + pointed + ", which is not there");
      if (folder.empty() && files_.contains(pointed)) JudgeMets(pointed);
    }
  }

  void JudgeHead(const JudgedXml& mets, const std::string& path) {
    const std::string root = "/" + Local("mets");
    const std::string header = root + "/" + Local("metsHdr");
    Require(mets.One("string(namespace-uri(/*))") == "http://www.loc.gov/METS/", path + ": another namespace");
    Require(mets.One(root + "/@PROFILE") == "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml", path + ": another PROFILE");
    Require(mets.One(root + "/@TYPE") == "Mixed", path + ": a dossier's TYPE is Mixed");
    Require(mets.One(header + "/" + AttributeNamed("OAISPACKAGETYPE")) == (aip_ ? "AIP" : "SIP"), path + ": another OAISPACKAGETYPE");
    Require(Matches(mets.One(header + "/@RECORDSTATUS"), "NEW|SUPPLEMENT|REPLACEMENT|TEST|OTHER"), path + ": no RECORDSTATUS of the list");
    const std::string creator = header + "/" + Local("agent") + "[@ROLE='CREATOR' and @TYPE='OTHER' and @OTHERTYPE='SOFTWARE']";
    Require(mets.All(creator + "/" + Local("name")).size() == 1, path + ": the software that made it is not named");
    Require(mets.All(creator + "/" + Local("note") + "[" + AttributeNamed("NOTETYPE") + "='SOFTWARE VERSION']").size() == 1, path + ": the version of the software is missing");
    for (const char* when : {"//@CREATEDATE", "//@LASTMODDATE", "//@CREATED"}) {
      for (const std::string& time : mets.All(when)) Require(Matches(time, kTime), path + ": a time of another form: " + time);
    }
  }

  void JudgeIds(const JudgedXml& mets, const std::string& path) {
    std::set<std::string> here;
    for (const std::string& id : mets.All("//" + Local("file") + "/@ID")) Require(Matches(id, std::string("ID-") + kUuid), path + ": a file's ID of another form");
    for (const std::string& id : mets.All("//*[not(local-name()='file')]/@ID")) Require(Matches(id, std::string("uuid-") + kUuid), path + ": an ID of another form");
    for (const std::string& id : mets.All("//@ID")) {
      here.insert(id);
      Require(ids_.insert(id).second, path + ": ID " + id + " stands twice in the package");
    }
    for (const char* reference : {"//@DMDID", "//@ADMID", "//@FILEID"}) {
      for (const std::string& list : mets.All(reference)) {
        std::istringstream words(list);
        for (std::string id; words >> id;) Require(here.contains(id), path + ": " + id + " names nothing");
      }
    }
  }

  void JudgeStructure(const JudgedXml& mets, const std::string& path, bool root) {
    const std::string map = "/" + Local("mets") + "/" + Local("structMap") + "[@LABEL='CSIP' and @TYPE='PHYSICAL']";
    Require(mets.All(map).size() == 1, path + ": not the one structMap CSIP");
    const std::string top = map + "/" + Local("div");
    Require(mets.One(top + "/@LABEL") == mets.One("/" + Local("mets") + "/@OBJID"), path + ": the first div is not named by the OBJID");
    Require(mets.All(top + "/" + Local("div") + "[@LABEL='Metadata']").size() == 1, path + ": no div Metadata");
    if (root) {
      Require(mets.All(top + "/" + Local("div") + "[@LABEL='Schemas']/" + Local("fptr")).size() == 1, path + ": no div Schemas");
      const std::string representation = top + "/" + Local("div") + "[@LABEL='Representations/rep1']/" + Local("mptr");
      Require(mets.One(representation + "/" + AttributeNamed("href")) == "representations/rep1/METS.xml", path + ": no div Representations/rep1");
      Require(mets.All("/" + Local("mets") + "/" + Local("amdSec")).size() == 1, path + ": no amdSec");
      Require(mets.All("/" + Local("mets") + "/" + Local("amdSec") + "/*").empty() == !aip_, path + ": a SIP has an empty amdSec, an AIP its PREMIS there");
    }
    for (const std::string& location : mets.All("//@LOCTYPE")) Require(location == "URL", path + ": another LOCTYPE");
    for (const std::string& type : mets.All("//" + AttributeNamed("href") + "/../@*[local-name()='type' and namespace-uri()='http://www.w3.org/1999/xlink']")) {
      Require(type == "simple", path + ": another xlink:type");
    }
  }

  void JudgeListed(const JudgedXml& mets, const std::string& path, const std::string& folder, const std::string& elements, const std::string& place) {
    const std::size_t count = mets.All(elements).size();
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string element = "(" + elements + ")[" + std::to_string(i) + "]";
      const std::string file = folder + mets.One(element + "/" + place);
      Require(files_.contains(file), path + " lists " + file + ", which is not there");
      Require(listed_.insert(file).second, file + " is listed twice");
      if (!files_.contains(file)) continue;
      Require(mets.One(element + "/@SIZE") == std::to_string(fs::file_size(package_ / file)), path + ": another size of " + file);
      Require(mets.One(element + "/@CHECKSUMTYPE") == "SHA-256", path + ": another kind of check sum of " + file);
      Require(mets.One(element + "/@CHECKSUM") == DigestOf(package_ / file), path + ": another check sum of " + file);
      Require(Matches(mets.One(element + "/@MIMETYPE"), "(application|image|text)/[a-z0-9.+-]+"), path + ": no MIME type of " + file);
    }
  }

  void JudgeDescriptive() {
    const JudgedXml ead(package_ / "metadata/descriptive/EAD.xml");
    Append(JudgeFields(ead, aip_ ? FieldTable::kAipDossier : FieldTable::kSipDossier, "EAD.xml"));
    Require(ead.Against(package_ / "schemas/ead.xsd").empty(), "EAD.xml is not valid by its schema");
    const JudgedXml mets(package_ / "representations/rep1/METS.xml");
    std::size_t documents = 0;
    for (const std::string& file : files_) {
      if (!file.starts_with("representations/rep1/data/")) continue;
      ++documents;
      const std::string stem = fs::path(file).stem().string();
      const std::string name = "EAD_doc_" + stem + ".xml";
      const fs::path path = package_ / "representations/rep1/metadata/descriptive" / name;
      Require(fs::exists(path), "there is no " + name);
      const JudgedXml document(path);
      Append(JudgeFields(document, aip_ ? FieldTable::kAipDocument : FieldTable::kSipDocument, name));
      Require(document.Against(package_ / "schemas/ead_doc.xsd").empty(), name + " is not valid by its schema");
      JudgeDocument(ead, document, mets, file, stem, name);
    }
    Require(ead.One("/*/*[local-name()='totalDoc']") == std::to_string(documents), "totalDoc is not the number of documents");
  }

  void JudgeDocument(const JudgedXml& ead, const JudgedXml& document, const JudgedXml& mets, const std::string& file, const std::string& stem,
                     const std::string& name) {
    const std::string ordinal = stem.substr(stem.rfind('.') + 1);
    const std::string code = document.One("/*/*[local-name()='docCode']");
    Require(code == stem.substr(0, stem.rfind('.')) + "." + std::string(7 - std::min<std::size_t>(7, ordinal.size()), '0') + ordinal,
            name + ": docCode is not mã hồ sơ and an ordinal of seven digits, as the file is named");
    if (!aip_) {
      Require(ead.One("/*/*[local-name()='fileCode']") == stem.substr(0, stem.rfind('.')), name + ": the file is not named by mã hồ sơ");
      Require(!document.One("/*/*[local-name()='docId']").empty(), name + ": docId is missing");
    } else {
      Require(document.One("/*/*[local-name()='arcFileCode']") == ead.One("/*/*[local-name()='arcFileCode']"), name + ": another arcFileCode than the dossier's");
      Require(document.One("/*/*[local-name()='docOrdinal']") == ordinal, name + ": docOrdinal is not that of the file");
    }
    // MetadataLink/File: the section about it, and the file.
    const std::string section = mets.One("//" + Local("dmdSec") + "[" + Local("mdRef") + "/" + AttributeNamed("href") + "='metadata/descriptive/" + name + "']/@ID");
    const std::string id = mets.One("//" + Local("file") + "[" + Local("FLocat") + "/" + AttributeNamed("href") + "='data/" + fs::path(file).filename().string() + "']/@ID");
    Require(mets.All("//" + Local("div") + "[@LABEL='MetadataLink/File' and @DMDID='" + section + "']/" + Local("fptr") + "[@FILEID='" + id + "']").size() == 1,
            name + ": no MetadataLink/File to its file");
    std::ifstream pdf(package_ / file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(pdf)), {});
    Require(std::regex_search(bytes.substr(0, 16), std::regex("^%PDF-(1\\.[4-9]|2\\.0)")), file + " is no PDF of 1.4 or later");
  }

  void JudgePreservation() {
    for (const std::string& file : files_) {
      if (file.find("/preservation/") == std::string::npos) continue;
      const JudgedXml premis(package_ / file);
      Require(premis.One("string(namespace-uri(/*))") == "http://www.loc.gov/premis/v3" && premis.One("/*/@version") == "3.0", file + " is no PREMIS 3");
      Require(premis.Against(package_ / "schemas/premis-v3-0.xsd").empty(), file + " is not valid by its schema");
      for (const char* part : {"object", "event", "agent"}) Require(!premis.All("/*/" + Local(part)).empty(), file + " has no " + part);
      for (const std::string& time : premis.All("//" + Local("eventDateTime"))) Require(Matches(time, kTime), file + ": a time of another form");
      JudgeLinks(premis, file);
      const std::size_t count = premis.All("//" + Local("originalName")).size();
      for (std::size_t i = 1; i <= count; ++i) {
        const std::string object = "(//" + Local("object") + "[" + Local("originalName") + "])[" + std::to_string(i) + "]";
        const std::string name = premis.One(object + "/" + Local("originalName"));
        Require(files_.contains(name) && premis.One(object + "//" + Local("messageDigest")) == DigestOf(package_ / name), file + ": another fixity of " + name);
        Require(files_.contains(name) && premis.One(object + "//" + Local("size")) == std::to_string(fs::file_size(package_ / name)), file + ": another size of " + name);
      }
      const std::string representation = fs::path(file).parent_path().parent_path().parent_path().string();
      std::size_t data = 0;
      for (const std::string& each : files_) data += each.starts_with(representation + "/data/");
      Require(file.starts_with("metadata/") || count == data, file + " does not describe each file of its representation");
    }
    const JudgedXml dossier(package_ / "metadata/preservation/PREMIS.xml");
    const JudgedXml documents(package_ / "representations/rep1/metadata/preservation/PREMIS_rep1.xml");
    Require(dossier.All("//" + Local("eventType") + "[.='information package creation']").size() == 1, "PREMIS.xml does not tell of the making of the package");
    Require(documents.All("//" + Local("eventType") + "[.='transfer']").size() == 1, "PREMIS_rep1.xml does not tell of the digitisation");
  }

  // Agents and objects that events name are in the same file.
  void JudgeLinks(const JudgedXml& premis, const std::string& file) {
    for (const char* kind : {"Agent", "Object"}) {
      const std::string own = std::string(1, static_cast<char>(kind[0] - 'A' + 'a')) + (kind + 1) + "IdentifierValue";
      const std::vector<std::string> known = premis.All("//" + Local(own));
      for (const std::string& linked : premis.All("//" + Local(std::string("linking") + kind + "IdentifierValue"))) {
        Require(std::find(known.begin(), known.end(), linked) != known.end(), file + ": an event names what is not there");
      }
    }
  }

  void Append(const std::vector<std::string>& more) { broken_.insert(broken_.end(), more.begin(), more.end()); }

  const fs::path package_;
  const bool aip_;
  std::set<std::string> files_;
  std::set<std::string> listed_;
  std::set<std::string> ids_;
  std::vector<std::string> broken_;
};

}  // namespace

JudgedXml::JudgedXml(const fs::path& file)
    : document_(xmlReadFile(file.c_str(), nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING), &xmlFreeDoc) {}

std::vector<std::string> JudgedXml::All(const std::string& path) const {
  std::vector<std::string> found;
  if (!document_) return found;
  const std::unique_ptr<xmlXPathContext, void (*)(xmlXPathContext*)> context(xmlXPathNewContext(document_.get()), &xmlXPathFreeContext);
  const std::unique_ptr<xmlXPathObject, void (*)(xmlXPathObject*)> result(
      xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(path.c_str()), context.get()), &xmlXPathFreeObject);
  if (result && result->type == XPATH_STRING) return {reinterpret_cast<const char*>(result->stringval)};
  for (int i = 0; result && result->nodesetval && i < result->nodesetval->nodeNr; ++i) {
    xmlChar* value = xmlNodeGetContent(result->nodesetval->nodeTab[i]);
    found.emplace_back(reinterpret_cast<const char*>(value));
    xmlFree(value);
  }
  return found;
}

std::string JudgedXml::One(const std::string& path) const {
  const std::vector<std::string> found = All(path);
  return found.size() == 1 ? found.front() : std::string();
}

std::string JudgedXml::Against(const fs::path& schema) const {
  std::string said;
  xmlSchemaParserCtxt* parser = xmlSchemaNewParserCtxt(schema.c_str());
  xmlSchemaSetParserErrors(parser, &Collect, &Collect, &said);
  xmlSchema* parsed = xmlSchemaParse(parser);
  xmlSchemaFreeParserCtxt(parser);
  if (parsed == nullptr) return "no schema: " + said;
  xmlSchemaValidCtxt* validator = xmlSchemaNewValidCtxt(parsed);
  xmlSchemaSetValidErrors(validator, &Collect, &Collect, &said);
  const int result = document_ ? xmlSchemaValidateDoc(validator, document_.get()) : -1;
  xmlSchemaFreeValidCtxt(validator);
  xmlSchemaFree(parsed);
  return result == 0 ? std::string() : "invalid: " + said;
}

std::string DigestOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  unsigned char hash[32];
  EVP_Digest(bytes.data(), bytes.size(), hash, nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (const unsigned char byte : hash) {
    hex += "0123456789ABCDEF"[byte >> 4];
    hex += "0123456789ABCDEF"[byte & 15];
  }
  return hex;
}

std::vector<std::string> FilesBelow(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_directory()) files.push_back(entry.path().lexically_relative(folder).generic_string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> JudgePackage(const fs::path& package, ExpectedKind kind) { return Judge(package, kind).Run(); }

}  // namespace sohoa::test
