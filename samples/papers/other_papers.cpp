// SPDX-License-Identifier: Apache-2.0
//
// Papers of none of the classes: what else lies in dossiers, from menus to pay slips.
#include <string_view>
#include <utility>

#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

struct OtherPaper {
  std::string_view title;
  std::vector<std::string_view> columns;    // of a table; none: sentences
  std::vector<std::string_view> sentences;  // of its rows, or of its own
  bool motto = false;                       // under Quốc hiệu
  bool organ = false;                       // under the name of an organ or a firm
};

const std::vector<OtherPaper>& OtherPapers() {
  static const std::vector<OtherPaper> papers = {
      {"BẢN TIN CƠ SỞ",
       {},
       {"Sáng {date}, bà con {place} phấn khởi bước vào vụ mới với {topic}.",
        "Chương trình phát thanh tuần này gồm: tin trong ngày; chuyện quê ta; dân ca.",
        "Gương người tốt: gia đình chị {person} tự nguyện góp {count} m2 đất làm đường."}},
      {"THỰC ĐƠN TRONG TUẦN",
       {"Thứ", "Bữa trưa", "Bữa chiều", "Ghi chú"},
       {"Cơm, canh bí đỏ nấu thịt, cá kho", "Cháo gà hạt sen", "Bún riêu, chuối chín",
        "Cơm, trứng đúc thịt, rau muống xào", "Sữa chua, bánh mì"}},
      {"LỊCH CÔNG TÁC TUẦN",
       {"Ngày", "Buổi sáng", "Buổi chiều", "Người dự"},
       {"Giao ban đầu tuần", "Đi cơ sở nắm tình hình {topic}", "Họp nghe báo cáo về {topic}", "Làm việc tại phòng",
        "Tiếp khách tỉnh bạn"},
       false,
       true},
      {"NỘI QUY CƠ QUAN",
       {},
       {"Đi làm đúng giờ, trang phục gọn gàng, đeo thẻ khi làm việc.",
        "Không hút thuốc, không uống rượu bia trong giờ làm việc.",
        "Tắt đèn, quạt, máy tính trước khi ra về; giữ gìn vệ sinh chung.",
        "Khách đến liên hệ công việc đăng ký tại phòng thường trực."},
       false,
       true},
      {"BẢNG GIÁ DỊCH VỤ",
       {"STT", "Dịch vụ", "Đơn vị tính", "Giá (đồng)"},
       {"Photocopy A4 một mặt", "Đánh máy, in đen trắng", "Chụp ảnh thẻ lấy ngay", "Ép nhựa giấy tờ",
        "Gửi xe máy theo lượt"}},
      {"LỜI CẢM ƠN",
       {},
       {"Gia đình chúng tôi xin chân thành cảm ơn bà con lối xóm, bạn bè gần xa đã đến chia buồn.",
        "Trong lúc tang gia bối rối, có điều gì sơ suất, mong được lượng thứ.", "Thay mặt gia đình: {person}."}},
      {"PHIẾU KHẢO SÁT Ý KIẾN",
       {},
       {"Anh (chị) đánh dấu vào ô phù hợp với ý kiến của mình.",
        "Mức độ hài lòng về {topic}: rất hài lòng, hài lòng, bình thường, không hài lòng.",
        "Anh (chị) biết đến dịch vụ này qua: báo đài, người quen, mạng xã hội.",
        "Góp ý khác: ....................................................................."},
       false,
       true},
      {"DANH BẠ ĐIỆN THOẠI",
       {"TT", "Họ và tên", "Phòng", "Số máy"},
       {"Phòng Hành chính", "Phòng Tổ chức", "Bộ phận kế toán", "Thường trực bảo vệ"}},
      {"BÁO GIÁ THIẾT BỊ",
       {"STT", "Tên hàng", "Số lượng", "Đơn giá", "Thành tiền"},
       {"Máy in laser hai mặt", "Ghế xoay văn phòng", "Bộ lưu điện 1000VA", "Mực in đen", "Giấy A4 định lượng 70"},
       false,
       true},
      {"PHIẾU XUẤT KHO",
       {"STT", "Tên vật tư", "Mã số", "Số lượng"},
       {"Xi măng bao 50 kg", "Thép cuộn phi 8", "Gạch ống bốn lỗ", "Dây điện đôi mềm"},
       false,
       true},
      {"ĐƠN THUỐC",
       {},
       {"Chẩn đoán: viêm họng cấp, theo dõi tăng huyết áp.",
        "Amoxicillin 500 mg, {few} vỉ, sáng một viên, tối một viên, sau ăn.",
        "Paracetamol 500 mg, uống khi sốt trên 38,5 độ.",
        "Khám lại khi có dấu hiệu bất thường; nhớ mang theo phiếu này. Bác sĩ khám bệnh: {person}."},
       false,
       true},
      {"KẾT QUẢ XÉT NGHIỆM",
       {"Tên xét nghiệm", "Kết quả", "Trị số bình thường", "Đơn vị"},
       {"Glucose máu lúc đói", "Cholesterol toàn phần", "Bạch cầu", "Hồng cầu", "Men gan AST"},
       false,
       true},
      {"BẢNG CHẤM CÔNG",
       {"STT", "Họ và tên", "Ngày công", "Nghỉ phép", "Ký nhận"},
       {"Tổ một", "Tổ hai", "Lái xe", "Tạp vụ"},
       false,
       true},
      {"SAO KÊ TÀI KHOẢN",
       {"Ngày", "Diễn giải", "Ghi nợ", "Ghi có", "Số dư"},
       {"Rút tiền tại máy tự động", "Chuyển khoản đến", "Phí quản lý tài khoản", "Thanh toán tiền điện",
        "Lãi nhập gốc"},
       false,
       true},
      {"THIỆP MỜI",
       {},
       {"Trân trọng báo tin lễ thành hôn của con chúng tôi.", "Hôn lễ được cử hành tại tư gia vào hồi 9 giờ {date}.",
        "Sự hiện diện của quý khách là niềm vinh hạnh cho gia đình chúng tôi. {person} kính mời."}},
      {"CẨM NANG BẢO HÀNH",
       {},
       {"Sản phẩm được bảo hành {count} ngày kể từ ngày mua đối với lỗi của nhà sản xuất.",
        "Không bảo hành trong trường hợp rơi vỡ, vào nước, cháy nổ do nguồn điện.",
        "Mang theo thẻ này và máy đến trung tâm gần nhất; đường dây nóng phục vụ cả ngày lễ."}},
      {"ĐỀ CƯƠNG ÔN TẬP",
       {},
       {"Câu {few}: nêu ý nghĩa của {topic} đối với đời sống ở địa phương em.",
        "Giải các bài toán sau bằng cách lập phương trình rồi thử lại kết quả.",
        "Học sinh đọc kỹ đoạn văn, gạch chân những từ láy và đặt câu với mỗi từ."}},
      {"LÝ LỊCH KHOA HỌC",
       {},
       {"Quá trình đào tạo: đại học chính quy, ngành công nghệ sinh học.",
        "Đề tài đã chủ trì: nghiên cứu về {topic}, nghiệm thu năm {year}.",
        "Bài báo đã đăng: {few} bài trên tạp chí trong nước, {few} bài ở hội thảo. Ngoại ngữ: tiếng Anh."},
       true,
       false},
      {"ĐIỀU LỆ GIẢI BÓNG CHUYỀN",
       {},
       {"Mỗi đội đăng ký {few} vận động viên, thi đấu theo luật hiện hành.",
        "Thể thức: vòng tròn một lượt tính điểm, chọn hai đội vào chung kết.",
        "Giải thưởng: cờ, cúp và tiền mặt cho các đội nhất, nhì, ba và giải phong cách. Khai mạc {date}."},
       true,
       true},
      {"BẢN NHẬN XÉT THỰC TẬP",
       {},
       {"Sinh viên {person} thực tập tại đơn vị từ {date}.",
        "Chấp hành giờ giấc tốt, chịu khó học hỏi, biết giữ gìn đoàn kết.",
        "Cần mạnh dạn hơn khi trình bày ý kiến về {topic}. Điểm đề nghị: 9."},
       true,
       true},
  };
  return papers;
}

