// SPDX-License-Identifier: Apache-2.0
#include "documents/consistency.h"

#include <gtest/gtest.h>

#include "documents/page_layout.h"

namespace sohoa {
namespace {

std::vector<Finding> Findings(const std::vector<std::string>& lines) {
  PageLayout page;
  page.record().id = "p1";
  double y = 0.1;
  for (const std::string& line : lines) page.Line(0.1, y += 0.03, line);
  return FindInconsistencies({&page.record()}, {3});
}

TEST(Consistency, FindsAPhraseThatIsSpeltInTwoWays) {
  const auto findings = Findings({"2. Thành lập, kiện toàn tổ chức bộ máy", "II. THÀNH LẬP, KIẾN TOÀN TỔ CHỨC BỘ MÁY",
                                  "Quyết định kiến toàn hoặc thành lập"});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, "spelling_varies");
  EXPECT_EQ(findings[0].value, "KIẾN TOÀN");
  EXPECT_EQ(findings[0].suggestion, "kiện toàn");
  ASSERT_EQ(findings[0].locations.size(), 2u);
  EXPECT_EQ(findings[0].locations[0].page, 3u);
  EXPECT_EQ(findings[0].locations[0].page_id, "p1");
}

TEST(Consistency, LeavesWordsThatAreUsualInBothSpellings) {
  EXPECT_TRUE(Findings({"được cấp cho cá nhân", "các cấp và cấp xã", "của các cơ quan", "cá nhân có các giấy tờ"}).empty());
  EXPECT_TRUE(Findings({"theo quy định của pháp luật", "quy chế do bộ quy định", "bộ trưởng quyết định", "hai bộ"}).empty());
}

TEST(Consistency, LeavesRareWordsThatSuitWhatStandsAboutThem) {
  EXPECT_TRUE(Findings({"phân công bộ trưởng phụ trách", "công bố danh mục thủ tục hành chính"}).empty());
}

TEST(Consistency, LeavesNamesAlone) {
  EXPECT_TRUE(Findings({"Ông Nguyễn Kiến Toàn", "thành lập, kiện toàn tổ chức bộ máy"}).empty());
}

TEST(Consistency, DoesNotJoinWordsOverAComma) {
  EXPECT_TRUE(Findings({"tổ chức, bộ kiến, toàn thể", "thành lập, kiện toàn tổ chức bộ máy"}).empty());
}

TEST(Consistency, SuggestsTheYearThatACitedDecreeHasElsewhere) {
  const auto findings = Findings({"Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ", "quy định tại Điều 38, Nghị định số 61/NĐ-CP."});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, "citation_without_year");
  EXPECT_EQ(findings[0].value, "61/NĐ-CP");
  EXPECT_EQ(findings[0].suggestion, "61/2018/NĐ-CP");
  EXPECT_EQ(findings[0].locations.size(), 1u);
}

TEST(Consistency, SuggestsNoYearWhereTheDocumentHasTwo) {
  const auto findings = Findings({"Nghị định số 61/2018/NĐ-CP của Chính phủ", "Nghị định số 61/2015/NĐ-CP của Chính phủ", "Nghị định số 61/NĐ-CP."});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].suggestion, "");
}

}  // namespace
}  // namespace sohoa
