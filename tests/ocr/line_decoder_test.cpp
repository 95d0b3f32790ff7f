// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_decoder.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ocr/made_line_model.h"

namespace sohoa {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Letters of a few Vietnamese words, digits and marks.
MadeLineModel SmallModel() {
  MadeLineModel model(
      {"a", "b", "m", "à", "á", "n", "h", "O", "0", "1", "2", "5", ".", ",", "(", ")"});
  model.SetDictionary({"mà", "nhà", "an"}, {" ", "( )", " ,", " ."}, {"  ", " . "});
  return model;
}

std::unique_ptr<LineDecoder> Decoder(const MadeLineModel& model) {
  Result<std::unique_ptr<LineDecoder>> decoder =
      LineDecoder::Load(model.Build(), model.null_code());
  if (!decoder) throw std::runtime_error(decoder.status().ToString());
  return *std::move(decoder);
}

std::vector<std::string> Texts(const std::vector<DecodedWord>& words) {
  std::vector<std::string> texts;
  for (const DecodedWord& word : words) texts.push_back(word.text);
  return texts;
}

std::vector<std::string> Texts(const std::vector<WordAlternative>& alternatives) {
  std::vector<std::string> texts;
  for (const WordAlternative& alternative : alternatives) texts.push_back(alternative.text);
  return texts;
}

TEST(LineDecoder, SpellsWhatTheStepsSayAndSplitsAtSpaces) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line = MadeOutputs(model).Spell("ab mn a");
  EXPECT_THAT(Texts(Decoder(model)->Decode(line.outputs())), ElementsAre("ab", "mn", "a"));
}

TEST(LineDecoder, TakesALetterTwiceOnlyWhereANullStandsBetween) {
  const MadeLineModel model = SmallModel();
  const auto decoder = Decoder(model);
  const MadeOutputs once =
      MadeOutputs(model).Step({{"a", 0.98}}).Step({{"a", 0.97}}).Step({{"a", 0.98}});
  EXPECT_THAT(Texts(decoder->Decode(once.outputs())), ElementsAre("a"));
  const MadeOutputs twice =
      MadeOutputs(model).Step({{"a", 0.98}}).Step({{"", 0.97}}).Step({{"a", 0.98}});
  EXPECT_THAT(Texts(decoder->Decode(twice.outputs())), ElementsAre("aa"));
}

TEST(LineDecoder, CountsAStepBetweenALetterAndNothingForTheLetter) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line = MadeOutputs(model)
                               .Step({{"", 0.99}})
                               .Step({{"b", 0.5}, {"", 0.49}})
                               .Step({{"b", 0.98}})
                               .Step({{"", 0.99}});
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_THAT(Texts(words), ElementsAre("b"));
  EXPECT_GT(words[0].confidence, 0.9);  // ln 0.5 would make it 0.45
}

TEST(LineDecoder, PrefersAToneThatMakesAWord) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line =
      MadeOutputs(model).Spell("m").Step({{"á", 0.55}, {"à", 0.43}}).Step({{"", 0.99}});
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_THAT(Texts(words), ElementsAre("mà"));
  EXPECT_TRUE(words[0].in_dictionary);
  EXPECT_THAT(Texts(words[0].alternatives), ElementsAre("má"));
  ASSERT_EQ(words[0].characters.size(), 2u);
  EXPECT_THAT(Texts(words[0].characters[1].alternatives), ElementsAre("á"));
}

TEST(LineDecoder, ReadsAWordThatIsInNoDictionaryWhereTheNetworkIsSure) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line =
      MadeOutputs(model).Spell("m").Step({{"á", 0.97}, {"à", 0.02}}).Step({{"", 0.99}});
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_THAT(Texts(words), ElementsAre("má"));
  EXPECT_FALSE(words[0].in_dictionary);
}

TEST(LineDecoder, KnowsWordsWithinTheirPunctuation) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line = MadeOutputs(model)
                               .Spell("(nh")
                               .Step({{"á", 0.55}, {"à", 0.43}})
                               .Step({{"", 0.99}})
                               .Spell(") mà, an(");
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_THAT(Texts(words), ElementsAre("(nhà)", "mà,", "an("));
  EXPECT_TRUE(words[0].in_dictionary);
  EXPECT_TRUE(words[1].in_dictionary);
  EXPECT_FALSE(words[2].in_dictionary);  // no pattern has it
}

TEST(LineDecoder, ReadsNumbersByTheirPatterns) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line = MadeOutputs(model)
                               .Spell("1")
                               .Step({{"O", 0.55}, {"0", 0.43}})
                               .Step({{"", 0.99}})
                               .Spell(" 2.5");
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_THAT(Texts(words), ElementsAre("10", "2.5"));
  EXPECT_FALSE(words[0].in_dictionary);  // a number, no word
}

TEST(LineDecoder, JudgesAWordByItsLeastSureCharacter) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line = MadeOutputs(model).Spell("n", 0.97).Spell("b", 0.85).Spell("n", 0.97);
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_THAT(Texts(words), ElementsAre("nbn"));
  ASSERT_EQ(words[0].characters.size(), 3u);
  EXPECT_LT(words[0].characters[1].confidence, words[0].characters[0].confidence);
  EXPECT_DOUBLE_EQ(words[0].confidence, words[0].characters[1].confidence);
}

