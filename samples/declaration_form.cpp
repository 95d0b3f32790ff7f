// SPDX-License-Identifier: Apache-2.0
//
// A typed declaration for the registration of a birth, signed by hand.
#include "samples/form_sheet.h"
#include "samples/papers.h"
#include "samples/stamps.h"

namespace sohoa {
namespace {

SampleTruth DeclarationTruth() {
  SampleTruth truth;
  truth.class_code = "D01";
  truth.fields = {
      {"type_name", "TỜ KHAI ĐĂNG KÝ KHAI SINH", "Tờ khai"},
      {"addressee", "Ủy ban nhân dân xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm",
       "Ủy ban nhân dân xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm"},
      {"applicant_name", "NÔNG THỊ BÍCH HẠNH", "Nông Thị Bích Hạnh"},
      {"address", "thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm",
       "thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm"},
      {"subject_name", "LÃ NÔNG MINH KHÔI", "Lã Nông Minh Khôi"},
      {"birth_date", "21/9/2018", "2018-09-21"},
      {"sex", "Nam", "Nam"},
      {"ethnicity", "Tày", "Tày"},
      {"nationality", "Việt Nam", "Việt Nam"},
      {"birth_place", "Trạm Y tế xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm",
       "Trạm Y tế xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm"},
      {"mother_name", "NÔNG THỊ BÍCH HẠNH", "Nông Thị Bích Hạnh"},
      {"father_name", "LÃ VĂN CHƯƠNG", "Lã Văn Chương"},
      {"issued_date", "ngày 04 tháng 10 năm 2018", "2018-10-04"},
      {"place", "Thượng Lãm", "Thượng Lãm"},
  };
  return truth;
}

void DrawDeclarationBody(FormSheet& form) {
  form.Line("Họ, chữ đệm, tên người yêu cầu: **NÔNG THỊ BÍCH HẠNH**");
  form.Line("Nơi cư trú: thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm");
  form.Line("Giấy tờ tùy thân: Chứng minh nhân dân, do Công an tỉnh Hoa Lâm cấp ngày 12/5/2014");
  form.Line("Quan hệ với người được khai sinh: Mẹ đẻ");
  form.Gap(4);
  form.Line("**Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:**");
  form.Line("Họ, chữ đệm, tên: **LÃ NÔNG MINH KHÔI**");
  form.Line(
      "Ngày, tháng, năm sinh: 21/9/2018, ghi bằng chữ: ngày hai mươi mốt tháng chín năm hai nghìn "
      "không trăm mười tám");
  form.Line("Giới tính: Nam          Dân tộc: Tày          Quốc tịch: Việt Nam");
  form.Line("Nơi sinh: Trạm Y tế xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm");
  form.Line("Quê quán: xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm");
  form.Gap(4);
  form.Line("Họ, chữ đệm, tên người mẹ: **NÔNG THỊ BÍCH HẠNH**");
  form.Line("Năm sinh: 1991          Dân tộc: Tày          Quốc tịch: Việt Nam");
  form.Line("Nơi cư trú: thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm");
  form.Line("Họ, chữ đệm, tên người cha: **LÃ VĂN CHƯƠNG**");
  form.Line("Năm sinh: 1988          Dân tộc: Kinh          Quốc tịch: Việt Nam");
  form.Line("Nơi cư trú: thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm");
  form.Gap(4);
  form.Line(
      "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa "
      "thuận "
      "nhất trí của các bên liên quan theo quy định pháp luật.",
      24);
  form.Line("Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.", 24);
}

}  // namespace

Result<SampleTruth> DrawDeclaration(const DrawOptions& options, const SamplePageSink& sink) {
  FormSheet form(options, sink);
  if (Status status = form.Begin(); !status.ok()) return status;
  form.Centered("**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**", 13);
  form.Centered("**Độc lập - Tự do - Hạnh phúc**", 13);
  PaperPages& pages = form.pages();
  const double middle = pages.left() + pages.frame_width() / 2;
  pages.canvas().Rule(middle - 80, pages.y + 2, middle + 80, pages.y + 2, 0.8);
  form.Gap(22);
  form.Centered("**TỜ KHAI ĐĂNG KÝ KHAI SINH**", 14);
  form.Gap(10);
  form.Centered("Kính gửi: Ủy ban nhân dân xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm", 13);
  form.Gap(10);
  DrawDeclarationBody(form);
  form.Gap(8);
  form.Columns({},
               {"*Làm tại: Thượng Lãm, ngày 04 tháng 10 năm 2018*", "**Người yêu cầu**",
                "*(Ký, ghi rõ họ, chữ đệm, tên)*"},
               13);
  const double signature = pages.y;
  form.Gap(Mm(20));
  form.Columns({}, {"Nông Thị Bích Hạnh"}, 13);
  if (options.seal) {
    DrawSignature(pages.canvas(), form.right_middle() - Mm(17), signature + Mm(3), Mm(34), Mm(14));
  }
  if (Status status = form.Finish(); !status.ok()) return status;
  return DeclarationTruth();
}

}  // namespace sohoa
