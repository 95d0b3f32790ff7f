// SPDX-License-Identifier: Apache-2.0
//
// Papers of agencies that go to somebody: letters, minutes, slips and certificates of the day.
#include <algorithm>

#include "core/vietnamese.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

constexpr int kFromYear = 2015;
constexpr int kToYear = 2024;

SampleAgency Sender(SampleContent& content) {
  return content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict, AgencyKind::kCommune,
                            AgencyKind::kDepartment, AgencyKind::kDepartment, AgencyKind::kDivision,
                            AgencyKind::kOffice, AgencyKind::kMinistry});
}

std::string Clock(SampleContent& content) {
  return Padded(content.Between(7, 16)) + " giờ " + content.Pick({"00", "15", "30"}) + " phút";
}

std::string Receiver(SampleContent& content, const SampleAgency& agency) {
  return content.Pick({"Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Công an tỉnh",
                       "Kho bạc Nhà nước tỉnh"}) +
         (content.Chance(30) ? " " + std::string(agency.place.province.name) : "");
}

}  // namespace

OfficialPaper MinutesOf(SampleContent& content) {
  const SampleAgency agency = Sender(content);
  const SampleDay day = content.Day(kFromYear, kToYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Organ();
  if (content.Chance(50)) builder.Number("BB-" + agency.notation);
  builder.Title({"BB", "Biên bản"},
                content.Fill(content.Pick({"Họp triển khai công tác {topic}",
                                           "Làm việc về công tác {topic} năm {year}",
                                           "Kiểm tra công tác {topic} tại cơ sở",
                                           "Về việc bàn giao hồ sơ, tài liệu {topic}"}),
                             agency, day, topic));
  builder.Body("Hôm nay, hồi " + Clock(content) + ", " + Spoken(day) + ", tại trụ sở " +
               agency.name + ", chúng tôi gồm:");
  builder.Body("**I. Thành phần:**");
  const std::string chair = content.Name(true);
  const std::string clerk = content.Name(false);
  builder.Body("1. Ông " + chair + ", " + agency.deputy + " - Chủ tọa;");
  builder.Body("2. Bà " + clerk + ", chuyên viên - Thư ký;");
  builder.Body("3. Đại diện các bộ phận có liên quan, vắng " + Padded(content.Between(0, 3)) +
               " người.");
  builder.Body("**II. Nội dung:**");
  builder.Findings(2, topic);
  builder.Tasks(content.Between(2, 4), topic);
  builder.Body("Biên bản kết thúc vào hồi " + Clock(content) +
               " cùng ngày, đã đọc cho mọi người nghe và nhất trí "
               "ký tên./.");
  builder.paper.co_signer_lines = {"THƯ KÝ"};
  builder.paper.co_signer_name = clerk;
  const bool chairs = content.Chance(70);
  builder.Sign({{chairs ? "CHỦ TỌA" : "CHỦ TRÌ"}, chairs ? "Chủ tọa" : "Chủ trì"}, chair);
  if (content.Chance(40)) builder.Recipients("Như thành phần dự họp");
  return builder.paper;
}

OfficialPaper ProposalOf(SampleContent& content) {
  const SampleAgency agency = content.AnyAgency({AgencyKind::kDepartment, AgencyKind::kDivision,
                                                 AgencyKind::kDistrict, AgencyKind::kProvince});
  const SampleDay day = content.Day(kFromYear, kToYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("TTr-" + agency.notation);
  builder.Title(
      {"TTr", "Tờ trình"},
      content.Fill(content.Pick({"Về việc đề nghị phê duyệt kế hoạch {topic} năm {next}",
                                 "Về việc xin bổ sung kinh phí {topic} năm {year}",
                                 "Đề nghị ban hành Quyết định về {topic} trên địa bàn {place}"}),
                   agency, day, topic));
  builder.paper.addressees = {
      agency.kind == AgencyKind::kProvince ? "Hội đồng nhân dân " + agency.place.Province()
      : agency.kind == AgencyKind::kDepartment ? "Ủy ban nhân dân " + agency.place.Province()
                                               : "Ủy ban nhân dân " + agency.place.district};
  builder.Body(content.Fill(
      builder.Carrying(topic) + ", {organ} kính trình xem xét những nội dung sau:", agency, day,
      topic));
  builder.Findings(2, topic);
  builder.Tasks(content.Between(2, 4), topic);
  builder.Body("Kính đề nghị cấp trên xem xét, quyết định./.");
  builder.Recipients("Như trên");
  builder.Sign();
  return builder.paper;
}

OfficialPaper LetterOf(SampleContent& content) {
  const SampleAgency agency = Sender(content);
  const SampleDay day = content.Day(kFromYear, kToYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  OfficialPaper& paper = builder.paper;
  builder.Head(agency.notation + "-" +
               content.Pick({"VX", "NC", "TH", "KTTH", "TCCB", "QLNS", "HCTP", "NVY"}));
  const std::string subject =
      content.Fill(content.Pick({"đẩy mạnh công tác {topic}", "báo cáo kết quả {topic} năm {year}",
                                 "cử cán bộ tham gia lớp tập huấn về {topic}",
                                 "trả lời kiến nghị về {topic}", "góp ý dự thảo kế hoạch {topic}"}),
                   agency, day, topic);
  paper.letter_subject = "V/v " + subject;
  paper.truth.class_code = "CV";
  builder.Field("subject", paper.letter_subject, subject);
  if (content.Chance(20)) {
    paper.urgency = content.Pick({"KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"});
    builder.Field("urgency", paper.urgency);
  }
  const int receivers = content.Between(1, 3);
  for (int i = 0; i < receivers; ++i) {
    const std::string one = Receiver(content, agency);
    if (std::find(paper.addressees.begin(), paper.addressees.end(), one) ==
        paper.addressees.end()) {
      paper.addressees.push_back(one);
    }
  }
  if (content.Chance(60)) {
    builder.Body(content.Fill(
        builder.Carrying(topic) + ", {organ} đề nghị quý cơ quan quan tâm một số việc sau:", agency,
        day, topic));
  } else {
    builder.Body(content.Fill(
        "Để chuẩn bị cho đợt kiểm tra công tác {topic}, {organ} đề nghị quý cơ quan phối hợp "
        "thực hiện các nội dung sau:",
        agency, day, topic));
  }
  builder.Tasks(content.Between(2, 5), topic);
  builder.Body(
      content.Fill("Khi cần trao đổi, đề nghị liên hệ qua số điện thoại " + content.Phone() + "./.",
                   agency, day, topic));
  builder.Recipients("Như trên");
  builder.Sign();
  return builder.paper;
}

OfficialPaper TelegramOf(SampleContent& content) {
  const SampleAgency agency = content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict});
  const SampleDay day = content.Day(kFromYear, kToYear);
  OfficialBuilder builder(content, agency, day);
  builder.Head("CĐ-" + agency.notation);
  const std::string topic = content.Pick({"ứng phó với áp thấp nhiệt đới", "phòng, chống cháy rừng",
                                          "ứng phó mưa lớn, ngập úng", "khắc phục hậu quả lốc xoáy",
                                          "phòng, chống rét đậm, rét hại cho vật nuôi",
                                          "bảo đảm an toàn hồ chứa nước trong mùa lũ"});
  if (content.Chance(70)) {
    builder.paper.urgency = content.Pick({"HỎA TỐC", "KHẨN", "THƯỢNG KHẨN"});
    builder.Field("urgency", builder.paper.urgency);
  }
  builder.Title({"CĐ", "Công điện"},
                content.Fill(content.Pick({"Về việc {topic}",
                                           "Về việc tập trung {topic} trên địa bàn {place}",
                                           "Về việc chủ động {topic} trong những ngày tới"}),
                             agency, day, topic));
  builder.Add(ParagraphKind::kHeading, agency.name + " điện:");
  builder.paper.body.back().text = Sentence(builder.paper.body.back().text);
  builder.Body("- Giám đốc các sở, Thủ trưởng các ban, ngành;");
  builder.Body("- Chủ tịch Ủy ban nhân dân các cấp trên địa bàn.");
  builder.Body("Theo tin của cơ quan dự báo, trong " + Padded(content.Between(2, 5)) +
               " ngày tới thời tiết diễn biến phức tạp. Để " + topic +
               ", yêu cầu thực hiện ngay các việc sau:");
  builder.Tasks(content.Between(3, 5), topic);
  builder.Body("Nhận được Công điện này, yêu cầu các đơn vị tổ chức thực hiện nghiêm./.");
  builder.Recipients("Như trên");
  builder.Sign();
  return builder.paper;
}

OfficialPaper AuthorizationOf(SampleContent& content) {
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kDepartment, AgencyKind::kCommune, AgencyKind::kDistrict});
  const SampleDay day = content.Day(kFromYear, kToYear);
  OfficialBuilder builder(content, agency, day);
  builder.Head("GUQ-" + agency.notation);
  builder.Title({"GUQ", "Giấy ủy quyền"}, "");
  const SamplePerson giver = content.Person(1960, 1985);
  const SamplePerson taker = content.Person(1970, 1995);
  builder.Bases(2, false);
  builder.Body("**I. Bên ủy quyền:** Ông (bà) " + giver.name + ", chức vụ: " + agency.head +
               ", căn cước công dân số " + giver.identity + ".");
  builder.Body("**II. Bên nhận ủy quyền:** Ông (bà) " + taker.name + ", chức vụ: " + agency.deputy +
               ", căn cước công dân số " + taker.identity + ".");
  builder.Body("**III. Nội dung ủy quyền:** Thay mặt " + agency.name +
               " tham gia tố tụng, ký nhận hồ sơ, tài liệu và "
               "giải quyết các công việc liên quan đến " +
               content.Topic() + ".");
  builder.Body("**IV. Thời hạn ủy quyền:** Từ ngày " + Slashed(day) + " đến hết ngày " +
               Slashed(After(day, content.Between(30, 300))) +
               ". Bên nhận ủy quyền không được ủy quyền lại cho người khác./.");
  if (content.Chance(60)) builder.Recipients("Như trên");
  builder.Sign({{ToUpper(agency.head)}, agency.head}, giver.name);
  return builder.paper;
}

