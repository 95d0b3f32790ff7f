// SPDX-License-Identifier: Apache-2.0
#include "storage/cache_size.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

namespace sohoa {
namespace {

TEST(CacheSize, GivesTwoThirdsToPiecesOfTheIndex) {
  const CacheSizes sizes = ChooseCacheSizes(900u << 20);
  EXPECT_EQ(sizes.pieces, 600u << 20);
  EXPECT_EQ(sizes.store, 300u << 20);
}

TEST(CacheSize, IsNeverSmallerThanWhatASmallArchiveNeeds) {
  const CacheSizes sizes = ChooseCacheSizes(1u << 20);
  EXPECT_EQ(sizes.pieces, kSmallPieceCache);
  EXPECT_EQ(sizes.store, kSmallStoreCache);
}

TEST(CacheSize, IsASmallShareOfTheMachinesMemoryWhereNothingIsAskedFor) {
  const CacheSizes sizes = ChooseCacheSizes(0);
  const std::uint64_t memory = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  EXPECT_GE(sizes.pieces, kSmallPieceCache);
  EXPECT_GE(sizes.store, kSmallStoreCache);
  EXPECT_LE(sizes.pieces + sizes.store, std::max(memory / 8, kSmallPieceCache + kSmallStoreCache));
  EXPECT_LE(sizes.pieces + sizes.store, 8ull << 30);
}

}  // namespace
}  // namespace sohoa
