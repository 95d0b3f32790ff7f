// SPDX-License-Identifier: Apache-2.0
#include "language/syllable_counts.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sha256.h"
#include "core/vietnamese.h"

namespace sohoa {
namespace {

using testing::HasSubstr;

std::string File() { return std::string(BuiltInSyllableCounts()); }

// The file with other bytes behind its first line, and a hash that fits them.
std::string WithRest(const std::string& rest) {
  const std::string file = File();
  const std::size_t end = file.find('\n');
  return file.substr(0, end - 64) + Sha256::Of(rest).Hex() + "\n" + rest;
}

std::string RestOf(const std::string& file) { return file.substr(file.find('\n') + 1); }

TEST(SyllableCounts, OfTheProgramAreSyllablesInOrder) {
  const Result<SyllableCounts> counts = ParseSyllableCounts(File());
  ASSERT_TRUE(counts) << counts.status().message();
  EXPECT_THAT(counts->source, HasSubstr("open Vietnamese legal text"));
  ASSERT_GT(counts->texts.size(), 2000u);
  for (const SyllableGroup& group : counts->groups) {
    for (TokenId id = group.begin; id < group.end; ++id) {
      EXPECT_TRUE(IsVietnameseSyllable(counts->texts[id])) << counts->texts[id];
      EXPECT_EQ(FoldedKey(counts->texts[id]), group.plain);
      EXPECT_EQ(ExactKey(counts->texts[id]), counts->texts[id]);
    }
  }
}

TEST(SyllableCounts, OfTheProgramAgreeWithEachOther) {
  const Result<SyllableCounts> counts = ParseSyllableCounts(File());
  ASSERT_TRUE(counts);
  ASSERT_EQ(counts->tokens.size(), counts->texts.size());
  for (const TokenCount& token : counts->tokens) {
    ASSERT_LE(token.first_follower + token.followers, counts->followers.size());
    const auto begin = counts->followers.begin() + token.first_follower;
    EXPECT_TRUE(std::is_sorted(begin, begin + token.followers));
    EXPECT_LE(token.followers, token.kinds_behind);
  }
}

TEST(SyllableCounts, AreTheSameOnceWrittenAndRead) {
  const Result<SyllableCounts> counts = ParseSyllableCounts(File());
  ASSERT_TRUE(counts);
  SyllableCounts again = *counts;
  again.source = again.source.substr(again.source.find("; ") + 2);  // the name of the format
  EXPECT_EQ(WriteSyllableCounts(again), File());
}

TEST(SyllableCounts, SayThatTheyAreDamaged) {
  std::string flipped = File();
  flipped[flipped.size() / 2] ^= 1;
  for (const std::string& file : {flipped, File() + "x", File().substr(0, File().size() - 1),
                                  std::string(), std::string("sohoa")}) {
    const Result<SyllableCounts> counts = ParseSyllableCounts(file);
    ASSERT_FALSE(counts);
    EXPECT_EQ(counts.status().code(), StatusCode::kCorruption);
    EXPECT_THAT(counts.status().message(), HasSubstr("make_counts"));
  }
}

TEST(SyllableCounts, ThatDoNotAgreeAreRefusedThoughTheirHashFits) {
  const std::string rest = RestOf(File());
  ASSERT_TRUE(ParseSyllableCounts(WithRest(rest)));
  const std::size_t numbers = rest.find("\n\n") + 2;
  for (const std::string& broken :
       {rest.substr(0, rest.size() - 1), rest + '\0', rest.substr(0, numbers - 2), std::string(),
        std::string("\n"), "zz zz\n" + rest,
        rest.substr(0, numbers) + std::string(rest.size() - numbers, '\xFF'),
        rest.substr(0, numbers) + std::string(rest.size() - numbers, '\x01')}) {
    const Result<SyllableCounts> counts = ParseSyllableCounts(WithRest(broken));
    ASSERT_FALSE(counts);
    EXPECT_EQ(counts.status().code(), StatusCode::kCorruption);
  }
}

}  // namespace
}  // namespace sohoa
