// SPDX-License-Identifier: Apache-2.0
#include "packages/sip_contents.h"

#include <algorithm>

#include "core/dossier.h"
#include "core/vietnamese.h"
#include "packages/ead.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kLargestList = 64ull << 20;
constexpr const char* kDossierFields = "metadata/descriptive/EAD.xml";

bool IsDocument(const std::string& path) { return path.starts_with("representations/") && path.find("/data/") != std::string::npos; }

bool IsDocumentFields(const std::string& path) {
  return path.starts_with("representations/") && path.find("/metadata/descriptive/EAD_doc_") != std::string::npos;
}

Status CheckDocumentFields(const PackageInventory& inventory) {
  for (const auto& [path, file] : inventory.files) {
    if (!IsDocumentFields(path)) continue;
    const Result<std::string> bytes = ReadListed(inventory, path, kLargestList);
    if (!bytes) return bytes.status();
    if (const auto fields = ReadEad(*bytes, Circular05DocumentRules(), path); !fields) return fields.status();
  }
  return {};
}

}  // namespace

Result<SipContents> ReadSip(const std::filesystem::path& package, const PackageProgress& progress) {
  const Result<PackageInventory> inventory = TakeInventory(package, progress);
  if (!inventory) return inventory.status();
  if (inventory->kind != "SIP") return Status(StatusCode::kUnsupported, "read SIP: the package is a " + inventory->kind);
  const Result<std::string> bytes = ReadListed(*inventory, kDossierFields, kLargestList);
  if (!bytes) return bytes.status();
  const auto fields = ReadEad(*bytes, Circular05DossierRules(), kDossierFields);
  if (!fields) return fields.status();
  if (const Status status = CheckDocumentFields(*inventory); !status.ok()) return status;
  SipContents contents;
  contents.dossier = inventory->dossier.empty() ? FieldOf(*fields, "fileCode") : inventory->dossier;
  if (!IsAcceptableDossierCode(contents.dossier)) return Status(StatusCode::kUnsupported, "read SIP: nothing in it can name a dossier here");
  std::vector<std::string> paths;
  for (const auto& [path, file] : inventory->files) {
    if (path.ends_with(".fetch.txt")) return Status(StatusCode::kUnsupported, "read SIP: " + path + " only links to a document of another package");
    if (IsDocument(path)) paths.push_back(path);
  }
  if (paths.empty()) return Status(StatusCode::kBadInput, "read SIP: it has no document");
  std::sort(paths.begin(), paths.end(), [](const std::string& a, const std::string& b) { return NaturalLess(a, b); });
  for (const std::string& path : paths) contents.documents.push_back(inventory->folder / path);
  return contents;
}

bool LooksLikeSip(const std::filesystem::path& package) {
  std::string bytes;
  const Status read = ReadPieces(package / "METS.xml", [&bytes](std::string_view piece) {
    bytes += piece;
    return bytes.size() <= kLargestList ? Status() : Status(StatusCode::kResourceLimit, "read METS.xml: it is too large");
  });
  if (!read.ok()) return false;
  const Result<ReadMetsDocument> mets = ReadMets(bytes, "");
  return mets && mets->kind == "SIP";
}

}  // namespace sohoa
