// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "documents/page_layout.h"
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

}  // namespace
}  // namespace sohoa
