// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "documents/page_layout.h"
#include "documents/table_outline.h"
#include "support/check_understanding.h"

namespace sohoa {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(Tables, GoOnOverAPageWithoutTheirRepeatedHeader) {
  PageLayout first;
  first.Grid({{"TT", "Nội dung công việc", "Cơ quan chủ trì"}, {"1", "Rà soát", "Sở Nội vụ"}}, 0.5);
  PageLayout second;  // a lost cell in the header
  second.Grid({{"", "Nội dung công việc", "Cơ quan chủ trì"}, {"2", "Tập huấn", "Sở Tài chính"}});
  PageLayout third;  // no header at all
  third.Grid({{"3", "Báo cáo", ""}});

  const auto tables =
      ExtractTables({&first.record(), &second.record(), &third.record()}, {4, 5, 6});

  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].pages, (std::vector<std::uint32_t>{4, 5, 6}));
  EXPECT_EQ(tables[0].columns[0], "TT");
  ASSERT_EQ(tables[0].rows.size(), 3u);
  EXPECT_EQ(tables[0].rows[1][1], "Tập huấn");
  EXPECT_EQ(tables[0].rows[2][0], "3");
}

TEST(Tables, OfAnotherShapeStandApart) {
  PageLayout first;
  first.Grid({{"TT", "Nội dung"}, {"1", "Rà soát"}});
  PageLayout second;
  second.Grid({{"Tên", "Chức vụ", "Ghi chú"}, {"A", "B", "C"}});
  EXPECT_EQ(ExtractTables({&first.record(), &second.record()}, {1, 2}).size(), 2u);
}

TEST(Tables, KnowTheirHeaderAgainThoughAShortCellOfItIsMisread) {
  PageLayout first;
  first.Grid({{"TT", "Nội dung công việc", "Cơ quan chủ trì"}, {"1", "Rà soát", "Sở Nội vụ"}}, 0.5);
  PageLayout second;
  second.Grid({{"TI", "Nội dung công việc", "Cơ quan chủ trì"}, {"2", "Tập huấn", "Sở Tài chính"}});

  const auto tables = ExtractTables({&first.record(), &second.record()}, {1, 2});

  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].rows, (Rows{{"1", "Rà soát", "Sở Nội vụ"}, {"2", "Tập huấn", "Sở Tài chính"}}));
}

TEST(Tables, AreNamedAsMostOfTheirHeadersSay) {
  std::vector<PageLayout> pages(3);
  pages[0].Grid({{"TI", "Nội dung công việc", "Cơ quan chủ trì"}, {"1", "a", "b"}}, 0.5);
  pages[1].Grid({{"TT", "Nội dung công việc", "Cơ quan chủ trì"}, {"2", "c", "d"}});
  pages[2].Grid({{"TT", "Nội dung công việc", "Cơ quan chủ trì"}, {"3", "e", "f"}});
  const auto tables = ExtractTables({&pages[0].record(), &pages[1].record(), &pages[2].record()}, {1, 2, 3});
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].columns.front(), "TT");
}

TEST(Tables, MakeARowThatAPageBreakCutInTwoOneAgain) {
  PageLayout first;
  first.Grid({{"TT", "Nội dung", "Cơ quan"}, {"1", "Tổ chức chuyển đổi hồ sơ, tài liệu giấy", "Các sở, ban,"}}, 0.8);
  PageLayout second;
  second.Grid({{"", "thành hồ sơ điện tử", "ngành"}, {"2", "Tập huấn", "Sở Nội vụ"}}, 0.05);
  first.record().id = "p1";
  second.record().id = "p2";

  const auto tables = ExtractTables({&first.record(), &second.record()}, {1, 2});

  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].rows, (Rows{{"1", "Tổ chức chuyển đổi hồ sơ, tài liệu giấy thành hồ sơ điện tử", "Các sở, ban, ngành"},
                                  {"2", "Tập huấn", "Sở Nội vụ"}}));
  const auto cell = std::find_if(tables[0].cells.begin(), tables[0].cells.end(),
                                 [](const ExtractedCell& each) { return !each.header && each.row == 0 && each.column == 1; });
  ASSERT_NE(cell, tables[0].cells.end());
  ASSERT_EQ(cell->locations.size(), 2u);
  EXPECT_EQ(cell->locations[1].page_id, "p2");
  EXPECT_EQ(tables[0].cells.back().row, 1u);
}

TEST(Tables, LeaveARowWithoutANumberThatBeginsAnewByItself) {
  PageLayout first;
  first.Grid({{"TT", "Nội dung", "Cơ quan"}, {"1", "Rà soát", "Sở Nội vụ"}}, 0.8);
  PageLayout second;
  second.Grid({{"", "Tổng cộng", "2 cơ quan"}}, 0.05);
  const auto tables = ExtractTables({&first.record(), &second.record()}, {1, 2});
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].rows.size(), 2u);
}

