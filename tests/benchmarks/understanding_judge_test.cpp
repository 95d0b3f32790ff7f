// SPDX-License-Identifier: Apache-2.0
#include "understanding_judge.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

FieldValue Field(std::string code, std::string normalized, ReviewState review = ReviewState::kNeedsReview) {
  FieldValue field;
  field.code = std::move(code);
  field.value = normalized;
  field.normalized = std::move(normalized);
  field.review = review;
  field.confidence = 0.9;
  return field;
}

Document Plan(std::vector<FieldValue> fields) {
  Document document;
  document.type = {"KH", "Kế hoạch", 0.99, ReviewState::kAutoAccepted};
  document.fields = std::move(fields);
  return document;
}

TrueDocument TruePlan(std::vector<TrueField> fields) {
  TrueDocument truth;
  truth.type = {"KH", {"KH"}, false};
  truth.fields = std::move(fields);
  return truth;
}

Outcome OutcomeOf(const FieldValue& found, const TrueField& wanted) {
  const Document document = Plan({found});
  return Judge(TruePlan({wanted}), &document).back().outcome;
}

TEST(Judge, TakesAClassFromThoseThatAreRight) {
  const Document plan = Plan({});

  EXPECT_EQ(Judge(TruePlan({}), &plan).front().outcome, Outcome::kRight);
  TrueDocument other;
  other.type = {"other", {"CV", "KH"}, true};
  EXPECT_EQ(Judge(other, &plan).front().outcome, Outcome::kWrong) << "none of the kinds is right";
  other.type.codes = {"CV"};
  EXPECT_EQ(Judge(other, &plan).front().outcome, Outcome::kRight);
}

TEST(Judge, CallsEverythingMissingWhereThereIsNoDocument) {
  const std::vector<Verdict> verdicts = Judge(TruePlan({{"subject", "subject", "Kiểm tra", Comparison::kSubject}}), nullptr);

  ASSERT_EQ(verdicts.size(), 2u);
  for (const Verdict& verdict : verdicts) EXPECT_EQ(verdict.outcome, Outcome::kMissing);
}

TEST(Judge, WantsNoDocumentOfBlankPages) {
  TrueDocument blank;
  blank.blank = true;
  const Document plan = Plan({});

  EXPECT_EQ(Judge(blank, nullptr).front().outcome, Outcome::kRight);
  EXPECT_EQ(Judge(blank, &plan).front().outcome, Outcome::kWrong);
}

TEST(Judge, CountsAnAcceptedErrorAsSilentAndADoubtedOneNot) {
  const TrueField wanted{"code_notation", "code_notation", "KH-SXD", Comparison::kNotation};
  const Document accepted = Plan({Field("code_notation", "KH-SYD", ReviewState::kAutoAccepted)});
  const Document doubted = Plan({Field("code_notation", "KH-SYD")});

  EXPECT_TRUE(Judge(TruePlan({wanted}), &accepted).back().silent());
  EXPECT_FALSE(Judge(TruePlan({wanted}), &doubted).back().silent());
}

TEST(Judge, ComparesNumbersWithoutLeadingNoughts) {
  const TrueField wanted{"code_number", "code_number", "05", Comparison::kNumber};

  EXPECT_EQ(OutcomeOf(Field("code_number", "5"), wanted), Outcome::kRight);
  EXPECT_EQ(OutcomeOf(Field("code_number", "50"), wanted), Outcome::kWrong);
}

TEST(Judge, MissesADayThatWasLeftOpenAndNotTheMonth) {
  const FieldValue found = Field("issued_date", "2018-04-XX");

  EXPECT_EQ(OutcomeOf(found, {"issued_date", "issued_date", "2018-04-05", Comparison::kDate}), Outcome::kMissing);
  EXPECT_EQ(OutcomeOf(found, {"issued_month", "issued_date", "2018-04-05", Comparison::kMonth}), Outcome::kRight);
  EXPECT_EQ(OutcomeOf(found, {"issued_month", "issued_date", "2018-05-05", Comparison::kMonth}), Outcome::kWrong);
}

