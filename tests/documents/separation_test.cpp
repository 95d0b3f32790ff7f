// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "documents/page_layout.h"
#include "documents/page_signs.h"
#include "support/check_understanding.h"

namespace sohoa {
namespace {

PageLayout FirstPage(std::string_view number) {
  PageLayout page;
  Head(page, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  page.Line(0.17, 0.12, number).Line(0.58, 0.12, "Ninh Bình, ngày 04 tháng 10 năm 2018");
  page.Centre(0.17, "KẾ HOẠCH").Centre(0.19, "Kiểm tra chất lượng công trình");
  page.Line(0.18, 0.25, "Sở Xây dựng ban hành kế hoạch như sau:");
  return page;
}

PageLayout NextPage(std::string_view number) {
  PageLayout page;
  page.Line(0.49, 0.04, number)
      .Line(0.13, 0.1, "chất lượng công trình theo quy định của pháp luật.");
  return page;
}

std::vector<std::vector<std::size_t>> Cut(const std::vector<PageRecord>& pages) {
  CheckUnderstanding(pages);
  std::vector<std::vector<std::size_t>> out;
  for (const DocumentPages& document : SeparateDocuments(pages)) out.push_back(document.pages);
  return out;
}

using Cuts = std::vector<std::vector<std::size_t>>;

TEST(Separation, CutsAtEachHead) {
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), NextPage("2").record(),
                 FirstPage("Số: 86/KH-SXD").record()}),
            (Cuts{{0, 1}, {2}}));
}

TEST(Separation, APatchCodeBeginsADocumentOnItsPageOrBehindItsSheet) {
  const PageRecord first = FirstPage("Số: 85/KH-SXD").record();
  PageLayout next = NextPage("2");
  EXPECT_EQ(Cut({first, next.record()}), (Cuts{{0, 1}}));
  next.record().barcodes = {{"PatchCode", "T", {100, 100, 1500, 400}}};
  EXPECT_EQ(Cut({first, next.record()}), (Cuts{{0}, {1}}));
  next.record().barcodes[0].text = "4";
  EXPECT_EQ(Cut({first, next.record()}), (Cuts{{0, 1}})) << "that one steers scanners";

  PageLayout sheet;
  sheet.record().barcodes = {{"PatchCode", "2", {100, 100, 1500, 400}}};
  EXPECT_TRUE(IsPatchSheet(sheet.record()));
  sheet.record().quality.blank = true;  // as the stages take it
  EXPECT_EQ(Cut({first, sheet.record(), NextPage("2").record()}), (Cuts{{0}, {2}}));
}

TEST(Separation, APersonsCutsWin) {
  std::vector<PageRecord> pages = {FirstPage("Số: 85/KH-SXD").record(), NextPage("2").record(), FirstPage("Số: 86/KH-SXD").record(), PageLayout().record()};
  for (std::size_t i = 0; i < pages.size(); ++i) pages[i].id = "p" + std::to_string(i);
  pages[3].quality.blank = true;
  const auto cut = [&pages](const std::map<std::string, bool>& cuts) {
    Cuts out;
    for (const DocumentPages& document : SeparateDocuments(pages, cuts)) out.push_back(document.pages);
    return out;
  };
  EXPECT_EQ(cut({}), (Cuts{{0, 1}, {2}}));
  EXPECT_EQ(cut({{"p1", true}}), (Cuts{{0}, {1}, {2}}));
  EXPECT_EQ(cut({{"p2", false}}), (Cuts{{0, 1, 2}}));
  EXPECT_EQ(cut({{"p3", false}}), (Cuts{{0, 1}, {2, 3}})) << "a blank page that was decided on";
  EXPECT_EQ(cut({{"p3", true}}), (Cuts{{0, 1}, {2}, {3}}));
  EXPECT_EQ(cut({{"p0", false}}), (Cuts{{0, 1}, {2}})) << "there is none before it";
}

TEST(Separation, KeepsAnAppendixWithItsParent) {
  PageLayout appendix;
  appendix.Centre(0.08, "PHỤ LỤC I")
      .Line(0.2, 0.11, "(Kèm theo Kế hoạch số 85/KH-SXD của Sở Xây dựng)");
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), appendix.record()}), (Cuts{{0, 1}}));
}

