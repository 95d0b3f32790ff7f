// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_prior.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sohoa {
namespace {

using ::testing::ElementsAre;

using Words = std::vector<std::vector<WordVariant>>;

class LinePriorTest : public testing::Test {
 protected:
  void SetUp() override {
    Result<std::shared_ptr<const LanguageModel>> opened = BuiltInLanguageModel();
    ASSERT_TRUE(opened) << opened.status().ToString();
    prior_.emplace(*opened);
  }

  std::vector<std::size_t> Choose(Words words) const { return prior_->Choose(words); }

  std::optional<LinePrior> prior_;
};

TEST_F(LinePriorTest, TakesTheSyllableThatItsNeighboursSpeakFor) {
  EXPECT_THAT(Choose({{{U"cơ", 1}}, {{U"quan", 1}}, {{U"tô", 0.6}, {U"tổ", 0.3}}, {{U"chức", 1}}}), ElementsAre(0, 0, 1, 0));
  EXPECT_THAT(Choose({{{U"QUYẾT", 1}}, {{U"ĐINH", 0.6}, {U"ĐỊNH", 0.3}}}), ElementsAre(0, 1));
}

TEST_F(LinePriorTest, WeighsTwoUnsureWordsTogether) {
  EXPECT_THAT(Choose({{{U"hợp", 1}}, {{U"tô", 0.5}, {U"tổ", 0.4}}, {{U"chúc", 0.5}, {U"chức", 0.4}}}), ElementsAre(0, 1, 1));
}

TEST_F(LinePriorTest, LeavesWhatTheNetworkIsFarSurerOf) {
  EXPECT_THAT(Choose({{{U"tô", 0.98}, {U"tổ", 0.0001}}, {{U"chức", 1}}}), ElementsAre(0, 0));
}

TEST_F(LinePriorTest, SaysNothingOfSyllablesThatStandAlone) {
  // However much commoner the other one is.
  EXPECT_THAT(Choose({{{U"quơ", 0.51}, {U"quở", 0.49}}}), ElementsAre(0));
  EXPECT_THAT(Choose({{{U"cùa", 0.51}, {U"của", 0.49}}}), ElementsAre(0));
  EXPECT_THAT(Choose({{{U"lã", 0.51}, {U"là", 0.49}}}), ElementsAre(0));
}

TEST_F(LinePriorTest, PrefersWhatSpellingAllows) {
  EXPECT_THAT(Choose({{{U"hiẹn", 0.45}, {U"hiện", 0.4}}}), ElementsAre(1));
}

TEST_F(LinePriorTest, JudgesOnlyWordsOfVietnameseLetters) {
  for (const std::u32string_view word : {U"61/2018/NĐ-CP", U"2018", U"UBND", U"TTr", U"–", U"e-mail", U""}) {
    EXPECT_FALSE(LinePrior::MayBeJudged(word));
    EXPECT_FALSE(prior_->Knows(word));
  }
  EXPECT_FALSE(LinePrior::MayBeJudged(U"à"));  // a list has such letters
  EXPECT_TRUE(LinePrior::MayBeJudged(U"(xuấh),"));
  EXPECT_FALSE(prior_->Knows(U"xuấh"));
  EXPECT_TRUE(prior_->Knows(U"“Xuất”;"));
  EXPECT_TRUE(prior_->Knows(U"hòa"));
  EXPECT_TRUE(prior_->Knows(U"hoà"));
}

TEST_F(LinePriorTest, SharesOutWhatTheNetworkGaveToAllVariants) {
  Words words = {{{U"tô", 0.6}, {U"tổ", 0.3}}, {{U"chức", 1}}};
  prior_->Choose(words);
  EXPECT_NEAR(words[0][0].probability + words[0][1].probability, 0.9, 1e-9);
  EXPECT_GT(words[0][1].probability, 0.8);
  EXPECT_EQ(words[1][0].probability, 1);
  Words none;
  EXPECT_THAT(prior_->Choose(none), ElementsAre());
}

}  // namespace
}  // namespace sohoa
