// SPDX-License-Identifier: Apache-2.0
//
// METS.xml of a package and of each of its representations: CSIP 2.0.4 of E-ARK with what Circular
// 05/2025/TT-BNV asks for on top. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "packages/package_folder.h"
#include "packages/package_names.h"

namespace sohoa {

enum class PackageKind { kSip, kAip };
std::string_view PackageKindName(PackageKind kind);  // "SIP" "AIP"

struct MetsGroup {
  std::string use;  // "Schemas" "Documentation" "Data" "Representations/rep1"
  std::vector<PackagedFile> files;
};

// Files by their paths in the package.
struct MetsDocument {
  std::string folder;     // of this METS.xml in the package, with '/' at its end; "" = the package's own
  std::string object;     // OBJID: the package's id, or the representation's name
  PackageKind kind = PackageKind::kSip;
  std::string dossier;    // its code
  std::string agency;     // name and identifier; may be empty
  std::string agency_id;
  std::string software_version;
  std::int64_t created_unix_ms = 0;   // of the package
  std::vector<PackagedFile> descriptive;   // EAD
  std::vector<PackagedFile> preservation;  // PREMIS
  std::vector<MetsGroup> groups;
  // Of a representation: which descriptive file is about which file of data.
  std::vector<std::pair<std::string, std::string>> links;
};

std::string WriteMets(const MetsDocument& document, const PackageIds& ids);

// What one METS.xml says of files.
struct ListedFile {
  std::string path;  // in the package
  std::uint64_t size = 0;
  Sha256 sha256;
  std::string mime;
};
struct ReadMetsDocument {
  std::string object;
  std::string kind;     // OAISPACKAGETYPE
  std::string dossier;  // code; "" where it does not say
  std::vector<ListedFile> files;
  std::vector<std::string> representations;  // their METS.xml
};
// `folder` as in MetsDocument. kBadInput: it is none, or names a file outside of the package, without check sum, size
// or a name that packages have.
Result<ReadMetsDocument> ReadMets(std::string_view bytes, const std::string& folder);

// A path that can stand in a package: relative, of its own kind only, never up or outside.
bool IsPackagePath(std::string_view path);

}  // namespace sohoa
