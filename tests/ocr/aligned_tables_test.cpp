// SPDX-License-Identifier: Apache-2.0
#include "ocr/aligned_tables.h"

#include <gtest/gtest.h>

#include "ocr/placed_lines.h"

namespace sohoa {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// The texts of a table's cells, lines of one cell joined.
Rows TextsOf(const AlignedTable& table) {
  Rows rows(static_cast<std::size_t>(table.grid.rows));
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    std::string text;
    for (const Line& line : table.lines[i]) text += (text.empty() ? "" : " ") + LineText(line);
    rows[static_cast<std::size_t>(table.grid.cells[i].row)].push_back(text);
  }
  return rows;
}

std::size_t TablesIn(std::vector<Line> lines) { return TakeAlignedTables(lines).size(); }

TEST(AlignedTables, TakesAListOfNamesAndNumbers) {
  std::vector<Line> lines = {At(100, 40, "Danh sách số điện thoại của các phòng ban như sau:"),
                             At(100, 100, "Phòng Nội vụ"), At(700, 100, "0241 234 567"),
                             At(100, 150, "Phòng Tài chính Kế hoạch"), At(700, 150, "0241 234 568"),
                             At(100, 200, "Văn phòng"), At(700, 200, "0241 234 569"),
                             At(100, 320, "Các đơn vị cập nhật danh sách này mỗi khi có thay đổi.")};
  const std::vector<AlignedTable> tables = TakeAlignedTables(lines);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(TextsOf(tables[0]), (Rows{{"Phòng Nội vụ", "0241 234 567"},
                                      {"Phòng Tài chính Kế hoạch", "0241 234 568"},
                                      {"Văn phòng", "0241 234 569"}}));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].box.top, 40);
  EXPECT_EQ(lines[1].box.top, 320);
}

TEST(AlignedTables, TakesPricesThatEndAtOneEdge) {
  std::vector<Line> lines;
  int top = 100;
  for (const auto& [name, price] : {std::pair{"Bút bi", "5.000"}, {"Giấy in khổ A4", "1.250.000"}, {"Sổ công văn", "45.000"}}) {
    lines.push_back(At(100, top, name));
    lines.push_back(EndingAt(1400, top, price));
    top += 50;
  }
  const std::vector<AlignedTable> tables = TakeAlignedTables(lines);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(TextsOf(tables[0])[1], (std::vector<std::string>{"Giấy in khổ A4", "1.250.000"}));
  EXPECT_TRUE(lines.empty());
}

TEST(AlignedTables, JoinsWrappedLinesToTheirCell) {
  std::vector<Line> lines = {At(100, 100, "08h00"), At(300, 100, "Đón tiếp đại biểu"), At(1000, 100, "Văn phòng"),
                             At(100, 150, "08h30"), At(300, 150, "Khai mạc hội nghị và giới thiệu"), At(1000, 150, "Sở Nội vụ"),
                             At(300, 200, "thành phần tham dự"),
                             At(100, 250, "09h00"), At(300, 250, "Báo cáo kết quả công tác"), At(1000, 250, "Giám đốc"),
                             At(100, 300, "11h30"), At(300, 300, "Bế mạc"), At(1000, 300, "Giám đốc")};
  const std::vector<AlignedTable> tables = TakeAlignedTables(lines);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(TextsOf(tables[0]),
            (Rows{{"08h00", "Đón tiếp đại biểu", "Văn phòng"},
                  {"08h30", "Khai mạc hội nghị và giới thiệu thành phần tham dự", "Sở Nội vụ"},
                  {"09h00", "Báo cáo kết quả công tác", "Giám đốc"},
                  {"11h30", "Bế mạc", "Giám đốc"}}));
}

TEST(AlignedTables, TellsRowsFromWrappedLinesByThePausesBetweenThem) {
  std::vector<Line> lines;
  int top = 100;
  for (int row = 0; row < 3; ++row, top += 130) {
    lines.push_back(At(100, top, "Phòng Hành chính và"));
    lines.push_back(At(600, top, "Tiếp nhận hồ sơ của công"));
    lines.push_back(At(100, top + 45, "Quản trị"));
    lines.push_back(At(600, top + 45, "dân và trả kết quả"));
  }
  const std::vector<AlignedTable> tables = TakeAlignedTables(lines);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(TextsOf(tables[0]),
            Rows(3, {"Phòng Hành chính và Quản trị", "Tiếp nhận hồ sơ của công dân và trả kết quả"}));
}

TEST(AlignedTables, LeavesACellEmptyWhereNothingStands) {
  std::vector<Line> lines = {At(100, 100, "TT"), At(250, 100, "Nội dung"), At(900, 100, "Ghi chú"),
                             At(100, 150, "1"), At(250, 150, "Đơn đề nghị"), At(900, 150, "Bản chính"),
                             At(100, 200, "2"), At(250, 200, "Sơ yếu lý lịch"),
                             At(100, 250, "3"), At(250, 250, "Bằng tốt nghiệp"), At(900, 250, "Bản sao")};
  const std::vector<AlignedTable> tables = TakeAlignedTables(lines);
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].grid.cells.size(), 12u);
  EXPECT_EQ(TextsOf(tables[0])[2], (std::vector<std::string>{"2", "Sơ yếu lý lịch", ""}));
}

