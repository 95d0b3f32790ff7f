// SPDX-License-Identifier: Apache-2.0
//
// Which names in a folder are papers, and in which order they come.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

// True for names that people do not mean when they say "this folder": hidden files, files
// that a program is still writing under another name (".part" "~" ...), and those that
// Windows and macOS leave behind ("Thumbs.db").
bool IsPassedOver(std::string_view name);

// The regular files of `folder` whose names are not passed over, in natural order of name;
// with `recursive`, a subfolder stands where its name does. Links to folders are not
// followed, for they may go round. kUnavailable: the folder cannot be read.
Result<std::vector<std::filesystem::path>> ListFiles(const std::filesystem::path& folder,
                                                     bool recursive);

}  // namespace sohoa
