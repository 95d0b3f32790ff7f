// SPDX-License-Identifier: Apache-2.0
//
// A dossier as a bag (BagIt 1.0, RFC 8493): documents, originals and the archive's own records under
// data/, with SHA-256 of every file. docs/PACKAGES.md has its folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "packages/information_package.h"
#include "packages/mets.h"
#include "packages/package_folder.h"
#include "packages/package_source.h"

namespace sohoa {

// kInvalidArgument: a document has no PDF. kConflict: the folder, named by the dossier's code and version, is there.
Result<PackageReport> WriteBag(PackageSource& source, const PackageRequest& request, const PackageProgress& progress);

inline constexpr std::string_view kBagDeclaration = "bagit.txt";
inline constexpr std::string_view kBagInfo = "bag-info.txt";
inline constexpr std::string_view kBagManifest = "manifest-sha256.txt";
inline constexpr std::string_view kBagTagManifest = "tagmanifest-sha256.txt";

// A manifest's lines; sizes and MIME types are not said there. kBadInput names the line that is none, or a path that
// cannot stand in a package.
Result<std::vector<ListedFile>> ReadBagManifest(std::string_view text, const std::string& name);
// The values of a label in bag-info.txt, which may be folded over lines.
Result<std::vector<std::string>> BagInfoValues(std::string_view text, std::string_view label);
// kUnsupported: another version or encoding than this one.
Status CheckBagDeclaration(std::string_view text);

}  // namespace sohoa