TEST(Judge, ComparesSubjectsWithoutWhatMayStandInFront) {
  const TrueField wanted{"subject", "subject", "V/v: kiểm tra chất lượng công trình", Comparison::kSubject};

  EXPECT_EQ(OutcomeOf(Field("subject", "Về việc Kiểm tra chất lượng công trinh"), wanted), Outcome::kRight);
  EXPECT_EQ(OutcomeOf(Field("subject", "kiểm tra công trình"), wanted), Outcome::kWrong);
}

TEST(Judge, AllowsAnOrganWithAndWithoutItsSuperior) {
  const TrueField wanted{"organ_name", "organ_name", "Sở Xây dựng Ninh Bình", Comparison::kOrgan};
  FieldValue superior = Field("organ_superior", "Ủy ban nhân dân tỉnh Ninh Bình");
  const Document document = Plan({Field("organ_name", "Sở Xây dựng Ninh Bình"), superior});

  EXPECT_EQ(Judge(TruePlan({wanted}), &document).back().outcome, Outcome::kRight);
  EXPECT_EQ(OutcomeOf(Field("organ_name", "Sở Y tế Ninh Bình"), wanted), Outcome::kWrong);
}

TEST(Alikeness, IsTwiceTheCommonLettersByAllLetters) {
  EXPECT_DOUBLE_EQ(Alikeness("", ""), 1);
  EXPECT_DOUBLE_EQ(Alikeness("abcd", "bcde"), 0.75);
  EXPECT_DOUBLE_EQ(Alikeness("qabxcd", "abycdf"), 2.0 * 4 / 12);
  EXPECT_DOUBLE_EQ(Alikeness("ab", "xy"), 0);
}

Verdict Given(double confidence, bool right) {
  Verdict verdict;
  verdict.outcome = right ? Outcome::kRight : Outcome::kWrong;
  verdict.confidence = confidence;
  return verdict;
}

TEST(Score, HasNoCalibrationErrorWhereConfidenceIsTheShareThatIsRight) {
  const Score score = ScoreOf({Given(0.75, true), Given(0.75, true), Given(0.75, true), Given(0.75, false), Verdict()});

  EXPECT_EQ(score.count, 5u);
  EXPECT_EQ(score.right, 3u);
  EXPECT_EQ(score.wrong, 1u);
  EXPECT_EQ(score.missing, 1u);
  EXPECT_DOUBLE_EQ(score.calibration_error, 0);
}

TEST(Score, HasACalibrationErrorWhereConfidenceSaysTooMuch) {
  EXPECT_DOUBLE_EQ(ScoreOf({Given(1, true), Given(1, false)}).calibration_error, 0.5);
  EXPECT_DOUBLE_EQ(ScoreOf({Given(1, true), Given(0.25, true)}).calibration_error, 0.375);
}

TEST(Floors, AreKeptOrToldWithTheShareThatFellShort) {
  const auto verdict = [](std::string field, Outcome outcome, bool accepted) {
    Verdict made;
    made.field = std::move(field);
    made.outcome = outcome;
    made.accepted = accepted;
    return made;
  };
  const std::vector<Verdict> verdicts = {verdict("type", Outcome::kRight, true), verdict("subject", Outcome::kRight, true),
                                         verdict("subject", Outcome::kWrong, true), verdict("issued_month", Outcome::kMissing, false)};
  EXPECT_TRUE(FloorsMissed(verdicts, {{"type", 100}, {"fields", 50}, {"subject", 50}, {"silent", 25}}).empty());
  const std::vector<std::string> missed = FloorsMissed(verdicts, {{"type", 100}, {"fields", 50.1}, {"silent", 24.9}, {"place", 0}});
  ASSERT_EQ(missed.size(), 3u);
  EXPECT_TRUE(missed[0].starts_with("fields: 50 %")) << missed[0];
  EXPECT_TRUE(missed[1].starts_with("place: nothing")) << missed[1];
  EXPECT_TRUE(missed[2].starts_with("silent: 25 %")) << missed[2];
}

}  // namespace
}  // namespace sohoa
