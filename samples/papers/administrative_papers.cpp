// SPDX-License-Identifier: Apache-2.0
//
// Papers of agencies that decide, order, tell and plan.
#include "core/vietnamese.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

constexpr int kFirstYear = 2015;
constexpr int kLastYear = 2024;

// "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN VÂN KHÊ", "GIÁM ĐỐC SỞ Y TẾ".
std::string Authority(const SampleAgency& agency) {
  const std::string issuer = JoinedLines(agency.issuer);
  if (agency.kind == AgencyKind::kMinistry) return "BỘ TRƯỞNG " + issuer;
  if (agency.kind == AgencyKind::kDivision) return "TRƯỞNG " + issuer;
  return ToUpper(agency.head) + " " + issuer;
}

SampleAgency Executive(SampleContent& content) {
  return content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict, AgencyKind::kCommune,
                            AgencyKind::kDepartment, AgencyKind::kDepartment, AgencyKind::kDivision,
                            AgencyKind::kMinistry});
}

struct Section {
  std::string_view heading;
  int tasks = 0;  // else findings
};

void Sections(OfficialBuilder& builder, std::initializer_list<Section> sections,
              std::string_view topic) {
  static constexpr const char* kNumbers[] = {"I. ", "II. ", "III. ", "IV. ", "V. "};
  int number = 0;
  for (const Section& section : sections) {
    builder.Heading(kNumbers[number++] + std::string(section.heading));
    if (section.tasks > 0) {
      builder.Tasks(section.tasks, topic);
    } else {
      builder.Findings(2, topic);
    }
  }
  builder.paper.body.back().text += "/.";
}

}  // namespace

