// SPDX-License-Identifier: Apache-2.0
#include "imaging/font_folders.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fontconfig/fontconfig.h>

namespace sohoa {
namespace {

// Where Debian's poppler-data, and Poppler as it is built, have them.
constexpr const char* kCodeTables = "/usr/share/poppler";

void Add(std::vector<std::string>& folders, const std::string& folder) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(folder, error);
  // A file system's root among them would open everything.
  if (!error && real.has_relative_path() && std::filesystem::is_directory(real, error)) folders.push_back(real);
}

bool LiesWithin(const std::string& folder, const std::string& other) {
  return folder == other || folder.starts_with(other + "/");
}

}  // namespace

std::vector<std::string> FontFolders() {
  std::vector<std::string> all;
  Add(all, kCodeTables);
  FcStrList* const list = FcConfigGetFontDirs(FcConfigGetCurrent());
  while (list != nullptr) {
    const FcChar8* const folder = FcStrListNext(list);
    if (folder == nullptr) break;
    Add(all, reinterpret_cast<const char*>(folder));
  }
  if (list != nullptr) FcStrListDone(list);
  std::sort(all.begin(), all.end());  // a folder stands before those within it
  std::vector<std::string> folders;
  for (std::string& folder : all) {
    const bool within = std::any_of(folders.begin(), folders.end(),
                                    [&folder](const std::string& other) { return LiesWithin(folder, other); });
    if (!within) folders.push_back(std::move(folder));
  }
  return folders;
}

}  // namespace sohoa
