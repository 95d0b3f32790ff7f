// SPDX-License-Identifier: Apache-2.0
//
// Who signed for whom, and what a text cites.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "documents/citations.h"
#include "documents/page_layout.h"
#include "documents/signing_authority.h"
#include "support/check_understanding.h"

namespace sohoa {
namespace {

std::vector<Citation> Cited(std::string_view text) { return FindCitations(FoldedText(text)); }

TEST(SigningAuthority, NamesTheBodyTheHeadAndTheSigner) {
  const SigningAuthority of =
      ParseSigningAuthority({"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"});
  EXPECT_EQ(of.on_behalf_of, "ỦY BAN NHÂN DÂN");
  EXPECT_EQ(of.signing_for, "CHỦ TỊCH");
  EXPECT_EQ(of.position, "PHÓ CHỦ TỊCH");
  EXPECT_EQ(of.mark, "KT.");
  EXPECT_FALSE(of.acting);
}

TEST(SigningAuthority, OfAHeadHasNobodySignedFor) {
  const SigningAuthority chairman = ParseSigningAuthority({"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"});
  EXPECT_EQ(chairman.on_behalf_of, "ỦY BAN NHÂN DÂN");
  EXPECT_EQ(chairman.signing_for, "");
  EXPECT_EQ(chairman.position, "CHỦ TỊCH");
  const SigningAuthority director = ParseSigningAuthority({"GIÁM ĐỐC"});
  EXPECT_EQ(director.position, "GIÁM ĐỐC");
  EXPECT_EQ(director.mark, "");
}

TEST(SigningAuthority, IsByOrderAndByAuthority) {
  const SigningAuthority order = ParseSigningAuthority({"TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"});
  EXPECT_EQ(order.mark, "TL.");
  EXPECT_EQ(order.signing_for, "CHỦ TỊCH");
  EXPECT_EQ(order.position, "CHÁNH VĂN PHÒNG");
  const SigningAuthority authority = ParseSigningAuthority({"TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"});
  EXPECT_EQ(authority.mark, "TUQ.");
  EXPECT_EQ(authority.signing_for, "GIÁM ĐỐC");
  const SigningAuthority both =
      ParseSigningAuthority({"TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"});
  EXPECT_EQ(both.on_behalf_of, "CHỦ TỊCH");
  EXPECT_EQ(both.signing_for, "CHÁNH VĂN PHÒNG");
  EXPECT_EQ(both.position, "PHÓ CHÁNH VĂN PHÒNG");
}

TEST(SigningAuthority, OfAnActingHeadIsSaid) {
  const SigningAuthority of = ParseSigningAuthority({"Q. GIÁM ĐỐC"});
  EXPECT_TRUE(of.acting);
  EXPECT_EQ(of.position, "GIÁM ĐỐC");
}

TEST(SigningAuthority, GoesOnInTheNextLine) {
  const SigningAuthority place =
      ParseSigningAuthority({"TM. ỦY BAN NHÂN DÂN", "TỈNH NINH BÌNH", "CHỦ TỊCH"});
  EXPECT_EQ(place.on_behalf_of, "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH");
  EXPECT_EQ(place.position, "CHỦ TỊCH");
  const SigningAuthority alone = ParseSigningAuthority({"KT.", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"});
  EXPECT_EQ(alone.signing_for, "CHỦ TỊCH");
  EXPECT_EQ(alone.position, "PHÓ CHỦ TỊCH");
  const SigningAuthority one = ParseSigningAuthority({"KT. CHỦ TỊCH PHÓ CHỦ TỊCH"});
  EXPECT_EQ(one.signing_for, "CHỦ TỊCH");
  EXPECT_EQ(one.position, "PHÓ CHỦ TỊCH");
  const SigningAuthority city = ParseSigningAuthority({"TL. CHỦ TỊCH UBND THÀNH PHỐ NINH BÌNH"});
  EXPECT_EQ(city.signing_for, "CHỦ TỊCH UBND THÀNH PHỐ NINH BÌNH");
}

TEST(SigningAuthority, IsReadWithoutItsFullStop) {
  EXPECT_EQ(AuthorityMark("KT GIÁM ĐỐC"), "KT.");
  EXPECT_EQ(AuthorityMark("TM.ỦY BAN NHÂN DÂN"), "TM.");
  EXPECT_EQ(AuthorityMark("TU Q. GIÁM ĐỐC"), "TUQ.");
  EXPECT_EQ(AuthorityMark("QUẢN LÝ"), "");
  EXPECT_EQ(AuthorityMark("TLÀ"), "");
}

PageLayout SignedBy(std::string_view first, std::string_view second) {
  PageLayout page;
  Head(page, "ỦY BAN NHÂN DÂN", "TỈNH NINH BÌNH");
  page.Line(0.17, 0.12, "Số: 85/KH-UBND").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình năm 2019");
  page.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "TM. ỦY BAN NHÂN DÂN");
  page.Line(0.64, 0.72, first);
  if (!second.empty()) page.Line(0.63, 0.74, second);
  page.Line(0.62, 0.84, "Trần Văn Bình");
  return page;
}

TEST(Signer, HasPartsThatSayForWhom) {
  const PageLayout page = SignedBy("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH");

  const ReadDocument read = Understand({&page.record()});

  const std::vector<std::pair<std::string, std::string>> parts = {
      {"authority", "KT."},
      {"on_behalf_of", "ỦY BAN NHÂN DÂN"},
      {"signing_for", "CHỦ TỊCH"},
      {"position", "PHÓ CHỦ TỊCH"}};
  EXPECT_EQ(read.Field("signer_position")->parts, parts);
  EXPECT_EQ(read.Value("signer_position"), "Phó Chủ tịch");
  EXPECT_EQ(read.Value("signer_name"), "Trần Văn Bình");
}

TEST(Signer, WhoseOwnPositionWasNotReadIsNotTakenForTheHead) {
  const PageLayout page = SignedBy("KT. CHỦ TỊCH", "");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("signer_position"), "");
  EXPECT_EQ(read.Field("signer_position")->review, ReviewState::kNeedsReview);
}

TEST(Signer, OfABodyWhoseNameGoesOnBelow) {
  const PageLayout page = SignedBy("TỈNH NINH BÌNH", "CHỦ TỊCH");

  const ReadDocument read = Understand({&page.record()});

  EXPECT_EQ(read.Value("signer_position"), "Chủ tịch");
  EXPECT_EQ(read.Value("signer_name"), "Trần Văn Bình");
  ASSERT_GE(read.Field("signer_position")->parts.size(), 2u);
  EXPECT_EQ(read.Field("signer_position")->parts[1].second, "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH");
}

TEST(Citation, HasKindNumberDateAndIssuer) {
  const auto cited = Cited(
      "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ "
      "chế "
      "một cửa;");
  ASSERT_EQ(cited.size(), 1u);
  EXPECT_EQ(cited[0].reference, "61/2018/NĐ-CP");
  EXPECT_EQ(cited[0].kind, "Nghị định");
  EXPECT_EQ(cited[0].date, "2018-04-23");
  EXPECT_EQ(cited[0].issuer, "Chính phủ");
  EXPECT_TRUE(cited[0].issuer_printed);
}

TEST(Citation, KeepsSeveralApart) {
  const auto cited = Cited(
      "theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ và Quyết định số 985/QĐ-TTg "
      "ngày "
      "08/8/2018 của Thủ tướng Chính phủ, Thông tư số 01/2018/TT-VPCP");
  ASSERT_EQ(cited.size(), 3u);
  EXPECT_EQ(cited[0].issuer, "Chính phủ");
  EXPECT_EQ(cited[1].kind, "Quyết định");
  EXPECT_EQ(cited[1].date, "2018-08-08");
  EXPECT_EQ(cited[1].issuer, "Thủ tướng Chính phủ");
  EXPECT_EQ(cited[2].kind, "Thông tư");
  EXPECT_EQ(cited[2].date, "");
  EXPECT_EQ(cited[2].issuer, "Văn phòng Chính phủ");
  EXPECT_FALSE(cited[2].issuer_printed);
}

TEST(Citation, OfAMinistryKeepsItsWholeName) {
  const auto cited = Cited(
      "Thông tư số 05/2020/TT-BVHTTDL ngày 12/5/2020 của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch "
      "quy định về lễ hội, sự kiện");
  ASSERT_EQ(cited.size(), 1u);
  EXPECT_EQ(cited[0].issuer, "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch");
}

TEST(Citation, OfALawIsItsNameOrItsNumber) {
  const auto named = Cited("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;");
  ASSERT_EQ(named.size(), 1u);
  EXPECT_EQ(named[0].reference, "Luật Tổ chức chính quyền địa phương");
  EXPECT_EQ(named[0].kind, "Luật");
  EXPECT_EQ(named[0].date, "2015-06-19");
  EXPECT_EQ(named[0].issuer, "Quốc hội");
  const auto numbered = Cited("Căn cứ Luật Xây dựng số 50/2014/QH13 ngày 18/6/2014;");
  ASSERT_EQ(numbered.size(), 1u);
  EXPECT_EQ(numbered[0].reference, "50/2014/QH13");
  EXPECT_EQ(numbered[0].kind, "Luật");
  EXPECT_EQ(numbered[0].issuer, "Quốc hội");
  EXPECT_EQ(Cited("Căn cứ Luật Quốc tịch Việt Nam năm 2008;")[0].reference,
            "Luật Quốc tịch Việt Nam");
  EXPECT_TRUE(Cited("theo quy định của pháp luật về đất đai;").empty());
}

TEST(Citation, OfALawThatAmendsAnotherIsNotTheOther) {
  const auto cited = Cited(
      "Căn cứ Luật Đất đai ngày 18/01/2024; Luật sửa đổi, bổ sung một số điều của Luật Đất đai và "
      "Luật Nhà ở ngày 29/6/2024;");
  ASSERT_EQ(cited.size(), 2u);
  EXPECT_EQ(cited[0].reference, "Luật Đất đai");
  EXPECT_EQ(cited[0].date, "2024-01-18");
  EXPECT_EQ(cited[1].reference, "Luật sửa đổi, bổ sung một số điều của Luật Đất đai và Luật Nhà ở");
  EXPECT_EQ(cited[1].date, "2024-06-29");
}

TEST(Citation, WithoutItsYearIsKnown) {
  EXPECT_TRUE(LacksItsYear(Cited("Nghị định số 61/NĐ-CP")[0]));
  EXPECT_FALSE(LacksItsYear(Cited("Nghị định số 61/2018/NĐ-CP")[0]));
  EXPECT_FALSE(LacksItsYear(Cited("Quyết định số 985/QĐ-TTg")[0]));
}

TEST(Bases, AreReferencesWithTheirParts) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, "Số: 85/KH-SXD").Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình năm 2019");
  page.Line(0.18, 0.25, "Căn cứ Luật Xây dựng ngày 18 tháng 6 năm 2014;");
  page.Line(0.18, 0.27, "Căn cứ Nghị định số 46/NĐ-CP ngày 12/5/2015 của Chính phủ về quản");
  page.Line(0.13, 0.29, "lý chất lượng công trình;");
  page.Line(0.18, 0.35, "Theo Nghị định số 46/2015/NĐ-CP, Sở Xây dựng ban hành kế hoạch:");

  const ReadDocument read = Understand({&page.record()});

  const FieldValue* bases = read.Field("legal_bases");
  ASSERT_NE(bases, nullptr);
  EXPECT_EQ(bases->normalized, "Luật Xây dựng; 46/2015/NĐ-CP");
  const std::vector<std::pair<std::string, std::string>> parts = {
      {"citation", "Luật Xây dựng"}, {"kind", "Luật"},
      {"date", "2014-06-18"},        {"issuer_by_notation", "Quốc hội"},
      {"citation", "46/2015/NĐ-CP"}, {"as_cited", "46/NĐ-CP"},
      {"kind", "Nghị định"},         {"date", "2015-05-12"},
      {"issuer", "Chính phủ"}};
  EXPECT_EQ(bases->parts, parts);
  EXPECT_EQ(bases->review, ReviewState::kNeedsReview) << "a citation without its year";
  CheckUnderstanding({page.record()});
}

}  // namespace
}  // namespace sohoa
