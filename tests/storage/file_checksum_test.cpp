// SPDX-License-Identifier: Apache-2.0
#include "storage/file_checksum.h"

#include <gtest/gtest.h>

#include <dlfcn.h>
#include <rocksdb/file_checksum.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/crc32c.h"

namespace sohoa {
namespace {

std::string ChecksumBy(rocksdb::FileChecksumGenFactory& factory, const std::string& bytes, std::size_t cut) {
  const std::unique_ptr<rocksdb::FileChecksumGenerator> generator = factory.CreateFileChecksumGenerator({});
  generator->Update(bytes.data(), cut);
  generator->Update(bytes.data() + cut, bytes.size() - cut);
  generator->Finalize();
  return std::string(generator->Name()) + ' ' + generator->GetChecksum();
}

TEST(FileChecksum, IsTheOneThatRocksDbMakesItself) {
  const std::shared_ptr<rocksdb::FileChecksumGenFactory> theirs = rocksdb::GetFileChecksumGenCrc32cFactory();
  const std::shared_ptr<rocksdb::FileChecksumGenFactory> ours = MakeFileChecksums();
  std::string bytes;
  for (int i = 0; i < 3000; ++i) bytes += static_cast<char>(i * 31 % 251);

  for (const std::size_t cut : {0, 1, 7, 1000, 3000}) EXPECT_EQ(ChecksumBy(*ours, bytes, cut), ChecksumBy(*theirs, bytes, cut)) << cut;
  EXPECT_STREQ(ours->Name(), theirs->Name());
}

constexpr char kRocksSum[] = "_ZN7rocksdb6crc32c6ExtendEjPKcm";
using RocksSum = std::uint32_t (*)(std::uint32_t before, const char* data, std::size_t length);

TEST(FileChecksum, SumsUpAsRocksDbsOwnFunctionDoes) {
  const auto theirs = reinterpret_cast<RocksSum>(dlsym(RTLD_NEXT, kRocksSum));
  ASSERT_NE(theirs, nullptr) << dlerror();
  std::string bytes;
  std::uint32_t ours = 0;
  std::uint32_t by_theirs = 0;
  for (int i = 0; i < 30'000; ++i) bytes += static_cast<char>(i * 31 % 251);

  for (const std::size_t length : {0, 1, 8, 4095, 6144, 30'000}) {
    ours = ExtendCrc32c(ours, bytes.substr(0, length));
    by_theirs = theirs(by_theirs, bytes.data(), length);
    EXPECT_EQ(ours, by_theirs) << length;
  }
}

TEST(FileChecksum, IsTakenByRocksDbForItsLogAndBlobFiles) {
  Dl_info found{};
  ASSERT_NE(dladdr(dlsym(RTLD_DEFAULT, kRocksSum), &found), 0);

  EXPECT_EQ(std::filesystem::path(found.dli_fname).filename().string().find("rocksdb"), std::string::npos) << found.dli_fname;
}

TEST(FileChecksum, IsNotMadeUnderAnotherName) {
  rocksdb::FileChecksumGenContext asked;
  asked.requested_checksum_func_name = "FileChecksumXxh";

  EXPECT_EQ(MakeFileChecksums()->CreateFileChecksumGenerator(asked), nullptr);
}

}  // namespace
}  // namespace sohoa
