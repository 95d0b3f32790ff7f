// SPDX-License-Identifier: Apache-2.0
#include "cli/open_archive.h"

#include <cerrno>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace sohoa {
namespace {

// Of this program, not of the archive.
Status NoSuchEngine(const Config& config) {
  return Status(StatusCode::kUnsupported, "open archive " + config.location.Text() + ": this program has no Ceph in it; use one that was built with librados");
}

}  // namespace

// Beside the archive's folder, so that it is not replaced together with it, and on another disk
// where the folder is where one is mounted. Inside, where nothing may be written beside it.
ArchiveOptions ArchiveOptionsOf(const Config& config) {
  ArchiveOptions options;
  options.folder = config.archive;
  options.reserve_bytes = config.reserve_bytes;
  options.cache_bytes = config.cache_bytes;
  options.beacon = config.beacon;
  options.beacon_must_match = !config.beacon.empty();
  if (!options.beacon.empty()) return options;
  std::filesystem::path folder = std::filesystem::absolute(config.archive).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const std::filesystem::path beside = folder.parent_path() / (folder.filename().string() + ".beacon");
  const bool writable = access(beside.c_str(), W_OK) == 0 || (errno == ENOENT && access(beside.parent_path().c_str(), W_OK) == 0);
  options.beacon = (writable ? beside : folder / "beacon").string();
  return options;
}

Result<std::unique_ptr<Archive>> OpenArchive(const Config& config) {
  if (config.location.engine == StorageEngine::kRados) return NoSuchEngine(config);
  return OpenLocalArchive(ArchiveOptionsOf(config));
}

Result<ArchiveStores> OpenStores(const Config& config) {
  if (config.location.engine == StorageEngine::kRados) return NoSuchEngine(config);
  return OpenLocalStores(ArchiveOptionsOf(config));
}

bool MayBeThere(const Config& config) {
  std::error_code ignored;
  return config.location.engine != StorageEngine::kRocksDb || std::filesystem::exists(config.archive, ignored);
}

Status NeedsFolder(const Config& config, std::string_view what) {
  if (config.location.engine == StorageEngine::kRocksDb) return {};
  return Status(StatusCode::kUnsupported, std::string(what) + " " + config.location.Text() + ": only of an archive in a folder; between engines an archive is moved with sohoa migrate");
}

}  // namespace sohoa
