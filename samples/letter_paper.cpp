// SPDX-License-Identifier: Apache-2.0
//
// An urgent công văn of a department.
#include "samples/papers.h"

namespace sohoa {

OfficialPaper LetterPaper() {
  OfficialPaper letter;
  letter.superior = {"ỦY BAN NHÂN DÂN", "TỈNH HOA LÂM"};
  letter.issuer = {"SỞ TƯ PHÁP"};
  letter.number = "Số: 738/STP-HCTP";
  letter.letter_subject = "V/v số hóa hồ sơ hộ tịch tại Bộ phận Một cửa";
  letter.urgency = "KHẨN";
  letter.place_and_date = "Hoa Lâm, ngày 02 tháng 10 năm 2018";
  letter.addressees = {"Ủy ban nhân dân huyện Vân Khê", "Ủy ban nhân dân thị xã Thạch Bàn"};
  letter.body = {
      {ParagraphKind::kBody,
       "Thực hiện Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một "
       "cửa, một "
       "cửa liên thông trong giải quyết thủ tục hành chính, qua theo dõi hồ sơ hộ tịch quý III năm "
       "2018, "
       "Sở Tư pháp đề nghị Ủy ban nhân dân các huyện, thị xã chỉ đạo một số việc sau:"},
      {ParagraphKind::kBody,
       "1. Quét tờ khai và giấy tờ kèm theo ngay khi tiếp nhận, độ phân giải không dưới 200 dpi; "
       "bản quét "
       "phải đủ trang, rõ chữ, đúng chiều và được đặt tên theo mã hồ sơ."},
      {ParagraphKind::kBody,
       "2. Trả lại ngay cho người nộp bản giấy đã đối chiếu, trừ giấy tờ phải thu bản chính; ghi "
       "vào sổ theo "
       "dõi số tờ đã nhận và số tờ đã trả."},
      {ParagraphKind::kBody,
       "3. Báo cáo số hồ sơ đã số hóa về Sở Tư pháp (Phòng Hành chính tư pháp) trước ngày "
       "12/10/2018 để tổng "
       "hợp, báo cáo Ủy ban nhân dân tỉnh."},
      {ParagraphKind::kBody,
       "Khi cần trao đổi, đề nghị liên hệ bà Lò Thị Ngân, điện thoại 0200.3111.222, thư điện tử "
       "hctp@sotuphap.example.vn./."},
  };
  letter.recipients = {"Như trên", "UBND tỉnh (để báo cáo)", "Giám đốc, các PGĐ Sở",
                       "Lưu: VT, HCTP"};
  letter.signer_lines = {"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"};
  letter.signer_name = "Đặng Thị Hồng Khuê";
  letter.seal_text = "SỞ TƯ PHÁP TỈNH HOA LÂM";
  letter.truth.class_code = "CV";
  letter.truth.fields = {
      {"organ_superior", "ỦY BAN NHÂN DÂN TỈNH HOA LÂM", "UBND tỉnh Hoa Lâm"},
      {"organ_name", "SỞ TƯ PHÁP", "Sở Tư pháp Hoa Lâm"},
      {"code_number", "738", "738"},
      {"code_notation", "STP-HCTP", "STP-HCTP"},
      {"issued_date", "ngày 02 tháng 10 năm 2018", "2018-10-02"},
      {"place", "Hoa Lâm", "Hoa Lâm"},
      {"subject", "V/v số hóa hồ sơ hộ tịch tại Bộ phận Một cửa",
       "số hóa hồ sơ hộ tịch tại Bộ phận Một cửa"},
      {"urgency", "KHẨN", "KHẨN"},
      {"signer_name", letter.signer_name, letter.signer_name},
      {"signer_position", "PHÓ GIÁM ĐỐC", "Phó Giám đốc"},
      {"recipients", "Như trên\nUBND tỉnh (để báo cáo)\nGiám đốc, các PGĐ Sở\nLưu: VT, HCTP",
       "Như trên\nUBND tỉnh (để báo cáo)\nGiám đốc, các PGĐ Sở\nLưu: VT, HCTP"},
      {"legal_bases", "61/2018/NĐ-CP", "61/2018/NĐ-CP"},
  };
  return letter;
}

}  // namespace sohoa