OfficialPaper ResolutionOf(SampleContent& content) {
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kProvinceCouncil, AgencyKind::kDistrictCouncil});
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("NQ-HĐND");
  const std::string pattern =
      content.Pick({"Về việc thông qua kế hoạch {topic} năm {next}",
                    "Về phương hướng, nhiệm vụ {topic} năm {next}",
                    "Về kết quả giám sát công tác {topic} trên địa bàn {place}",
                    "Về mức hỗ trợ kinh phí {topic} giai đoạn {year} - {later}"});
  builder.Title({"NQ", "Nghị quyết"}, content.Fill(pattern, agency, day, topic));
  builder.Add(ParagraphKind::kCentered, JoinedLines(agency.issuer));
  builder.Add(ParagraphKind::kCentered,
              "KHÓA " + content.Pick({"XII", "XIV", "XVI", "XVIII", "XX"}) + ", KỲ HỌP THỨ " +
                  std::to_string(content.Between(2, 18)));
  builder.Bases(static_cast<std::size_t>(content.Between(2, 3)), false);
  builder.Add(ParagraphKind::kCentered, "QUYẾT NGHỊ:");
  builder.Articles(
      content.Between(3, 4), topic,
      content.Fill("Thông qua các chỉ tiêu về {topic} trên địa bàn {place}.", agency, day, topic));
  builder.Recipients(content.Pick({"Thường trực HĐND tỉnh", "Đại biểu HĐND", "Như Điều 3"}));
  const bool deputy = content.Chance(25);
  builder.Sign(deputy ? SampleSigning{{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Phó Chủ tịch"}
                      : SampleSigning{{"CHỦ TỊCH"}, "Chủ tịch"},
               content.Name(true));
  return builder.paper;
}

OfficialPaper DecisionOf(SampleContent& content) {
  const SampleAgency agency = Executive(content);
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("QĐ-" + agency.notation);
  std::string subject = content.Fill(
      content.Pick({"Về việc phê duyệt kế hoạch {topic} năm {year}",
                    "Về việc thành lập Tổ công tác về {topic}",
                    "Về việc kiện toàn Ban Chỉ đạo {topic}",
                    "Về việc giao chỉ tiêu {topic} năm {next}",
                    "Ban hành Quy chế phối hợp trong công tác {topic}",
                    "Về việc khen thưởng tập thể, cá nhân có thành tích trong công tác {topic}",
                    "Về việc phân bổ kinh phí {topic} đợt {few} năm {year}"}),
      agency, day, topic);
  std::string first =
      content.Fill("Ban hành kèm theo văn bản này các nội dung về {topic} trên địa bàn {place}.",
                   agency, day, topic);
  if (content.Chance(25)) {
    const std::string name = content.Name(content.Chance(50));
    subject = content.Pick({"Về việc bổ nhiệm công chức", "Về việc điều động viên chức",
                            "Về việc nâng bậc lương thường xuyên đối với công chức",
                            "Về việc nghỉ hưu đối với viên chức"});
    first = "Điều chỉnh vị trí công tác đối với ông (bà) " + name + ", kể từ ngày " +
            Slashed(After(day, content.Between(3, 40))) + ".";
  }
  builder.Title({"QĐ", "Quyết định"}, subject);
  builder.Add(ParagraphKind::kCentered, Authority(agency));
  builder.Bases(static_cast<std::size_t>(content.Between(1, 3)), content.Chance(70));
  builder.Add(ParagraphKind::kCentered, "QUYẾT ĐỊNH:");
  const int articles = content.Between(3, 4);
  builder.Articles(articles, topic, first);
  builder.Recipients("Như Điều " + std::to_string(articles));
  SampleSigning signing = content.Signing(agency);
  // A chairman who decides alone signs without TM.
  if (!agency.body.empty()) signing.lines.erase(signing.lines.begin());
  builder.Sign(signing, content.Name(content.Chance(70)));
  return builder.paper;
}

OfficialPaper DirectiveOf(SampleContent& content) {
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict, AgencyKind::kMinistry});
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("CT-" + agency.notation);
  builder.Title(
      {"CT", "Chỉ thị"},
      content.Fill(content.Pick({"Về việc tăng cường công tác {topic} trên địa bàn {place}",
                                 "Về một số biện pháp cấp bách trong công tác {topic}",
                                 "Về việc đẩy mạnh {topic} trong tình hình mới"}),
                   agency, day, topic));
  builder.Body(content.Fill(
      "Thời gian qua, công tác {topic} đã đạt được những kết quả bước đầu. Tuy nhiên, "
      "ở một số nơi việc chỉ đạo chưa quyết liệt. Để khắc phục tình trạng trên, {organ} "
      "yêu cầu các cơ quan, đơn vị thực hiện tốt những nội dung sau:",
      agency, day, topic));
  builder.Tasks(content.Between(4, 6), topic);
  builder.Body(content.Fill(
      "Nhận được Chỉ thị này, yêu cầu thủ trưởng các cơ quan, đơn vị nghiêm túc triển khai "
      "thực hiện./.",
      agency, day, topic));
  builder.Recipients(
      content.Pick({"Các sở, ban, ngành", "UBND các xã, phường, thị trấn", "Công an, Quân sự"}));
  builder.Sign();
  return builder.paper;
}

OfficialPaper StatuteOf(SampleContent& content) {
  const SampleAgency agency = Executive(content);
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Organ();
  builder.Title(
      {"QC", "Quy chế"},
      content.Fill(content.Pick({"Phối hợp trong công tác {topic} trên địa bàn {place}",
                                 "Tổ chức và hoạt động của Ban Chỉ đạo {topic}",
                                 "Quản lý, khai thác và sử dụng hệ thống thông tin về {topic}"}),
                   agency, day, topic));
  builder.paper.title_note = "(Ban hành kèm theo Quyết định số " +
                             Padded(content.Between(2, 2400)) + "/QĐ-" + agency.notation + " " +
                             Spoken(day) + " của " + agency.name + ")";
  builder.Add(ParagraphKind::kCentered, "Chương I");
  builder.Add(ParagraphKind::kCentered, "QUY ĐỊNH CHUNG");
  builder.Body(content.Fill(
      "**Điều 1.** Quy chế này quy định nguyên tắc, nội dung và trách nhiệm trong công tác "
      "{topic} của các cơ quan, đơn vị thuộc {place}.",
      agency, day, topic));
  builder.Body(
      "**Điều 2.** Các bên làm việc trên cơ sở chức năng, nhiệm vụ được giao, bảo đảm kịp thời, "
      "đúng "
      "pháp luật, không chồng chéo.");
  builder.Add(ParagraphKind::kCentered, "Chương II");
  builder.Add(ParagraphKind::kCentered, "NỘI DUNG THỰC HIỆN");
  const int last = content.Between(5, 8);
  for (int i = 3; i <= last; ++i) {
    builder.Body("**Điều " + std::to_string(i) + ".** " + content.Task(agency, day, topic));
  }
  if (content.Chance(60)) builder.Sign();
  return builder.paper;
}

