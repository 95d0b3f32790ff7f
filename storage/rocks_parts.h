// SPDX-License-Identifier: Apache-2.0
//
// What the files that know RocksDB (rocks_store.cpp: reading and writing; rocks_backup.cpp: copies;
// rocks_files.cpp: its files themselves) share. For them alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/ordered_store.h"

namespace rocksdb {
class DB;
class Status;
struct Options;
}  // namespace rocksdb

namespace sohoa {

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
