// SPDX-License-Identifier: Apache-2.0
#include "documents/acceptance.h"

#include <array>

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(Acceptance, TurnsAScoreIntoAProbabilityAlongItsCurve) {
  constexpr std::array kCurve = {CalibrationPoint{0.5, 0.2}, CalibrationPoint{0.9, 0.8}, CalibrationPoint{0.95, 0.99}};
  const Calibration calibration{"x", 0.9, kCurve};
  EXPECT_DOUBLE_EQ(ProbabilityOf(calibration, 0.1), 0.2);
  EXPECT_DOUBLE_EQ(ProbabilityOf(calibration, 0.7), 0.5);
  EXPECT_DOUBLE_EQ(ProbabilityOf(calibration, 0.9), 0.8);
  EXPECT_DOUBLE_EQ(ProbabilityOf(calibration, 1.0), 0.99);
  EXPECT_DOUBLE_EQ(ProbabilityOf({"x", 0, {}}, 0.37), 0.37);
}

TEST(Acceptance, HasRisingCurvesAndThresholdsThatAreProbabilities) {
  for (const Calibration& calibration : Calibrations()) {
    EXPECT_EQ(FindCalibration(calibration.code), &calibration) << calibration.code << " twice";
    EXPECT_GT(calibration.threshold, 0.5) << calibration.code;
    for (std::size_t i = 1; i < calibration.curve.size(); ++i) {
      EXPECT_GT(calibration.curve[i].score, calibration.curve[i - 1].score) << calibration.code;
      EXPECT_GE(calibration.curve[i].probability, calibration.curve[i - 1].probability) << calibration.code;
    }
  }
}

FieldValue Extracted(ReviewState review) {
  FieldValue field;
  field.code = "a_field_that_no_table_has";
  field.value = "05";
  field.confidence = 0.8;
  field.review = review;
  return field;
}

TEST(Acceptance, SaysWhyAPersonHasToLook) {
  FieldValue weak = Extracted(ReviewState::kNeedsReview);
  DecideReview(weak, {});
  EXPECT_EQ(weak.review_reason, "evidence_too_weak");
  EXPECT_DOUBLE_EQ(weak.score, 0.8);

  FieldValue contradicted = Extracted(ReviewState::kNeedsReview);
  contradicted.validation = {{"calendar_date", true}, {"same_date_in_appendix", false}};
  DecideReview(contradicted, {});
  EXPECT_EQ(contradicted.review_reason, "check_failed");

  FieldValue missing;
  missing.code = "code_number";
  missing.null_reason = "handwritten";
  DecideReview(missing, {});
  EXPECT_EQ(missing.review, ReviewState::kNeedsReview);
  EXPECT_EQ(missing.review_reason, "handwritten");

  FieldValue good = Extracted(ReviewState::kAutoAccepted);
  DecideReview(good, {});
  EXPECT_EQ(good.review, ReviewState::kAutoAccepted);
  EXPECT_EQ(good.review_reason, "");
}

TEST(Acceptance, TakesBackWhatIsTooImprobable) {
  for (const Calibration& calibration : Calibrations()) {
    if (calibration.code == "type" || calibration.curve.empty() || calibration.curve.front().probability >= calibration.threshold) continue;
    FieldValue field = Extracted(ReviewState::kAutoAccepted);
    field.code = std::string(calibration.code);
    field.confidence = 0;
    DecideReview(field, {});
    EXPECT_EQ(field.review, ReviewState::kNeedsReview) << calibration.code;
    EXPECT_EQ(field.review_reason, "probability_too_low");
  }
}

TEST(Acceptance, TrustsAValueLessOnAPageThatWasReadBadly) {
  constexpr PageEvidence kGood{0.97, 0.02, 0.0};
  constexpr PageEvidence kBad{0.80, 0.4, 0.2};
  std::size_t weighed = 0;
  for (const Calibration& calibration : Calibrations()) {
    if (calibration.weights == nullptr) continue;
    ++weighed;
    const double good = WithEvidence(*calibration.weights, 0.95, kGood, 0);
    EXPECT_GT(good, WithEvidence(*calibration.weights, 0.95, kBad, 0)) << calibration.code;
    EXPECT_GE(good, WithEvidence(*calibration.weights, 0.6, kGood, 0)) << calibration.code;
    EXPECT_GE(good, WithEvidence(*calibration.weights, 0.95, kGood, 1)) << calibration.code;
  }
  EXPECT_GT(weighed, 0u);
}

TEST(PageEvidence, CountsWordsThatCannotBeVietnamese) {
  EXPECT_DOUBLE_EQ(UnknownShare("Về việc tăng cường kiểm tra 05 hồ sơ của UBND"), 0);
  EXPECT_DOUBLE_EQ(UnknownShare("tăng cưng kmả tra"), 0.25) << "one of four";
  EXPECT_DOUBLE_EQ(UnknownShare(""), 0);
  PageRecord page;
  EXPECT_DOUBLE_EQ(EvidenceOf(page).confidence, 0);
  std::vector<Word>& words = page.text.blocks.emplace_back().lines.emplace_back().words;
  words.resize(2);
  words[0].text = "tra";
  words[0].confidence = 0.9;
  words[1].text = "kmả";
  words[1].confidence = 0.5;
  EXPECT_NEAR(EvidenceOf(page).confidence, (0.9 * 3 + 0.5 * 5) / 8, 1e-9);
  EXPECT_DOUBLE_EQ(EvidenceOf(page).doubtful, 0.5);
  EXPECT_DOUBLE_EQ(EvidenceOf(page).unknown, 0.5);
}

}  // namespace
}  // namespace sohoa
