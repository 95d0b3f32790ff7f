// SPDX-License-Identifier: Apache-2.0
#include "packages/package_folder.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "packages/package_names.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

Status CannotWrite(const std::string& path, const std::string& why) {
  return Status(StatusCode::kIoError, "write " + path + ": " + why + "; is the disk full, or the folder not writable?");
}

// All that was written to the file system of `folder` is on the disk when it returns.
Status SyncDisk(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return CannotWrite(folder.string(), std::generic_category().message(errno));
  const int failed = syncfs(descriptor);
  const std::string why = std::generic_category().message(errno);
  close(descriptor);
  return failed == 0 ? Status() : CannotWrite(folder.string(), why);
}

// What was left of the same package by processes that were killed.
void RemoveLeftovers(const fs::path& place) {
  const std::string prefix = "." + place.filename().string() + ".part-";
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(place.parent_path().empty() ? "." : place.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    const long process = std::strtol(name.c_str() + prefix.size(), nullptr, 10);
    if (process <= 0 || kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH) continue;
    std::error_code ignored;
    fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

Result<std::unique_ptr<PackageFolder>> PackageFolder::Make(const fs::path& place, const PackageProgress& progress) {
  std::error_code error;
  if (fs::symlink_status(place, error).type() != fs::file_type::not_found) {
    return Status(StatusCode::kConflict, "write package " + place.string() + ": there is something already; remove it, or choose another folder");
  }
  const fs::path growing = place.parent_path() / ("." + place.filename().string() + ".part-" + std::to_string(getpid()));
  RemoveLeftovers(place);
  fs::remove_all(growing, error);
  fs::create_directories(growing, error);
  if (error) return CannotWrite(growing.string(), error.message());
  return std::unique_ptr<PackageFolder>(new PackageFolder(place, growing, progress));
}

PackageFolder::~PackageFolder() {
  if (finished_) return;
  std::error_code ignored;
  fs::remove_all(growing_, ignored);
}

Status PackageFolder::Tell() {
  if (!progress_ || progress_(files_.size(), std::max<std::uint64_t>(expected_, files_.size()))) return {};
  return Status(StatusCode::kCancelled, "write package " + place_.string() + ": cancelled; nothing is left of it");
}

Status PackageFolder::MakeParent(const fs::path& file) const {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  return error ? CannotWrite(file.string(), error.message()) : Status();
}

PackagedFile PackageFolder::Note(PackagedFile file) {
  bytes_ += file.size;
  return files_[file.path] = std::move(file);
}

Result<PackagedFile> PackageFolder::Write(const std::string& path, std::string_view bytes, const std::string& mime,
                                          std::int64_t created_unix_ms) {
  const fs::path place = growing_ / path;
  if (const Status status = MakeParent(place); !status.ok()) return status;
  std::ofstream file(place, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return CannotWrite(path, "it could not be written whole");
  const PackagedFile noted = Note({path, mime, "", bytes.size(), Sha256::Of(bytes), created_unix_ms});
  if (const Status status = Tell(); !status.ok()) return status;
  return noted;
}

Result<PackagedFile> PackageFolder::Copy(PackageSource& source, const Sha256& blob, const std::string& path, bool with_extension,
                                         std::int64_t created_unix_ms) {
  fs::path place = growing_ / path;
  if (const Status status = MakeParent(place); !status.ok()) return status;
  std::ofstream file(place, std::ios::binary);
  Sha256Hasher hasher;
  std::string first;
  PackagedFile copied{path, "", "", 0, blob, created_unix_ms};
  Status told;
  const Status fetched = source.Fetch(blob, [&](std::string_view bytes) {
    if (first.empty()) first = bytes.substr(0, 64);
    copied.size += bytes.size();
    hasher.Update(bytes);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    told = Tell();
    return file.good() && told.ok();
  });
  file.close();
  if (!told.ok()) return told;
  if (!fetched.ok()) return Annotate(fetched, "write package: " + path);
  if (!file) return CannotWrite(path, "it could not be written whole");
  if (hasher.Finish() != blob) {
    return Status(StatusCode::kCorruption, "write package: the bytes for " + path + " are not those of blob " + blob.Hex() + "; run sohoa verify");
  }
  const FileKind kind = KindOfBytes(first);
  copied.mime = kind.mime;
  copied.format = kind.format;
  if (with_extension) {
    copied.path += kind.extension;
    std::error_code error;
    fs::rename(place, growing_ / copied.path, error);
    if (error) return CannotWrite(copied.path, error.message());
  }
  const PackagedFile noted = Note(copied);
  if (const Status status = Tell(); !status.ok()) return status;
  return noted;
}

Status PackageFolder::Finish() {
  if (const Status status = SyncDisk(growing_); !status.ok()) return status;
  // Refuses a folder that came into its place meanwhile, unless that is empty.
  std::error_code error;
  fs::rename(growing_, place_, error);
  if (error) return CannotWrite(place_.string(), error.message());
  finished_ = true;
  return SyncDisk(place_);
}

}  // namespace sohoa
