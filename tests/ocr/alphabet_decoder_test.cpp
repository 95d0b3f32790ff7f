// SPDX-License-Identifier: Apache-2.0
//
// Decoding with a plain alphabet: no recoder, no dictionary.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ocr/lines/line_decoder.h"

namespace sohoa {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The space stands in the midst of it, as it may.
constexpr std::u32string_view kAlphabet = U"abhn àạ0";

// Steps one after the other, spelt with characters of the alphabet; '_' is class 0.
LineOutputs Spelt(std::u32string_view steps, float probability = 0.97F) {
  LineOutputs outputs;
  outputs.classes = static_cast<int>(kAlphabet.size()) + 1;
  for (const char32_t character : steps) {
    std::vector<float> step(kAlphabet.size() + 1, (1 - probability) / static_cast<float>(kAlphabet.size()));
    step[character == U'_' ? 0 : kAlphabet.find(character) + 1] = probability;
    outputs.probabilities.insert(outputs.probabilities.end(), step.begin(), step.end());
    ++outputs.steps;
  }
  return outputs;
}

std::vector<std::string> Read(const LineOutputs& outputs) {
  std::vector<std::string> texts;
  for (const DecodedWord& word : LineDecoder::ForAlphabet(kAlphabet)->Decode(outputs)) texts.push_back(word.text);
  return texts;
}

TEST(AlphabetDecoder, SpellsWhatTheStepsSay) {
  EXPECT_THAT(Read(Spelt(U"_nn_h_à_")), ElementsAre("nhà"));
  EXPECT_THAT(Read(Spelt(U"nhà")), ElementsAre("nhà"));
  EXPECT_THAT(Read(Spelt(U"0")), ElementsAre("0"));
}

TEST(AlphabetDecoder, MakesWordsOfWhatStandsBetweenSpaces) {
  EXPECT_THAT(Read(Spelt(U"_nhà  bạn_ _a")), ElementsAre("nhà", "bạn", "a"));
  EXPECT_THAT(Read(Spelt(U" a _ b ")), ElementsAre("a", "b"));
  EXPECT_THAT(Read(Spelt(U"  _  ")), IsEmpty());
}

TEST(AlphabetDecoder, ReadsALetterTwiceOnlyWhereNothingStandsBetween) {
  EXPECT_THAT(Read(Spelt(U"baaab")), ElementsAre("bab"));
  EXPECT_THAT(Read(Spelt(U"ba_ab")), ElementsAre("baab"));
}

TEST(AlphabetDecoder, TakesClassZeroForNothing) {
  EXPECT_THAT(Read(Spelt(U"____")), IsEmpty());
  EXPECT_THAT(Read(Spelt(U"__a____")), ElementsAre("a"));
  LineOutputs none;
  none.classes = static_cast<int>(kAlphabet.size()) + 1;
  EXPECT_THAT(Read(none), IsEmpty());
}

TEST(AlphabetDecoder, SaysHowSureItIsAndWhatElseThereMightBe) {
  LineOutputs outputs = Spelt(U"n_h_à_b");
  const auto at = [&](int step, char32_t character) -> float& {
    return outputs.probabilities[static_cast<std::size_t>(step * outputs.classes) + kAlphabet.find(character) + 1];
  };
  at(4, U'à') = 0.6F;
  at(4, U'ạ') = 0.38F;
  const std::vector<DecodedWord> words = LineDecoder::ForAlphabet(kAlphabet)->Decode(outputs);
  ASSERT_EQ(words.size(), 1U);
  const DecodedWord& word = words.front();
  EXPECT_EQ(word.text, "nhàb");
  EXPECT_FALSE(word.in_dictionary);
  ASSERT_EQ(word.characters.size(), 4U);
  EXPECT_GT(word.characters[0].confidence, 0.9);
  EXPECT_LT(word.confidence, 0.9);
  ASSERT_FALSE(word.alternatives.empty());
  EXPECT_EQ(word.alternatives.front().text, "nhạb");
  ASSERT_FALSE(word.characters[2].alternatives.empty());
  EXPECT_EQ(word.characters[2].alternatives.front().text, "ạ");
  EXPECT_LE(word.characters[1].end_step, word.characters[2].begin_step);
}

TEST(AlphabetDecoder, RefusesOutputsOfAnotherModel) {
  LineOutputs outputs = Spelt(U"nh");
  outputs.classes -= 1;
  EXPECT_THAT(Read(outputs), IsEmpty());
}

TEST(AlphabetDecoder, IsSureOfALetterThatANetworkWaversOver) {
  // A wide letter: from step to step the network sees it or nothing, as likely the one as the other.
  LineOutputs outputs = Spelt(U"_n_aaa_h_", 0.999F);
  const auto at = [&](int step, char32_t character) -> float& {
    const std::size_t code = character == U'_' ? 0 : kAlphabet.find(character) + 1;
    return outputs.probabilities[static_cast<std::size_t>(step * outputs.classes) + code];
  };
  for (const int step : {3, 5}) {
    at(step, U'a') = 0.49F;
    at(step, U'_') = 0.49F;
  }
  const std::vector<DecodedWord> words = LineDecoder::ForAlphabet(kAlphabet)->Decode(outputs);
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].text, "nah");
  EXPECT_GT(words[0].confidence, 0.9);
  EXPECT_GT(words[0].characters[1].confidence, 0.9);
}

