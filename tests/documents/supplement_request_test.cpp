// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/supplement_request.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

Dossier Incomplete() {
  Dossier dossier;
  dossier.head = {"H42.18-260930-0012", "1.000894", "H42.18", "Trần <b>Thị</b> Bưởi & Cam"};
  Completeness& found = dossier.completeness;
  found.state = CompletenessState::kIncomplete;
  found.procedure.code = "1.000894";
  found.procedure.name = "Đăng ký kết hôn";
  const auto add = [&](const char* name, PaperState state, const char* reason) -> PaperCheck& {
    PaperCheck& check = found.papers.emplace_back();
    check.paper = check.name = name;
    check.state = state;
    check.reason = reason;
    return check;
  };
  add("Tờ khai đăng ký kết hôn", PaperState::kPresent, "");
  PaperCheck& cards = add("Căn cước của hai bên", PaperState::kMissing, "too_few");
  cards.needed = 2;
  cards.found = 1;
  cards.copies = 2;
  add("Giấy xác nhận tình trạng hôn nhân", PaperState::kExpired, "validity_over").originals = 1;
  add("Giấy ủy quyền", PaperState::kNotProvided, "condition_unknown");
  add("Giấy cam đoan", PaperState::kNeedsLook, "class_uncertain");
  return dossier;
}

bool Holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(SupplementRequest, AsksForWhatIsMissingAndSaysWhy) {
  AgencyDefaults agency;
  agency.name = "Ủy ban nhân dân xã Gia Sinh";
  agency.place = "Gia Sinh";
  const Result<SupplementRequest> request = DraftSupplementRequest(Incomplete(), agency, "2026-10-05");
  ASSERT_TRUE(request) << request.status().message();
  ASSERT_EQ(request->items.size(), 2u);
  EXPECT_EQ(request->items[0].name, "Căn cước của hai bên");
  EXPECT_TRUE(Holds(request->items[0].reason, "cần 2, đã có 1")) << request->items[0].reason;
  ASSERT_EQ(request->to_see.size(), 1u);

  const std::string text = SupplementRequestText(*request);
  EXPECT_TRUE(Holds(text, "DỰ THẢO")) << text;
  EXPECT_TRUE(Holds(text, "Gia Sinh, ngày 05 tháng 10 năm 2026"));
  EXPECT_TRUE(Holds(text, "1. Căn cước của hai bên; bản chụp: 2"));
  EXPECT_TRUE(Holds(text, "2. Giấy xác nhận tình trạng hôn nhân; bản chính: 1"));
  EXPECT_TRUE(Holds(text, "Mã hồ sơ: H42.18-260930-0012"));
  EXPECT_FALSE(Holds(text, "Giấy ủy quyền")) << "it may not be asked for";
  EXPECT_TRUE(Holds(text, "[cần xem trước] Giấy cam đoan"));
}

TEST(SupplementRequest, PrintsOnlyWhatIsAskedForAndMarksUpNothingThatIsNotItsOwn) {
  const Result<SupplementRequest> request = DraftSupplementRequest(Incomplete(), AgencyDefaults(), "2026-02-05");
  ASSERT_TRUE(request);
  const std::string html = SupplementRequestHtml(*request);
  EXPECT_TRUE(Holds(html, "Trần &lt;b&gt;Thị&lt;/b&gt; Bưởi &amp; Cam")) << html;
  EXPECT_FALSE(Holds(html, "<script"));
  EXPECT_TRUE(Holds(html, "ngày 05 tháng 02 năm 2026"));
  EXPECT_TRUE(Holds(html, "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"));
  EXPECT_TRUE(Holds(html, "chưa được đối chiếu")) << "nobody has verified the procedure";
  // What the clerk has to see first stands in the notice, which is not printed.
  EXPECT_LT(html.find("Giấy cam đoan"), html.find("contenteditable"));
  EXPECT_TRUE(Holds(html, ".draft { display: none; }"));
}

TEST(SupplementRequest, IsNotDraftedWhereNothingIsCertainlyMissing) {
  Dossier dossier = Incomplete();
  for (PaperCheck& check : dossier.completeness.papers) check.state = PaperState::kPresent;
  EXPECT_EQ(DraftSupplementRequest(dossier, AgencyDefaults(), "2026-10-05").status().code(), StatusCode::kConflict);
  dossier.completeness.papers[0].state = PaperState::kNeedsLook;
  const Status look = DraftSupplementRequest(dossier, AgencyDefaults(), "2026-10-05").status();
  EXPECT_TRUE(Holds(look.message(), "uncertain")) << look.message();
  dossier.completeness = Completeness();
  dossier.completeness.unchecked_reason = "unknown_procedure";
  const Status unchecked = DraftSupplementRequest(dossier, AgencyDefaults(), "2026-10-05").status();
  EXPECT_TRUE(Holds(unchecked.message(), "the catalogue does not have this procedure")) << unchecked.message();
}

}  // namespace
}  // namespace sohoa