TEST(Tables, SayWhereTheirCellsStandAndWhatTheySpan) {
  PageLayout page;
  page.Grid({{"TT", "Nội dung", "Cơ quan"}, {"I", "TỔ CHỨC", ""}, {"1", "Rà soát", ""}});
  TableGrid& grid = page.record().text.tables.front();
  grid.cells.erase(grid.cells.begin() + 5);
  grid.cells[4].column_span = 2;
  Word word;
  word.text = "Rà";
  word.confidence = 0.75;
  word.box = {grid.cells[6].box.left + 10, grid.cells[6].box.top + 10, grid.cells[6].box.left + 60, grid.cells[6].box.bottom - 10};
  page.record().text.blocks.push_back({BlockKind::kTable, {{{word}, word.box, 0}}, word.box});

  const auto tables = ExtractTables({&page.record()}, {7});

  ASSERT_EQ(tables.size(), 1u);
  const ExtractedTable& table = tables[0];
  ASSERT_EQ(table.cells.size(), 8u);
  EXPECT_TRUE(table.cells[0].header);
  EXPECT_EQ(table.cells[4].column_span, 2u);
  EXPECT_EQ(table.cells[4].text, "TỔ CHỨC");
  EXPECT_DOUBLE_EQ(table.cells[6].confidence, 0.75);
  EXPECT_DOUBLE_EQ(table.cells[7].confidence, 0);
  ASSERT_EQ(table.cells[6].locations.size(), 1u);
  EXPECT_EQ(table.cells[6].locations[0].page, 7u);
  ASSERT_EQ(table.outline.size(), 2u);
  EXPECT_TRUE(table.outline[0].heading);
  EXPECT_EQ(table.outline[1].path, "I.1");
}

// Each row has its number, and words in the second column; "=" before the number makes it a heading.
ExtractedTable Numbered(const std::vector<std::string>& numbers) {
  ExtractedTable table;
  table.columns = {"TT", "Nội dung", "Cơ quan"};
  for (std::uint32_t row = 0; row < numbers.size(); ++row) {
    const bool heading = numbers[row].starts_with("=");
    const std::string number = numbers[row].substr(heading ? 1 : 0);
    table.rows.push_back({number, "việc", heading ? "" : "sở"});
    table.cells.push_back({false, row, 0, 1, 1, number, "", 0.9, {}});
    table.cells.push_back({false, row, 1, 1, heading ? 2u : 1u, "việc", "", 0.9, {}});
    if (!heading) table.cells.push_back({false, row, 2, 1, 1, "sở", "", 0.9, {}});
  }
  OutlineTable(table);
  return table;
}

std::vector<std::string> Paths(const ExtractedTable& table) {
  std::vector<std::string> paths;
  for (const TableRowPlace& place : table.outline) paths.push_back(place.path + (place.inferred ? "?" : ""));
  return paths;
}

TEST(TableOutline, FollowsHeadingsAndNumbersWithDots) {
  EXPECT_EQ(Paths(Numbered({"=I", "1", "2", "=II", "=1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "=2", "2.1", "=III", "1"})),
            (std::vector<std::string>{"I", "I.1", "I.2", "II", "II.1", "II.1.1", "II.1.2", "II.1.3", "II.1.4", "II.1.5", "II.1.6", "II.1.7",
                                      "II.1.8", "II.1.9", "II.1.10", "II.2", "II.2.1", "III", "III.1"}));
}

TEST(TableOutline, RepairsANumberThatTheRowsAroundItTell) {
  const ExtractedTable table = Numbered({"=I", "1", "1.1", "1,2", "L3", "14", "2"});
  EXPECT_EQ(table.rows[3][0], "1.2");
  EXPECT_EQ(table.rows[4][0], "1.3");
  EXPECT_EQ(table.rows[5][0], "1.4");
  const auto cell = std::find_if(table.cells.begin(), table.cells.end(), [](const ExtractedCell& each) { return each.row == 4 && each.column == 0; });
  EXPECT_EQ(cell->text, "1.3");
  EXPECT_EQ(cell->raw, "L3");
}

TEST(TableOutline, RepairsTheNameOfAColumnOfNumbers) {
  ExtractedTable table = Numbered({"1", "2"});
  table.columns.front() = "TI";
  table.cells.insert(table.cells.begin(), {true, 0, 0, 1, 1, "TI", "", 0.4, {}});
  OutlineTable(table);
  EXPECT_EQ(table.columns.front(), "TT");
  EXPECT_EQ(table.cells.front().raw, "TI");
}

TEST(TableOutline, InfersANumberThatWasNotReadButDoesNotWriteIt) {
  const ExtractedTable table = Numbered({"1", "", "3", "=", "2"});
  EXPECT_EQ(Paths(table), (std::vector<std::string>{"1", "2?", "3", "", "2"}));
  EXPECT_EQ(table.rows[1][0], "");
}

TEST(TableOutline, LeavesNumbersThatFollowNothingAsTheyWereRead) {
  const ExtractedTable table = Numbered({"1", "2", "7", "8"});
  EXPECT_EQ(Paths(table), (std::vector<std::string>{"1", "2", "7", "8"}));
}

TEST(TableOutline, IsEmptyWhereNothingIsNumbered) {
  ExtractedTable table;
  table.columns = {"Họ tên", "Chức vụ"};
  table.rows = {{"Nguyễn An", "Giám đốc"}, {"Trần Bình", "Phó giám đốc"}};
  OutlineTable(table);
  EXPECT_TRUE(table.outline.empty());
}

}  // namespace
}  // namespace sohoa
