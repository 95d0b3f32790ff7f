// SPDX-License-Identifier: Apache-2.0
//
// What a SIP of Circular 05/2025/TT-BNV carries, of whatever system: documents and their fields. It has
// no records, so that its documents are handed in and read here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "packages/package_inventory.h"

namespace sohoa {

struct SipContents {
  std::string dossier;  // its code, or mã hồ sơ
  std::vector<std::filesystem::path> documents;  // in natural order of their names
};

// All of it is checked, fields by the circular's rules too. As TakeInventory(); kUnsupported where documents are only
// linked (*.fetch.txt), or where nothing in it can name a dossier here.
Result<SipContents> ReadSip(const std::filesystem::path& package, const PackageProgress& progress);

// True for a folder whose METS.xml says that it is a SIP; nothing else of it is looked at.
bool LooksLikeSip(const std::filesystem::path& package);

}  // namespace sohoa
