// SPDX-License-Identifier: Apache-2.0
#include "scanners/file_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>

#include "core/vietnamese.h"

namespace sohoa {

namespace fs = std::filesystem;

bool IsPassedOver(std::string_view name) {
  if (name.empty() || name.front() == '.' || name.back() == '~' || name.starts_with("~$")) {
    return true;
  }
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  constexpr std::array<std::string_view, 5> kTemporary = {".part", ".tmp", ".temp",
                                                          ".crdownload", ".filepart"};
  for (const std::string_view ending : kTemporary) {
    if (lower.ends_with(ending)) return true;
  }
  return lower == "thumbs.db" || lower == "desktop.ini" || lower == "__macosx";
}

Result<std::vector<fs::path>> ListFiles(const fs::path& folder, bool recursive) {
  std::error_code error;
  std::vector<fs::directory_entry> entries;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    if (!IsPassedOver(at->path().filename().native())) entries.push_back(*at);
  }
  if (error) {
    return Status(StatusCode::kUnavailable,
                  "read folder " + folder.native() + ": " + error.message() +
                      "; see that it is there (a network folder: mounted) and may be read");
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return NaturalLess(a.path().filename().native(), b.path().filename().native());
  });
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : entries) {
    std::error_code gone;  // an entry that went away meanwhile is neither
    if (entry.is_directory(gone) && !entry.is_symlink(gone)) {
      if (!recursive) continue;
      Result<std::vector<fs::path>> inner = ListFiles(entry.path(), true);
      if (!inner) return inner.status();
      files.insert(files.end(), inner->begin(), inner->end());
    } else if (entry.is_regular_file(gone)) {
      files.push_back(entry.path());
    }
  }
  return files;
}

}  // namespace sohoa