OfficialPaper NoticeOf(SampleContent& content) {
  const SampleAgency agency = Executive(content);
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("TB-" + agency.notation);
  builder.Title(
      {"TB", "Thông báo"},
      content.Fill(content.Pick({"Về việc tổ chức hội nghị {topic} năm {year}",
                                 "Kết luận của lãnh đạo {organ} tại cuộc họp về {topic}",
                                 "Về lịch tiếp công dân và kết quả {topic} quý II năm {year}",
                                 "Về việc tạm dừng một số hoạt động để phục vụ {topic}"}),
                   agency, day, topic));
  if (content.Chance(40)) {
    builder.Body(builder.Carrying(topic) + ", {organ} thông báo một số nội dung sau:");
    builder.paper.body.back().text =
        content.Fill(builder.paper.body.back().text, agency, day, topic);
  } else {
    builder.Body(content.Fill(
        "{Organ} thông báo để các cơ quan, đơn vị và nhân dân biết, thực hiện những nội "
        "dung sau:",
        agency, day, topic));
    std::string& text = builder.paper.body.back().text;
    text.replace(text.find("{Organ}"), 7, Sentence(agency.name));
  }
  builder.Tasks(content.Between(3, 5), topic);
  builder.Body("Thông báo này thay cho giấy triệu tập; đề nghị các đơn vị nghiêm túc thực hiện./.");
  builder.Recipients(
      content.Pick({"Các phòng, ban, đơn vị", "UBND các xã, thị trấn", "Như thành phần dự họp"}));
  builder.Sign();
  return builder.paper;
}

OfficialPaper GuidanceOf(SampleContent& content) {
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kDepartment, AgencyKind::kDivision, AgencyKind::kProvince});
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("HD-" + agency.notation);
  builder.Title({"HD", "Hướng dẫn"},
                content.Fill(content.Pick({"Thực hiện công tác {topic} năm {year}",
                                           "Về quy trình, biểu mẫu báo cáo công tác {topic}",
                                           "Lập dự toán kinh phí {topic} năm {next}"}),
                             agency, day, topic));
  builder.Body(
      content.Fill(builder.Carrying(topic) + ", {organ} hướng dẫn một số nội dung như sau:", agency,
                   day, topic));
  Sections(builder,
           {{"PHẠM VI, ĐỐI TƯỢNG"},
            {"NỘI DUNG HƯỚNG DẪN", content.Between(3, 5)},
            {"TỔ CHỨC THỰC HIỆN", 2}},
           topic);
  builder.Recipients(content.Pick({"UBND các huyện, thành phố", "Các đơn vị trực thuộc"}));
  builder.Sign();
  return builder.paper;
}

