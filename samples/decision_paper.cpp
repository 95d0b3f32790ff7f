// SPDX-License-Identifier: Apache-2.0
//
// A district chairman's quyết định.
#include "samples/papers.h"

namespace sohoa {

OfficialPaper DecisionPaper() {
  OfficialPaper paper;
  const std::string subject = "Về việc kiện toàn Bộ phận Tiếp nhận và Trả kết quả huyện Vân Khê";
  paper.issuer = {"ỦY BAN NHÂN DÂN", "HUYỆN VÂN KHÊ"};
  paper.number = "Số: 2157/QĐ-UBND";
  paper.place_and_date = "Vân Khê, ngày 28 tháng 9 năm 2018";
  paper.type_name = "QUYẾT ĐỊNH";
  paper.subject = subject;
  paper.body = {
      {ParagraphKind::kCentered, "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN VÂN KHÊ"},
      {ParagraphKind::kBasis,
       "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"},
      {ParagraphKind::kBasis,
       "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ "
       "chế một "
       "cửa, một cửa liên thông trong giải quyết thủ tục hành chính;"},
      {ParagraphKind::kBasis,
       "Theo đề nghị của Trưởng phòng Nội vụ huyện tại Tờ trình số 64/TTr-NV ngày 24 "
       "tháng 9 năm 2018."},
      {ParagraphKind::kCentered, "QUYẾT ĐỊNH:"},
      {ParagraphKind::kBody,
       "**Điều 1.** Kiện toàn Bộ phận Tiếp nhận và Trả kết quả huyện Vân Khê gồm 07 thành viên, do "
       "ông Hà "
       "Mạnh Tường, Phó Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện làm Trưởng bộ "
       "phận."},
      {ParagraphKind::kBody, "**Điều 2.** Bộ phận Tiếp nhận và Trả kết quả có nhiệm vụ:"},
      {ParagraphKind::kBody,
       "a) Hướng dẫn, tiếp nhận, số hóa hồ sơ và trả kết quả giải quyết thủ tục hành chính thuộc "
       "thẩm quyền "
       "của Ủy ban nhân dân huyện;"},
      {ParagraphKind::kBody,
       "b) Theo dõi thời hạn giải quyết; thông báo cho người nộp khi hồ sơ phải bổ sung hoặc trễ "
       "hẹn;"},
      {ParagraphKind::kBody, "c) Thu phí, lệ phí và giao nộp theo quy định."},
      {ParagraphKind::kBody,
       "**Điều 3.** Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số "
       "1880/QĐ-UBND ngày 11 "
       "tháng 8 năm 2016. Chánh Văn phòng, Trưởng phòng Nội vụ và các ông, bà có tên tại Điều 1 "
       "chịu trách "
       "nhiệm thi hành Quyết định này./."},
  };
  paper.recipients = {"Như Điều 3", "Văn phòng UBND tỉnh", "Sở Nội vụ", "UBND các xã, thị trấn",
                      "Lưu: VT, NV"};
  paper.signer_lines = {"CHỦ TỊCH"};
  paper.signer_name = "Vũ Đình Khải";
  paper.seal_text = "ỦY BAN NHÂN DÂN HUYỆN VÂN KHÊ";
  paper.truth.class_code = "QĐ";
  paper.truth.fields = {
      {"organ_name", "ỦY BAN NHÂN DÂN HUYỆN VÂN KHÊ", "UBND huyện Vân Khê"},
      {"code_number", "2157", "2157"},
      {"code_notation", "QĐ-UBND", "QĐ-UBND"},
      {"issued_date", "ngày 28 tháng 9 năm 2018", "2018-09-28"},
      {"place", "Vân Khê", "Vân Khê"},
      {"type_name", "QUYẾT ĐỊNH", "Quyết định"},
      {"subject", subject, subject},
      {"signer_name", paper.signer_name, paper.signer_name},
      {"signer_position", "CHỦ TỊCH", "Chủ tịch"},
      {"recipients",
       "Như Điều 3\nVăn phòng UBND tỉnh\nSở Nội vụ\nUBND các xã, thị trấn\nLưu: VT, NV",
       "Như Điều 3\nVăn phòng UBND tỉnh\nSở Nội vụ\nUBND các xã, thị trấn\nLưu: VT, NV"},
      {"legal_bases", "Luật Tổ chức chính quyền địa phương; 61/2018/NĐ-CP; 64/TTr-NV",
       "Luật Tổ chức chính quyền địa phương; 61/2018/NĐ-CP; 64/TTr-NV"},
  };
  return paper;
}

}  // namespace sohoa
