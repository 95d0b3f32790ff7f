// SPDX-License-Identifier: Apache-2.0
//
// What poor scans make of official papers: seals over names, specks, rows that do not stand level.
#include <gtest/gtest.h>

#include "core/vietnamese.h"
#include "documents/document_code.h"
#include "documents/page_layout.h"
#include "documents/set_phrases.h"

namespace sohoa {
namespace {

PageLayout SignedDecision(std::string_view signer, double confidence = 0.96) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/QĐ-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "QUYẾT ĐỊNH").Centre(0.19, "Về việc thành lập Tổ công tác.");
  page.Line(0.18, 0.25, "Căn cứ Luật Vĩên chức ngày 15 tháng 11 năm 2010;");
  page.Line(0.13, 0.70, "Nơi nhận:").Line(0.64, 0.70, "GIÁM ĐỐC");
  page.Line(0.13, 0.72, "- Như Diều 3;");
  page.Line(0.13, 0.74, "- Lưu: VT, QLCL.").Line(0.62, 0.82, signer, confidence);
  return page;
}

std::string SignerOf(std::string_view printed, double confidence = 0.96) {
  const PageLayout page = SignedDecision(printed, confidence);
  return Understand({&page.record()}).Value("signer_name");
}

TEST(Number, BelowTheRowOfTheDateIsOfTheHead) {
  PageLayout page;
  page.Line(0.20, 0.070, "ỦY BAN NHÂN DÂN").Line(0.52, 0.072, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.Line(0.22, 0.087, "TỈNH NINH BÌNH").Line(0.60, 0.090, "Độc lập - Tự do - Hạnh phúc");
  page.Line(0.17, 0.104, "SỞ TÀI NGUYÊN VÀ MÔI").Line(0.22, 0.121, "TRƯỜNG");
  page.Line(0.58, 0.133, "Ninh Bình, ngày 04 tháng 10 năm 2018").Line(0.20, 0.154, "Số: 83/BC-STNMT");
  page.Centre(0.19, "BÁO CÁO").Centre(0.21, "Tình hình khai thác khoáng sản");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("code_number"), "83");
  EXPECT_EQ(read.Value("code_notation"), "BC-STNMT");
  EXPECT_EQ(read.Value("organ_name"), "Sở Tài nguyên và Môi trường Ninh Bình");
}

TEST(Organ, OfAJointCircularIsBothThatIssueIt) {
  PageLayout page;
  Head(page, "BỘ KHOA HỌC VÀ CÔNG NGHỆ -", "BỘ TÀI CHÍNH");
  page.Line(0.13, 0.12, "Số: 12/2011/TTLT-BKHCN-BTC").Line(0.62, 0.12, "Hà Nội, ngày 02 tháng 6 năm 2011");
  page.Centre(0.17, "THÔNG TƯ LIÊN TỊCH").Centre(0.19, "Hướng dẫn phối hợp công tác đào tạo nghề");

  EXPECT_EQ(Understand({&page.record()}).Value("organ_name"), "Bộ Khoa học và Công nghệ - Bộ Tài chính");
}

TEST(Number, OfALawIsFoundWithoutTheColonOfItsLabel) {
  PageLayout page;
  Head(page, "QUỐC HỘI", "Luật Sở 25/2020/QH14");
  page.Centre(0.17, "LUẬT").Centre(0.19, "HÒA GIẢI Ở CƠ SỞ");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("organ_name"), "Quốc hội");
  EXPECT_EQ(read.Value("code_notation"), "QH14");
}

TEST(Notation, LeavesOutTheAndOfItsIssuer) {
  EXPECT_TRUE(AbbreviatesName("STTTT", "Sở Thông tin và Truyền thông"));
  EXPECT_TRUE(AbbreviatesName("SKHĐT", "Sở Kế hoạch và Đầu tư Ninh Bình"));
  EXPECT_FALSE(AbbreviatesName("STTX", "Sở Thông tin và Truyền thông"));
}

TEST(Notation, GetsALostHyphenBack) {
  EXPECT_EQ(RepairNotation("CTUBND"), "CT-UBND");
  EXPECT_EQ(RepairNotation("HDKT"), "HĐKT");
  EXPECT_EQ(RepairNotation("UBND"), "UBND");
}

PageLayout ReportOf(std::string_view committee, std::string_view place, std::string_view text) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", committee);
  page.Line(0.17, 0.12, "Số: 85/BC-UBND").Line(0.58, 0.12, std::string(place) + ", ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "BÁO CÁO").Centre(0.19, "Tình hình thu ngân sách");
  page.Line(0.18, 0.25, text);
  return page;
}

TEST(Organ, IsOfThePlaceThatTheTextNames) {
  const PageLayout page = ReportOf("HUYỆN CẤM SƠN", "Cẩm Sơn", "Ủy ban nhân dân huyện Cẩm Sơn báo cáo kết quả như sau:");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("organ_name"), "UBND huyện Cẩm Sơn");
  EXPECT_EQ(Field(read, "organ_name").review, ReviewState::kNeedsReview);
  EXPECT_EQ(read.Value("place"), "Cẩm Sơn");
}