OfficialPaper InvitationOf(SampleContent& content) {
  const SampleAgency agency = Sender(content);
  const SampleDay day = content.Day(kFromYear, kToYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("GM-" + agency.notation);
  builder.Title({"GM", "Giấy mời"},
                content.Chance(85)
                    ? content.Fill(content.Pick({"Dự họp triển khai công tác {topic}",
                                                 "Tham dự hội nghị tổng kết {topic} năm {year}",
                                                 "Về việc dự hội thảo {topic}"}),
                                   agency, day, topic)
                    : std::string());
  builder.Body("Ủy nhiệm của lãnh đạo, " + agency.name + " trân trọng kính mời: " +
               content.Pick({"Đại diện lãnh đạo ", "Ông (bà) phụ trách "}) +
               Receiver(content, agency) + ".");
  builder.Body("Tới dự: " + content.Fill("Cuộc họp bàn về {topic}.", agency, day, topic));
  builder.Body("Chủ trì: Đồng chí " + content.Name(true) + ", " + agency.deputy + ".");
  builder.Body("Thời gian: " + Clock(content) + ", " + Spoken(After(day, content.Between(2, 9))) +
               ".");
  builder.Body("Địa điểm: Phòng họp số " + Padded(content.Between(1, 5)) + ", trụ sở " +
               agency.name + ".");
  builder.Body("Đề nghị đại biểu chuẩn bị ý kiến và đến dự đúng thành phần./.");
  builder.Recipients("Như trên");
  builder.Sign();
  return builder.paper;
}

OfficialPaper IntroductionOf(SampleContent& content) {
  const SampleAgency agency = Sender(content);
  const SampleDay day = content.Day(kFromYear, kToYear);
  OfficialBuilder builder(content, agency, day);
  builder.Head("GGT-" + agency.notation);
  builder.Title({"GGT", "Giấy giới thiệu"}, "");
  const std::string name = content.Name(content.Chance(50));
  builder.Body(Sentence(agency.name) + " trân trọng giới thiệu:");
  builder.Body("Ông (bà): " + name);
  builder.Body("Chức vụ: " + content.Pick({"Chuyên viên", "Kế toán", "Văn thư", "Phó Trưởng phòng",
                                           "Cán bộ địa chính"}));
  builder.Body("Được cử đến: " + Receiver(content, agency));
  builder.Body(
      "Về việc: " +
      content.Pick({"Liên hệ công tác ", "Trao đổi, đối chiếu số liệu ", "Nhận hồ sơ, tài liệu "}) +
      content.Topic());
  builder.Body("Đề nghị quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.");
  builder.Body("Giấy này có giá trị đến hết ngày " + Slashed(After(day, content.Between(7, 30))) +
               "./.");
  builder.Recipients("Như trên");
  builder.Sign();
  return builder.paper;
}

OfficialPaper ForwardingSlipOf(SampleContent& content) {
  const SampleAgency agency = Sender(content);
  const SampleDay day = content.Day(kFromYear, kToYear);
  OfficialBuilder builder(content, agency, day);
  builder.Head("PC-" + agency.notation);
  builder.Title({"PC", "Phiếu chuyển"},
                content.Chance(50)
                    ? content.Pick({"Đơn kiến nghị của công dân", "Về việc giải quyết đơn thư",
                                    "Hồ sơ đề nghị giải quyết chế độ"})
                    : std::string());
  const SamplePerson person = content.Person(1950, 1995);
  builder.Body(Sentence(agency.name) + " nhận được đơn đề ngày " +
               Slashed(After(day, -content.Between(3, 20))) + " của ông (bà) " + person.name +
               ", trú tại " + person.home.Home() + ".");
  builder.Body("Nội dung: " + content.Pick({"Kiến nghị", "Phản ánh", "Đề nghị"}) + " về " +
               content.Topic() + ".");
  builder.Body("Sau khi xem xét, " + agency.name + " kính chuyển đơn đến " +
               Receiver(content, agency) +
               " để giải quyết theo thẩm quyền và trả lời công dân trước ngày " +
               Slashed(After(day, 15)) + "./.");
  builder.Recipients(content.Pick({"Như trên", "Ông (bà) có tên trên (để biết)"}));
  builder.Sign();
  return builder.paper;
}

}  // namespace sohoa
