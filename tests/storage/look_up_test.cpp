// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "storage/ordered_store.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kKeys = 1'000'000;

// In an order that is not that of writing.
std::string KeyOf(std::uint32_t number) {
  char key[32];
  std::snprintf(key, sizeof key, "p/%08x/%08x", number * 2'654'435'761u, number);
  return key;
}

// What this process has read from files so far.
std::uint64_t BytesRead() {
  std::ifstream file("/proc/self/io");
  std::string name;
  std::uint64_t bytes = 0;
  file >> name >> bytes;
  return name == "rchar:" ? bytes : 0;
}

// As the search index does: a million keys of next to nothing.
TEST(RocksStore, ALookUpInALargeStoreReadsAFewBlocks) {
  const TestFolder folder;
  RocksStoreOptions options;
  options.folder = folder.path();
  options.reserve_bytes = 1;
  {
    const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
    ASSERT_TRUE(store) << store.status().ToString();
    for (std::uint32_t number = 0; number < kKeys;) {
      MetaBatch batch;
      for (int i = 0; i < 10'000; ++i, ++number) batch.Put(KeyOf(number), "");
      ASSERT_TRUE((*store)->WriteUnsynced(batch).ok());
    }
  }
  const Result<std::unique_ptr<OrderedStore>> store = OpenRocksStore(options);
  ASSERT_TRUE(store) << store.status().ToString();
  const std::uint64_t before = BytesRead();
  ASSERT_GT(before, 0u);
  constexpr std::uint32_t kLookUps = 2'000;
  for (std::uint32_t i = 0; i < kLookUps; ++i) {
    const Result<std::optional<std::string>> value = (*store)->Get(KeyOf(i * 499));
    ASSERT_TRUE(value && *value) << i;
  }
  EXPECT_LT((BytesRead() - before) / kLookUps, 50'000u);
}

}  // namespace
}  // namespace sohoa
