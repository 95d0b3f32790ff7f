// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <gtest/gtest.h>

#include "documents/page_layout.h"
#include "support/check_understanding.h"

namespace sohoa {
namespace {

bool Failed(const FieldValue& field, std::string_view rule) {
  return std::any_of(field.validation.begin(), field.validation.end(),
                     [&](const FieldValidation& v) { return v.rule == rule && !v.pass; });
}

PageLayout Plan() {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/KH-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình năm 2019");
  page.Line(0.18, 0.25, "Căn cứ Luật Xây dựng số 50/2014/QH13 ngày 18/6/2014;");
  page.Line(0.18, 0.27, "Căn cứ Nghị định số 46/2015/NĐ-CP ngày 12/5/2015 của Chính phủ về quản");
  page.Line(0.13, 0.29, "lý chất lượng công trình;");
  page.Line(0.18, 0.32, "Sở Xây dựng ban hành kế hoạch như sau:");
  page.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "KT. GIÁM ĐỐC");
  page.Line(0.13, 0.72, "- UBND tỉnh;").Line(0.61, 0.72, "PHÓ GIÁM ĐỐC");
  page.Line(0.13, 0.74, "- Các phòng thuộc Sở;");
  page.Line(0.13, 0.76, "- Lưu: VT, QLCL.").Line(0.62, 0.82, "Trần Văn Bình");
  return page;
}

PageLayout Letter() {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 412/SXD-QLCL").Line(0.58, 0.12, "Ninh Bình, ngày 15 tháng 3 năm 2018");
  page.Line(0.14, 0.145, "V/v báo cáo tình hình").Line(0.16, 0.16, "cấp phép quý I");
  page.Line(0.35, 0.21, "Kính gửi: Phòng Quản lý đô thị các huyện.");
  page.Line(0.18, 0.26, "Thực hiện chỉ đạo của cấp trên, Sở Xây dựng đề nghị báo cáo.");
  return page;
}

TEST(Plan, IsReadWholeAndAcceptedUnseen) {
  const PageLayout page = Plan();

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "KH");
  EXPECT_EQ(read.type.review, ReviewState::kAutoAccepted);
  EXPECT_EQ(read.Value("organ_name"), "Sở Xây dựng Ninh Bình");
  EXPECT_EQ(read.Field("organ_name")->value, "SỞ XÂY DỰNG");
  EXPECT_EQ(read.Value("organ_superior"), "UBND tỉnh Ninh Bình");
  EXPECT_EQ(read.Value("code_number"), "85");
  EXPECT_EQ(read.Value("code_notation"), "KH-SXD");
  EXPECT_EQ(read.Field("code_notation")->review, ReviewState::kAutoAccepted);
  EXPECT_EQ(read.Value("issued_date"), "2018-10-04");
  EXPECT_EQ(read.Field("issued_date")->value, "ngày 04 tháng 10 năm 2018");
  EXPECT_EQ(read.Value("place"), "Ninh Bình");
  EXPECT_EQ(read.Value("subject"), "Kiểm tra chất lượng công trình năm 2019");
  EXPECT_EQ(read.Value("signer_name"), "Trần Văn Bình");
  EXPECT_EQ(read.Value("signer_position"), "Phó Giám đốc");
}

TEST(Plan, KeepsRecipientsAndBasesApart) {
  const PageLayout page = Plan();

  const ReadDocument read = Understand({&page.record()});

  ASSERT_NE(read.Field("recipients"), nullptr);
  EXPECT_EQ(read.Field("recipients")->parts.size(), 3u);
  ASSERT_NE(read.Field("legal_bases"), nullptr);
  EXPECT_EQ(read.Value("legal_bases"), "50/2014/QH13; 46/2015/NĐ-CP");
}

TEST(SignerName, IsNeverAcceptedUnseen) {
  const PageLayout page = Plan();
  EXPECT_EQ(Understand({&page.record()}).Field("signer_name")->review, ReviewState::kNeedsReview);
}

