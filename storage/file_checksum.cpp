// SPDX-License-Identifier: Apache-2.0
#include "storage/file_checksum.h"

#include <rocksdb/file_checksum.h>

#include <string>

#include "core/crc32c.h"
#include "storage/key_layout.h"

// RocksDB sums up each byte of its log and of its blob files with this function of its own, which
// Debian builds without the processor's instruction. A program's function comes before that of a
// library under the same name, so this one is taken in its place; it gives the same sums.
namespace rocksdb::crc32c {
std::uint32_t Extend(std::uint32_t before, const char* data, std::size_t length);
std::uint32_t Extend(std::uint32_t before, const char* data, std::size_t length) { return sohoa::ExtendCrc32c(before, {data, length}); }
}  // namespace rocksdb::crc32c

namespace sohoa {
namespace {

// By this name RocksDB finds out what made the checksum of a file.
constexpr char kName[] = "FileChecksumCrc32c";

class Checksum : public rocksdb::FileChecksumGenerator {
 public:
  void Update(const char* data, std::size_t length) override { crc_ = ExtendCrc32c(crc_, {data, length}); }
  void Finalize() override { written_ = BigEndian32(crc_); }
  std::string GetChecksum() const override { return written_; }
  const char* Name() const override { return kName; }

 private:
  std::uint32_t crc_ = 0;
  std::string written_;
};

class Checksums : public rocksdb::FileChecksumGenFactory {
 public:
  std::unique_ptr<rocksdb::FileChecksumGenerator> CreateFileChecksumGenerator(const rocksdb::FileChecksumGenContext& asked) override {
    const std::string& name = asked.requested_checksum_func_name;
    if (!name.empty() && name != kName) return nullptr;
    return std::make_unique<Checksum>();
  }
  const char* Name() const override { return "FileChecksumGenCrc32cFactory"; }
};

}  // namespace

std::shared_ptr<rocksdb::FileChecksumGenFactory> MakeFileChecksums() { return std::make_shared<Checksums>(); }

}  // namespace sohoa