TEST(Separation, LeavesBlankPagesOut) {
  PageLayout blank;
  blank.record().quality.blank = true;
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), blank.record(), NextPage("2").record()}),
            (Cuts{{0, 2}}));
}

TEST(Separation, KeepsAPageWithoutAWordThatIsNotBlank) {
  const PageRecord photograph = PageLayout().Original("photograph", 1).record();
  EXPECT_EQ(Cut({photograph}), (Cuts{{0}}));
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").Original("a", 0).record(), photograph}), (Cuts{{0, 1}}));
}

TEST(Separation, JoinsTheNextNumberedPageOfAnotherFile) {
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").Original("a", 0).record(),
                 NextPage("2").Original("b", 1).record(), NextPage("7").Original("c", 2).record()}),
            (Cuts{{0, 1}, {2}}));
}

TEST(Separation, DoesNotJoinAnotherFileToASignedDocument) {
  PageLayout signed_page = FirstPage("Số: 85/KH-SXD");
  signed_page.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "GIÁM ĐỐC").Original("a", 0);
  PageLayout other;
  other.Line(0.2, 0.3, "một trang giấy khác").Original("b", 1);
  EXPECT_EQ(Cut({signed_page.record(), other.record()}), (Cuts{{0}, {1}}));
}

TEST(Separation, StartsAFormThatHasNoNumber) {
  PageLayout form;
  form.Centre(0.06, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
      .Centre(0.08, "Độc lập - Tự do - Hạnh phúc");
  form.Centre(0.14, "TỜ KHAI ĐĂNG KÝ KHAI SINH").Line(0.13, 0.2, "Kính gửi: UBND xã");
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), form.record()}), (Cuts{{0}, {1}}));
}

TEST(Separation, CutsWhereASeparatorSheetLies) {
  PageLayout separator;
  separator.Code("SOHOA:DOCUMENT").record().quality.blank = true;
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), separator.record(), NextPage("2").record(), NextPage("3").record()}), (Cuts{{0}, {2, 3}}));
}

TEST(Separation, CutsWhereTheCodeOfTheDocumentChanges) {
  PageLayout first;
  first.Line(0.2, 0.3, "một trang giấy").Code("000.00.18.H42-181004-0001");
  PageLayout second;
  second.Line(0.2, 0.3, "trang sau của giấy đó").Code("000.00.18.H42-181004-0001");
  PageLayout third;
  third.Line(0.2, 0.3, "một trang giấy khác").Code("000.00.18.H42-181004-0002");
  EXPECT_EQ(Cut({first.record(), second.record(), third.record()}), (Cuts{{0, 1}, {2}}));
}

TEST(Separation, DoesNotTakeACodeOfAProductForThatOfADocument) {
  PageLayout first = FirstPage("Số: 85/KH-SXD");
  first.Code("8934567890123");
  PageLayout second = NextPage("2");
  second.Code("8934567890999");
  EXPECT_EQ(Cut({first.record(), second.record()}), (Cuts{{0, 1}}));
}

TEST(Separation, CutsAfterTheLastOfSoManyPages) {
  const auto page = [](std::string_view number) {
    PageLayout layout;
    layout.Line(0.45, 0.95, number).Line(0.13, 0.1, "nội dung của một trang");
    return layout.record();
  };
  EXPECT_EQ(Cut({page("Trang 1/2"), page("Trang 2/2"), page("Trang 1/3"), page("Trang 2/3"), page("Trang 3/3")}), (Cuts{{0, 1}, {2, 3, 4}}));
}

TEST(Separation, IsNotMisledByACitationInRunningText) {
  PageLayout page = NextPage("2");
  page.Line(0.13, 0.13, "Tình hình thực hiện các kỹ thuật theo danh mục").Line(0.13, 0.16, "Thông tư số 43/2013/TT-BYT ngày 11/12/2013");
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), page.record()}), (Cuts{{0, 1}}));
}

