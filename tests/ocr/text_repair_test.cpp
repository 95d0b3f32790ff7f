// SPDX-License-Identifier: Apache-2.0
#include "ocr/text_repair.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

Word At(int left, int right, const std::string& text) {
  Word word;
  word.text = text;
  word.box = {left, 0, right, 30};
  word.confidence = 0.9;
  return word;
}

TEST(RepairWord, MendsADoubledD) {
  EXPECT_EQ(RepairWord("1695/QĐĐ-SYT"), "1695/QĐ-SYT");
  EXPECT_EQ(RepairWord("HĐĐND"), "HĐND");
}

TEST(RepairWord, LosesADotInTheMiddleOfTheLineBehindIt) {
  EXPECT_EQ(RepairWord("nhiệm·"), "nhiệm");
  EXPECT_EQ(RepairWord("ngành;·"), "ngành;");
  EXPECT_EQ(RepairWord("·"), "·");
}

TEST(RepairWord, MendsADoubledFirstLetter) {
  EXPECT_EQ(RepairWord("llưu"), "lưu");
  EXPECT_EQ(RepairWord("llưu,"), "lưu,");
  EXPECT_EQ(RepairWord("llp"), "llp");
  EXPECT_EQ(RepairWord("www"), "www");
}

TEST(RepairWord, LowersACapitalVowelWithinALowerCaseWord) {
  EXPECT_EQ(RepairWord("tẾ"), "tế");
  EXPECT_EQ(RepairWord("kiỂm"), "kiểm");
}

TEST(RepairWord, LeavesValidReadingsAlone) {
  for (const char* word : {"QUYẾT", "TTr-UBND", "QĐ-TTg", "Đảng", "NĐ-CP", "Số:", "1.234,5",
                           "Ủy", "UBNDTỉnh", "SỐ", "a@b.vn"}) {
    EXPECT_EQ(RepairWord(word), word);
  }
}

TEST(RepairWord, MendsMarksThatOnlyLookAlike) {
  EXPECT_EQ(RepairWord("12⁄2019"), "12/2019");
  EXPECT_EQ(RepairWord("so(@kgu.vn"), "so@kgu.vn");
  EXPECT_EQ(RepairWord("hftp://a.vn"), "http://a.vn");
}

TEST(RepairText, JoinsACodeThatWasTornAtItsHyphen) {
  std::vector<Line> lines(1);
  lines[0].words = {At(0, 60, "số"), At(80, 260, "12/2019/TT-"), At(268, 340, "BQP"),
                    At(360, 420, "của")};
  RepairText(lines);
  ASSERT_EQ(lines[0].words.size(), 3u);
  EXPECT_EQ(lines[0].words[1].text, "12/2019/TT-BQP");
  EXPECT_EQ(lines[0].words[1].box, (Box{80, 0, 340, 30}));
  EXPECT_EQ(lines[0].words[1].raw, "12/2019/TT- BQP");
}

TEST(RepairText, LeavesADashBetweenWordsAlone) {
  std::vector<Line> lines(1);
  lines[0].words = {At(0, 60, "KINH"), At(70, 80, "-"), At(90, 160, "TẾ")};
  RepairText(lines);
  EXPECT_EQ(lines[0].words.size(), 3u);
}

TEST(RepairText, GivesFixedFormulasTheirMarksBack) {
  std::vector<Line> lines(3);
  lines[0].words = {At(0, 60, "PHÓ"), At(70, 130, "GIÁM"), At(140, 200, "ĐÓC")};
  lines[1].words = {At(0, 60, "SỞ"), At(70, 80, "Y"), At(90, 130, "TÉ")};
  lines[2].words = {At(0, 60, "Giám"), At(70, 80, "đóc")};
  RepairText(lines);
  EXPECT_EQ(LineText(lines[0]), "PHÓ GIÁM ĐỐC");
  EXPECT_EQ(LineText(lines[1]), "SỞ Y TẾ");
  EXPECT_EQ(LineText(lines[2]), "Giám đóc");
}

TEST(RepairText, RecordsWhatWasRead) {
  std::vector<Line> lines(1);
  lines[0].words = {At(0, 60, "tẾ"), At(70, 130, "GIÁM"), At(140, 200, "ĐÓC")};
  RepairText(lines);
  EXPECT_EQ(lines[0].words[0].raw, "tẾ");
  EXPECT_EQ(lines[0].words[1].raw, "");
  EXPECT_EQ(lines[0].words[2].raw, "ĐÓC");
  EXPECT_EQ(lines[0].words[2].alternatives, (std::vector<WordAlternative>{{"ĐÓC", 0.9}}));
}

TEST(RepairText, LeavesBothPlacesOfAToneMark) {
  std::vector<Line> lines(1);
  int x = 0;
  for (const char* text : {"CỘNG", "HOÀ", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM"}) {
    lines[0].words.push_back(At(x, x + 50, text));
    x += 60;
  }
  RepairText(lines);
  EXPECT_EQ(LineText(lines[0]), "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM");
}

}  // namespace
}  // namespace sohoa