TEST(AlignedTables, LeavesTheHeadOfAPaperAlone) {
  EXPECT_EQ(TablesIn({CentredAt(350, 60, "ỦY BAN NHÂN DÂN"), CentredAt(1100, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                      CentredAt(350, 110, "TỈNH NINH BÌNH"), CentredAt(1100, 110, "Độc lập - Tự do - Hạnh phúc"),
                      CentredAt(350, 190, "Số: 85/KH-UBND"), CentredAt(1100, 190, "Ninh Bình, ngày 04 tháng 10 năm 2018"),
                      CentredAt(350, 240, "V/v báo cáo")}),
            0u);
  // Set badly, at common edges.
  EXPECT_EQ(TablesIn({At(100, 60, "SỞ NỘI VỤ"), At(700, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                      At(100, 110, "PHÒNG CÔNG CHỨC"), At(700, 110, "Độc lập - Tự do - Hạnh phúc"),
                      At(100, 190, "Số: 85/KH-SNV"), At(700, 190, "Ninh Bình, ngày 04 tháng 10 năm 2018")}),
            0u);
}

TEST(AlignedTables, LeavesBlocksThatAreCentredAlone) {
  EXPECT_EQ(TablesIn({CentredAt(350, 60, "SỞ TƯ PHÁP"), CentredAt(1100, 60, "ĐẠI DIỆN BÊN MUA TÀI SẢN"),
                      CentredAt(350, 110, "TỈNH NINH BÌNH"), CentredAt(1100, 110, "GIÁM ĐỐC"),
                      CentredAt(350, 160, "BÁN ĐẤU GIÁ"), CentredAt(1100, 160, "(Ký tên, đóng dấu)")}),
            0u);
}

TEST(AlignedTables, LeavesTheFootOfAPaperAlone) {
  EXPECT_EQ(TablesIn({At(100, 100, "Nơi nhận:"), At(1000, 100, "KT. GIÁM ĐỐC"), At(100, 140, "- Như trên;"),
                      At(1000, 140, "PHÓ GIÁM ĐỐC"), At(100, 180, "- Sở Tài chính;"), At(1000, 180, "(đã ký)"),
                      At(100, 220, "- Lưu: VT."), At(1000, 220, "Nguyễn Văn A")}),
            0u);
}

TEST(AlignedTables, LeavesJustifiedTextWithWideSpacesAlone) {
  // Spaces as wide as an engine may make two pieces of one line.
  std::vector<Line> lines;
  int top = 100;
  for (const char* text : {"Căn cứ Luật Tổ chức chính quyền địa phương", "ngày 19 tháng 6 năm 2015 và theo đề",
                           "nghị của Giám đốc Sở Nội vụ tại Tờ trình", "số 123/TTr-SNV về việc phê duyệt"}) {
    const std::vector<Word> words = At(0, 0, text).words;
    int letters = 0;
    for (const Word& word : words) letters += word.box.width();
    const Line line = At(100, top, text, (1500 - letters) / static_cast<int>(words.size() - 1));
    for (const Word& word : line.words) lines.push_back({{word}, word.box, 0});
    top += 50;
  }
  EXPECT_EQ(TablesIn(lines), 0u);
}

TEST(AlignedTables, LeavesANumberedListAlone) {
  EXPECT_EQ(TablesIn({At(100, 100, "1."), At(200, 100, "Đơn đề nghị theo mẫu"), At(100, 150, "2."),
                      At(200, 150, "Giấy khai sinh"), At(100, 200, "3."), At(200, 200, "Sổ hộ khẩu của người nộp"),
                      At(100, 250, "10."), At(200, 250, "Lệ phí")}),
            0u);
  EXPECT_EQ(TablesIn({At(100, 100, "a) ..."), At(400, 100, "đơn vị thực hiện"), At(100, 150, "b) ..."),
                      At(400, 150, "đơn vị chưa thực hiện"), At(100, 200, "c) ..."), At(400, 200, "đơn vị khác")}),
            0u);
}

TEST(AlignedTables, LeavesAFormWithItsLabelsAlone) {
  EXPECT_EQ(TablesIn({At(100, 100, "Họ và tên:"), At(600, 100, "Trần Thị B"), At(100, 150, "Ngày sinh:"),
                      At(600, 150, "02/03/1980"), At(100, 200, "Nơi cư trú:"), At(600, 200, "Ninh Bình")}),
            0u);
  EXPECT_EQ(TablesIn({At(100, 100, "Họ và tên: Trần B"), At(900, 100, "Năm sinh: 1980"), At(100, 150, "Số căn cước: 1"),
                      At(900, 150, "Ngày cấp: 2"), At(100, 200, "Điện thoại: 3"), At(900, 200, "Fax: 4")}),
            0u);
}

TEST(AlignedTables, LeavesTextInTwoColumnsAlone) {
  std::vector<Line> lines;
  for (int top = 100; top < 500; top += 45) {
    lines.push_back(At(100, top, "các cơ quan đơn vị có liên quan thực hiện"));
    lines.push_back(At(850, top, "kế hoạch này trong phạm vi cả tỉnh nhà"));
  }
  EXPECT_EQ(TablesIn(lines), 0u);
}

TEST(AlignedTables, TakesNoTwoRowsForATable) {
  EXPECT_EQ(TablesIn({At(100, 100, "Phòng Nội vụ"), At(700, 100, "0241 234 567"), At(100, 150, "Văn phòng"),
                      At(700, 150, "0241 234 569")}),
            0u);
}

TEST(AlignedTables, LivesWithNothing) { EXPECT_EQ(TablesIn({}), 0u); }

}  // namespace
}  // namespace sohoa
