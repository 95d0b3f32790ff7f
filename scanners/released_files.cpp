// SPDX-License-Identifier: Apache-2.0
#include "scanners/released_files.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

namespace sohoa {
namespace {

namespace fs = std::filesystem;

struct NamedStamp {
  std::string name;
  FileStamp stamp;
};

std::optional<NamedStamp> ParseToken(std::string_view token) {
  NamedStamp parsed;
  const char* const end = token.data() + token.size();
  auto number = std::from_chars(token.data(), end, parsed.stamp.size);
  if (number.ec != std::errc() || number.ptr == end || *number.ptr != '_') return std::nullopt;
  number = std::from_chars(number.ptr + 1, end, parsed.stamp.modified_ns);
  if (number.ec != std::errc() || number.ptr == end || *number.ptr != '_') return std::nullopt;
  parsed.name.assign(number.ptr + 1, end);
  // A token comes back from a spool on disk: it must not lead out of the folder.
  if (parsed.name.empty() || parsed.name.front() == '.' ||
      parsed.name.find('/') != std::string::npos) {
    return std::nullopt;
  }
  return parsed;
}

// Renames without replacing; EEXIST when the name is taken.
int RenameToFreeName(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // A network share may not know that kind of rename. One scanner owns the folder, so the
  // name does not get taken between these two lines.
  std::error_code error;
  if (fs::exists(fs::symlink_status(to, error))) return EEXIST;
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

Status CannotMove(const fs::path& file, const std::string& reason) {
  return Status(StatusCode::kIoError,
                "move " + file.native() + " to .done: " + reason +
                    "; its pages are safe, see that the folder may be written and has room");
}

}  // namespace

std::optional<FileStamp> StampOf(const fs::path& file) {
  struct stat info {};
  if (stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return FileStamp{static_cast<std::uint64_t>(info.st_size),
                   info.st_mtim.tv_sec * std::int64_t{1'000'000'000} + info.st_mtim.tv_nsec};
}

std::optional<FileIdentity> IdentityOf(const fs::path& file) {
  struct stat info {};
  if (stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return FileIdentity{info.st_dev, info.st_ino};
}

std::string MakeFileToken(std::string_view name, const FileStamp& stamp) {
  return std::to_string(stamp.size) + "_" + std::to_string(stamp.modified_ns) + "_" +
         std::string(name);
}

Status ReleaseFile(const fs::path& folder, std::string_view token) {
  const std::optional<NamedStamp> named = ParseToken(token);
  if (!named) {
    return Status(StatusCode::kInvalidArgument,
                  "release a file of folder " + folder.native() + ": not a token of it");
  }
  const fs::path file = folder / named->name;
  const std::optional<FileStamp> stamp = StampOf(file);
  if (!stamp) return Status();
  if (*stamp != named->stamp) {
    return Status(StatusCode::kConflict, "move " + file.native() +
                                             " to .done: it has changed since it was read; it "
                                             "stays and is taken as a new file");
  }
  const fs::path done = folder / ".done";
  std::error_code error;
  fs::create_directory(done, error);
  if (error) return CannotMove(file, error.message());
  const fs::path stem = file.stem();
  constexpr int kMostNames = 100'000;
  for (int i = 1; i < kMostNames; ++i) {
    const std::string name =
        i == 1 ? named->name : stem.native() + "-" + std::to_string(i) + file.extension().native();
    const int failed = RenameToFreeName(file, done / name);
    if (failed == 0) return Status();
    if (failed != EEXIST) return CannotMove(file, std::strerror(failed));
  }
  return CannotMove(file, "its name is taken too often; clear .done out");
}

}  // namespace sohoa
