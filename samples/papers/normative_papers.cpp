// SPDX-License-Identifier: Apache-2.0
//
// Normative papers: a year stands in their number. Names of bodies are real, contents are not.
#include "core/vietnamese.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

// Bodies of the centre, which have no place of their own.
SampleAgency Central(SampleContent& content, const std::string& name, const std::string& body,
                     const std::string& head, const std::string& deputy) {
  SampleAgency agency = content.Agency(AgencyKind::kMinistry);
  agency.issuer = {ToUpper(name)};
  agency.normalized = agency.name = name;
  agency.seat = "Hà Nội";
  agency.body = body;
  agency.head = head;
  agency.deputy = deputy;
  return agency;
}

void Chapters(OfficialBuilder& builder, SampleContent& content, const SampleAgency& agency,
              const SampleDay& day, std::string_view topic, int articles) {
  builder.Add(ParagraphKind::kCentered, "Chương I");
  builder.Add(ParagraphKind::kCentered, "NHỮNG QUY ĐỊNH CHUNG");
  builder.Body("**Điều 1. Phạm vi điều chỉnh**");
  builder.Body(
      content.Fill("Văn bản này quy định về {topic}; quyền và nghĩa vụ của cơ quan, tổ chức, cá "
                   "nhân có liên quan.",
                   agency, day, topic));
  builder.Body("**Điều 2. Đối tượng áp dụng**");
  builder.Body(
      "Cơ quan, tổ chức, cá nhân trong nước và nước ngoài có hoạt động liên quan trên lãnh thổ "
      "Việt Nam.");
  for (int i = 3; i <= articles; ++i)
    builder.Body("**Điều " + std::to_string(i) + ".** " + content.Task(agency, day, topic));
}

std::string Year(const SampleDay& day) { return std::to_string(day.year); }

}  // namespace

OfficialPaper LawOf(SampleContent& content) {
  const SampleAgency agency = Central(content, "Quốc hội", "", "Chủ tịch Quốc hội", "");
  const SampleDay day = content.Day(2007, 2024);
  const std::string topic = content.Topic();
  const int term = day.year < 2012 ? 12 : day.year < 2017 ? 13 : day.year < 2021 ? 14 : 15;
  OfficialBuilder builder(content, agency, day);
  const bool law = content.Chance(60);
  builder.Organ();
  builder.Number(Year(day) + "/QH" + std::to_string(term), law ? "Luật số: " : "Nghị quyết số: ");
  builder.Title({"B01", law ? "Luật" : "Nghị quyết"},
                law ? ToUpper(topic)
                    : content.Fill("Về {topic} giai đoạn {year} - {later}", agency, day, topic));
  if (!law) builder.Add(ParagraphKind::kCentered, "QUỐC HỘI");
  const std::string basis =
      "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam" + std::string(law ? ";" : ".");
  builder.Add(ParagraphKind::kBasis, basis);
  if (law) builder.Add(ParagraphKind::kBasis, "Quốc hội ban hành Luật này.");
  if (!law) builder.Add(ParagraphKind::kCentered, "QUYẾT NGHỊ:");
  Chapters(builder, content, agency, day, topic, content.Between(5, 8));
  builder.Add(ParagraphKind::kBasis,
              std::string(law ? "Luật" : "Nghị quyết") +
                  " này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam thông qua " +
                  Spoken(day) + ".");
  builder.Sign({{"CHỦ TỊCH QUỐC HỘI"}, "Chủ tịch Quốc hội"}, content.Name(content.Chance(60)));
  return builder.paper;
}

OfficialPaper DecreeOf(SampleContent& content) {
  const SampleAgency agency =
      Central(content, "Chính phủ", "CHÍNH PHỦ", "Thủ tướng", "Phó Thủ tướng");
  const SampleDay day = content.Day(2010, 2024);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head(Year(day) + "/NĐ-CP");
  builder.Title(
      {"B04", "Nghị định"},
      content.Fill(content.Pick({"Quy định chi tiết một số điều về {topic}", "Quy định về {topic}",
                                 "Sửa đổi, bổ sung một số quy định về {topic}",
                                 "Về chính sách khuyến khích {topic}"}),
                   agency, day, topic));
  builder.Bases(static_cast<std::size_t>(content.Between(1, 2)), false);
  builder.Body("Chính phủ ban hành Nghị định về " + topic + ".");
  Chapters(builder, content, agency, day, topic, content.Between(5, 8));
  builder.Recipients("Ban Bí thư Trung ương Đảng");
  builder.Sign();
  return builder.paper;
}

OfficialPaper PrimeMinisterDecisionOf(SampleContent& content) {
  const SampleAgency agency =
      Central(content, "Thủ tướng Chính phủ", "", "Thủ tướng", "Phó Thủ tướng");
  const SampleDay day = content.Day(2010, 2024);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head(Year(day) + "/QĐ-TTg");
  builder.Title({"B05", "Quyết định"},
                content.Fill(content.Pick({"Quy định về {topic}", "Ban hành Quy chế {topic}",
                                           "Về cơ chế hỗ trợ {topic} giai đoạn {year} - {later}"}),
                             agency, day, topic));
  builder.Bases(static_cast<std::size_t>(content.Between(1, 2)), false);
  builder.Body("Thủ tướng Chính phủ ban hành Quyết định về " + topic + ".");
  builder.Articles(content.Between(4, 6), topic,
                   content.Fill("Phạm vi điều chỉnh: hoạt động {topic} trên phạm vi cả nước.",
                                agency, day, topic));
  builder.Recipients("Ban Bí thư Trung ương Đảng");
  builder.Sign();
  return builder.paper;
}

