// SPDX-License-Identifier: Apache-2.0
#include "ocr/pictures.h"

#include <gtest/gtest.h>

#include "ocr/drawn_page.h"
#include "ocr/placed_lines.h"
#include "ocr/prepared_pages.h"
#include "ocr/ruled_tables.h"

namespace sohoa {
namespace {

std::vector<Box> PicturesOf(const DrawnPage& drawn) {
  const GrayImage page = ToGrayImage(drawn);
  const BitImage ink = DarkPixels(page.pixels.data(), static_cast<std::size_t>(page.width), page.width, page.height, 190);
  return FindPictures(ink, FindRuledTables(page, DrawnPage::kDpi), DrawnPage::kDpi);
}

void DrawParagraph(DrawnPage& drawn, int left, int top, double points) {
  for (int y = top; y < top + 500; y += static_cast<int>(points * 3.2)) {
    drawn.Text(left, y, "CĂN CỨ LUẬT TỔ CHỨC CHÍNH QUYỀN ĐỊA PHƯƠNG", points);
  }
}

TEST(Pictures, FindsAPortraitBesideText) {
  DrawnPage drawn(1600, 1000);
  DrawParagraph(drawn, 500, 100, 13);
  const Box portrait{100, 160, 336, 475};
  drawn.Portrait(portrait);
  const std::vector<Box> found = PicturesOf(drawn);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].left, portrait.left, 16);
  EXPECT_NEAR(found[0].bottom, portrait.bottom, 16);
}

TEST(Pictures, TakesThePortraitOfARuledCell) {
  DrawnPage drawn(1600, 1000);
  for (const int y : {100, 500, 600}) drawn.Stroke(80, y, 1300, y, 3);
  for (const int x : {80, 400, 1300}) drawn.Stroke(x, 100, x, 600, 3);
  drawn.Text(420, 200, "Họ và tên");
  drawn.Portrait({120, 140, 356, 455});
  EXPECT_EQ(PicturesOf(drawn).size(), 1u);
}

TEST(Pictures, FindsADrawingThatHangsTogether) {
  DrawnPage drawn(1600, 1000);
  // A net of streets.
  for (int i = 0; i <= 12; ++i) {
    drawn.Stroke(200 + 30 * i, 200, 230 + 25 * i, 600, 6);
    drawn.Stroke(200, 200 + 33 * i, 560, 215 + 31 * i, 6);
  }
  EXPECT_EQ(PicturesOf(drawn).size(), 1u);
}

TEST(Pictures, TakesNeitherLargeNorSmallPrintForOne) {
  DrawnPage drawn(2400, 1700);
  DrawParagraph(drawn, 50, 50, 8);
  DrawParagraph(drawn, 50, 600, 13);
  drawn.Text(50, 1150, "GIẤY CHỨNG NHẬN", 48);
  EXPECT_TRUE(PicturesOf(drawn).empty());
}

TEST(Pictures, TakesNeitherFramesNorTablesNorStrokesForOne) {
  DrawnPage drawn(1600, 1600);
  drawn.Rectangle({100, 100, 336, 415}, 4);
  drawn.Text(160, 240, "Ảnh 3x4");
  for (int y = 500; y <= 900; y += 50) drawn.Stroke(80, y, 1300, y, 3);
  for (int x = 80; x <= 1300; x += 122) drawn.Stroke(x, 500, x, 900, 3);
  // A pen that signs.
  for (int i = 0; i < 5; ++i) {
    drawn.Stroke(900 + 50 * i, 1300, 960 + 40 * i, 1050, 4);
    drawn.Stroke(960 + 40 * i, 1050, 950 + 50 * i, 1300, 4);
  }
  EXPECT_TRUE(PicturesOf(drawn).empty());
}

TEST(Pictures, TakesShadedRowsOfATableForNone) {
  DrawnPage drawn(1600, 1000);
  for (int y = 100; y <= 700; y += 150) drawn.Stroke(80, y, 1300, y, 3);
  for (const int x : {80, 400, 1300}) drawn.Stroke(x, 100, x, 700, 3);
  for (int y = 104; y < 246; y += 4) drawn.Stroke(80, y, 1300, y, 2);
  EXPECT_TRUE(PicturesOf(drawn).empty());
}

TEST(Pictures, TakesTheBlackBesideThePaperForNone) {
  DrawnPage drawn(1600, 1000);
  drawn.Stroke(0, 500, 180, 500, 1000);
  EXPECT_TRUE(PicturesOf(drawn).empty());
}

TEST(Pictures, KeepsNoneThatReadsAsText) {
  const std::vector<Line> text = {At(120, 120, "Kế hoạch thực hiện"), At(120, 180, "của tỉnh")};
  Line junk = At(820, 120, "ẫj lị wq ~p");
  for (Word& word : junk.words) word.confidence = 0.4;
  std::vector<Line> lines = text;
  lines.push_back(junk);
  std::vector<Box> pictures = {{100, 100, 700, 300}, {800, 100, 1300, 300}};
  KeepPictures(pictures, {}, {&lines});
  ASSERT_EQ(pictures, (std::vector<Box>{{800, 100, 1300, 300}}));
  DropWordsIn(pictures, lines);
  EXPECT_EQ(lines, text);
}

TEST(Pictures, KeepsNoneThatIsASealOrASignature) {
  std::vector<Box> pictures = {{100, 100, 400, 400}, {800, 100, 1100, 400}};
  // A seal over the edge of a portrait leaves it one.
  const std::vector<PageObject> objects = {{PageObjectKind::kSignature, {90, 90, 410, 410}, 1},
                                           {PageObjectKind::kSeal, {1000, 300, 1300, 600}, 1}};
  KeepPictures(pictures, objects, {});
  EXPECT_EQ(pictures, (std::vector<Box>{{800, 100, 1100, 400}}));
}

TEST(Pictures, LivesWithAnImageOfOnePixel) { EXPECT_TRUE(FindPictures(BitImage(1, 1), {}, 300).empty()); }

}  // namespace
}  // namespace sohoa