std::vector<std::string> Row(SampleContent& content, const OtherPaper& paper, int number, const std::string& text) {
  std::vector<std::string> row = {std::to_string(number), text};
  while (row.size() < paper.columns.size()) {
    const std::string other[] = {content.Digits(3), content.Name(content.Chance(50)), content.Phone(), ""};
    row.push_back(content.Pick(other));
  }
  return row;
}

}  // namespace

FormPaper OtherOf(SampleContent& content) {
  FormPaper form;
  const SampleAgency agency = content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDepartment, AgencyKind::kCommune});
  const SampleDay day = content.Day(2015, 2024);
  const OtherPaper& paper =
      OtherPapers()[static_cast<std::size_t>(content.Between(0, static_cast<int>(OtherPapers().size()) - 1))];
  form.truth.class_code = "other";
  form.head = paper.motto ? FormHead::kMiddle : FormHead::kNone;
  form.title = {std::string(paper.title)};
  form.title_size = 16;
  if (paper.organ && content.Chance(70)) {
    form.Centered("**" + (content.Chance(60) ? JoinedLines(agency.issuer) : content.CompanyName()) + "**");
    form.Gap(6);
  }
  const auto sentence = [&] {
    return content.Chance(20) ? content.Finding(agency, day, content.Topic())
                              : content.Fill(content.Pick(paper.sentences), agency, day, content.Topic());
  };
  const int count = content.Between(5, 9);
  std::vector<std::vector<std::string>> rows;
  for (int i = 1; i <= count; ++i) {
    if (paper.columns.empty()) {
      form.Text(content.Chance(50) ? std::to_string(i) + ". " + sentence() : sentence(), 24);
    } else {
      rows.push_back(Row(content, paper, i, sentence()));
    }
  }
  if (!rows.empty()) {
    std::vector<std::string> columns;
    for (const std::string_view column : paper.columns) columns.emplace_back(column);
    std::vector<double> shares(columns.size(), 0.6 / static_cast<double>(columns.size() - 1));
    shares[1] = 0.4;
    form.Table(std::move(columns), std::move(shares), std::move(rows));
  }
  if (content.Chance(40)) form.Text("Người lập: " + content.Name(content.Chance(50)) + ", " + Slashed(day), 24);
  return form;
}

}  // namespace sohoa
