// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/dawg.h"

#include <gtest/gtest.h>

#include "ocr/lines/line_dictionary.h"
#include "ocr/made_line_model.h"

namespace sohoa {
namespace {

// Ids of a set that the tests below name characters by.
enum Id : int {
  kSpace,
  kJoined,
  kBroken,
  kA,
  kB,
  kC,
  kOne,
  kTwo,
  kDot,
  kOpen,
  kClose,
  kComma,
  kCount
};

const std::vector<std::string> kCharacters{" ", "Joined", "|Broken|0|1", "a", "b", "c",
                                           "1", "2",      ".",           "(", ")", ","};

LineDictionary MadeDictionary(const std::map<ModelPart, std::string>& graphs) {
  const Result<UnicharSet> unichars = UnicharSet::Parse(MadeUnicharset(kCharacters));
  Result<std::optional<LineDictionary>> dictionary =
      LineDictionary::Load(MadeTrainedData(graphs), *unichars);
  if (!dictionary || !dictionary->has_value()) throw std::runtime_error("no dictionary");
  return **std::move(dictionary);
}

// What the dictionary says of the last character; kNone where an earlier one may not stand.
LineDictionary::Outcome Ask(const LineDictionary& dictionary, const std::vector<int>& text) {
  std::vector<DictionaryPosition> positions(dictionary.start().begin(), dictionary.start().end());
  LineDictionary::Outcome outcome;
  for (const int unichar : text) {
    std::vector<DictionaryPosition> reached;
    outcome = dictionary.Follow(positions, unichar, reached);
    if (outcome.source == WordSource::kNone) return {};
    positions = std::move(reached);
  }
  return outcome;
}

bool IsWhole(const LineDictionary& dictionary, const std::vector<int>& text) {
  return Ask(dictionary, text).may_end;
}

LineDictionary SmallDictionary() {
  return MadeDictionary({
      {ModelPart::kWordDawg, MadeDawg({{kA, kB}, {kA, kB, kC}, {kC}}, kCount)},
      {ModelPart::kPunctuationDawg,
       MadeDawg({{kSpace}, {kOpen, kSpace, kClose}, {kSpace, kComma}, {kDot, kDot}}, kCount)},
      {ModelPart::kNumberDawg,
       MadeDawg({{kSpace}, {kSpace, kSpace}, {kSpace, kDot, kSpace}}, kCount)},
  });
}

TEST(Dawg, WalksItsEdgesLetterByLetter) {
  const Result<Dawg> dawg = Dawg::Parse(MadeDawg({{kA, kB}, {kA, kC, kB}, {kB}}, kCount), kCount);
  ASSERT_TRUE(dawg) << dawg.status().ToString();
  const int a = dawg->First(kA);
  ASSERT_NE(a, Dawg::kNoEdge);
  EXPECT_FALSE(dawg->EndsWord(a));
  EXPECT_TRUE(dawg->EndsWord(dawg->Next(a, kB)));
  EXPECT_EQ(dawg->Next(a, kA), Dawg::kNoEdge);
  EXPECT_TRUE(dawg->EndsWord(dawg->First(kB)));
  EXPECT_EQ(dawg->Next(dawg->First(kB), kB), Dawg::kNoEdge);  // nothing follows
  EXPECT_EQ(dawg->First(kC), Dawg::kNoEdge);
}

TEST(Dawg, RefusesBytesThatAreNoGraph) {
  const std::string good = MadeDawg({{kA, kB}}, kCount);
  EXPECT_FALSE(Dawg::Parse("", kCount));
  EXPECT_FALSE(Dawg::Parse(good, kCount + 1));
  EXPECT_FALSE(Dawg::Parse(good + "x", kCount));
  std::string magic = good;
  magic[0] = 41;
  EXPECT_FALSE(Dawg::Parse(magic, kCount));
  std::string far = good;
  far[10 + 7] = 0x7f;  // the first edge leads far away
  const Result<Dawg> led_away = Dawg::Parse(far, kCount);
  ASSERT_FALSE(led_away);
  EXPECT_EQ(led_away.status().code(), StatusCode::kCorruption);
}

TEST(LineDictionary, KnowsWholeWordsAndTheirBeginnings) {
  const LineDictionary dictionary = SmallDictionary();
  EXPECT_EQ(Ask(dictionary, {kA}).source, WordSource::kWord);
  EXPECT_FALSE(IsWhole(dictionary, {kA}));
  EXPECT_TRUE(IsWhole(dictionary, {kA, kB}));
  EXPECT_TRUE(IsWhole(dictionary, {kA, kB, kC}));
  EXPECT_EQ(Ask(dictionary, {kA, kC}).source, WordSource::kNone);
  EXPECT_EQ(Ask(dictionary, {kB}).source, WordSource::kNone);
}

TEST(LineDictionary, HoldsPatternsOfPunctuationTogether) {
  const LineDictionary dictionary = SmallDictionary();
  EXPECT_TRUE(IsWhole(dictionary, {kOpen, kC, kClose}));
  EXPECT_FALSE(IsWhole(dictionary, {kOpen, kC}));  // still open
  EXPECT_EQ(Ask(dictionary, {kOpen, kC, kClose}).source, WordSource::kWord);
  EXPECT_TRUE(IsWhole(dictionary, {kA, kB, kComma}));
  EXPECT_EQ(Ask(dictionary, {kA, kComma}).source, WordSource::kNone);  // within the word
  EXPECT_EQ(Ask(dictionary, {kC, kComma, kC}).source,
            WordSource::kNone);  // only the pattern goes on
  EXPECT_EQ(Ask(dictionary, {kC, kClose}).source, WordSource::kNone);
  EXPECT_EQ(Ask(dictionary, {kDot}).source, WordSource::kPunctuation);
  EXPECT_TRUE(IsWhole(dictionary, {kDot, kDot}));
}

TEST(LineDictionary, TakesAnyDigitWhereANumberHasOne) {
  const LineDictionary dictionary = SmallDictionary();
  EXPECT_TRUE(IsWhole(dictionary, {kOne, kTwo}));
  EXPECT_TRUE(IsWhole(dictionary, {kTwo, kDot, kOne}));
  EXPECT_EQ(Ask(dictionary, {kTwo, kDot}).source, WordSource::kNumber);
  EXPECT_FALSE(IsWhole(dictionary, {kTwo, kDot}));
  EXPECT_TRUE(IsWhole(dictionary, {kOpen, kTwo, kClose}));
  EXPECT_EQ(Ask(dictionary, {kOne, kA}).source, WordSource::kNone);
}

TEST(LineDictionary, StartsWordsByThemselvesWithoutPatterns) {
  const LineDictionary words =
      MadeDictionary({{ModelPart::kWordDawg, MadeDawg({{kA, kB}}, kCount)}});
  EXPECT_TRUE(IsWhole(words, {kA, kB}));
  EXPECT_EQ(Ask(words, {kA, kB, kComma}).source, WordSource::kNone);
  const LineDictionary quoted =
      MadeDictionary({{ModelPart::kWordDawg, MadeDawg({{kA, kB}}, kCount)},
                      {ModelPart::kPunctuationDawg, MadeDawg({{kSpace, kDot}}, kCount)}});
  EXPECT_TRUE(IsWhole(quoted, {kA, kB}));
  EXPECT_TRUE(IsWhole(quoted, {kA, kB, kDot}));
}

}  // namespace
}  // namespace sohoa
