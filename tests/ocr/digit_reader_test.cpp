// SPDX-License-Identifier: Apache-2.0
#include "ocr/digits/digit_reader.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ocr/digits/digit_decoder.h"
#include "ocr/digits/slot_finder.h"
#include "ocr/placed_lines.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

constexpr Box kPage{0, 0, 2480, 3508};

const SlotPlace* PlaceOf(const std::vector<SlotPlace>& places, DigitSlotKind kind) {
  const auto found = std::find_if(places.begin(), places.end(), [kind](const SlotPlace& place) { return place.kind == kind; });
  return found == places.end() ? nullptr : &*found;
}

TEST(DigitSlots, StandBetweenThePrintOfAHead) {
  const Line number = At(300, 400, "Số: 2c7 /KH-SXD", 40);
  const Line date = At(1300, 400, "Huế, ngày 1b tháng 10 năm 2018");

  const std::vector<SlotPlace> places = FindDigitSlots({date, number}, kPage);

  ASSERT_EQ(places.size(), 3u);
  const SlotPlace& slot = *PlaceOf(places, DigitSlotKind::kNumber);
  EXPECT_EQ(slot.left, number.words[0].box.right);
  EXPECT_EQ(slot.right, number.words[2].box.left);
  EXPECT_EQ(PlaceOf(places, DigitSlotKind::kDay)->left, date.words[1].box.right);
  EXPECT_EQ(PlaceOf(places, DigitSlotKind::kDay)->right, date.words[3].box.left);
  EXPECT_EQ(PlaceOf(places, DigitSlotKind::kMonth)->print, date.words[6].box);
}

TEST(DigitSlots, AreFoundWhereNothingWasReadInThemOrWordsRanTogether) {
  const Line empty = At(300, 400, "Số:");
  const Line notation = At(600, 400, "/QĐ-UBND");
  EXPECT_EQ(FindDigitSlots({empty, notation}, kPage).size(), 1u);

  const Line glued = At(1300, 400, "Huế, ngày17tháng 10 năm 2018");
  const std::vector<SlotPlace> places = FindDigitSlots({glued}, kPage);
  ASSERT_NE(PlaceOf(places, DigitSlotKind::kDay), nullptr);
  EXPECT_EQ(PlaceOf(places, DigitSlotKind::kDay)->right - PlaceOf(places, DigitSlotKind::kDay)->left, 2 * kPlacedLetter);

  const Line pen_over_print = At(1300, 400, "Huế, ngày 9 tháng {Dhăm 2017");
  EXPECT_EQ(FindDigitSlots({pen_over_print}, kPage).size(), 2u);
}

TEST(DigitSlots, AreNotWhatRunningTextCites) {
  EXPECT_TRUE(FindDigitSlots({At(300, 900, "Thực hiện Quyết định số 6110/QĐ-BYT của Bộ Y tế")}, kPage).empty());
  EXPECT_TRUE(FindDigitSlots({At(300, 900, "Căn cứ báo cáo kia ban hành ngày 31 tháng 7 năm 2017 của Thủ tướng")}, kPage).empty());
  EXPECT_TRUE(FindDigitSlots({At(300, 3000, "Số: 12/KH-SXD")}, kPage).empty()) << "far below every head";
}

// Each character for two steps, nothing between them.
LineOutputs Saying(const std::string& text, double sure, char otherwise = ' ') {
  LineOutputs outputs;
  outputs.classes = static_cast<int>(kDigitAlphabet.size()) + 1;
  const auto step = [&outputs](char character, double probability, char other) {
    std::vector<float> all(static_cast<std::size_t>(outputs.classes), 0.0F);
    const auto code = [](char c) { return c == '_' ? std::size_t{0} : kDigitAlphabet.find(static_cast<char32_t>(c)) + 1; };
    all[code(character)] += static_cast<float>(probability);
    all[code(other)] += static_cast<float>(1 - probability);
    outputs.probabilities.insert(outputs.probabilities.end(), all.begin(), all.end());
    ++outputs.steps;
  };
  for (const char character : text) {
    step(character, character >= '0' && character <= '9' ? sure : 1, otherwise);
    step('_', 1, '_');
  }
  return outputs;
}

TEST(DigitDecoder, GivesWhatMayStandThereWithItsProbability) {
  const std::vector<WordAlternative> readings = DecodeDigits(Saying(" 8/ ", 0.7, '3'), DigitSlotKind::kNumber);

  ASSERT_EQ(readings.size(), 2u);
  EXPECT_EQ(readings[0].text, "8");
  EXPECT_NEAR(readings[0].confidence, 0.7, 1e-4);
  EXPECT_EQ(readings[1].text, "3");
  EXPECT_NEAR(readings[1].confidence, 0.3, 1e-4);
}

