// SPDX-License-Identifier: Apache-2.0
#include "cli/open_archive.h"

#include <cerrno>
#include <filesystem>
#include <string>

#include <unistd.h>

#include "storage/rados/rados_archive.h"

namespace sohoa {
namespace {

RadosArchiveOptions RadosOptionsOf(const Config& config) {
  const ArchiveOptions local = ArchiveOptionsOf(config);
  RadosArchiveOptions options;
  options.place = {config.location.pool, config.location.name_space, config.ceph_conf, config.ceph_user};
  options.beacon = local.beacon;
  options.beacon_must_match = local.beacon_must_match;
  options.reserve_bytes = local.reserve_bytes;
  options.cache_bytes = local.cache_bytes;
  return options;
}

// Of this host; the archive itself is elsewhere.
Status MakeHome(const Config& config) {
  std::error_code error;
  std::filesystem::create_directories(config.archive, error);
  if (!error) return {};
  return Status(StatusCode::kIoError, "make folder " + config.archive + " for what is this host's own: " + error.message() + "; set rados.home");
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
  if (config.location.engine == StorageEngine::kRocksDb) return OpenLocalArchive(ArchiveOptionsOf(config));
  if (const Status home = MakeHome(config); !home.ok()) return home;
  return OpenRadosArchive(RadosOptionsOf(config));
}

Result<ArchiveStores> OpenStores(const Config& config) {
  if (config.location.engine == StorageEngine::kRocksDb) return OpenLocalStores(ArchiveOptionsOf(config));
  if (const Status home = MakeHome(config); !home.ok()) return home;
  return OpenRadosStores(RadosOptionsOf(config));
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
