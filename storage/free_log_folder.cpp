// SPDX-License-Identifier: Apache-2.0
#include "storage/free_log_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

namespace sohoa {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::vector<std::filesystem::path> Candidates() {
  std::vector<std::filesystem::path> candidates;
  if (const std::string own = Environment("SOHOA_LOG_DIR"); !own.empty()) candidates.push_back(own);
  if (const std::string state = Environment("XDG_STATE_HOME"); !state.empty()) {
    candidates.push_back(std::filesystem::path(state) / "sohoa");
  }
  if (const std::string home = Environment("HOME"); !home.empty()) {
    candidates.push_back(std::filesystem::path(home) / ".local/state/sohoa");
  }
  std::error_code error;
  const std::filesystem::path temporary = std::filesystem::temp_directory_path(error);
  if (!error) candidates.push_back(temporary / ("sohoa-" + std::to_string(geteuid())));
  return candidates;
}

// The device of the nearest folder that exists, so that nothing is made on the data disk.
bool OnDevice(std::filesystem::path path, dev_t device) {
  struct stat found {};
  while (stat(path.c_str(), &found) != 0) {
    if (!path.has_relative_path()) return true;
    path = path.parent_path();
  }
  return found.st_dev == device;
}

// Others' folders, and links put in our way in a shared temporary folder, are not used.
bool IsPrivate(const std::filesystem::path& path) {
  struct stat found {};
  return lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode) &&
         found.st_uid == geteuid() && (found.st_mode & 022) == 0 &&
         access(path.c_str(), W_OK) == 0;
}

}  // namespace

std::string FreeLogFolder(const std::string& data_folder) {
  struct stat data {};
  if (stat(data_folder.c_str(), &data) != 0) return "";
  for (const std::filesystem::path& candidate : Candidates()) {
    if (candidate.is_relative() || OnDevice(candidate, data.st_dev)) continue;
    std::error_code error;
    if (std::filesystem::create_directories(candidate, error)) {
      std::filesystem::permissions(candidate, std::filesystem::perms::owner_all, error);
    }
    if (IsPrivate(candidate)) return candidate.string();
  }
  return "";
}

}  // namespace sohoa
