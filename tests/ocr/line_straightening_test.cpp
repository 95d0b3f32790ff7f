// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_straightening.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "ocr/lines/page_ink.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

constexpr int kWidth = 1300;

struct CroppedLine {
  FoundLine line;
  LineCrop crop;
};

// A line of text whose columns are moved down by what `bend` says, from -1 at the left edge of the
// page to 1 at the right.
CroppedLine BentLine(const std::function<double(double)>& bend) {
  DrawnPage drawn(kWidth, 300);
  drawn.Text(60, 120, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 của Quốc hội");
  const GrayImage flat = ToGrayImage(drawn);
  GrayImage bent = flat;
  for (int x = 0; x < flat.width; ++x) {
    const int down = static_cast<int>(std::lround(bend(2.0 * x / flat.width - 1)));
    for (int y = 0; y < flat.height; ++y) {
      const int from = y - down;
      bent.Row(y)[x] = from < 0 || from >= flat.height ? 255 : flat.Row(from)[x];
    }
  }
  const PageInk ink = FindInk(bent, DrawnPage::kDpi);
  const FoundLines found = FindLines(ink.components, TypicalLetterHeight(ink.components, DrawnPage::kDpi), ink.dividers);
  EXPECT_EQ(found.lines.size(), 1u);
  if (found.lines.empty()) return {};
  return {found.lines[0], CropLines(ink.gray, {found.lines[0]}, {})[0]};
}

// Rows from the first to the last with ink.
int InkHeight(const GrayImage& image) {
  int first = image.height;
  int last = -1;
  for (int y = 0; y < image.height; ++y) {
    const bool ink = std::any_of(image.Row(y), image.Row(y) + image.width, [](std::uint8_t pixel) { return pixel < 128; });
    if (!ink) continue;
    first = std::min(first, y);
    last = y;
  }
  return last - first + 1;
}

TEST(LineStraightening, LeavesAStraightLineAsItWas) {
  const CroppedLine flat = BentLine([](double) { return 0; });
  const LineCrop straight = Straightened(flat.crop, flat.line);
  EXPECT_EQ(straight.image.pixels, flat.crop.image.pixels);
  EXPECT_EQ(straight.top, flat.crop.top);
  ASSERT_TRUE(Baseline::Of(flat.line));
  EXPECT_LT(Baseline::Of(flat.line)->Rise(), 2);
}

TEST(LineStraightening, LevelsALineThatClimbsSagsOrWaves) {
  const CroppedLine flat = BentLine([](double) { return 0; });
  const int height = InkHeight(flat.crop.image);
  const std::pair<const char*, std::function<double(double)>> bends[] = {
      {"climbs", [](double x) { return 14 * x; }},
      {"sags", [](double x) { return 14 * x * x; }},
      {"bends at its end", [](double x) { return 16 * std::pow(std::max(0.0, x), 3); }},
      {"waves", [](double x) { return 7 * std::sin(3 * x); }},
  };
  for (const auto& [name, bend] : bends) {
    const CroppedLine bent = BentLine(bend);
    ASSERT_GT(InkHeight(bent.crop.image), height + 7) << name;
    const LineCrop straight = Straightened(bent.crop, bent.line);
    EXPECT_NEAR(InkHeight(straight.image), height, 4) << name;
    EXPECT_EQ(straight.image.width, bent.crop.image.width) << name;
    EXPECT_EQ(straight.left, bent.crop.left) << name;
  }
}

TEST(LineStraightening, KeepsTheWholeOfTheInk) {
  const CroppedLine bent = BentLine([](double x) { return 14 * x * x; });
  const LineCrop straight = Straightened(bent.crop, bent.line);
  const auto ink = [](const GrayImage& image) {
    double sum = 0;
    for (const std::uint8_t pixel : image.pixels) sum += 255 - pixel;
    return sum;
  };
  EXPECT_NEAR(ink(straight.image) / ink(bent.crop.image), 1, 0.01);
}

TEST(LineStraightening, SaysNothingOfAFewLetters) {
  FoundLine few;
  few.letter_height = 20;
  for (int x = 0; x < 8; ++x) few.letters.push_back({30 * x, 100 + 4 * x, 30 * x + 20, 120 + 4 * x});
  few.box = {0, 100, 230, 148};
  EXPECT_FALSE(Baseline::Of(few));
  EXPECT_FALSE(Baseline::Of(FoundLine()));
}

}  // namespace
}  // namespace sohoa