TEST(Letter, HasNoTitleAndItsSubjectUnderTheNumber) {
  const PageLayout page = Letter();

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "CV");
  EXPECT_EQ(read.Value("subject"), "báo cáo tình hình cấp phép quý I");
  EXPECT_EQ(read.Value("code_notation"), "SXD-QLCL");
  EXPECT_EQ(read.Value("type_name"), "Công văn");
}

TEST(Head, IsReadWhereBothColumnsAreOneLine) {
  PageLayout page;
  page.Line(0.13, 0.07, "UBND TỈNH NINH BÌNH").Gap(0.02).Add("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.Line(0.18, 0.09, "SỞ XÂY DỰNG").Gap(0.15).Add("Độc lập - Tự do - Hạnh phúc");
  page.Line(0.17, 0.12, "Số: 85/KH-SXD").Gap(0.12).Add("Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình năm 2019");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("organ_name"), "Sở Xây dựng Ninh Bình");
  EXPECT_EQ(read.Value("code_notation"), "KH-SXD");
  EXPECT_EQ(read.Value("issued_date"), "2018-10-04");
}

TEST(Head, IsReadThroughLostDiacritics) {
  PageLayout page;
  Head(page, "UBND TĨNH NINH BINH", "SƠ XAY DỤNG");
  page.Line(0.17, 0.12, "Só: 85/QD-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "QUYÉT ĐỊNH").Centre(0.19, "Về việc thành lập Tổ công tác");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "QĐ");
  EXPECT_EQ(read.Value("code_notation"), "QĐ-SXD");
  EXPECT_EQ(read.Value("organ_name"), "Sở Xây dựng Ninh Bình");
}

TEST(Organ, IsACommitteeOverTwoLines) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "TỈNH NINH BÌNH");
  page.Line(0.17, 0.12, "Số: 7/CT-UBND").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "CHỈ THỊ").Centre(0.19, "Về việc tăng cường quản lý đất đai");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("organ_name"), "UBND tỉnh Ninh Bình");
  EXPECT_EQ(read.Field("organ_superior"), nullptr);
}

TEST(Day, WrittenByPenIsNotGuessed) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số:").Gap(0.06).Add("/KH-SXD");
  page.Line(0.58, 0.12, "Ninh Bình, ngày").Add("0Ð", 0.4).Add("tháng 4 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("issued_date"), "2018-04-XX");
  EXPECT_EQ(read.Field("issued_date")->review, ReviewState::kNeedsReview);
  EXPECT_TRUE(read.Field("code_number")->value.empty());
  EXPECT_EQ(read.Field("code_number")->null_reason, "handwritten");
}

TEST(Date, IsFoundWhereAPenLeftItInPieces) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/GM-SXD").Line(0.52, 0.13, "Ninh Bình, ngày");
  page.Add("i ợ", 0.4, InkKind::kHandwriting).Gap(0.05).Add("tháng 01 năm 2018");
  page.Centre(0.17, "GIẤY MỜI").Centre(0.19, "Họp tổng kết công tác năm");

  EXPECT_EQ(Understand({&page.record()}).Value("issued_date"), "2018-01-XX");
}

PageLayout LetterWithAMonthByPen(std::string_view month, double confidence, std::string_view cited) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 412/SXD-QLCL").Line(0.58, 0.12, "Ninh Bình, ngày 24 tháng");
  page.Add(month, confidence).Add("năm 2017");
  page.Line(0.14, 0.145, "V/v kiểm tra công trình");
  page.Line(0.35, 0.21, "Kính gửi: Phòng Quản lý đô thị các huyện.");
  page.Line(0.18, 0.26, "Thực hiện Công văn số 1966/UBND-KTCN ngày").Line(0.13, 0.28, cited);
  return page;
}

