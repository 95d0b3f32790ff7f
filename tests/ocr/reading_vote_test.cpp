// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/reading_vote.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sohoa {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double kBound = 0.85;

// Letters two steps wide, from step `begin` on; ASCII.
DecodedWord ReadWord(const std::string& text, int begin, double confidence, std::vector<WordAlternative> alternatives = {}) {
  DecodedWord word;
  word.text = text;
  word.confidence = confidence;
  word.alternatives = std::move(alternatives);
  for (const char letter : text) {
    word.characters.push_back({std::string(1, letter), begin, begin + 2, confidence, {}});
    begin += 2;
  }
  return word;
}

std::vector<std::string> TextsOf(const LineReading& reading) {
  std::vector<std::string> texts;
  for (const DecodedWord& word : reading) texts.push_back(word.text);
  return texts;
}

TEST(ReadingVote, TakesWhatIsLikeliestOnAverageOverAllReadings) {
  const LineReading first = {ReadWord("so", 0, 0.99), ReadWord("1B", 10, 0.6), ReadWord("HD", 20, 0.99)};
  const LineReading other = {ReadWord("so", 0, 0.99), ReadWord("18", 10, 0.7), ReadWord("HD", 20, 0.99)};
  const LineReading line = Vote(first, {other, other}, kBound);
  EXPECT_THAT(TextsOf(line), ElementsAre("so", "18", "HD"));
  EXPECT_NEAR(line[1].confidence, ConfidenceOfMean(1.4 / 3), 1e-9);
  ASSERT_EQ(line[1].alternatives.size(), 1U);
  EXPECT_EQ(line[1].alternatives[0].text, "1B");
  // It keeps its share of what the word leaves: 0.2 of 1.6 / 3.
  EXPECT_NEAR(line[1].alternatives[0].confidence, 0.2 / (1.6 / 3) * (1 - line[1].confidence), 1e-9);
}

TEST(ReadingVote, KeepsWhatWasReadFirstWhereOthersAreAsLikely) {
  const LineReading first = {ReadWord("1B", 10, 0.6)};
  const LineReading other = {ReadWord("18", 10, 0.6)};
  const LineReading hardly_surer = {ReadWord("18", 10, 0.62)};
  const LineReading surer = {ReadWord("18", 10, 0.7)};
  EXPECT_THAT(TextsOf(Vote(first, {other}, kBound)), ElementsAre("1B"));
  EXPECT_THAT(TextsOf(Vote(first, {hardly_surer}, kBound)), ElementsAre("1B"));
  EXPECT_THAT(TextsOf(Vote(first, {surer}, kBound)), ElementsAre("18"));
}

TEST(ReadingVote, CountsAlternativesOfAWordToo) {
  // Two of three read "7", hardly likelier than the "1" that the third is sure of.
  const LineReading first = {ReadWord("7", 10, 0.5, {{"1", 0.48}})};
  const LineReading second = {ReadWord("7", 10, 0.5, {{"1", 0.48}})};
  const LineReading third = {ReadWord("1", 10, 0.9, {{"7", 0.05}})};
  const LineReading line = Vote(first, {second, third}, kBound);
  EXPECT_THAT(TextsOf(line), ElementsAre("1"));
  EXPECT_NEAR(line[0].confidence, ConfidenceOfMean((0.48 + 0.48 + 0.9) / 3), 1e-9);
}

TEST(ReadingVote, LeavesSureWordsAsTheyAre) {
  const LineReading first = {ReadWord("so", 0, 0.9, {{"se", 0.05}}), ReadWord("1B", 10, 0.6)};
  const LineReading other = {ReadWord("se", 0, 0.99), ReadWord("1B", 10, 0.99)};
  const LineReading line = Vote(first, {other, other}, kBound);
  ASSERT_THAT(TextsOf(line), ElementsAre("so", "1B"));
  EXPECT_EQ(line[0].confidence, 0.9);
  EXPECT_EQ(line[0].alternatives, first[0].alternatives);
  EXPECT_GT(line[1].confidence, 0.6);
}

TEST(ReadingVote, WeighsTogetherWhatAReadingJoins) {
  const LineReading first = {ReadWord("HaNoi", 0, 0.4), ReadWord("nam", 20, 0.99)};
  const LineReading other = {ReadWord("Ha", 0, 0.9), ReadWord("Noi", 5, 0.9), ReadWord("nam", 20, 0.99)};
  const LineReading line = Vote(first, {other, other}, kBound);
  ASSERT_THAT(TextsOf(line), ElementsAre("Ha", "Noi", "nam"));
  EXPECT_EQ(line[1].characters.front().begin_step, 5);
  EXPECT_NEAR(line[0].confidence * line[1].confidence, ConfidenceOfMean(2 * 0.81 / 3), 1e-9);
  // And the other way round.
  const LineReading apart = {ReadWord("Ha", 0, 0.5), ReadWord("Noi", 5, 0.5)};
  EXPECT_THAT(TextsOf(Vote(apart, {{ReadWord("HaNoi", 0, 0.9)}}, kBound)), ElementsAre("HaNoi"));
}

TEST(ReadingVote, NeitherAddsAWordNorLeavesOneOut) {
  const LineReading first = {ReadWord("a", 0, 0.5), ReadWord("b", 30, 0.5)};
  const LineReading other = {ReadWord("a", 0, 0.9), ReadWord("x", 15, 0.9), ReadWord("b", 30, 0.9)};
  EXPECT_THAT(TextsOf(Vote(first, {other, other}, kBound)), ElementsAre("a", "b"));
  EXPECT_THAT(TextsOf(Vote(first, {{}, {}}, kBound)), ElementsAre("a", "b"));
  EXPECT_THAT(Vote({}, {other}, kBound), IsEmpty());
}

TEST(ReadingVote, DoubtsWhatOthersDoNotSee) {
  const LineReading first = {ReadWord("a", 0, 0.6)};
  EXPECT_NEAR(Vote(first, {{}, {}}, kBound)[0].confidence, ConfidenceOfMean(0.2), 1e-9);
}

}  // namespace
}  // namespace sohoa
