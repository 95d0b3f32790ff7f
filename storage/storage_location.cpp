// SPDX-License-Identifier: Apache-2.0
#include "storage/storage_location.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr std::string_view kRocksDbScheme = "rocksdb:";
constexpr std::string_view kRadosScheme = "rados:";

bool IsRadosName(std::string_view name) {
  constexpr std::string_view kMarks = "._-";
  return !name.empty() && std::all_of(name.begin(), name.end(), [kMarks](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
  });
}

// "xyz:" in front, as of an engine.
bool HasScheme(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 1 && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

Status Refused(std::string_view text, const std::string& why) {
  return Status(StatusCode::kInvalidArgument, "use archive \"" + std::string(text) + "\": " + why);
}

Result<StorageLocation> ParseRados(std::string_view text) {
  const std::string_view place = text.substr(kRadosScheme.size());
  const std::size_t slash = place.find('/');
  StorageLocation location;
  location.engine = StorageEngine::kRados;
  location.pool = place.substr(0, slash);
  if (slash != std::string_view::npos) location.name_space = place.substr(slash + 1);
  const bool named = IsRadosName(location.pool) && (slash == std::string_view::npos || IsRadosName(location.name_space));
  if (!named) return Refused(text, "write rados:POOL or rados:POOL/NAMESPACE, of letters, digits, '.', '_' and '-'");
  return location;
}

}  // namespace

std::string StorageLocation::Text() const {
  if (engine == StorageEngine::kRocksDb) return std::string(kRocksDbScheme) + folder;
  return std::string(kRadosScheme) + pool + (name_space.empty() ? "" : "/" + name_space);
}

Result<StorageLocation> ParseStorageLocation(std::string_view text) {
  if (text.starts_with(kRadosScheme)) return ParseRados(text);
  StorageLocation location;
  location.folder = text.starts_with(kRocksDbScheme) ? text.substr(kRocksDbScheme.size()) : text;
  if (location.folder.empty()) return Refused(text, "name a folder, as rocksdb:/var/lib/sohoa/archive");
  if (!text.starts_with(kRocksDbScheme) && HasScheme(text)) {
    return Refused(text, "there is no such engine; write rocksdb:FOLDER or rados:POOL");
  }
  return location;
}

}  // namespace sohoa