TEST(Date, IsNotBeforeThatOfAPaperThatIsCited) {
  const PageLayout december = LetterWithAMonthByPen("4", 0.33, "23/12/2017 của Ủy ban nhân dân tỉnh");
  const PageLayout november = LetterWithAMonthByPen("4", 0.33, "23/11/2017 của Ủy ban nhân dân tỉnh");
  const PageLayout other_year = LetterWithAMonthByPen("4", 0.33, "23/12/2016 của Ủy ban nhân dân tỉnh");

  EXPECT_EQ(Understand({&december.record()}).Value("issued_date").substr(0, 7), "2017-12");
  EXPECT_EQ(Understand({&november.record()}).Value("issued_date").substr(0, 7), "2017-XX");
  EXPECT_EQ(Understand({&other_year.record()}).Value("issued_date").substr(0, 7), "2017-04");
  EXPECT_EQ(Understand({&december.record()}).Field("issued_date")->review, ReviewState::kNeedsReview);
}

TEST(Date, PrintedClearlyStandsAgainstACitationAndIsLeftToAPerson) {
  const PageLayout page = LetterWithAMonthByPen("4", 0.97, "23/12/2017 của Ủy ban nhân dân tỉnh");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("issued_date"), "2017-04-24");
  EXPECT_EQ(read.Field("issued_date")->review, ReviewState::kNeedsReview);
}

TEST(Notation, ThatLostOneOfTwoEqualLettersIsCompletedAndLeftToAPerson) {
  PageLayout page;
  Head(page, "SỞ XÂY DỰNG NINH BÌNH", "HỘI ĐỒNG ĐẤU THẦU");
  page.Line(0.17, 0.12, "Số: 45/GM-HĐT").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "GIẤY MỜI").Centre(0.19, "Họp tổ thẩm định hồ sơ mời thầu");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("code_notation"), "GM-HĐĐT");
  EXPECT_EQ(read.Field("code_notation")->review, ReviewState::kNeedsReview);
}

TEST(Date, OfAnotherPaperCitedInTheTitleIsNotItsOwn) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ Y TẾ");
  page.Line(0.17, 0.12, "Số: 155/TM-SYT").Line(0.58, 0.12, "Ninh Bình, nhầy ¿ thúũg ¡Ì nằn 2O17");
  page.Centre(0.17, "THƯ MỜI");
  page.Line(0.2, 0.19, "Hội nghị góp ý thực hiện Nghị quyết số 20-NQ/TW, ngày 25 tháng 10 năm 2017");
  page.Line(0.18, 0.25, "Thực hiện chỉ đạo của Thường trực tỉnh ủy, Sở Y tế kính mời:");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "GM");
  EXPECT_EQ(read.Value("issued_date"), "");
  EXPECT_EQ(read.Value("place"), "");
}

TEST(Number, MarkedAsHandwritingIsNullWhateverItReads) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số:").Add("44", 0.97, InkKind::kHandwriting).Add("/KH-SXD");
  page.Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_TRUE(read.Field("code_number")->value.empty());
  EXPECT_EQ(read.Value("code_notation"), "KH-SXD");
}

TEST(Number, BehindAStrokeIsNotWhatThePenWrote) {
  for (const char* number : {"/55 /KH-SXD", "/ 55/KH-SXD", "/55/KH-SXD", "|55 /KH-SXD"}) {
    PageLayout page;
    Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
    page.Line(0.17, 0.12, "Số:").Add(number);
    page.Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
    page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình");

    const ReadDocument read = Understand({&page.record()});

    EXPECT_EQ(read.Value("code_number"), "") << number;
    EXPECT_EQ(read.Field("code_number")->null_reason, "handwritten") << number;
    EXPECT_EQ(read.Value("code_notation"), "KH-SXD") << number;
  }
}

