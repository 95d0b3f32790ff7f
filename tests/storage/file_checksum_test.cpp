// SPDX-License-Identifier: Apache-2.0
#include "storage/file_checksum.h"

#include <gtest/gtest.h>

#include <rocksdb/file_checksum.h>

#include <memory>
#include <string>

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

TEST(FileChecksum, IsNotMadeUnderAnotherName) {
  rocksdb::FileChecksumGenContext asked;
  asked.requested_checksum_func_name = "FileChecksumXxh";

  EXPECT_EQ(MakeFileChecksums()->CreateFileChecksumGenerator(asked), nullptr);
}

}  // namespace
}  // namespace sohoa
