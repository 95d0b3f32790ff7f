// SPDX-License-Identifier: Apache-2.0
//
// The tag files of a bag (RFC 8493), as they are read: its declaration, its manifests, bag-info.txt.
// Pure functions over bytes that may be hostile.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "packages/mets.h"

namespace sohoa {

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