TEST(Separation, DoesNotTakeTheHeadOfAColumnForATitle) {
  PageLayout page = NextPage("2");
  page.Centre(0.2, "ĐƠN ĐỀ NGHỊ");
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), page.record()}), (Cuts{{0}, {1}}));
  page.Grid({{"STT", "ĐƠN ĐỀ NGHỊ", "NGÀY"}, {"1", "a", "b"}, {"2", "c", "d"}}, 0.19);
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), page.record()}), (Cuts{{0, 1}}));
}

TEST(Separation, IsNotMisledByAnAppendixThatTheTextSpeaksOf) {
  PageLayout page = NextPage("2");
  page.Line(0.2, 0.15, "Ban hành kèm theo Quyết định số 5014/QĐ-SYT ngày 29/11/2017 của");
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), page.record()}), (Cuts{{0, 1}}));
}

TEST(Separation, MakesAnAppendixOfAnotherDocumentADocument) {
  PageLayout appendix;
  appendix.Centre(0.08, "PHỤ LỤC").Line(0.2, 0.11, "(Kèm theo Công văn số 04/GAVI ngày 04 tháng 01 năm 2018)");
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), appendix.record()}), (Cuts{{0}, {1}}));
}

TEST(Separation, GivesNoAppendixOfADecisionToAPaperWithoutANumber) {
  PageLayout form;
  form.Centre(0.06, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").Centre(0.08, "Độc lập - Tự do - Hạnh phúc");
  form.Centre(0.14, "TỜ KHAI ĐĂNG KÝ KHAI SINH").Line(0.13, 0.2, "Kính gửi: UBND xã");
  PageLayout rules;
  rules.Centre(0.08, "QUY CHẾ").Line(0.25, 0.11, "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2024)");
  EXPECT_EQ(Cut({form.record(), rules.record()}), (Cuts{{0}, {1}}));
}

TEST(Separation, StartsTheCoverAndTheListOfADossier) {
  PageLayout cover;
  cover.Centre(0.08, "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH").Centre(0.25, "HỒ SƠ");
  PageLayout list;
  list.Centre(0.1, "MỤC LỤC VĂN BẢN TRONG HỒ SƠ");
  EXPECT_EQ(Cut({FirstPage("Số: 85/KH-SXD").record(), cover.record(), list.record()}), (Cuts{{0}, {1}, {2}}));
}

TEST(Separation, StartsAPaperOfNoKnownClassUnderItsTitle) {
  PageLayout signed_page = FirstPage("Số: 85/KH-SXD");
  PageLayout other;
  other.Centre(0.09, "DANH BẠ ĐIỆN THOẠI").Line(0.13, 0.12, "1. Văn phòng: 0229 3 871 234");
  EXPECT_EQ(Cut({signed_page.record(), other.record()}), (Cuts{{0}, {1}}));
  PageLayout part = other;
  part.Line(0.49, 0.04, "2");
  EXPECT_EQ(Cut({signed_page.record(), part.record()}), (Cuts{{0, 1}})) << "its number says that it goes on";
  signed_page.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "GIÁM ĐỐC");
  EXPECT_EQ(Cut({signed_page.record(), other.record()}), (Cuts{{0}, {1}}));
  PageLayout list;
  list.Centre(0.09, "DANH SÁCH THÀNH VIÊN").Line(0.13, 0.12, "1. Nguyễn Văn An");
  EXPECT_EQ(Cut({signed_page.record(), list.record()}), (Cuts{{0, 1}}));
}

TEST(Separation, KeepsASheetThatSaysItIsAttached) {
  PageLayout signed_page = FirstPage("Số: 85/KH-SXD");
  signed_page.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "GIÁM ĐỐC");
  PageLayout sheet;
  sheet.Centre(0.09, "LỊCH TỔ CHỨC NGHIỆM THU").Line(0.25, 0.12, "(Đính kèm Kế hoạch số 85/KH-SXD của Sở Xây dựng)");
  EXPECT_EQ(Cut({signed_page.record(), sheet.record()}), (Cuts{{0, 1}}));
}