TEST(Organ, WaitsWhereTheDateNamesItsPlaceWithOtherMarks) {
  const PageLayout page = ReportOf("HUYỆN CẤM SƠN", "Cẩm Sơn", "Kết quả thực hiện như sau:");
  EXPECT_EQ(Field(Understand({&page.record()}), "organ_name").review, ReviewState::kNeedsReview);
}

TEST(Place, ThatHasAlmostTheNameOfTheOrgansWaitsForAPerson) {
  const PageLayout page = ReportOf("HUYỆN PHONG TRẠCH", "Phong Tạch", "Kết quả thực hiện như sau:");
  EXPECT_EQ(Field(Understand({&page.record()}), "place").review, ReviewState::kNeedsReview);
}

TEST(Organ, IsAcceptedWhereTheDateNamesItsPlaceToo) {
  const PageLayout page = ReportOf("HUYỆN CẤM SƠN", "Cấm Sơn", "Kết quả thực hiện như sau:");
  EXPECT_EQ(Field(Understand({&page.record()}), "organ_name").review, ReviewState::kAutoAccepted);
}

ReviewState ReviewOfSubject(std::string_view word) {
  PageLayout page = ReportOf("HUYỆN CẨM SƠN", "Cẩm Sơn", "Kết quả thực hiện nhiệm vụ thu ngân sách như sau:");
  for (Line& line : page.record().text.blocks.front().lines) {
    for (Word& each : line.words) {
      each.confidence = 0.9999;
      if (each.text == "ngân") each.text = std::string(word);
    }
  }
  return Field(Understand({&page.record()}), "subject").review;
}

TEST(Subject, WithAWordThatIsNoneWaitsForAPerson) {
  EXPECT_EQ(ReviewOfSubject("ngân"), ReviewState::kAutoAccepted);
  EXPECT_EQ(ReviewOfSubject("nggân"), ReviewState::kNeedsReview);
}

TEST(SignerName, IsNoneThatAPersonCannotHaveWhereAnotherFollows) {
  PageLayout page = SignedDecision("Lê Văn Sơn");
  page.Line(0.62, 0.78, "Thị Tạ", 0.5);
  EXPECT_EQ(Understand({&page.record()}).Value("signer_name"), "Lê Văn Sơn");
}

TEST(SignerName, LosesWhatTheEdgeOfASealAddedToIt) {
  EXPECT_EQ(SignerOf("–Phan Hữu Phong"), "Phan Hữu Phong");
  EXPECT_EQ(SignerOf("- vi Văn Chiến"), "Vi Văn Chiến");
  EXPECT_EQ(SignerOf("2cáo Thu Phương", 0.5), "Cao Thu Phương");
}

TEST(SignerName, GetsASurnameBackOfWhichASealLeftAPart) {
  EXPECT_EQ(SignerOf("bặng Thu Quyên"), "Đặng Thu Quyên");
  EXPECT_EQ(SignerOf("ưu Quang Minh"), "Lưu Quang Minh");
}

TEST(SignerName, IsWholeWhereItsFirstWordWasTakenForThatOfTheSeal) {
  PageLayout page = SignedDecision("Phương", 0.99);
  page.record().text.blocks.front().lines.pop_back();
  page.Line(0.60, 0.82, "cao", 0.4, InkKind::kStamp).Add("Thu Phương", 0.99);

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("signer_name"), "Cao Thu Phương");
  EXPECT_EQ(Field(read, "signer_name").review, ReviewState::kNeedsReview);
}

TEST(SignerName, IsNotMadeOfTheLettersOfASeal) {
  EXPECT_EQ(SignerOf("A. O"), "");
}

TEST(SignerName, ThatManySurnamesMayHaveBegunHasThemAsAlternatives) {
  const PageLayout page = SignedDecision("han Hữu Phong");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("signer_name"), "Phan Hữu Phong");
  EXPECT_FALSE(Field(read, "signer_name").alternatives.empty());
}

TEST(SignerPosition, BehindAMarkThatLostItsLettersWaitsForAPerson) {
  PageLayout page = SignedDecision("Trần Văn Bình", 0.99);
  for (Line& line : page.record().text.blocks.front().lines) {
    if (line.words.front().text == "GIÁM") line.words.front().text = ". GIÁM";
  }

  const FieldValue position = Field(Understand({&page.record()}), "signer_position");

  EXPECT_EQ(position.review, ReviewState::kNeedsReview);
  ASSERT_FALSE(position.alternatives.empty());
  EXPECT_EQ(position.alternatives.front().normalized, "Quyền Giám đốc");
}

TEST(Subject, HasNoFullStop) {
  const PageLayout page = SignedDecision("Trần Văn Bình");
  EXPECT_EQ(Understand({&page.record()}).Value("subject"), "Về việc thành lập Tổ công tác");
}

TEST(Recipients, AreCalledAsTheDecreeCallsThem) {
  const PageLayout page = SignedDecision("Trần Văn Bình");
  EXPECT_EQ(Understand({&page.record()}).Value("recipients"), "Như Điều 3\nLưu: VT, QLCL");
}

