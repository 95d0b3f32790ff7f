// SPDX-License-Identifier: Apache-2.0
#include "documents/set_phrases.h"

#include <gtest/gtest.h>

#include "documents/document_code.h"
#include "documents/page_layout.h"

namespace sohoa {
namespace {

TEST(SetPhrases, GetTheirMarksBack) {
  EXPECT_EQ(WithSetPhrases("Thường trực Tình ủy (để báo cáo)"), "Thường trực Tỉnh ủy (để báo cáo)");
  EXPECT_EQ(WithSetPhrases("Ủy ban Mặt trận Tố quốc Việt Nam"), "Ủy ban Mặt trận Tổ quốc Việt Nam");
  EXPECT_EQ(WithSetPhrases("THƯỜNG TRỰC HĐND TÍNH"), "THƯỜNG TRỰC HĐND TỈNH");
  EXPECT_EQ(WithSetPhrases("UBND tính Nam Định"), "UBND tỉnh Nam Định");
}

TEST(SetPhrases, LeaveOtherWordsAsTheyWereRead) {
  EXPECT_EQ(WithSetPhrases("tính toán tình hình ở Nam Định"), "tính toán tình hình ở Nam Định");
  EXPECT_EQ(WithSetPhrases("Tĩnh Gia, tính đến nay"), "Tĩnh Gia, tính đến nay");
  EXPECT_EQ(WithSetPhrases(""), "");
}

TEST(Place, ThatTheOrganHasIsNoProvinceItLooksLike) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "HUYỆN TÂN NINH");
  page.Line(0.13, 0.115, "Số: 12/KH-UBND").Line(0.55, 0.115, "Tân Ninh, ngày 04 tháng 10 năm 2018", 0.85);
  page.Centre(0.16, "KẾ HOẠCH").Centre(0.18, "Trồng cây phân tán");

  EXPECT_EQ(Understand({&page.record()}).Value("place"), "Tân Ninh");
}

TEST(Place, ThatTheOrganHasWithOtherMarksWaitsForAPerson) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "HUYỆN TAM VÂN");
  page.Line(0.13, 0.115, "Số: 12/KH-UBND").Line(0.55, 0.115, "Tàm Vân, ngày 04 tháng 10 năm 2018");
  page.Centre(0.16, "KẾ HOẠCH").Centre(0.18, "Trồng cây phân tán");

  EXPECT_EQ(Field(Understand({&page.record()}), "place").review, ReviewState::kNeedsReview);
}

TEST(Organ, WhoseNameLostASpaceWaitsForAPerson) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "THÀNH PHỐ GIAAN");
  page.Line(0.13, 0.115, "Số: 12/KH-UBND").Line(0.55, 0.115, "Gia An, ngày 04 tháng 10 năm 2018");
  page.Centre(0.16, "KẾ HOẠCH").Centre(0.18, "Trồng cây phân tán");

  EXPECT_EQ(Field(Understand({&page.record()}), "organ_name").review, ReviewState::kNeedsReview);
}

TEST(Address, EndsInItsProvince) {
  PageLayout page;
  page.Line(0.52, 0.07, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").Line(0.60, 0.09, "Độc lập - Tự do - Hạnh phúc");
  page.Centre(0.16, "TỜ KHAI ĐĂNG KÝ KHAI SINH");
  page.Line(0.12, 0.25, "Họ, chữ đệm, tên người yêu cầu: Lò Văn Hạnh").Line(0.12, 0.28, "Nơi cư trú: xã Kim Lương, huyện Lương An, tính Hà Tỉnh");

  EXPECT_EQ(Understand({&page.record()}).Value("address"), "xã Kim Lương, huyện Lương An, tỉnh Hà Tĩnh");
}

TEST(Number, MayHaveALetterBehindItsDigits) {
  EXPECT_EQ(ParseNumberLine(FoldedText("Số: 12a/QĐ-UBND")).number, "12a");
  EXPECT_EQ(ParseNumberLine(FoldedText("Số: 12/QĐ-UBND")).number, "12");
  EXPECT_EQ(ParseNumberLine(FoldedText("Số: a/QĐ-UBND")).number, "") << "no digits in front of it";
}

TEST(Date, OfMinutesIsTheDayTheyBeginWith) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "TỈNH NINH BÌNH");
  page.Line(0.13, 0.115, "Số: 12/BB-UBND");
  page.Centre(0.16, "BIÊN BẢN").Centre(0.18, "Họp bình xét thi đua");
  page.Line(0.12, 0.25, "Hôm nay, hồi 8 giờ 00 phút, ngày 04 tháng 10 năm 2018, tại trụ sở, chúng tôi gồm có:");

  EXPECT_EQ(Understand({&page.record()}).Value("issued_date"), "2018-10-04");
}

}  // namespace
}  // namespace sohoa
