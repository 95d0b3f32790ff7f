// SPDX-License-Identifier: Apache-2.0
//
// The checksum that RocksDB keeps of each of its files: CRC-32C under the name and in the form
// of RocksDB's own, but by the processor's instruction, which Debian's build of RocksDB goes
// without. Files written with either are checked with either.
#pragma once

#include <memory>

namespace rocksdb {
class FileChecksumGenFactory;
}

namespace sohoa {

std::shared_ptr<rocksdb::FileChecksumGenFactory> MakeFileChecksums();

}  // namespace sohoa
