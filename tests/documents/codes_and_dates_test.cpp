// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "documents/document_classes.h"
#include "documents/document_code.h"
#include "documents/folded_text.h"
#include "documents/gazetteer.h"
#include "documents/vietnamese_dates.h"

namespace sohoa {
namespace {

DocumentCode Parse(std::string_view line) { return ParseNumberLine(FoldedText(line)); }

TEST(NumberLine, IsParsedWithAndWithoutANumber) {
  EXPECT_EQ(Parse("Số: 85/KH-UBND").number, "85");
  EXPECT_EQ(Parse("Số: 85/KH-UBND").notation, "KH-UBND");
  EXPECT_EQ(Parse("Số:      /KH-UBND").number, "");
  EXPECT_EQ(Parse("Số:      /KH-UBND").notation, "KH-UBND");
}

TEST(NumberLine, IsRepairedByPosition) {
  EXPECT_EQ(Parse("Só: 4 zGM-TB").notation, "GM-TB");
  EXPECT_EQ(Parse("Số: 19/5YT-NVY").notation, "SYT-NVY");
  EXPECT_EQ(Parse("Số: 12 /TTr -UBND").notation, "TTr-UBND");
  EXPECT_EQ(Parse("Số: 3/QD-BCD138").notation, "QĐ-BCĐ138");
  EXPECT_EQ(Parse("Số: 3/QĐ-BCĐI38").notation, "QĐ-BCĐ138");
  EXPECT_EQ(Parse("Số: PDE5 /QĐ-SYT _").notation, "QĐ-SYT");
  EXPECT_EQ(Parse("Số: l2/2018/QĐ-UBND").number, "12");
  EXPECT_EQ(Parse("Số: l2/2018/QĐ-UBND").year, "2018");
}

TEST(Notation, GetsItsLettersBack) {
  EXPECT_EQ(RepairNotation("ND-CP"), "NĐ-CP");
  EXPECT_EQ(RepairNotation("ND – CP"), "NĐ-CP");
  EXPECT_EQ(RepairNotation("QD-TTG"), "QĐ-TTg");
  EXPECT_EQ(RepairNotation("NQ-HDND"), "NQ-HĐND");
  EXPECT_EQ(RepairNotation("HD-SYT"), "HD-SYT") << "hướng dẫn is not hợp đồng";
}

TEST(Notation, HasCapitalsWhereALetterLooksAlikeInBothCases) {
  EXPECT_EQ(RepairNotation("sYT-NVY"), "SYT-NVY");
  EXPECT_EQ(RepairNotation("KH-SxD"), "KH-SXD");
  EXPECT_EQ(RepairNotation("SGDĐT-GDTrH"), "SGDĐT-GDTrH") << "giáo dục trung học";
  EXPECT_EQ(RepairNotation("KH-TTra"), "KH-TTra");
}

TEST(Notation, TellsTheClass) {
  EXPECT_EQ(ClassOfCode(Parse("Số: 61/2018/NĐ-CP")), "B04");
  EXPECT_EQ(ClassOfCode(Parse("Số: 20/2020/QĐ-TTg")), "B05");
  EXPECT_EQ(ClassOfCode(Parse("Số: 985/QĐ-TTg")), "QĐ");
  EXPECT_EQ(ClassOfCode(Parse("Số: 33/2024/QH15")), "B01");
  EXPECT_EQ(ClassOfCode(Parse("Số: 1234/UBND-VX")), "CV");
}

TEST(Notation, IsMadeOfTheIssuersLetters) {
  EXPECT_TRUE(AbbreviatesName("SYT", "SỞ Y TẾ"));
  EXPECT_TRUE(AbbreviatesName("UBND", "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH"));
  EXPECT_TRUE(AbbreviatesName("TTra", "THANH TRA"));
  EXPECT_TRUE(AbbreviatesName("BCĐ138", "UBND TỈNH BAN CHỈ ĐẠO 138"));
  EXPECT_FALSE(AbbreviatesName("STC", "SỞ Y TẾ"));
}

TEST(CitedCodes, AreFoundInRunningText) {
  const auto codes = FindCitedCodes(FoldedText(
      "theo Nghị định số 61/2018/NĐ-CP và Quyết định số 985/QĐ-TTg, tốc độ 60 km/h, ngày 1/2"));
  ASSERT_EQ(codes.size(), 2u);
  EXPECT_EQ(codes[0].notation, "NĐ-CP");
  EXPECT_EQ(codes[0].year, "2018");
  EXPECT_EQ(codes[1].number, "985");
}

TEST(Kind, IsFoundWhateverItsCase) {
  EXPECT_EQ(KindOfAbbreviation("TTR")->code, "TTr");
  EXPECT_EQ(KindOfAbbreviation("QD")->code, "QĐ");
  EXPECT_EQ(KindOfAbbreviation("HD")->code, "HD");
  EXPECT_EQ(KindOfAbbreviation("HĐ")->code, "HĐ");
  EXPECT_EQ(KindOfAbbreviation("SYT"), nullptr);
}

TEST(Classes, HaveDistinctCodesAndLabels) {
  for (const DocumentClass& one : DocumentClasses()) {
    EXPECT_EQ(FindDocumentClass(one.code), &one);
    EXPECT_FALSE(one.label.empty());
  }
  EXPECT_EQ(DocumentClassLabel("other"), "Khác");
}

TEST(Date, IsReadPaddedAndUnpadded) {
  EXPECT_EQ(FindDatePhrase(FoldedText("Ninh Bình, ngày 04 tháng 10 năm 2018"))->Edtf(),
            "2018-10-04");
  EXPECT_EQ(FindDatePhrase(FoldedText("Ninh Bình, ngày 5 tháng 6 năm 2019"))->Edtf(), "2019-06-05");
  EXPECT_EQ(FindAnyDate(FoldedText("ngày 23/4/2018 của Chính phủ"))->Edtf(), "2018-04-23");
}

TEST(Date, KeepsWhatWasReadOfIt) {
  EXPECT_EQ(FindDatePhrase(FoldedText("Huế, ngày ¿ Ò tháng 10 năm 2017"))->Edtf(), "2017-10-XX");
  EXPECT_EQ(FindDatePhrase(FoldedText("Huế, ngày4†tháng 01 năm 2025"))->Edtf(), "2025-01-XX");
  EXPECT_EQ(FindDatePhrase(FoldedText("Huế, ngày (Chháng 11 năm 2017"))->Edtf(), "2017-11-XX");
  EXPECT_EQ(FindDatePhrase(FoldedText("Huế, ngày 3 tháng 44 năm 2017"))->Edtf(), "2017-XX-XX");
  EXPECT_EQ(FindDatePhrase(FoldedText("Huế, ngày 5 tháng l1 năm 2017"))->month, 11);
  EXPECT_FALSE(FindDatePhrase(FoldedText("hằng ngày trong tháng của năm")).has_value());
}

TEST(Date, WithAYearOfTooManyDigitsHasNone) {
  EXPECT_EQ(FindDatePhrase(FoldedText("Huế, ngày 5 tháng 11 năm 20017"))->Edtf(), "");
}

TEST(Date, ThatNoCalendarHasLosesItsDay) {
  EXPECT_EQ(FindDatePhrase(FoldedText("ngày 31 tháng 02 năm 2018"))->Edtf(), "2018-02-XX");
  EXPECT_FALSE(FindAnyDate(FoldedText("31/02/2018")).has_value());
}

TEST(AgencyName, GetsItsProperWriting) {
  EXPECT_EQ(ProperAgencyName("SỞ Y TÉ KIÊN GIANG"), "Sở Y tế Kiên Giang");
  EXPECT_EQ(ProperAgencyName("ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU"),
            "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu");
  EXPECT_EQ(UnglueAgencyName("SỞYTẾ."), "Sở Y tế");
  EXPECT_EQ(UnglueAgencyName("MỘT TÊN LẠ"), "");
}

TEST(Province, IsFoundAsWholeWords) {
  EXPECT_EQ(ProvinceIn("UBND tỉnh Thạch Giang"), "") << "not Hà Giang";
  EXPECT_EQ(ProvinceIn("UBND tỉnh Kiên Glang"), "Kiên Giang");
  EXPECT_EQ(ProperAgencyName("ỦY BAN NHÂN DÂN PHƯỜNG HẢI PHONG"), "Ủy ban nhân dân phường Hải Phong");
  EXPECT_EQ(ProperAgencyName("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHONG"), "Ủy ban nhân dân thành phố Hải Phòng");
}

TEST(Province, OneLetterFromAnotherIsNotGuessed) {
  EXPECT_EQ(ProvinceNamed("Kiên Giang"), "Kiên Giang");
  EXPECT_EQ(ProvinceNamed("Quang Ngai"), "Quảng Ngãi");
  EXPECT_EQ(ProvinceNamed("Fiên Giang"), "") << "Kiên Giang or Tiền Giang";
}

TEST(FuzzyMatch, PointsAtTheNearestPlace) {
  const FuzzyMatch match = FindFuzzy("xx noi nhqn: yy", "noi nhan", 1);
  ASSERT_TRUE(match.found);
  EXPECT_EQ(match.begin, 3u);
  EXPECT_EQ(match.distance, 1u);
  EXPECT_FALSE(FindFuzzy("khac han", "noi nhan", 1).found);
}

// The plan that every page of these rules goes back to, itself read by OCR.
TEST(SeedPlan, IsFullOfCitationsOfOneDecree) {
  const char* source = std::getenv("SOHOA_SOURCE_DIR");
  const auto path =
      std::filesystem::path(source == nullptr ? "." : source) / "../shared/reference/seed.txt";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no ../shared/reference/seed.txt";
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::size_t decree = 0;
  std::size_t malformed = 0;
  for (const DocumentCode& code : FindCitedCodes(FoldedText(text))) {
    if (code.notation != "NĐ-CP" || code.number != "61") continue;
    ++(code.year == "2018" ? decree : malformed);
  }
  EXPECT_EQ(decree, 19u);
  EXPECT_EQ(malformed, 1u);
}

}  // namespace
}  // namespace sohoa