TEST(DigitDecoder, TakesNoDayThatNoMonthHasAndNoNumberWithoutASlash) {
  EXPECT_TRUE(DecodeDigits(Saying(" 45 ", 1), DigitSlotKind::kDay).empty());
  EXPECT_TRUE(DecodeDigits(Saying(" 13 ", 1), DigitSlotKind::kMonth).empty());
  EXPECT_EQ(DecodeDigits(Saying(" 13 ", 1), DigitSlotKind::kDay).front().text, "13");
  EXPECT_TRUE(DecodeDigits(Saying(" 85 ", 1), DigitSlotKind::kNumber).empty());
  EXPECT_TRUE(DecodeDigits(Saying(" 00/ ", 1), DigitSlotKind::kNumber).empty());
  EXPECT_EQ(DecodeDigits(Saying(" 05/ ", 1), DigitSlotKind::kNumber).front().text, "05");
}

TEST(DigitDecoder, SaysNothingOfAnotherModelsOutputs) {
  LineOutputs outputs = Saying(" 8/ ", 1);
  outputs.classes = 3;
  EXPECT_TRUE(DecodeDigits(outputs, DigitSlotKind::kNumber).empty());
}

struct DrawnHead {
  DrawnPage page{1654, 2339};
  std::vector<Line> lines;

  Box Put(double x, double y, const std::string& text, std::size_t line) {
    const Box box = page.Text(x, y, text);
    if (lines.size() <= line) lines.resize(line + 1);
    Word word;
    word.text = text;
    word.box = box;
    word.confidence = 1;
    lines[line].words.push_back(word);
    lines[line].box = Union(lines[line].box, box);
    return box;
  }
  // Round strokes through the points, of a digit `height` high that stands on `baseline`.
  void Pen(double left, double baseline, double height, const std::vector<Point>& points) {
    for (std::size_t i = 1; i < points.size(); ++i) {
      page.Stroke(left + points[i - 1].x * height, baseline + (points[i - 1].y - 1) * height, left + points[i].x * height,
                  baseline + (points[i].y - 1) * height, 3);
    }
  }
};

std::vector<DigitSlot> ReadDigits(const DrawnHead& head, LineKernel kernel = AvailableLineKernels().front()) {
  const PreparedPage page = ToPreparedPage(head.page);
  const LocalImage& reading = *LocalImage::From(page.reading);
  Result<std::shared_ptr<const DigitReader>> reader = DigitReader::OpenBuiltIn(kernel);
  if (!reader) throw std::runtime_error(reader.status().ToString());
  return (*reader)->Read({reading}, head.lines);
}

TEST(DigitReader, ReadsAPrintedNumberAndKnowsThatItIsPrint) {
  DrawnHead head;
  head.Put(200, 300, "Số:", 0);
  head.Put(256, 300, "2165", 0);
  head.Put(328, 300, "/KH-SXD", 0);

  const std::vector<DigitSlot> slots = ReadDigits(head);

  ASSERT_EQ(slots.size(), 1u);
  ASSERT_FALSE(slots[0].readings.empty());
  EXPECT_EQ(slots[0].readings.front().text, "2165");
  EXPECT_TRUE(slots[0].print);
}

TEST(DigitReader, ReadsADayByPenInEveryKernelAlikeAndKnowsThatItIsNoPrint) {
  DrawnHead head;
  head.Put(700, 300, "ngày", 0);
  head.Put(840, 300, "tháng", 0);
  head.Put(920, 300, "10", 0);
  head.Put(960, 300, "năm", 0);
  head.Put(1030, 300, "2018", 0);
  const double baseline = head.lines[0].words[4].box.bottom;
  head.Pen(775, baseline + 4, 36, {{0.05, 0.3}, {0.3, 0}, {0.28, 1}});
  head.Pen(796, baseline + 2, 36, {{0, 0.04}, {0.6, 0}, {0.25, 1}});
  head.Pen(796, baseline + 2, 36, {{0.12, 0.5}, {0.55, 0.46}});

  const std::vector<DigitSlot> slots = ReadDigits(head);

  ASSERT_EQ(slots.size(), 2u);
  ASSERT_FALSE(slots[0].readings.empty());
  EXPECT_EQ(slots[0].readings.front().text, "17");
  EXPECT_FALSE(slots[0].print);
  EXPECT_EQ(slots[1].readings.front().text, "10");
  EXPECT_TRUE(slots[1].print);
  for (const LineKernel kernel : AvailableLineKernels()) EXPECT_EQ(ReadDigits(head, kernel), slots) << LineKernelName(kernel);
}

TEST(DigitReader, DoesNotSeeTheLinesAboveAndBelow) {
  DrawnHead alone;
  alone.Put(200, 300, "Số:", 0);
  alone.Put(256, 300, "85", 0);
  alone.Put(296, 300, "/KH-SXD", 0);
  DrawnHead crowded;
  crowded.Put(200, 300, "Số:", 0);
  crowded.Put(256, 300, "85", 0);
  crowded.Put(296, 300, "/KH-SXD", 0);
  crowded.Put(150, 262, "UBND TỈNH NINH BÌNH", 1);
  crowded.Put(150, 340, "V/v báo cáo tình hình", 2);

  const std::vector<DigitSlot> read = ReadDigits(crowded);
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].readings.front().text, "85");
  // The rims of what was taken out stay.
  EXPECT_NEAR(read[0].readings.front().confidence, ReadDigits(alone)[0].readings.front().confidence, 0.01);
}

TEST(DigitReader, RefusesTheFileOfAnotherModel) {
  EXPECT_EQ(DigitReader::Open("no model").status().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sohoa
