// SPDX-License-Identifier: Apache-2.0
//
// Numbers and days that a reader of digits has read, beside what the reader of print made of them.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "documents/page_layout.h"
#include "support/check_understanding.h"

namespace sohoa {
namespace {

// The slot that begins behind one word of the last line and ends before another.
DigitSlot Slot(const PageLayout& page, std::size_t line, DigitSlotKind kind, bool print, std::vector<WordAlternative> readings) {
  const Line& on = page.record().text.blocks.front().lines[line];
  return {kind, {on.box.left, on.box.top - 20, on.box.right, on.box.bottom + 10}, print, std::move(readings)};
}

// A plan whose number and day were left to the pen.
struct PenPlan {
  PageLayout page;

  PenPlan(std::vector<WordAlternative> number, std::vector<WordAlternative> day, const std::string& rest = "tháng 10 năm 2018") {
    Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
    page.Line(0.17, 0.12, "Số:").Gap(0.06).Add("/KH-SXD");
    page.Line(0.58, 0.12, "Ninh Bình, ngày").Add("0Ð", 0.4).Add(rest);
    page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình");
    page.record().text.digit_model = "sohoa digits 1";
    page.record().text.digit_slots = {Slot(page, 4, DigitSlotKind::kNumber, false, std::move(number)),
                                      Slot(page, 5, DigitSlotKind::kDay, false, std::move(day))};
  }
};

TEST(PenNumber, IsGivenWithItsProbabilityAndWaitsForAPerson) {
  const PenPlan plan({{"85", 0.7}, {"35", 0.2}}, {{"04", 0.9}});

  const ReadDocument read = Understand({&plan.page.record()});

  const FieldValue& number = Field(read, "code_number");
  EXPECT_EQ(number.value, "85");
  EXPECT_NEAR(number.score, 0.7, 1e-9);
  EXPECT_EQ(number.review, ReviewState::kNeedsReview);
  EXPECT_EQ(number.source_engine, "sohoa digits 1");
  ASSERT_FALSE(number.alternatives.empty());
  EXPECT_EQ(number.alternatives.front().value, "35");
  ASSERT_FALSE(number.locations.empty()) << "where a person can look";
}

TEST(PrintedNumber, IsNotLongerForASlotThatRanIntoItsYear) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "BỘ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 50/2011/TT-BXD").Line(0.58, 0.12, "Hà Nội, ngày 04 tháng 10 năm 2011");
  page.Centre(0.17, "THÔNG TƯ").Centre(0.19, "Hướng dẫn chất lượng công trình");
  page.record().text.digit_model = "sohoa digits 1";
  page.record().text.digit_slots = {Slot(page, 4, DigitSlotKind::kNumber, false, {{"502", 0.8}})};

  EXPECT_EQ(Understand({&page.record()}).Value("code_number"), "50");
}

TEST(PenNumber, ThatIsSureStillWaitsForAPerson) {
  const PenPlan plan({{"85", 0.999}}, {{"04", 0.999}});
  const ReadDocument read = Understand({&plan.page.record()});
  EXPECT_EQ(Field(read, "code_number").review, ReviewState::kNeedsReview);
  EXPECT_EQ(Field(read, "issued_date").review, ReviewState::kNeedsReview);
}

PageLayout Appendix(const std::string& number) {
  PageLayout appendix;
  appendix.Centre(0.08, "PHỤ LỤC NHIỆM VỤ CỤ THỂ");
  appendix.Line(0.2, 0.11, "(Kèm theo Kế hoạch số " + number + "/KH-SXD ngày 04 tháng 10 năm 2018");
  appendix.Line(0.3, 0.13, "của Sở Xây dựng)");
  return appendix;
}

TEST(PenNumber, IsChosenByWhatTheAppendixSays) {
  const PenPlan plan({{"35", 0.5}, {"85", 0.4}}, {{"04", 0.9}});
  const PageLayout appendix = Appendix("85");

  const ReadDocument read = Understand({&plan.page.record(), &appendix.record()});

  EXPECT_EQ(Field(read, "code_number").value, "85");
  EXPECT_EQ(Field(read, "code_number").review, ReviewState::kAutoAccepted) << "a pen's number and a printed one agree";
  EXPECT_EQ(read.Value("issued_date"), "2018-10-04");
  EXPECT_EQ(Field(read, "issued_date").review, ReviewState::kAutoAccepted);
}