OfficialPaper ProgrammeOf(SampleContent& content) {
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict, AgencyKind::kDepartment});
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("CTr-" + agency.notation);
  builder.Title({"CTr", "Chương trình"},
                content.Fill(content.Pick({"Công tác {topic} năm {next}",
                                           "Hành động về {topic} giai đoạn {year} - {later}",
                                           "Phối hợp thực hiện {topic} trên địa bàn {place}"}),
                             agency, day, topic));
  if (content.Chance(50)) {
    builder.Body(content.Fill(
        builder.Carrying(topic) + ", {organ} xây dựng chương trình với những nội dung sau:", agency,
        day, topic));
  }
  Sections(
      builder,
      {{"MỤC TIÊU", 2}, {"NHIỆM VỤ, GIẢI PHÁP", content.Between(3, 5)}, {"PHÂN CÔNG THỰC HIỆN", 2}},
      topic);
  builder.Recipients(content.Pick({"Thường trực Huyện ủy", "Các sở, ngành liên quan"}));
  builder.Sign();
  return builder.paper;
}

OfficialPaper PlanOf(SampleContent& content) {
  const SampleAgency agency = Executive(content);
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("KH-" + agency.notation);
  builder.Title(
      {"KH", "Kế hoạch"},
      content.Fill(content.Pick({"Triển khai công tác {topic} năm {year}",
                                 "Thực hiện {topic} giai đoạn {year} - {later}",
                                 "Kiểm tra công tác {topic} trên địa bàn {place} năm {next}",
                                 "Về việc tổ chức đợt cao điểm {topic}"}),
                   agency, day, topic));
  builder.Body(content.Fill(
      builder.Carrying(topic) + ", {organ} ban hành kế hoạch thực hiện như sau:", agency, day,
      topic));
  Sections(builder,
           {{"MỤC ĐÍCH, YÊU CẦU"}, {"NỘI DUNG", content.Between(3, 5)}, {"TỔ CHỨC THỰC HIỆN", 3}},
           topic);
  builder.Recipients(
      content.Pick({"Văn phòng Chính phủ", "Thường trực Tỉnh ủy", "UBND các xã, phường"}));
  builder.Sign();
  return builder.paper;
}

OfficialPaper SchemeOf(SampleContent& content) {
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict, AgencyKind::kDepartment});
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("ĐA-" + agency.notation);
  builder.Title({"ĐA", "Đề án"},
                content.Fill(content.Pick({"Nâng cao hiệu quả {topic} giai đoạn {year} - {later}",
                                           "Đổi mới công tác {topic} trên địa bàn {place}",
                                           "Thí điểm mô hình {topic} tại cơ sở"}),
                             agency, day, topic));
  Sections(builder,
           {{"SỰ CẦN THIẾT"},
            {"THỰC TRẠNG"},
            {"MỤC TIÊU, GIẢI PHÁP", content.Between(3, 4)},
            {"TỔ CHỨC THỰC HIỆN", 2}},
           topic);
  builder.Recipients(content.Pick({"Thường trực HĐND", "Các sở, ngành liên quan"}));
  builder.Sign();
  return builder.paper;
}

OfficialPaper ReportOf(SampleContent& content) {
  const SampleAgency agency = Executive(content);
  const SampleDay day = content.Day(kFirstYear, kLastYear);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head("BC-" + agency.notation);
  builder.Title(
      {"BC", "Báo cáo"},
      content.Fill(
          content.Pick({"Kết quả thực hiện công tác {topic} năm {year}",
                        "Tình hình {topic} quý III và nhiệm vụ trọng tâm quý IV năm {year}",
                        "Sơ kết sáu tháng đầu năm {year} về {topic}",
                        "Giải trình một số nội dung liên quan đến {topic}"}),
          agency, day, topic));
  if (content.Chance(50)) builder.paper.addressees = {"Ủy ban nhân dân " + agency.place.Province()};
  builder.Body(content.Fill(builder.Carrying(topic) + ", {organ} báo cáo kết quả như sau:", agency,
                            day, topic));
  Sections(builder,
           {{"KẾT QUẢ ĐẠT ĐƯỢC"},
            {"TỒN TẠI, HẠN CHẾ"},
            {"PHƯƠNG HƯỚNG THỜI GIAN TỚI", content.Between(2, 4)}},
           topic);
  builder.Recipients(content.Pick({"Như trên", "UBND tỉnh (để báo cáo)"}));
  builder.Sign();
  return builder.paper;
}

}  // namespace sohoa
