// SPDX-License-Identifier: Apache-2.0
//
// StorageLocation: where an archive is kept, as people write it in sohoa.toml and on the command
// line: "rocksdb:FOLDER", or a folder alone, for a disk of this host; "rados:POOL" or
// "rados:POOL/NAMESPACE" for a Ceph cluster. Pure; nothing is looked for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace sohoa {

enum class StorageEngine : std::uint8_t { kRocksDb = 0, kRados = 1 };

struct StorageLocation {
  StorageEngine engine = StorageEngine::kRocksDb;
  std::string folder;      // of kRocksDb
  std::string pool;        // of kRados
  std::string name_space;  // of kRados; empty = the pool's own

  // As ParseStorageLocation() reads it.
  std::string Text() const;
  bool operator==(const StorageLocation&) const = default;
};

// kInvalidArgument: it names no place, or an engine that there is none of. A misspelt engine is no
// folder, so that nobody begins an empty archive beside his own: one whose name has a colon in it is
// written "rocksdb:FOLDER".
Result<StorageLocation> ParseStorageLocation(std::string_view text);

}  // namespace sohoa
