// SPDX-License-Identifier: Apache-2.0
//
// What packages consist of and others may have written: METS, EAD, manifests of bags, histories, and
// records of dossiers that claim to hold together.
#include <cstdint>

#include "core/base64.h"
#include "core/record_codec.h"
#include "documents/archive_field_rules.h"
#include "fuzz/fuzz.h"
#include "packages/bag_manifest.h"
#include "packages/ead.h"
#include "packages/mets.h"
#include "packages/package_import.h"
#include "packages/package_xml.h"
#include "storage/dossier_history.h"

namespace sohoa {
namespace {

// A name may have two points in it; one that is nothing else leads upwards.
void CheckPath(const std::string& path) {
  Require(!path.empty() && path.front() != '/' && ("/" + path + "/").find("/../") == std::string::npos && path.find('\\') == std::string::npos,
          "no file of a package lies outside of it");
}

void CheckLists(std::string_view bytes) {
  if (const Result<ReadMetsDocument> mets = ReadMets(bytes, "")) {
    for (const ListedFile& file : mets->files) CheckPath(file.path);
    for (const std::string& path : mets->representations) CheckPath(path);
  }
  if (const auto files = ReadBagManifest(bytes, "manifest-sha256.txt")) {
    for (const ListedFile& file : *files) CheckPath(file.path);
  }
  const auto values = BagInfoValues(bytes, "External-Identifier");
  Require(!values || values->size() <= bytes.size(), "a value has a line");
  static_cast<void>(CheckBagDeclaration(bytes));
}

void CheckXml(std::string_view bytes) {
  // Names that were read have no prefix, so that two attributes may have one name; texts come back as they were.
  if (const Result<XmlElement> root = ReadXml(bytes, "x"); root && root->children.empty() && root->attributes.empty()) {
    const Result<XmlElement> again = ReadXml(WriteXml(*root), "x");
    Require(again && again->name == root->name, "what was read can be written");
  }
  if (const auto fields = ReadEad(bytes, Circular05DossierRules(), "EAD.xml")) {
    Require(fields->size() <= Circular05DossierRules().size(), "no field stands twice");
    const auto again = ReadEad(WriteEad(*fields, "ead.xsd"), Circular05DossierRules(), "EAD.xml");
    Require(again && again->size() == fields->size(), "fields that were read can be written");
  }
}

void CheckRecords(std::string_view bytes) {
  if (const Result<Dossier> dossier = DecodeDossier(bytes)) static_cast<void>(CheckForeignDossier(*dossier));
  if (const Result<DossierHistory> history = ParseDossierHistory(bytes)) {
    Require(history->events.size() + history->audits.size() <= bytes.size(), "an entry has a line");
  }
  if (const auto decoded = DecodeBase64(bytes)) Require(EncodeBase64(*decoded) == bytes, "base64 has one form");
}

}  // namespace
}  // namespace sohoa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  sohoa::CheckLists(bytes);
  sohoa::CheckXml(bytes);
  sohoa::CheckRecords(bytes);
  return 0;
}