TEST(AlphabetDecoder, GivesWordsAProbabilityThatThoseOfTheirReadingsShare) {
  LineOutputs outputs = Spelt(U"n_h_à_", 0.999F);
  const auto at = [&](int step, char32_t character) -> float& {
    return outputs.probabilities[static_cast<std::size_t>(step * outputs.classes) + kAlphabet.find(character) + 1];
  };
  at(4, U'à') = 0.6F;
  at(4, U'ạ') = 0.39F;
  const std::vector<DecodedWord> words = LineDecoder::ForAlphabet(kAlphabet)->Decode(outputs);
  ASSERT_EQ(words.size(), 1U);
  EXPECT_NEAR(words[0].confidence, 0.6, 0.02);
  ASSERT_FALSE(words[0].alternatives.empty());
  EXPECT_EQ(words[0].alternatives[0].text, "nhạ");
  EXPECT_NEAR(words[0].alternatives[0].confidence, 0.39, 0.02);
}

TEST(AlphabetDecoder, DoubtsAWordWhoseSpaceIsDoubtful) {
  LineOutputs outputs = Spelt(U"_a_ _b_", 0.999F);
  const std::size_t space = static_cast<std::size_t>(3 * outputs.classes) + kAlphabet.find(U' ') + 1;
  outputs.probabilities[space] = 0.55F;
  outputs.probabilities[static_cast<std::size_t>(3 * outputs.classes)] = 0.44F;
  const std::vector<DecodedWord> words = LineDecoder::ForAlphabet(kAlphabet)->Decode(outputs);
  ASSERT_EQ(words.size(), 2U);
  for (const DecodedWord& word : words) EXPECT_NEAR(word.confidence, 0.55, 0.02) << word.text;
}

// "to chuc", the first vowel one of three.
LineOutputs UnsureOfATone(std::u32string_view alphabet) {
  LineOutputs outputs;
  outputs.classes = static_cast<int>(alphabet.size()) + 1;
  for (const char32_t character : std::u32string_view(U"_t_ô_ c_h_ứ_c_")) {
    std::vector<float> step(alphabet.size() + 1, 1e-5F);
    const auto at = [&](char32_t c) -> float& { return step[c == U'_' ? 0 : alphabet.find(c) + 1]; };
    at(character) = 0.999F;
    if (character == U'ô') {
      at(U'ô') = 0.6F;
      at(U'ổ') = 0.3F;
      at(U'ố') = 0.09F;
    }
    outputs.probabilities.insert(outputs.probabilities.end(), step.begin(), step.end());
    ++outputs.steps;
  }
  return outputs;
}

TEST(AlphabetDecoder, ReadsWithALanguageWhatIsLikelyThereOfWhatTheNetworkLeavesOpen) {
  constexpr std::u32string_view kLetters = U" chtôổốứ";
  const LineOutputs outputs = UnsureOfATone(kLetters);
  const Result<std::shared_ptr<const LanguageModel>> language = BuiltInLanguageModel();
  ASSERT_TRUE(language);
  EXPECT_EQ(LineDecoder::ForAlphabet(kLetters)->Decode(outputs).front().text, "tô");
  const std::vector<DecodedWord> words = LineDecoder::ForAlphabet(kLetters, *language)->Decode(outputs);
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].text, "tổ");
  EXPECT_EQ(words[0].characters[1].text, "ổ");
  EXPECT_GT(words[0].confidence, 0.9);
  ASSERT_FALSE(words[0].alternatives.empty());
  EXPECT_EQ(words[0].alternatives[0].text, "tô");
  EXPECT_EQ(words[0].characters[1].alternatives[0].text, "ô");
  EXPECT_EQ(words[1].text, "chức");
}

TEST(AlphabetDecoder, PutsConfidencesRightByTheCurve) {
  constexpr std::u32string_view kLetters = U" chtôổốứ";
  const LineOutputs outputs = UnsureOfATone(kLetters);
  const Result<ConfidenceCurve> curve = ConfidenceCurve::Parse("[[0, 0], [0.5, 0.7], [1, 1]]");
  ASSERT_TRUE(curve);
  const DecodedWord plain = LineDecoder::ForAlphabet(kLetters)->Decode(outputs).front();
  const DecodedWord right = LineDecoder::ForAlphabet(kLetters, nullptr, *curve)->Decode(outputs).front();
  EXPECT_NEAR(right.confidence, curve->At(plain.confidence), 1e-9);
  ASSERT_FALSE(right.alternatives.empty());
  EXPECT_NEAR(right.alternatives[0].confidence / (1 - right.confidence), plain.alternatives[0].confidence / (1 - plain.confidence), 1e-6);
}

}  // namespace
}  // namespace sohoa