OfficialPaper CircularOf(SampleContent& content) {
  const SampleAgency agency = content.Agency(AgencyKind::kMinistry);
  const SampleDay day = content.Day(2010, 2024);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head(Year(day) + "/TT-" + agency.notation);
  builder.Title({"B06", "Thông tư"},
                content.Fill(content.Pick({"Hướng dẫn thực hiện một số nội dung về {topic}",
                                           "Quy định chế độ báo cáo về {topic}",
                                           "Quy định tiêu chuẩn, định mức trong công tác {topic}",
                                           "Bãi bỏ một số quy định về {topic}"}),
                             agency, day, topic));
  builder.Bases(static_cast<std::size_t>(content.Between(1, 2)), false);
  builder.Body(agency.head + " " + agency.name + " ban hành Thông tư về " + topic + ".");
  Chapters(builder, content, agency, day, topic, content.Between(5, 8));
  builder.Recipients("Văn phòng Trung ương Đảng");
  builder.Sign();
  return builder.paper;
}

OfficialPaper JointCircularOf(SampleContent& content) {
  SampleAgency agency = content.Agency(AgencyKind::kMinistry);
  SampleAgency other = content.Agency(AgencyKind::kMinistry);
  while (other.notation == agency.notation) other = content.Agency(AgencyKind::kMinistry);
  const SampleDay day = content.Day(2006, 2015);
  const std::string topic = content.Topic();
  SampleAgency both = agency;
  both.issuer = {JoinedLines(agency.issuer) + " - " + JoinedLines(other.issuer)};
  both.normalized = both.name = agency.name + " - " + other.name;
  OfficialBuilder builder(content, both, day);
  builder.Head(Year(day) + "/TTLT-" + agency.notation + "-" + other.notation);
  builder.Title({"B07", "Thông tư liên tịch"},
                content.Fill(content.Pick({"Hướng dẫn phối hợp trong công tác {topic}",
                                           "Quy định về {topic}"}),
                             both, day, topic));
  builder.Bases(2, false);
  builder.Body("Bộ trưởng các bộ ban hành Thông tư liên tịch về " + topic + ".");
  Chapters(builder, content, both, day, topic, content.Between(4, 7));
  builder.Recipients("Văn phòng Quốc hội");
  builder.paper.co_signer_lines = {"KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"};
  builder.paper.co_signer_name = content.Name(true);
  builder.Sign({{"KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"}, "Thứ trưởng"}, content.Name(true));
  return builder.paper;
}

OfficialPaper CouncilResolutionOf(SampleContent& content) {
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kProvinceCouncil, AgencyKind::kDistrictCouncil});
  const SampleDay day = content.Day(2010, 2024);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head(Year(day) + "/NQ-HĐND");
  builder.Title(
      {"B08", "Nghị quyết"},
      content.Fill(content.Pick({"Quy định mức chi cho công tác {topic} trên địa bàn {place}",
                                 "Ban hành chính sách hỗ trợ {topic} giai đoạn {year} - {later}",
                                 "Quy định một số nội dung về {topic}"}),
                   agency, day, topic));
  builder.Add(ParagraphKind::kCentered, JoinedLines(agency.issuer));
  builder.Bases(static_cast<std::size_t>(content.Between(2, 3)), false);
  builder.Add(ParagraphKind::kCentered, "QUYẾT NGHỊ:");
  builder.Articles(
      content.Between(3, 5), topic,
      content.Fill("Quy định nội dung, mức chi cho công tác {topic} trên địa bàn {place}.", agency,
                   day, topic));
  builder.Recipients("Ủy ban Thường vụ Quốc hội");
  builder.Sign({{"CHỦ TỊCH"}, "Chủ tịch"}, content.Name(content.Chance(70)));
  return builder.paper;
}

OfficialPaper CommitteeDecisionOf(SampleContent& content) {
  const SampleAgency agency = content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict});
  const SampleDay day = content.Day(2010, 2024);
  const std::string topic = content.Topic();
  OfficialBuilder builder(content, agency, day);
  builder.Head(Year(day) + "/QĐ-UBND");
  builder.Title(
      {"B09", "Quyết định"},
      content.Fill(content.Pick({"Ban hành Quy định về {topic} trên địa bàn {place}",
                                 "Quy định đơn giá, định mức {topic} trên địa bàn {place}",
                                 "Sửa đổi, bổ sung một số điều của Quy định về {topic}"}),
                   agency, day, topic));
  builder.Add(ParagraphKind::kCentered, JoinedLines(agency.issuer));
  builder.Bases(static_cast<std::size_t>(content.Between(2, 3)), true);
  builder.Add(ParagraphKind::kCentered, "QUYẾT ĐỊNH:");
  builder.Articles(
      content.Between(3, 4), topic,
      content.Fill("Ban hành kèm theo Quyết định này Quy định về {topic}.", agency, day, topic));
  builder.Recipients("Như Điều 3");
  builder.Sign();
  return builder.paper;
}

}  // namespace sohoa