TEST(PenNumber, ThatTheAppendixContradictsKeepsItsReadingAndSaysSo) {
  const PenPlan plan({{"85", 0.9}}, {{"04", 0.9}});
  const PageLayout appendix = Appendix("05");

  const ReadDocument read = Understand({&plan.page.record(), &appendix.record()});

  const FieldValue& number = Field(read, "code_number");
  EXPECT_EQ(number.value, "85");
  EXPECT_LE(number.score, 0.5);
  EXPECT_EQ(number.review, ReviewState::kNeedsReview);
  EXPECT_TRUE(std::any_of(number.alternatives.begin(), number.alternatives.end(), [](const FieldAlternative& a) { return a.value == "05"; }));
  EXPECT_TRUE(std::any_of(number.validation.begin(), number.validation.end(),
                          [](const FieldValidation& v) { return v.rule == "same_number_in_appendix" && !v.pass; }));
}

TEST(PrintedNumber, IsAcceptedWhereBothReadersSayTheSame) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/KH-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình năm 2019");
  page.record().text.digit_slots = {Slot(page, 4, DigitSlotKind::kNumber, true, {{"85", 0.99}})};
  EXPECT_EQ(Field(Understand({&page.record()}), "code_number").review, ReviewState::kAutoAccepted);

  page.record().text.digit_slots = {Slot(page, 4, DigitSlotKind::kNumber, true, {{"35", 0.99}})};
  const ReadDocument contradicted = Understand({&page.record()});
  EXPECT_EQ(Field(contradicted, "code_number").value, "85") << "the reader of print knows more faces";
  EXPECT_EQ(Field(contradicted, "code_number").review, ReviewState::kNeedsReview);
}

TEST(PrintedNumber, ThatAPenMayHaveWrittenIsNotAcceptedUnseen) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/KH-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình năm 2019");
  page.record().text.digit_slots = {Slot(page, 4, DigitSlotKind::kNumber, false, {{"85", 0.99}})};
  EXPECT_EQ(Field(Understand({&page.record()}), "code_number").review, ReviewState::kNeedsReview);
}

TEST(PenDay, IsGivenAsADateAndWaitsForAPerson) {
  const PenPlan plan({}, {{"04", 0.8}, {"09", 0.1}});

  const ReadDocument read = Understand({&plan.page.record()});

  const FieldValue& date = Field(read, "issued_date");
  EXPECT_EQ(date.normalized, "2018-10-04");
  EXPECT_EQ(date.value, "ngày 04 tháng 10 năm 2018");
  EXPECT_EQ(date.review, ReviewState::kNeedsReview);
  EXPECT_LE(date.score, 0.85);
  EXPECT_EQ(date.alternatives.front().normalized, "2018-10-09");
}

TEST(PenDay, IsOneThatTheMonthHas) {
  const PenPlan plan({}, {{"31", 0.6}, {"21", 0.3}}, "tháng 9 năm 2018");
  EXPECT_EQ(Understand({&plan.page.record()}).Value("issued_date"), "2018-09-21");
}

TEST(PenDay, IsNotBehindTheDayOnWhichThePaperWasSigned) {
  PenPlan plan({}, {{"17", 0.5}, {"11", 0.4}});
  plan.page.Line(0.6, 0.03, "12.10.2018 07:49:43 +07:00", 0.96, InkKind::kStamp);
  EXPECT_EQ(Understand({&plan.page.record()}).Value("issued_date"), "2018-10-11");
}

TEST(PenDay, IsRatherAWorkingDay) {
  const PenPlan plan({}, {{"07", 0.42}, {"01", 0.4}});  // a Sunday, a Monday
  EXPECT_EQ(Understand({&plan.page.record()}).Value("issued_date"), "2018-10-01");
}

TEST(PenMonth, IsReadWhereTheReaderOfPrintCouldNot) {
  PenPlan plan({}, {{"04", 0.8}}, "tháng {D năm 2018");
  DigitSlot month = Slot(plan.page, 5, DigitSlotKind::kMonth, false, {{"10", 0.8}, {"11", 0.1}});
  plan.page.record().text.digit_slots.push_back(month);

  const ReadDocument read = Understand({&plan.page.record()});

  EXPECT_EQ(read.Value("issued_date"), "2018-10-04");
  EXPECT_EQ(Field(read, "issued_date").review, ReviewState::kNeedsReview);
}

}  // namespace
}  // namespace sohoa
