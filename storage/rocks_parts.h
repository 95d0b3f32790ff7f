// SPDX-License-Identifier: Apache-2.0
//
// What the files that know RocksDB (rocks_store.cpp: reading and writing; rocks_backup.cpp: copies;
// rocks_files.cpp: its files themselves) share. For them alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/ordered_store.h"

namespace rocksdb {
class DB;
class Env;
class Status;
struct Options;
}  // namespace rocksdb

namespace sohoa {

struct PlaceRoom {
  std::uint64_t free_bytes = 0;
  std::uint64_t all_bytes = 0;
};

// Where the files of a store are.
struct RocksPlace {
  std::string name;                                // for people
  std::string medium = "disk";                     // what gets full
  std::shared_ptr<rocksdb::Env> env;               // null = this host's own
  std::function<std::optional<PlaceRoom>()> room;  // does not wait; none where that is not known
  std::function<Status()> health;                  // why a write failed, where the place itself knows; empty = it knows nothing
};

// As OpenRocksStore(), in a folder of `place`.
Result<std::unique_ptr<OrderedStore>> OpenRocksStoreIn(RocksPlace place, const RocksStoreOptions& options);

bool IsDamage(const rocksdb::Status& status);
Status FromRocks(const rocksdb::Status& status, const std::string& what);
rocksdb::Options RocksOptionsOf(const RocksStoreOptions& options);
// `keep` lives as long as the store.
std::unique_ptr<OrderedStore> WrapRocks(std::unique_ptr<rocksdb::DB> db, const RocksStoreOptions& options, std::shared_ptr<void> keep);

Result<std::uint32_t> BackUpRocks(rocksdb::DB& db, const std::string& folder, const std::function<bool(std::uint64_t)>& progress);
Status CheckpointRocks(rocksdb::DB& db, const std::string& folder);

std::vector<std::string> RocksTableFiles(rocksdb::DB& db);
Status CheckRocksTableFile(rocksdb::DB& db, const std::string& name, std::uint64_t& bytes);

}  // namespace sohoa
