// SPDX-License-Identifier: Apache-2.0
#include "cli/output_files.h"

#include <fstream>

#include <unistd.h>

namespace sohoa {
namespace {

std::filesystem::path Beside(const std::filesystem::path& path) {
  std::filesystem::path other = path;
  other += ".part-" + std::to_string(getpid());
  return other;
}

Status Failed(const std::filesystem::path& path, const std::string& reason) {
  return Status(StatusCode::kIoError, "write " + path.string() + ": " + reason);
}

Status MakeParent(const std::filesystem::path& path) {
  if (!path.has_parent_path()) return Status();
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return Failed(path, error.message());
  return Status();
}

}  // namespace

Status WriteWholeFile(const std::filesystem::path& path, std::string_view bytes) {
  const Status made = MakeParent(path);
  if (!made.ok()) return made;
  const std::filesystem::path part = Beside(path);
  std::ofstream file(part, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code error;
  if (!file) {
    std::filesystem::remove(part, error);
    return Failed(path, "is the disk full or the folder not writable?");
  }
  std::filesystem::rename(part, path, error);
  if (error) return Failed(path, error.message());
  return Status();
}

Status MoveIntoPlace(const std::filesystem::path& from, const std::filesystem::path& to) {
  const Status made = MakeParent(to);
  if (!made.ok()) return made;
  std::error_code error;
  std::filesystem::rename(from, to, error);
  if (!error) return Status();
  // Another file system: copy beside the place first.
  const std::filesystem::path part = Beside(to);
  std::filesystem::copy_file(from, part, std::filesystem::copy_options::overwrite_existing, error);
  if (!error) std::filesystem::rename(part, to, error);
  if (error) return Failed(to, error.message());
  std::filesystem::remove(from, error);
  return Status();
}

bool NamesFolder(const std::string& path) {
  return path.ends_with('/') || std::filesystem::is_directory(path);
}

std::filesystem::path OutputNames::For(const std::string& input) {
  const std::string stem = std::filesystem::path(input).stem().string();
  std::string name = stem + extension_;
  for (int n = 2; !taken_.insert(name).second; ++n) name = stem + "-" + std::to_string(n) + extension_;
  return folder_ / name;
}

}  // namespace sohoa