TEST(LineDecoder, TilesTheStepsOfAWordWithItsCharacters) {
  const MadeLineModel model = SmallModel();
  const MadeOutputs line = MadeOutputs(model).Spell("ab n");
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_EQ(words.size(), 2u);
  ASSERT_EQ(words[0].characters.size(), 2u);
  EXPECT_EQ(words[0].characters[0].begin_step, 0);
  EXPECT_EQ(words[0].characters[0].end_step, words[0].characters[1].begin_step);
  EXPECT_LE(words[0].characters[1].end_step, 6);  // where the space stands
  EXPECT_GE(words[1].characters[0].begin_step, 8);
  EXPECT_EQ(words[1].characters[0].end_step, line.outputs().steps);
}

TEST(LineDecoder, FindsNoWordsWhereThereIsNothing) {
  const MadeLineModel model = SmallModel();
  const auto decoder = Decoder(model);
  LineOutputs empty;
  empty.classes = model.classes();
  EXPECT_THAT(decoder->Decode(empty), IsEmpty());
  const MadeOutputs gap = MadeOutputs(model).Step({{"", 0.99}}).Step({{"", 0.99}});
  EXPECT_THAT(decoder->Decode(gap.outputs()), IsEmpty());
  const MadeOutputs spaces = MadeOutputs(model).Spell("  ");
  EXPECT_THAT(decoder->Decode(spaces.outputs()), IsEmpty());
  const MadeOutputs edges = MadeOutputs(model).Spell(" a  b ");
  EXPECT_THAT(Texts(decoder->Decode(edges.outputs())), ElementsAre("a", "b"));
}

TEST(LineDecoder, LivesThroughStepsWithoutALikelyCode) {
  const MadeLineModel model = SmallModel();
  MadeOutputs line = MadeOutputs(model).Spell("a");
  LineOutputs outputs = line.outputs();
  outputs.probabilities.resize(
      outputs.probabilities.size() + 3 * static_cast<std::size_t>(outputs.classes), 0.0F);
  outputs.steps += 3;
  EXPECT_THAT(Texts(Decoder(model)->Decode(outputs)), ElementsAre("a"));
  outputs.classes -= 1;  // another model's
  EXPECT_THAT(Decoder(model)->Decode(outputs), IsEmpty());
}

TEST(LineDecoder, NeedsNoDictionary) {
  const MadeLineModel model({"a", "b"});
  const MadeOutputs line = MadeOutputs(model).Spell("ab a");
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  EXPECT_THAT(Texts(words), ElementsAre("ab", "a"));
  EXPECT_FALSE(words[0].in_dictionary);
}

TEST(LineDecoder, JoinsAMarkOfItsOwnToItsLetter) {
  const MadeLineModel model({"a", "b", "\u0301"});
  const MadeOutputs line = MadeOutputs(model).Spell("a\u0301b");
  const std::vector<DecodedWord> words = Decoder(model)->Decode(line.outputs());
  ASSERT_THAT(Texts(words), ElementsAre("áb"));
  EXPECT_EQ(words[0].characters.size(), 2u);
}

TEST(LineDecoder, ReadsCharactersOfSeveralCodes) {
  // "가" is codes 2 3 4 in a row, "a" is code 1; a null may stand within.
  const std::map<ModelPart, std::string> parts{
      {ModelPart::kUnicharset, MadeUnicharset({" ", "Joined", "|Broken|0|1", "a", "가"})},
      {ModelPart::kRecoder, MadeRecoder({{0}, {5}, {5}, {1}, {2, 3, 4}})}};
  Result<std::unique_ptr<LineDecoder>> decoder = LineDecoder::Load(MadeTrainedData(parts), 5);
  ASSERT_TRUE(decoder) << decoder.status().ToString();
  LineOutputs outputs;
  outputs.classes = 6;
  for (const std::size_t code : {1u, 5u, 2u, 2u, 5u, 3u, 4u, 5u, 0u, 2u, 3u, 4u}) {
    std::vector<float> step(6, 0.01F);
    step[code] = 0.95F;
    outputs.probabilities.insert(outputs.probabilities.end(), step.begin(), step.end());
    ++outputs.steps;
  }
  EXPECT_THAT(Texts((*decoder)->Decode(outputs)), ElementsAre("a가", "가"));
}

TEST(LineDecoder, DecodesAlikeInSeveralThreads) {
  const MadeLineModel model = SmallModel();
  const auto decoder = Decoder(model);
  const MadeOutputs line = MadeOutputs(model).Spell("(nhà) mà 2.5 ab, an");
  const std::vector<std::string> expected = Texts(decoder->Decode(line.outputs()));
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (auto& texts : found) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) texts = Texts(decoder->Decode(line.outputs()));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& texts : found) EXPECT_EQ(texts, expected);
}

}  // namespace
}  // namespace sohoa
