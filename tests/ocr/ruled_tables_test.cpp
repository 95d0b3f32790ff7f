// SPDX-License-Identifier: Apache-2.0
#include "ocr/ruled_tables.h"

#include <gtest/gtest.h>

#include "ocr/drawn_page.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

TEST(RuledTables, FindsRowsAndColumnsOfAGrid) {
  DrawnPage drawn(1400, 700);
  for (const int y : {100, 200, 300, 500}) drawn.Stroke(99, y, 1201, y, 2);
  for (const int x : {100, 400, 1200}) drawn.Stroke(x, 99, x, 501, 2);
  drawn.Text(130, 130, "chữ trong ô");
  const std::vector<TableGrid> tables = FindRuledTables(ToGrayImage(drawn), DrawnPage::kDpi);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].rows, 3);
  EXPECT_EQ(tables[0].columns, 2);
  ASSERT_EQ(tables[0].cells.size(), 6u);
  const TableCell& last = tables[0].cells[5];
  EXPECT_EQ(last.row, 2);
  EXPECT_EQ(last.column, 1);
  EXPECT_NEAR(last.box.left, 400, 6);
  EXPECT_NEAR(last.box.bottom, 500, 6);
}

TEST(RuledTables, GivesAMergedCellOnceWithItsSpan) {
  DrawnPage drawn(1400, 700);
  for (const int y : {100, 200, 400}) drawn.Stroke(99, y, 1201, y, 2);
  drawn.Stroke(500, 300, 1201, 300, 2);
  for (const int x : {100, 500, 1200}) drawn.Stroke(x, 99, x, 401, 2);
  drawn.Stroke(800, 200, 800, 400, 2);
  const std::vector<TableGrid> tables = FindRuledTables(ToGrayImage(drawn), DrawnPage::kDpi);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].rows, 3);
  EXPECT_EQ(tables[0].columns, 3);
  ASSERT_EQ(tables[0].cells.size(), 7u);
  EXPECT_EQ(tables[0].cells[1].column_span, 2);  // the head over two columns
  EXPECT_EQ(tables[0].cells[2].row_span, 2);     // the first column of both rows
}

TEST(RuledTables, TakesATableWithOpenSides) {
  DrawnPage drawn(1400, 700);
  for (const int y : {100, 200, 300}) drawn.Stroke(100, y, 1200, y, 2);
  drawn.Stroke(600, 100, 600, 300, 2);
  const std::vector<TableGrid> tables = FindRuledTables(ToGrayImage(drawn), DrawnPage::kDpi);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].rows, 2);
  EXPECT_EQ(tables[0].columns, 2);
}

TEST(RuledTables, TakesNeitherAFrameNorUnderlinesForATable) {
  DrawnPage drawn(1400, 900);
  drawn.Rectangle({40, 40, 1360, 860}, 4);
  drawn.Rectangle({52, 52, 1348, 848}, 2);
  drawn.Text(200, 200, "GIẤY CHỨNG NHẬN");
  drawn.Stroke(200, 260, 700, 260, 2);
  drawn.Stroke(200, 360, 700, 360, 2);
  EXPECT_TRUE(FindRuledTables(ToGrayImage(drawn), DrawnPage::kDpi).empty());
}

TEST(RuledTables, ErasesLinesAndLeavesLetters) {
  DrawnPage drawn(1400, 500);
  for (const int y : {100, 200, 300}) drawn.Stroke(100, y, 1200, y, 3);
  for (const int x : {100, 600, 1200}) drawn.Stroke(x, 100, x, 300, 3);
  const Box ink = drawn.Text(150, 120, "Nội dung");
  GrayImage page = ToGrayImage(drawn);
  const std::vector<TableGrid> tables = FindRuledTables(page, DrawnPage::kDpi);
  ASSERT_EQ(tables.size(), 1u);
  const double before = DarkShare(page, ink);
  EraseRules(page, tables[0], DrawnPage::kDpi);
  EXPECT_EQ(DarkShare(page, ink), before);
  EXPECT_EQ(DarkShare(page, {620, 90, 1250, 310}), 0);
}

TEST(RuledTables, KeepsOnlyWhatStandsInTheCells) {
  GrayImage page{60, 40, std::vector<std::uint8_t>(60 * 40, 0)};
  EraseAllBut(page, {10, 5, 50, 35}, {{0, 10, 20, 20}, {30, 10, 45, 30}});
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      const bool outside = x < 10 || x >= 50 || y < 5 || y >= 35;
      const bool kept = (x < 20 && y >= 10 && y < 20) || (x >= 30 && x < 45 && y >= 10 && y < 30);
      ASSERT_EQ(page.Row(y)[x], outside || kept ? 0 : 255) << x << ',' << y;
    }
  }
  EraseAllBut(page, {-20, -20, 100, 100}, {});
  EXPECT_EQ(DarkShare(page, page.bounds()), 0);
}

TEST(RuledTables, LivesWithImagesOfOnePixel) {
  GrayImage dot{1, 1, {0}};
  EXPECT_TRUE(FindRuledTables(dot, 300).empty());
  EXPECT_EQ(DarkShare(dot, {5, 5, 9, 9}), 0);
}

}  // namespace
}  // namespace sohoa
