// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "storage/rados/rados_archive.h"
#include "storage/storage_location.h"
#include "support/check_migration.h"

namespace sohoa::check_migration {

// A place as people name it.
inline Place PlaceOf(const std::string& text, const std::string& ceph_conf) {
  const Result<StorageLocation> location = ParseStorageLocation(text);
  if (!location) return {text, [location] { return Result<ArchiveStores>(location.status()); }, [location] { return Result<std::unique_ptr<Archive>>(location.status()); }};
  if (location->engine == StorageEngine::kRados) {
    RadosArchiveOptions options;
    options.place = {location->pool, location->name_space, ceph_conf, ""};
    return {text, [options] { return OpenRadosStores(options); }, [options] { return OpenRadosArchive(options); }};
  }
  ArchiveOptions options;
  options.folder = location->folder;
  return {text, [options] { return OpenLocalStores(options); }, [options] { return OpenLocalArchive(options); }};
}

}  // namespace sohoa::check_migration
