// SPDX-License-Identifier: Apache-2.0
//
// Where results go: stdout, one file, or one file an input in a folder.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "core/status.h"

namespace sohoa {

// Appears whole or not at all: written beside its place and renamed.
Status WriteWholeFile(const std::filesystem::path& path, std::string_view bytes);
// The same from a file that is already written.
Status MoveIntoPlace(const std::filesystem::path& from, const std::filesystem::path& to);
// True for "out/" and for a folder that is there.
bool NamesFolder(const std::string& path);

// Gives each input its file in a folder: NAME.EXT, or NAME-2.EXT where another input of this
// run has that name.
class OutputNames {
 public:
  OutputNames(std::filesystem::path folder, std::string extension)
      : folder_(std::move(folder)), extension_(std::move(extension)) {}
  std::filesystem::path For(const std::string& input);

 private:
  std::filesystem::path folder_;
  std::string extension_;
  std::set<std::string> taken_;
};

}  // namespace sohoa
