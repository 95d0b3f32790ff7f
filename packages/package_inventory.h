// SPDX-License-Identifier: Apache-2.0
//
// What is in a package folder, held against what the package says of itself: every file is listed,
// is there, is a plain file and has the size and SHA-256 that it should have. Nothing is taken from a
// package before that. Packages come from outside and are hostile until then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/result.h"
#include "packages/mets.h"
#include "packages/package_folder.h"

namespace sohoa {

struct PackageInventory {
  std::string kind;     // "SIP" "AIP" "bag"
  std::string id;       // OBJID; of a bag "bag-" and the SHA-256 of its manifest
  std::string dossier;  // code, where it says which
  std::filesystem::path folder;
  std::map<std::string, ListedFile> files;  // by path; all but those that list them
};

// kNotFound: there is no such folder. kUnsupported: it is no package of a kind that is known. kBadInput: it is one, and
// something of it is missing, extra, damaged, or leads out of it; the message names the file. kResourceLimit.
Result<PackageInventory> TakeInventory(const std::filesystem::path& package, const PackageProgress& progress);

// A listed file into memory, held against its SHA-256 once more.
Result<std::string> ReadListed(const PackageInventory& inventory, const std::string& path, std::uint64_t most_bytes);
// In pieces, until `sink` says no; the bytes are not held against anything.
Status ReadPieces(const std::filesystem::path& file, const std::function<Status(std::string_view bytes)>& sink);

}  // namespace sohoa
