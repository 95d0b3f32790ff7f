// SPDX-License-Identifier: Apache-2.0
#include "language/language_model.h"

#include <gtest/gtest.h>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

class Model : public testing::Test {
 protected:
  void SetUp() override {
    Result<std::shared_ptr<const LanguageModel>> opened = BuiltInLanguageModel();
    ASSERT_TRUE(opened) << opened.status().message();
    model_ = *opened;
  }
  TokenId Of(const std::string& text) const {
    return model_->Find(ExactKey(text), FoldedKey(text));
  }

  std::shared_ptr<const LanguageModel> model_;
};

TEST_F(Model, GivesProbabilitiesThatSumToOne) {
  for (const TokenId before :
       {kBoundaryToken, kNumberToken, kForeignToken, Of("tổ"), Of("quyết"), Of("ỷ")}) {
    double sum = 0;
    for (std::size_t token = 0; token < model_->counts().tokens.size(); ++token) {
      sum += model_->Probability(before, static_cast<TokenId>(token));
    }
    EXPECT_NEAR(sum, 1, 1e-4) << before;
  }
}

TEST_F(Model, KnowsWhatLawsSay) {
  EXPECT_GT(model_->LogProbability(Of("quyết"), Of("định")),
            model_->LogProbability(Of("quyết"), Of("đình")) + 3);
  EXPECT_GT(model_->LogProbability(Of("tổ"), Of("chức")), -1);
  EXPECT_GT(model_->LogProbability(Of("số"), kNumberToken), -2);
}

TEST_F(Model, HasNoZeroForWhatItHasNeverSeen) {
  EXPECT_EQ(model_->PairCount(Of("thuế"), Of("giếng")), 0u);
  EXPECT_GT(model_->Probability(Of("thuế"), Of("giếng")), 0);
}

TEST_F(Model, FindsSyllablesByTheirPlainLetters) {
  const LanguageModel::Range range = model_->WithPlainLetters("to");
  bool found = false;
  for (TokenId id = range.begin; id < range.end; ++id) found = found || model_->Text(id) == "tổ";
  EXPECT_TRUE(found);
  EXPECT_EQ(model_->WithPlainLetters("xqz").begin, model_->WithPlainLetters("xqz").end);
  EXPECT_EQ(model_->Find("xqz", "xqz"), kForeignToken);
}

TEST_F(Model, IsOneForTheWholeProcess) {
  const Result<std::shared_ptr<const LanguageModel>> again = BuiltInLanguageModel();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->get(), model_.get());
}

}  // namespace
}  // namespace sohoa