TEST(Number, ThatAnAppendixContradictsIsFlagged) {
  const PageLayout page = Plan();
  PageLayout appendix;
  appendix.Centre(0.08, "PHỤ LỤC NHIỆM VỤ CỤ THỂ");
  appendix.Line(0.2, 0.11, "(Kèm theo Kế hoạch số 05/KH-SXD ngày 04 tháng 10 năm 2018");
  appendix.Line(0.3, 0.13, "của Sở Xây dựng)");

  const ReadDocument read = Understand({&page.record(), &appendix.record()});

  const FieldValue& number = *read.Field("code_number");
  EXPECT_EQ(number.value, "85");
  EXPECT_EQ(number.review, ReviewState::kNeedsReview);
  EXPECT_TRUE(Failed(number, "same_number_in_appendix"));
  ASSERT_FALSE(number.alternatives.empty());
  EXPECT_EQ(number.alternatives.front().value, "05");
  EXPECT_FALSE(Failed(*read.Field("issued_date"), "same_date_in_appendix"));
}

TEST(Class, IsOfANormativeDocumentWhereTheNumberHasAYear) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "TỈNH NINH BÌNH");
  page.Line(0.13, 0.12, "Số: 12/2018/QĐ-UBND")
      .Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "QUYẾT ĐỊNH").Centre(0.19, "Ban hành quy định về giá nước sạch");

  EXPECT_EQ(Understand({&page.record()}).type.code, "B09");
}

TEST(Class, IsLeftToAPersonWhereTitleAndNotationDisagree) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/TB-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.type.code, "KH");
  EXPECT_EQ(read.type.review, ReviewState::kNeedsReview);
  EXPECT_NE(read.Field("code_notation")->review, ReviewState::kAutoAccepted);
}

TEST(Subject, EndsBeforeTheBases) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/QĐ-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "QUYẾT ĐỊNH");
  page.Centre(0.19, "Về việc thành lập Đoàn kiểm tra việc thực hiện quy hoạch");
  page.Centre(0.21, "thực hiện trên địa bàn các huyện, thành phố");
  page.Centre(0.24, "GIÁM ĐỐC SỞ XÂY DỰNG");
  page.Line(0.18, 0.27, "Căn cứ Luật Xây dựng số 50/2014/QH13 ngày 18/6/2014;");

  EXPECT_EQ(Understand({&page.record()}).Value("subject"),
            "Về việc thành lập Đoàn kiểm tra việc thực hiện quy hoạch thực hiện trên địa bàn các "
            "huyện, thành phố");
}

TEST(Subject, IsWithoutASpeckThatWasReadAsADash) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/CT-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "CHỈ THỊ");
  page.Centre(0.19, "– Về một số biện pháp cấp bách trong công tác chuyển đổi số");
  page.Line(0.18, 0.27, "Thời gian qua, công tác chuyển đổi số có nhiều tiến bộ.");

  EXPECT_EQ(Understand({&page.record()}).Value("subject"), "Về một số biện pháp cấp bách trong công tác chuyển đổi số");
}

TEST(Subject, OfALetterLeavesOutItsMarkAsReadersSeeIt) {
  for (const char* mark : {"V/v", "V/y", "W/v.", "Vv"}) {
    PageLayout page;
    Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
    page.Line(0.17, 0.12, "Số: 85/SXD-VP").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
    page.Line(0.15, 0.14, std::string(mark) + " đẩy mạnh kinh tế tập thể");
    page.Centre(0.22, "Kính gửi: Ủy ban nhân dân các huyện");
    page.Line(0.18, 0.27, "Sở Xây dựng đề nghị các đơn vị thực hiện.");
    EXPECT_EQ(Understand({&page.record()}).Value("subject"), "đẩy mạnh kinh tế tập thể") << mark;
  }
}

