// SPDX-License-Identifier: Apache-2.0
//
// What papers are about, and sentences that are true of any such matter.
#include <array>
#include <utility>

#include "core/vietnamese.h"
#include "samples/content/sample_content.h"

namespace sohoa {
namespace {

constexpr std::array kTopics = {"cải cách thủ tục hành chính",
                                "số hóa hồ sơ, kết quả giải quyết thủ tục hành chính",
                                "phòng cháy, chữa cháy và cứu nạn, cứu hộ",
                                "bảo đảm trật tự, an toàn giao thông",
                                "phòng, chống thiên tai và tìm kiếm cứu nạn",
                                "phòng, chống dịch bệnh trên đàn gia súc, gia cầm",
                                "bảo vệ và phát triển rừng",
                                "xây dựng nông thôn mới nâng cao",
                                "giảm nghèo bền vững",
                                "chuyển đổi số trong cơ quan nhà nước",
                                "văn thư, lưu trữ",
                                "quản lý, sử dụng tài sản công",
                                "thu, chi ngân sách nhà nước",
                                "giải phóng mặt bằng các dự án trọng điểm",
                                "tuyển dụng viên chức ngành giáo dục",
                                "bảo đảm an toàn thực phẩm",
                                "cấp nước sạch nông thôn",
                                "chăm sóc sức khỏe người cao tuổi",
                                "phổ biến, giáo dục pháp luật",
                                "hòa giải ở cơ sở",
                                "đăng ký hộ tịch lưu động",
                                "tiếp công dân, giải quyết khiếu nại, tố cáo",
                                "thực hành tiết kiệm, chống lãng phí",
                                "quản lý trật tự xây dựng đô thị",
                                "phát triển du lịch cộng đồng",
                                "phòng, chống đuối nước ở trẻ em",
                                "tuyển chọn và gọi công dân nhập ngũ",
                                "điều tra lao động, việc làm",
                                "tiêm chủng mở rộng cho trẻ em dưới 05 tuổi",
                                "thu gom, xử lý rác thải sinh hoạt",
                                "đo đạc, lập hồ sơ địa chính",
                                "quản lý hoạt động khai thác khoáng sản",
                                "phát triển kinh tế tập thể, hợp tác xã",
                                "bảo tồn di tích lịch sử, văn hóa",
                                "đánh giá sự hài lòng của người dân",
                                "đào tạo nghề cho lao động nông thôn",
                                "kiểm soát tải trọng phương tiện",
                                "quản lý thuốc bảo vệ thực vật",
                                "trồng cây phân tán",
                                "bồi dưỡng cán bộ, công chức cấp xã"};

constexpr std::array kTasks = {
    "Các cơ quan, đơn vị phân công người phụ trách công tác {topic}, gửi danh sách về {organ} "
    "trước {date}.",
    "Rà soát quy trình, thủ tục liên quan đến {topic}; đề xuất bỏ những bước không còn cần thiết.",
    "Bố trí kinh phí từ nguồn chi thường xuyên được giao, ưu tiên những nơi còn khó khăn của "
    "{place}.",
    "Tổ chức tập huấn cho {count} lượt cán bộ trực tiếp làm công tác {topic}.",
    "Kiểm tra việc thực hiện ít nhất {few} lần trong năm, lập biên bản và kiến nghị xử lý ngay "
    "những sai sót.",
    "Phấn đấu đến hết năm {year} đạt {percent} % số chỉ tiêu được giao, không để nhiệm vụ nào quá "
    "hạn.",
    "Tuyên truyền trên hệ thống truyền thanh cơ sở về {topic}, mỗi tuần không dưới {few} buổi.",
    "Định kỳ hàng quý báo cáo kết quả, khó khăn, vướng mắc về {organ} để tổng hợp.",
    "Phối hợp với các đoàn thể vận động nhân dân cùng tham gia; kịp thời biểu dương những cách làm "
    "hay.",
    "Chấn chỉnh việc chậm trả lời kiến nghị; người đứng đầu chịu trách nhiệm về kết quả {topic}.",
    "Cập nhật số liệu vào phần mềm dùng chung của {place} ngay trong ngày phát sinh.",
    "Lập danh sách những trường hợp cần hỗ trợ, công khai tại trụ sở và nhà văn hóa thôn trong "
    "{few} ngày.",
    "Chuẩn bị phương tiện, vật tư dự phòng; bảo đảm liên lạc thông suốt trong mọi tình huống.",
    "Sơ kết công tác {topic} sau sáu tháng thực hiện, rút kinh nghiệm và bổ sung chỉ tiêu cho phù "
    "hợp.",
    "Đối với những việc vượt thẩm quyền, báo cáo bằng văn bản, nêu rõ phương án và thời hạn giải "
    "quyết.",
    "Thanh toán, quyết toán kinh phí đúng mục đích; lưu chứng từ theo quy định của pháp luật về kế "
    "toán."};

constexpr std::array kFindings = {
    "Trong kỳ đã hoàn thành {count} nhiệm vụ, đạt {percent} % kế hoạch về {topic}.",
    "Nhận thức của người dân về {topic} chuyển biến tích cực; số vụ việc phải nhắc nhở giảm so với "
    "năm trước.",
    "Một số nơi triển khai còn chậm, thiếu người chuyên trách, trang thiết bị đã cũ.",
    "Đã mở {few} lớp tập huấn với {count} người dự, phát {count} tài liệu hướng dẫn.",
    "Kinh phí bố trí cho {topic} được sử dụng đúng mục đích, tỷ lệ giải ngân đạt {percent} %.",
    "Qua kiểm tra {few} đơn vị, phát hiện {few} thiếu sót về sổ sách và đã yêu cầu khắc phục ngay.",
    "Việc phối hợp giữa các ngành có lúc chưa chặt chẽ, thông tin gửi về {organ} chưa đầy đủ.",
    "Tính đến {date}, toàn địa bàn {place} không còn trường hợp tồn đọng từ năm trước."};

constexpr std::array kLaws = {
    std::pair{"Luật Tổ chức chính quyền địa phương", "ngày 19 tháng 6 năm 2015"},
    std::pair{"Luật Ngân sách nhà nước", "ngày 25 tháng 6 năm 2015"},
    std::pair{"Luật Đất đai", "ngày 29 tháng 11 năm 2013"},
    std::pair{"Luật Xây dựng", "ngày 18 tháng 6 năm 2014"},
    std::pair{"Luật Hộ tịch", "ngày 20 tháng 11 năm 2014"},
    std::pair{"Luật Lưu trữ", "ngày 11 tháng 11 năm 2011"},
    std::pair{"Luật Cán bộ, công chức", "ngày 13 tháng 11 năm 2008"},
    std::pair{"Luật Viên chức", "ngày 15 tháng 11 năm 2010"},
    std::pair{"Luật Đầu tư công", "ngày 13 tháng 6 năm 2019"},
    std::pair{"Luật Bảo vệ môi trường", "ngày 17 tháng 11 năm 2020"}};

void Replace(std::string& text, std::string_view slot, const std::string& value) {
  for (std::size_t at = text.find(slot); at != std::string::npos;
       at = text.find(slot, at + value.size())) {
    text.replace(at, slot.size(), value);
  }
}

}  // namespace

SampleDay SampleContent::Day(int first_year, int last_year) {
  return {Between(first_year, last_year), Between(1, 12), Between(1, 28)};
}

std::string SampleContent::Topic() { return Pick(kTopics); }

std::string SampleContent::Fill(std::string_view pattern, const SampleAgency& agency,
                                const SampleDay& day, std::string_view topic) {
  std::string text(pattern);
  const auto place_of = [&agency] {
    switch (agency.kind) {
      case AgencyKind::kDistrict:
      case AgencyKind::kDivision:
      case AgencyKind::kDistrictCouncil:
        return agency.place.district;
      case AgencyKind::kCommune:
        return agency.place.commune;
      default:
        return agency.place.Province();
    }
  };
  Replace(text, "{topic}", std::string(topic));
  Replace(text, "{organ}", agency.name);
  Replace(text, "{place}", place_of());
  Replace(text, "{year}", std::to_string(day.year));
  Replace(text, "{next}", std::to_string(day.year + 1));
  Replace(text, "{later}", std::to_string(day.year + 5));
  Replace(text, "{date}", Slashed(After(day, Between(10, 90))));
  Replace(text, "{percent}", std::to_string(Between(60, 98)));
  Replace(text, "{count}", std::to_string(Between(12, 480)));
  Replace(text, "{few}", Padded(Between(2, 9)));
  return text;
}

std::string SampleContent::Task(const SampleAgency& agency, const SampleDay& day,
                                std::string_view topic) {
  return Fill(Pick(kTasks), agency, day, topic);
}

std::string SampleContent::Finding(const SampleAgency& agency, const SampleDay& day,
                                   std::string_view topic) {
  return Fill(Pick(kFindings), agency, day, topic);
}

std::vector<SampleBasis> SampleContent::Bases(const SampleAgency& agency, const SampleDay& day,
                                              std::size_t count) {
  std::vector<SampleBasis> bases;
  const auto first = static_cast<std::size_t>(random_.Below(kLaws.size()));
  for (std::size_t i = 0; i < count; ++i) {
    const SampleDay issued = After(day, -Between(120, 900));
    if (i == 0) {
      const auto& [law, date] = kLaws[first];
      bases.push_back({std::string("Căn cứ ") + law + " " + date + ";", law});
    } else if (i == 1) {
      const std::string code =
          Padded(Between(1, 160)) + "/" + std::to_string(issued.year) + "/NĐ-CP";
      bases.push_back({"Căn cứ Nghị định số " + code + " " + Spoken(issued) +
                           " của Chính phủ quy định chi tiết một số điều về " + Topic() + ";",
                       code});
    } else {
      const std::string code = Padded(Between(1, 900)) + "/" + Pick({"QĐ", "KH", "CT"}) + "-UBND";
      const std::string kind = code.find("/QĐ") != std::string::npos   ? "Quyết định"
                               : code.find("/KH") != std::string::npos ? "Kế hoạch"
                                                                       : "Chỉ thị";
      bases.push_back({"Căn cứ " + kind + " số " + code + " " +
                           Spoken(After(day, -Between(20, 110))) + " của Ủy ban nhân dân " +
                           agency.place.Province() + " về " + Topic() + ";",
                       code});
    }
  }
  return bases;
}

}  // namespace sohoa