TEST(Separation, KeepsAListUnderTheHeadOfItsOrganWithTheSignedDocument) {
  PageLayout decision = FirstPage("Số: 85/KH-SXD");
  decision.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "GIÁM ĐỐC");
  PageLayout list;
  Head(list, "UBND TỈNH NINH BÌNH", "SỞ XÂY DỰNG");
  list.Centre(0.15, "DANH SÁCH THÀNH VIÊN TỔ SOẠN THẢO");
  EXPECT_EQ(Cut({decision.record(), list.record()}), (Cuts{{0, 1}}));
  PageLayout other = list;
  other.Line(0.58, 0.12, "Ninh Bình, ngày 05 tháng 10 năm 2018");
  EXPECT_EQ(Cut({decision.record(), other.record()}), (Cuts{{0}, {1}}));
}

TEST(Separation, StartsAListOfPapersBehindASignedDocument) {
  PageLayout decision = FirstPage("Số: 85/KH-SXD");
  decision.Line(0.13, 0.70, "Nơi nhận:").Line(0.62, 0.70, "GIÁM ĐỐC");
  PageLayout contents;
  contents.Centre(0.09, "MỤC LỤC VĂN BẢN TRONG HỒ SƠ");
  contents.Grid({{"STT", "Số, ký hiệu", "Ngày"}, {"1", "12/QĐ-UBND", "04/10/2018"}, {"2", "13/QĐ-UBND", "05/10/2018"}});
  contents.record().text.tables.front().box.bottom = 2800;
  EXPECT_EQ(Cut({decision.record(), contents.record()}), (Cuts{{0}, {1}}));
}

TEST(Separation, StartsAPaperOfNoKnownClassBehindAnApplication) {
  PageLayout form;
  form.Line(0.33, 0.07, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").Line(0.38, 0.09, "Độc lập - Tự do - Hạnh phúc");
  form.Centre(0.16, "ĐƠN XIN XÁC NHẬN").Line(0.13, 0.22, "Tôi tên là: Lò Văn Hạnh");
  PageLayout other;
  other.Centre(0.09, "DANH BẠ ĐIỆN THOẠI").Line(0.13, 0.12, "1. Văn phòng: 0229 3 871 234");
  PageLayout part = other;
  part.Line(0.49, 0.04, "1");
  EXPECT_EQ(Cut({form.record(), part.record()}), (Cuts{{0, 1}})) << "it is not signed yet";
  EXPECT_EQ(Cut({form.record(), other.record()}), (Cuts{{0}, {1}}));
  form.Line(0.62, 0.70, "NGƯỜI LÀM ĐƠN").Line(0.60, 0.73, "(Ký, ghi rõ họ tên)");
  EXPECT_EQ(Cut({form.record(), part.record()}), (Cuts{{0}, {1}}));
}

TEST(Separation, KeepsAStatuteOfAnotherDecisionApart) {
  const auto statute = [](std::string_view guide) {
    PageLayout page;
    page.Centre(0.09, "QUY CHẾ").Centre(0.12, guide);
    return page.record();
  };
  const PageRecord plan = FirstPage("Số: 85/KH-SXD").record();
  EXPECT_EQ(Cut({plan, statute("(Kèm theo Kế hoạch số 05/KH-SXD ngày 04 tháng 10 năm 2018)")}), (Cuts{{0, 1}})) << "a pen's number misread";
  EXPECT_EQ(Cut({plan, statute("(Kèm theo Kế hoạch số 85/KH-SXD ngày 14 tháng 11 năm 2018)")}), (Cuts{{0, 1}}));
  EXPECT_EQ(Cut({plan, statute("(Kèm theo Kế hoạch số 05/KH-SXD ngày 14 tháng 11 năm 2018)")}), (Cuts{{0}, {1}}));
  PageLayout wrapped;
  wrapped.Centre(0.09, "QUY CHẾ").Centre(0.12, "(Kèm theo Kế hoạch số 05/KH-SXD ngày").Centre(0.14, "14 tháng 11 năm 2018 của Sở Xây dựng)");
  EXPECT_EQ(Cut({plan, wrapped.record()}), (Cuts{{0}, {1}}));
}

}  // namespace
}  // namespace sohoa
