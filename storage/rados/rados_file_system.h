// SPDX-License-Identifier: Apache-2.0
//
// What RocksDB takes a RadosFolder for: a file system with one folder, "/NAME". It is written for one store that does
// what RocksDB 7 does: files are appended to and closed, or read; none is written twice.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "storage/rados/rados_folder.h"

namespace rocksdb {
class FileSystem;
}  // namespace rocksdb

namespace sohoa {

// Table files are read by way of a cache of `cache_bytes` in memory.
std::shared_ptr<rocksdb::FileSystem> NewRadosFileSystem(std::shared_ptr<RadosFolder> folder, std::uint64_t cache_bytes);

}  // namespace sohoa
