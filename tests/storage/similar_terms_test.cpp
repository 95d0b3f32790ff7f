// SPDX-License-Identifier: Apache-2.0
#include "storage/similar_terms.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "storage/ordered_store.h"
#include "support/made_segment.h"

namespace sohoa {
namespace {

TEST(SimilarTerms, AreWhatAReaderMixesUp) {
  EXPECT_TRUE(AreSimilarTerms("quyetdinh", "quyetdlnh"));
  EXPECT_TRUE(AreSimilarTerms("kiem", "kiern"));
  EXPECT_TRUE(AreSimilarTerms("ubnd", "u8nd"));
  EXPECT_TRUE(AreSimilarTerms("hoach", "haoch"));
  EXPECT_TRUE(AreSimilarTerms("hoach", "hoac"));
  EXPECT_FALSE(AreSimilarTerms("hoach", "hao"));
  EXPECT_FALSE(AreSimilarTerms("nam", "na"));
  EXPECT_FALSE(AreSimilarTerms("2018", "2019"));
  EXPECT_FALSE(AreSimilarTerms("11", "17"));
}

// Of few letters, so that many are alike: some with a digit, some of another script.
std::set<std::string> MadeWords(std::size_t count, std::mt19937& random) {
  const std::vector<std::string> letters = {"a", "c", "h", "i", "l", "m", "n", "r", "-", "1", "я", "đ"};
  std::discrete_distribution<std::size_t> letter({8, 8, 8, 8, 6, 8, 8, 6, 1, 1, 1, 1});
  std::uniform_int_distribution<int> length(1, 7);
  std::set<std::string> words;
  while (words.size() < count) {
    std::string word;
    for (int left = length(random); left > 0; --left) word += letters[letter(random)];
    words.insert(word);
  }
  return words;
}

std::shared_ptr<const Vocabulary> VocabularyOf(std::uint32_t pages, const std::map<std::string, std::vector<std::uint32_t>>& words) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<MetaReader> moment = store->Snapshot();
  PieceCache cache(1u << 20);
  const auto vocabulary = Vocabulary::Of(*MadeSegment(pages, TermsOfWords(words)), {*moment, cache});
  EXPECT_TRUE(vocabulary) << vocabulary.status().ToString();
  return *vocabulary;
}

// Of a segment of one page with these words.
std::shared_ptr<const Vocabulary> VocabularyOf(const std::set<std::string>& words) {
  std::map<std::string, std::vector<std::uint32_t>> on_one_page;
  for (const std::string& word : words) on_one_page[word] = {0};
  return VocabularyOf(1, on_one_page);
}

TEST(Vocabulary, FindsAllSimilarWordsAndNoOthers) {
  std::mt19937 random(5);
  const std::set<std::string> words = MadeWords(3'000, random);
  const std::shared_ptr<const Vocabulary> vocabulary = VocabularyOf(words);
  std::size_t similar = 0;
  // Some of them, and some that are not.
  std::set<std::string> asked = MadeWords(200, random);
  asked.insert({"ma", "can", "nhan", "lam", "яan", "anя", "a1m", "m-n", ""});
  for (const std::string& word : asked) {
    WordCounts expected;
    for (const std::string& other : words) {
      if (other != word && AreSimilarTerms(other, word)) expected.emplace_back(other, 1);
    }
    EXPECT_EQ(vocabulary->Similar(word), expected) << word;
    similar += expected.size();
  }
  EXPECT_GT(similar, 300u);
}

TEST(Vocabulary, FindsTheWordsThatBeginSo) {
  std::mt19937 random(6);
  const std::set<std::string> words = MadeWords(2'000, random);
  const std::shared_ptr<const Vocabulary> vocabulary = VocabularyOf(words);
  for (const std::string begin : {"", "n", "nh", "nha", "đ", "zz"}) {
    WordCounts expected;
    for (const std::string& word : words) {
      if (word.starts_with(begin)) expected.emplace_back(word, 1);
    }
    EXPECT_EQ(vocabulary->Beginning(begin), expected) << begin;
  }
}

TEST(Vocabulary, HasNobodysNumber) {
  const std::shared_ptr<const Vocabulary> vocabulary = VocabularyOf({"012345678901", "12345678", "123456789", "l2345678", "l2345678o"});
  EXPECT_EQ(vocabulary->Beginning("1"), (WordCounts{{"12345678", 1}}));
  EXPECT_EQ(vocabulary->PagesOf("123456789"), 0u);
  // A letter for a digit: what was typed is no number, so that nobody would be told of it.
  EXPECT_EQ(vocabulary->Similar("l23456789"), WordCounts());
  EXPECT_EQ(vocabulary->Similar("o12345678901"), WordCounts());
}

TEST(Vocabulary, TellsOnHowManyPagesItsCommonestWordsAre) {
  std::map<std::string, std::vector<std::uint32_t>> words;
  for (const auto& [word, pages] : WordCounts{{"mai", 8}, {"nai", 2}, {"nam", 7}, {"nan", 3}, {"nao", 7}, {"nu", 8}}) {
    for (std::uint32_t page = 0; page < pages; ++page) words[word].push_back(page);
  }
  const std::shared_ptr<const Vocabulary> vocabulary = VocabularyOf(8, words);
  EXPECT_EQ(vocabulary->PagesOfCommonBeginning("na", 1), 7u);
  EXPECT_EQ(vocabulary->PagesOfCommonBeginning("na", 2), 7u);
  EXPECT_EQ(vocabulary->PagesOfCommonBeginning("na", 3), 3u);
  EXPECT_EQ(vocabulary->PagesOfCommonBeginning("na", 5), 0u) << "there are four";
  EXPECT_EQ(vocabulary->PagesOfCommonBeginning("x", 1), 0u);
  EXPECT_EQ(vocabulary->Beginning("na", 3), (WordCounts{{"nam", 7}, {"nan", 3}, {"nao", 7}}));
  EXPECT_EQ(vocabulary->PagesOf("nan"), 3u);
  EXPECT_EQ(vocabulary->PagesOf("na"), 0u);
  EXPECT_EQ(vocabulary->PagesOf("x"), 0u);
}

TEST(WordCounts, OfSeveralSegmentsAreAddedUpInOrder) {
  const WordCounts large = {{"ba", 4}, {"can", 5}, {"o", 6}, {"xa", 7}};
  const WordCounts small = {{"can", 2}, {"nha", 1}};
  EXPECT_EQ(AddUp({large, small, {}, {{"can", 1}}}), (WordCounts{{"ba", 4}, {"can", 8}, {"nha", 1}, {"o", 6}, {"xa", 7}}));
  EXPECT_EQ(AddUp({}), WordCounts());
}

}  // namespace
}  // namespace sohoa