TEST(Subject, IsTakenApartFromAStampInTheMargin) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/QĐ-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "QUYẾT ĐỊNH");
  page.Line(0.05, 0.19, "ĐẾN Số: 118 Ngày: 12 tháng").Gap(0.015).Add("Về việc thành lập Tổ công tác kiểm tra");

  EXPECT_EQ(Understand({&page.record()}).Value("subject"),
            "Về việc thành lập Tổ công tác kiểm tra");
}

TEST(Subject, OfALetterLeavesOutAStampOfUrgencyUnderIt) {
  PageLayout page = Letter();
  page.Line(0.15, 0.178, "HỎA TỐC");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("subject"), "báo cáo tình hình cấp phép quý I");
  EXPECT_EQ(read.Value("urgency"), "HỎA TỐC");
}

TEST(Urgency, IsReadFromAStampBesideTheAddressee) {
  PageLayout page = Letter();
  page.Line(0.12, 0.235, "HỎA TỐC", 0.9, InkKind::kStamp);

  EXPECT_EQ(Understand({&page.record()}).Value("urgency"), "HỎA TỐC");
}

TEST(Urgency, OfAStampThatNobodyReadIsLeftToAPerson) {
  PageLayout page = Letter();
  page.record().inks.push_back({ColouredInk::Kind::kRed, {300, 800, 720, 950}});

  const ReadDocument read = Understand({&page.record()});

  ASSERT_NE(read.Field("urgency"), nullptr);
  EXPECT_EQ(read.Field("urgency")->null_reason, "illegible");
  EXPECT_FALSE(read.Field("urgency")->locations.empty());
}

TEST(Understanding, HoldsItsPromisesOnGoodAndBadPages) {
  PageLayout empty;
  PageLayout noise;
  noise.Line(0.1, 0.1, "¬ ‹ › ° ~ ;;", 0.1).Line(0.4, 0.9, "////// 1/ -/-/-", 0.2);
  PageRecord nothing;
  PageRecord blank = Plan().record();
  blank.quality.blank = true;
  CheckUnderstanding({});
  CheckUnderstanding(
      {Plan().record(), blank, empty.record(), noise.record(), nothing, Letter().record()});
}

TEST(Locations, PointAtTheWordsOfTheValue) {
  const PageLayout page = Plan();

  const ReadDocument read = Understand({&page.record()});

  const FieldValue& date = *read.Field("issued_date");
  ASSERT_EQ(date.locations.size(), 1u);
  EXPECT_EQ(date.locations[0].page, 1u);
  EXPECT_GT(date.locations[0].polygon[0].x, 0.6) << "without the place in front";
  EXPECT_NEAR(date.locations[0].polygon[0].y, 0.12, 0.01);
}

std::string PlaceOf(std::string_view organ, std::string_view date_line, double confidence) {
  PageLayout page;
  Head(page, organ, "PHÒNG NỘI VỤ");
  page.Line(0.17, 0.12, "Số: 85/KH-PNV").Line(0.58, 0.12, date_line, confidence);
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra năm 2019");
  return Understand({&page.record()}).Value("place");
}

TEST(Place, IsNotTheProvinceThatHasAlmostItsName) {
  EXPECT_EQ(PlaceOf("UBND HUYỆN KHÁNH TÂN", "Quang Lãm, ngày 04 tháng 10 năm 2018", 0.97), "Quang Lãm");
  EXPECT_EQ(PlaceOf("UBND HUYỆN KHÁNH TÂN", "Quang Nam, ngày 04 tháng 10 năm 2018", 0.97), "Quảng Nam") << "marks alone are lost easily";
  EXPECT_EQ(PlaceOf("UBND HUYỆN KHÁNH TÂN", "Ninh Bnh, ngày 04 tháng 10 năm 2018", 0.6), "Ninh Bình") << "it was not read surely";
  EXPECT_EQ(PlaceOf("UBND TỈNH NINH BÌNH", "Ninh Binn, ngày 04 tháng 10 năm 2018", 0.97), "Ninh Bình") << "the organ is of that province";
}

}  // namespace
}  // namespace sohoa
