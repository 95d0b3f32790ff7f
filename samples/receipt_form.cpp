// SPDX-License-Identifier: Apache-2.0
//
// Mẫu số 01 of Circular 01/2018/TT-VPCP: the receipt of a one-stop counter.
#include "samples/barcode_drawing.h"
#include "samples/form_sheet.h"
#include "samples/papers.h"
#include "samples/stamps.h"

namespace sohoa {
namespace {

constexpr const char* kDossier = "000.00.18.H42-181004-0001";

SampleTruth ReceiptTruth() {
  SampleTruth truth;
  truth.class_code = "C01";
  truth.fields = {
      {"organ_superior", "ỦY BAN NHÂN DÂN HUYỆN VÂN KHÊ", "UBND huyện Vân Khê"},
      {"organ_name", "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
       "Bộ phận Tiếp nhận và Trả kết quả huyện Vân Khê"},
      {"code_number", "0417", "0417"},
      {"code_notation", "TNHS", "TNHS"},
      {"issued_date", "ngày 04 tháng 10 năm 2018", "2018-10-04"},
      {"place", "Vân Khê", "Vân Khê"},
      {"dossier_code", kDossier, kDossier},
      {"applicant_name", "Nông Thị Bích Hạnh", "Nông Thị Bích Hạnh"},
      {"address", "thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm",
       "thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm"},
      {"phone", "0900 000 142", "0900000142"},
      {"email", "hanh.nong@example.vn", "hanh.nong@example.vn"},
      {"request", "Đăng ký khai sinh", "Đăng ký khai sinh"},
      {"dossier_count", "01 (bộ)", "1"},
      {"processing_time", "03 ngày (làm việc)", "3"},
      {"received_at", "08 giờ 15 phút, ngày 04 tháng 10 năm 2018", "2018-10-04T08:15:00+07:00"},
      {"due_at", "16 giờ 30 phút, ngày 09 tháng 10 năm 2018", "2018-10-09T16:30:00+07:00"},
      {"register_volume", "02", "02"},
      {"register_number", "0417", "0417"},
      {"signer_name", "Lương Văn Tấn", "Lương Văn Tấn"},
      {"signer_position", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Người tiếp nhận hồ sơ"},
  };
  return truth;
}

void DrawReceiptBody(FormSheet& form) {
  form.Line("Bộ phận tiếp nhận và trả kết quả: Bộ phận Tiếp nhận và Trả kết quả huyện Vân Khê");
  form.Line("Tiếp nhận hồ sơ của: Nông Thị Bích Hạnh");
  form.Line("Địa chỉ: thôn Đồng Mít, xã Thượng Lãm, huyện Vân Khê, tỉnh Hoa Lâm");
  form.Line("Số điện thoại: 0900 000 142          Email: hanh.nong@example.vn");
  form.Line("Nội dung yêu cầu giải quyết: Đăng ký khai sinh");
  form.Line("1. Thành phần hồ sơ nộp gồm:");
  form.Line("1. Tờ khai đăng ký khai sinh (bản chính)", 24);
  form.Line("2. Giấy chứng sinh (bản chính)", 24);
  form.Line("3. Giấy chứng nhận kết hôn (bản sao)", 24);
  form.Line("2. Số lượng hồ sơ: 01 (bộ)");
  form.Line("3. Thời gian giải quyết hồ sơ theo quy định là: 03 ngày (làm việc)");
  form.Line("4. Thời gian nhận hồ sơ: 08 giờ 15 phút, ngày 04 tháng 10 năm 2018");
  form.Line("5. Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 09 tháng 10 năm 2018");
  form.Line("6. Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả");
  form.Line("Vào Sổ theo dõi hồ sơ, Quyển số: 02     Số thứ tự: 0417");
}

}  // namespace

Result<SampleTruth> DrawReceipt(const DrawOptions& options, const SamplePageSink& sink) {
  FormSheet form(options, sink);
  if (Status status = form.Begin(); !status.ok()) return status;
  form.Columns({"ỦY BAN NHÂN DÂN", "HUYỆN VÂN KHÊ", "**BỘ PHẬN TIẾP NHẬN**", "**VÀ TRẢ KẾT QUẢ**"},
               {"**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**", "**Độc lập - Tự do - Hạnh phúc**"}, 12);
  form.RuleUnderColumns(70, 158);
  form.Gap(12);
  form.Columns({"Số: 0417/TNHS"}, {"*Vân Khê, ngày 04 tháng 10 năm 2018*"}, 13);
  form.Gap(10);
  PaperPages& pages = form.pages();
  const double side = Mm(22);
  const double bars = Mm(88);
  const double height = Mm(13);
  if (Status status =
          DrawCode128(pages.canvas(), kDossier, pages.left() + 6, pages.y + 4, bars, height);
      !status.ok()) {
    return status;
  }
  if (Status status = DrawQr(pages.canvas(), kDossier, pages.right() - side - 6, pages.y, side);
      !status.ok()) {
    return status;
  }
  form.Gap(side + 14);
  form.Centered("**GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ**", 14);
  form.Gap(4);
  form.Centered(std::string("Mã hồ sơ: ") + kDossier, 13);
  form.Centered("*(Liên: Giao khách hàng)*", 13);
  form.Gap(10);
  DrawReceiptBody(form);
  form.Gap(14);
  const double signatures = pages.y;
  form.Columns({"**NGƯỜI NỘP HỒ SƠ**", "*(Ký và ghi rõ họ tên)*"},
               {"**NGƯỜI TIẾP NHẬN HỒ SƠ**", "*(Ký và ghi rõ họ tên)*"}, 13);
  form.Gap(Mm(20));
  form.Columns({"Nông Thị Bích Hạnh"}, {"Lương Văn Tấn"}, 13);
  if (options.seal) {
    DrawSignature(pages.canvas(), form.right_middle() - Mm(17), signatures + Mm(13), Mm(34),
                  Mm(15));
  }
  if (Status status = form.Finish(); !status.ok()) return status;
  return ReceiptTruth();
}

}  // namespace sohoa