TEST(SignedDate, HasItsYearInTheNextLine) {
  PageLayout page;
  page.Centre(0.07, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").Centre(0.09, "Độc lập - Tự do - Hạnh phúc");
  page.Centre(0.14, "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ");
  page.Line(0.13, 0.2, "1. Họ, chữ đệm và tên: ĐÀO THỊ HỒNG QUYÊN");
  page.Line(0.52, 0.50, "Làm tại: Trấn Phúc Quang, ngày 10 tháng 5").Line(0.68, 0.52, "năm 2021");

  EXPECT_EQ(Understand({&page.record()}).Value("issued_date"), "2021-05-10");
}

TEST(Organ, OfAJointCircularHasItsHyphenApart) {
  PageLayout page;
  Head(page, "BỘ CÔNG AN- BỘ Y TẾ", "Số: 12/2011/TTLT-BCA-BYT");
  page.Line(0.62, 0.12, "Hà Nội, ngày 02 tháng 6 năm 2011");
  page.Centre(0.17, "THÔNG TƯ LIÊN TỊCH").Centre(0.19, "Hướng dẫn phối hợp");

  EXPECT_EQ(Understand({&page.record()}).Value("organ_name"), "Bộ Công an - Bộ Y tế");
}

TEST(SignerPosition, ThatLostItsFirstWordUnderASealIsCompletedAndWaits) {
  PageLayout page = SignedDecision("Trần Văn Bình", 0.99);
  for (Line& line : page.record().text.blocks.front().lines) {
    if (line.words.front().text != "GIÁM") continue;
    line.words.front().text = "TỊCH QUỐC";
    line.words.back().text = "HỘI";
  }

  const FieldValue position = Field(Understand({&page.record()}), "signer_position");

  EXPECT_EQ(position.normalized, "Chủ tịch Quốc hội");
  EXPECT_EQ(position.review, ReviewState::kNeedsReview);
}

TEST(SetPhrases, PutAWordRightThatIsNone) {
  EXPECT_EQ(WithSetPhrases("Hội Nông dân tnh"), "Hội Nông dân tỉnh");
  EXPECT_EQ(WithSetPhrases("Công an tỉinh Ninh Bình"), "Công an tỉnh Ninh Bình");
  EXPECT_EQ(WithSetPhrases("Hội Nông dân xã"), "Hội Nông dân xã");
}

TEST(Recipients, EndWithTheClerksOfficeThatKeepsThePaper) {
  PageLayout page = SignedDecision("Trần Văn Bình");
  for (Line& line : page.record().text.blocks.front().lines) {
    for (Word& word : line.words) {
      if (word.text == "VT,") word.text = "VI,";
    }
  }
  EXPECT_EQ(Understand({&page.record()}).Value("recipients"), "Như Điều 3\nLưu: VT, QLCL");
}

TEST(Number, IsFoundBehindTheShadowOfTheEdge) {
  PageLayout page;
  page.Line(0.13, 0.07, "BỘ XÂY DỰNG").Line(0.52, 0.07, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.Line(0.60, 0.09, "Độc lập - Tự do - Hạnh phúc");
  page.Line(0.01, 0.12, "E", 0.91).Gap(0.1).Add("Số: 02/2020/TT-BXD").Line(0.58, 0.12, "Hà Nội, ngày 04 tháng 10 năm 2020");
  page.Centre(0.17, "THÔNG TƯ").Centre(0.19, "Hướng dẫn chất lượng công trình");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("code_number"), "02");
  EXPECT_EQ(read.Value("organ_name"), "Bộ Xây dựng");
}

TEST(Organ, BelowADepartmentThatNamesItsPlaceHasItsName) {
  PageLayout page;
  Head(page, "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "TỈNH THẠCH GIANG");
  page.Line(0.13, 0.105, "PHÒNG ĐĂNG KÝ KINH DOANH");
  page.Line(0.17, 0.12, "Số: 85/TB-ĐKKD").Line(0.58, 0.12, "Thạch Giang, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "THÔNG BÁO").Centre(0.19, "Về việc giải thể doanh nghiệp");

  EXPECT_EQ(Understand({&page.record()}).Value("organ_name"), "Phòng Đăng ký kinh doanh Sở Kế hoạch và Đầu tư tỉnh Thạch Giang");
}

TEST(LegalBases, HaveTheMarksOfTheirLawsAndWaitWhereAWordIsNone) {
  const PageLayout page = SignedDecision("Trần Văn Bình");
  EXPECT_EQ(Understand({&page.record()}).Value("legal_bases"), "Luật Viên chức");

  PageLayout other = SignedDecision("Trần Văn Bình");
  other.record().text.blocks.front().lines.clear();
  Head(other, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  other.Centre(0.17, "QUYẾT ĐỊNH").Centre(0.19, "Về việc thành lập Tổ công tác");
  other.Line(0.18, 0.25, "Căn cứ Luật Thủy ngihệp ngày 15 tháng 11 năm 2010;");
  EXPECT_EQ(Field(Understand({&other.record()}), "legal_bases").review, ReviewState::kNeedsReview);
}

}  // namespace
}  // namespace sohoa
