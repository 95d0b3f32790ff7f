// SPDX-License-Identifier: Apache-2.0
//
// The end of a file's stay in a hot folder: a token that names it as it was when it was given
// out, and its move to ".done" once the receipt is there.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/status.h"

namespace sohoa {

// Changes whenever a file's bytes do, as far as a folder's listing can tell.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // Unix time
  bool operator==(const FileStamp&) const = default;
};

// Names a file through renaming, as long as it is there.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  auto operator<=>(const FileIdentity&) const = default;
};
std::optional<FileIdentity> IdentityOf(const std::filesystem::path& file);

// None when there is no such regular file.
std::optional<FileStamp> StampOf(const std::filesystem::path& file);

// Size, time and name, so that it says the same after a restart.
std::string MakeFileToken(std::string_view name, const FileStamp& stamp);

// Moves the file that `token` names to `folder`/.done, under a new name where the old one is
// taken. Ok when it is gone already. kConflict: another file has its name now, which stays;
// kInvalidArgument: not a token; kIoError.
Status ReleaseFile(const std::filesystem::path& folder, std::string_view token);

}  // namespace sohoa
