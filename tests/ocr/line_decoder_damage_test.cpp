// SPDX-License-Identifier: Apache-2.0
//
// Models whose bytes are not what they were.
#include <random>

#include <gtest/gtest.h>

#include "ocr/lines/code_recoder.h"
#include "ocr/lines/line_decoder.h"
#include "ocr/lines/unichar_set.h"
#include "ocr/made_line_model.h"

namespace sohoa {
namespace {

constexpr const char* kModel = "/usr/share/tesseract-ocr/5/tessdata/vie.traineddata";
constexpr int kNullCode = 268;
constexpr ModelPart kParts[] = {ModelPart::kUnicharset, ModelPart::kRecoder,
                                ModelPart::kPunctuationDawg, ModelPart::kWordDawg,
                                ModelPart::kNumberDawg};

std::map<ModelPart, std::string> VietnameseParts() {
  Result<TrainedData> model = TrainedData::Open(kModel);
  if (!model) throw std::runtime_error(model.status().ToString());
  return PartsOf(*model);
}

// Steps of noise with a few likely codes each, so that many paths live.
LineOutputs Noise(std::mt19937& random) {
  LineOutputs outputs;
  outputs.classes = kNullCode + 1;
  outputs.steps = 60;
  outputs.probabilities.assign(static_cast<std::size_t>(outputs.steps * outputs.classes), 1e-5F);
  std::uniform_int_distribution<int> any_code(0, kNullCode);
  for (int step = 0; step < outputs.steps; ++step) {
    for (const float probability : {0.5F, 0.3F, 0.15F}) {
      const int code = random() % 3 == 0 ? kNullCode : any_code(random);
      outputs.probabilities[static_cast<std::size_t>(step * outputs.classes + code)] = probability;
    }
  }
  return outputs;
}

TEST(DamagedLineModel, IsRefusedWhereAPartEndsEarly) {
  const std::map<ModelPart, std::string> parts = VietnameseParts();
  ASSERT_TRUE(LineDecoder::Load(MadeTrainedData(parts), kNullCode));
  for (const ModelPart part : kParts) {
    const std::size_t size = parts.at(part).size();
    for (std::size_t left = part == ModelPart::kUnicharset || part == ModelPart::kRecoder ? 0 : 1;
         left + 200 < size; left += size / 37) {
      std::map<ModelPart, std::string> damaged = parts;
      damaged[part].resize(left);
      const auto decoder = LineDecoder::Load(MadeTrainedData(damaged), kNullCode);
      ASSERT_FALSE(decoder) << "part " << static_cast<int>(part) << " cut to " << left;
      EXPECT_EQ(decoder.status().code(), StatusCode::kCorruption);
    }
  }
}

TEST(DamagedLineModel, IsRefusedOrReadsSomethingButNeverCrashes) {
  const std::map<ModelPart, std::string> parts = VietnameseParts();
  std::mt19937 random(5);
  const LineOutputs noise = Noise(random);
  for (const ModelPart part : kParts) {
    for (int round = 0; round < 60; ++round) {
      std::map<ModelPart, std::string> damaged = parts;
      std::string& bytes = damaged[part];
      const int flips = 1 << (round % 8);
      for (int i = 0; i < flips; ++i)
        bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
      const auto decoder = LineDecoder::Load(MadeTrainedData(damaged), kNullCode);
      if (decoder) {
        (*decoder)->Decode(noise);
      } else {
        EXPECT_EQ(decoder.status().code(), StatusCode::kCorruption);
      }
    }
  }
}

TEST(DamagedLineModel, DoesNotMakeItReserveWhatTheFileCannotHold) {
  std::map<ModelPart, std::string> parts = VietnameseParts();
  parts[ModelPart::kUnicharset].replace(0, 3, "999999999");
  EXPECT_FALSE(LineDecoder::Load(MadeTrainedData(parts), kNullCode));
  parts = VietnameseParts();
  parts[ModelPart::kWordDawg].replace(6, 4, "\xff\xff\xff\x7f");
  EXPECT_FALSE(LineDecoder::Load(MadeTrainedData(parts), kNullCode));
  parts = VietnameseParts();
  parts[ModelPart::kRecoder].replace(5, 4, "\xff\xff\xff\x7f");
  EXPECT_FALSE(LineDecoder::Load(MadeTrainedData(parts), kNullCode));
}

TEST(DamagedLineModel, IsRefusedWhereThePartsAreOfDifferentModels) {
  const std::map<ModelPart, std::string> parts = VietnameseParts();
  EXPECT_FALSE(LineDecoder::Load(MadeTrainedData(parts), kNullCode + 1));
  for (const ModelPart missing : {ModelPart::kUnicharset, ModelPart::kRecoder}) {
    std::map<ModelPart, std::string> without = parts;
    without.erase(missing);
    EXPECT_FALSE(LineDecoder::Load(MadeTrainedData(without), kNullCode));
  }
  std::map<ModelPart, std::string> other = parts;
  other[ModelPart::kWordDawg] = MadeDawg({{3, 4}}, 9);
  EXPECT_FALSE(LineDecoder::Load(MadeTrainedData(other), kNullCode));
}

TEST(UnicharSet, KnowsTheCharactersOfVietnamese) {
  const Result<UnicharSet> unichars =
      UnicharSet::Parse(VietnameseParts().at(ModelPart::kUnicharset));
  ASSERT_TRUE(unichars);
  EXPECT_EQ(unichars->size(), 270);
  EXPECT_EQ(unichars->Text(UnicharSet::kSpace), " ");
  int digits = 0;
  bool has_tone = false;
  for (int id = 0; id < unichars->size(); ++id) {
    digits += unichars->IsDigit(id) ? 1 : 0;
    has_tone = has_tone || unichars->Text(id) == "ẵ";
    EXPECT_FALSE(unichars->IsUnspaced(id));
  }
  EXPECT_EQ(digits, 11);  // the broken character counts as one
  EXPECT_TRUE(has_tone);
  EXPECT_TRUE(unichars->words_are_spaced());
}

TEST(UnicharSet, SpellsLigaturesThatUnicodeLacks) {
  const Result<UnicharSet> unichars = UnicharSet::Parse(MadeUnicharset({" ", "\uE003", "ﬁ"}));
  ASSERT_TRUE(unichars);
  EXPECT_EQ(unichars->Text(1), "ct");
}

TEST(CodeRecoder, FollowsSequencesAndTellsTheLastOfEqualOnes) {
  const Result<CodeRecoder> recoder =
      CodeRecoder::Parse(MadeRecoder({{0}, {4}, {4}, {1}, {1, 2}, {1, 2, 3}}), 6);
  ASSERT_TRUE(recoder) << recoder.status().ToString();
  EXPECT_EQ(recoder->code_range(), 5);
  EXPECT_EQ(recoder->Follow(CodeRecoder::kRoot, 4).unichar, 2);
  const CodeRecoder::Step first = recoder->Follow(CodeRecoder::kRoot, 1);
  EXPECT_EQ(first.unichar, 3);
  const CodeRecoder::Step second = recoder->Follow(first.state, 2);
  EXPECT_EQ(second.unichar, 4);
  EXPECT_EQ(recoder->Follow(second.state, 3).unichar, 5);
  EXPECT_EQ(recoder->Follow(second.state, 2).unichar, UnicharSet::kNone);
  EXPECT_EQ(recoder->Codes(5).size(), 3u);
}

}  // namespace
}  // namespace sohoa
