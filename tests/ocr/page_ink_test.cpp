// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/page_ink.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "imaging/bit_image.h"
#include "ocr/lines/reversed_print.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

GrayImage Paper(int width, int height, std::uint8_t level = 250) {
  return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), level)};
}

void Fill(GrayImage& image, const Box& box, std::uint8_t level) {
  for (int y = box.top; y < box.bottom; ++y) std::fill(image.Row(y) + box.left, image.Row(y) + box.right, level);
}

TEST(PageInk, TakesAnUnderlineAwayAndKeepsTheTailsThatCrossIt) {
  GrayImage page = Paper(600, 200);
  Fill(page, {100, 100, 400, 103}, 20);  // the rule
  Fill(page, {200, 80, 206, 125}, 20);   // a stroke through it
  const PageInk ink = FindInk(page, 200);
  ASSERT_EQ(ink.components.size(), 1u);
  EXPECT_NEAR(ink.components[0].left, 200, 1);
  EXPECT_NEAR(ink.components[0].right, 206, 1);
  EXPECT_EQ(ink.components[0].top, 80);
  EXPECT_EQ(ink.components[0].bottom, 125);
  EXPECT_EQ(ink.gray.Row(101)[300], 255);
  EXPECT_EQ(ink.gray.Row(101)[203], 20);
}

TEST(PageInk, TellsADividerFromTheStrokeOfALargeLetter) {
  GrayImage page = Paper(600, 400);
  Fill(page, {100, 50, 104, 350}, 20);   // a rule
  Fill(page, {300, 100, 303, 190}, 20);  // a thin stroke of 11 mm
  const PageInk ink = FindInk(page, 200);
  ASSERT_EQ(ink.dividers.size(), 1u);
  EXPECT_LE(ink.dividers[0].left, 100);
  ASSERT_EQ(ink.components.size(), 1u);
  EXPECT_EQ(ink.components[0], (Box{300, 100, 303, 190}));
}

void Reverse(GrayImage& page, const Box& box) {
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) page.Row(y)[x] = static_cast<std::uint8_t>(255 - page.Row(y)[x]);
  }
}

TEST(PageInk, TurnsPrintThatIsWhiteOnBlack) {
  DrawnPage drawn(1000, 300);
  drawn.Text(80, 40, "Nội dung công việc");
  drawn.Text(80, 180, "Thời gian");
  const GrayImage printed = ToGrayImage(drawn);
  GrayImage page = printed;
  Reverse(page, {50, 20, 700, 110});
  const PageInk reversed = FindInk(page, DrawnPage::kDpi);
  const PageInk plain = FindInk(printed, DrawnPage::kDpi);
  EXPECT_EQ(reversed.gray.pixels, plain.gray.pixels);
  // The level that parts ink from paper is another where there is more black.
  EXPECT_NEAR(static_cast<double>(reversed.components.size()), static_cast<double>(plain.components.size()), 2);
}

TEST(PageInk, LeavesBarsAndPicturesAsTheyAre) {
  std::mt19937 random(5);
  GrayImage page = Paper(800, 600);
  Fill(page, {50, 50, 700, 90}, 10);  // a bar without letters
  for (int y = 200; y < 500; ++y) {   // a dark picture in halftone
    for (int x = 100; x < 600; ++x) page.Row(y)[x] = random() % 4 == 0 ? 255 : 0;
  }
  const BitImage ink = DarkPixels(page.pixels.data(), 800, 800, 600, 128);
  EXPECT_TRUE(FindReversedPrint(ink, 200).empty());
}

TEST(PageInk, FindsNoInkInTheGrainOfPaper) {
  std::mt19937 random(3);
  GrayImage page = Paper(400, 300);
  for (std::uint8_t& pixel : page.pixels) pixel = static_cast<std::uint8_t>(225 + random() % 30);
  EXPECT_TRUE(FindInk(page, 300).components.empty());
}

TEST(PageInk, TakesImagesOfAFewPixels) {
  for (const int width : {1, 3, 40}) {
    for (const int height : {1, 2, 40}) FindInk(Paper(width, height, 0), 300);
  }
}

}  // namespace
}  // namespace sohoa
