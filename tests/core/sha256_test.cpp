// SPDX-License-Identifier: Apache-2.0
#include "core/sha256.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

// FIPS 180-4, example "abc".
TEST(Sha256, HashesTheStandardsExample) {
  EXPECT_EQ(Sha256::Of("abc").Hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, GivesTheSameInPieces) {
  Sha256Hasher hasher;
  hasher.Update("a");
  hasher.Update("");
  hasher.Update("bc");
  EXPECT_EQ(hasher.Finish(), Sha256::Of("abc"));
}

TEST(Sha256, ReadsItsOwnHexAndNothingElse) {
  const Sha256 hash = Sha256::Of("abc");
  EXPECT_EQ(Sha256::FromHex(hash.Hex()), hash);
  EXPECT_FALSE(Sha256::FromHex("ab"));
  EXPECT_FALSE(Sha256::FromHex(std::string(64, 'g')));
}

}  // namespace
}  // namespace sohoa
