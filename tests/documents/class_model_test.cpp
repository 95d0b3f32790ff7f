// SPDX-License-Identifier: Apache-2.0
#include "documents/class_model.h"

#include <numeric>

#include <gtest/gtest.h>

#include "documents/page_layout.h"
#include "samples/faultless_reading.h"
#include "samples/sample_classes.h"

namespace sohoa {
namespace {

std::vector<PageRecord> Drawn(std::string_view code, std::uint64_t seed) {
  DrawOptions options;
  options.dpi = 72;
  options.seal = false;
  std::vector<PageRecord> pages;
  const auto truth = DrawClass(*FindSampleClass(code), seed, options, [&](SamplePage page) {
    pages.push_back(FaultlessReading(page.truth));
    return Status();
  });
  EXPECT_TRUE(truth) << truth.status().ToString();
  return pages;
}

// The lines whose folded words begin so.
void Erase(PageRecord& page, std::string_view begin) {
  for (Block& block : page.text.blocks) {
    std::erase_if(block.lines, [&](const Line& line) { return WordsKey(LineText(line)).starts_with(begin); });
  }
}

DocumentType TypeOf(const PageRecord& page) { return ClassifyDocument({&page}); }

ClassModel::Parts SmallModel() {
  ClassModel::Parts parts;
  parts.made_by = "made by a test";
  parts.classes = {"KH", "other"};
  parts.scales = {0.5F, 0.5F};
  parts.offsets = {-2, -2};
  parts.weights.resize(kClassFeaturePlaces);
  parts.weights[7] = {{0, 20}};
  return parts;
}

TEST(ClassModel, GivesWhatNoClassClaimsToNoneOfThem) {
  const ClassModel model(SmallModel());

  const auto plan = model.Probabilities({{7, 1.0F}});
  EXPECT_EQ(plan.front().code, "KH");
  EXPECT_GT(plan.front().probability, 0.8);
  const auto nothing = model.Probabilities({{8, 1.0F}});
  EXPECT_EQ(nothing.front().code, "other");
  for (const auto& all : {plan, nothing}) {
    EXPECT_NEAR(std::accumulate(all.begin(), all.end(), 0.0, [](double sum, const auto& one) { return sum + one.probability; }), 1, 1e-9);
  }
}

TEST(ClassModel, ComesBackFromItsBytesAndRefusesOthers) {
  const ClassModel::Parts parts = SmallModel();
  const std::string bytes = EncodeClassModel(parts);

  const auto read = DecodeClassModel(bytes);
  ASSERT_TRUE(read) << read.status().ToString();
  EXPECT_EQ(read->made_by, parts.made_by);
  EXPECT_EQ(read->classes, parts.classes);
  EXPECT_EQ(read->weights[7].front().value, 20);
  EXPECT_EQ(DecodeClassModel(bytes.substr(0, bytes.size() - 1)).status().code(), StatusCode::kCorruption);
  EXPECT_EQ(DecodeClassModel(bytes + 'x').status().code(), StatusCode::kCorruption);
  EXPECT_EQ(DecodeClassModel("SOHOA").status().code(), StatusCode::kCorruption);
}

TEST(ClassModel, InTheProgramSaysWhatItWasMadeOf) {
  EXPECT_NE(BuiltInClassModel().made_by().find("liblinear"), std::string::npos);
  for (const std::string& code : BuiltInClassModel().parts().classes) {
    EXPECT_TRUE(code == "other" || FindDocumentClass(code) != nullptr) << code;
  }
}

TEST(Classify, FindsTheClassOfALandCertificateWithoutItsTitle) {
  PageRecord page = Drawn("D11", 77001).front();
  ASSERT_EQ(TypeOf(page).code, "D11");
  Erase(page, "giay chung nhan");
  Erase(page, "quyen su dung dat");
  Erase(page, "quyen so huu");

  EXPECT_EQ(TypeOf(page).code, "D11");
  EXPECT_EQ(TypeOf(page).review, ReviewState::kNeedsReview);
}

TEST(Classify, TellsTheSpecialContractWhoseTitleLostItsEnd) {
  PageRecord page = Drawn("D13", 77002).front();
  for (Line& line : page.text.blocks.front().lines) {
    if (WordsKey(LineText(line)).starts_with("hop dong chuyen")) line.words.resize(2);
    if (WordsKey(LineText(line)).starts_with("hop dong tang")) line.words.resize(2);
  }
  Erase(page, "quyen su dung dat");

  EXPECT_EQ(TypeOf(page).code, "D13");
}

TEST(Classify, SaysOfPapersOfNoneOfTheClassesThatTheyAreOfNone) {
  for (std::uint64_t seed = 77100; seed < 77130; ++seed) {
    const DocumentType type = TypeOf(Drawn("other", seed).front());
    EXPECT_EQ(type.code, "other") << "seed " << seed;
    EXPECT_EQ(type.review, ReviewState::kNeedsReview);
  }
}

TEST(Classify, DoesNotLetTheTextOverturnATitleAndANotationThatAgree) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "TỈNH NINH BÌNH");
  page.Line(0.13, 0.115, "Số: 12/KH-UBND").Line(0.55, 0.115, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.16, "KẾ HOẠCH").Centre(0.18, "Mua hóa đơn bán hàng");
  page.Line(0.12, 0.25, "Đơn vị bán hàng: Công ty Hoa Lâm").Line(0.12, 0.28, "Họ tên người mua hàng: Lò Văn Hạnh");
  page.Line(0.12, 0.31, "Mã số thuế: 0101234567").Line(0.12, 0.34, "Cộng tiền hàng: 1.000.000 Thuế suất GTGT: 10 %");

  EXPECT_EQ(TypeOf(page.record()).code, "KH");
  EXPECT_EQ(TypeOf(page.record()).review, ReviewState::kAutoAccepted);
}

}  // namespace
}  // namespace sohoa
