// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "samples/sample_pages.h"

namespace sohoa {
namespace {

constexpr const char* kText =
    "ỦY BAN NHÂN DÂN\n"
    "XÃ THƯỢNG LÃM\n"
    "\n"
    "Số: *12* /KH-UBND\n"
    "\n"
    "Thượng Lãm, ngày *03* tháng 5 năm 2019\n"
    "## **KẾ HOẠCH**\n"
    "### **Sắp xếp kho lưu trữ**\n"
    "Ủy ban nhân dân xã ban hành kế hoạch như sau:\n"
    "#### **I. NỘI DUNG**\n"
    "1. Kiểm đếm *toàn bộ* hồ sơ.\n"
    "#### **Nơi nhận:**\n"
    "- Như trên;\n"
    "- Lưu: VT.\n"
    "**TM. ỦY BAN NHÂN DÂN  \n"
    "CHỦ TỊCH**\n"
    "**Nông Văn Sử**\n"
    "**PHỤ LỤC**\n"
    "**DANH MỤC VIỆC**\n"
    "*Kèm theo Kế hoạch số 12/KH-UBND*\n"
    "TT\tNội dung công việc\tCơ quan chủ trì\n"
    "<b>I KIỂM ĐẾM</b>\n"
    "1\tĐếm hộp\t- Văn phòng; - Tư pháp\n"
    "TT\tNội dung công việc\tCơ quan chủ trì\n"
    "2\tGhi sổ\t\n";

std::string Draw(SampleKind layout, SampleTruth& truth) {
  std::string text;
  DrawOptions options;
  options.dpi = 72;
  Result<SampleTruth> drawn = DrawText(kText, layout, options, [&text](const SamplePage& page) {
    text += TruthText(page.truth) + "\f";
    return Status();
  });
  EXPECT_TRUE(drawn.ok()) << drawn.status().message();
  if (drawn) truth = std::move(*drawn);
  return text;
}

TEST(DrawText, GivesEveryPartItsPlaceInTheLayoutOfAPlan) {
  SampleTruth truth;
  EXPECT_EQ(Draw(SampleKind::kPlan, truth),
            "ỦY BAN NHÂN DÂN\nXÃ THƯỢNG LÃM\nSố: ⟦12⟧ /KH-UBND\n"
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
            "Thượng Lãm, ngày ⟦03⟧ tháng 5 năm 2019\n"
            "KẾ HOẠCH\nSắp xếp kho lưu trữ\n"
            "Ủy ban nhân dân xã ban hành kế hoạch như sau:\n"
            "I. NỘI DUNG\n1. Kiểm đếm toàn bộ hồ sơ.\n"
            "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n"
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNông Văn Sử\n\f"
            "PHỤ LỤC\nDANH MỤC VIỆC\nKèm theo Kế hoạch số 12/KH-UBND\n"
            "TT | Nội dung công việc | Cơ quan chủ trì\n"
            "I | KIỂM ĐẾM\n1 | Đếm hộp | - Văn phòng; - Tư pháp\n2 | Ghi sổ\n\f");
  EXPECT_EQ(truth.class_code, "KH");
  ASSERT_EQ(truth.table_rows.size(), 3u);
  EXPECT_EQ(truth.table_rows[2], (std::vector<std::string>{"2", "Ghi sổ", ""}));
}

TEST(DrawText, PutsTheSubjectUnderTheNumberInTheLayoutOfALetter) {
  SampleTruth truth;
  const std::string text = Draw(SampleKind::kLetter, truth);
  EXPECT_NE(text.find("/KH-UBND\nSắp xếp kho lưu trữ\nCỘNG HÒA"), std::string::npos) << text;
  EXPECT_EQ(truth.class_code, "CV");
}

TEST(DrawText, RefusesLayoutsThatAreForms) {
  EXPECT_EQ(DrawText(kText, SampleKind::kReceipt, {}, [](const SamplePage&) { return Status(); })
                .status()
                .code(),
            StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
