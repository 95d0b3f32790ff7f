// SPDX-License-Identifier: Apache-2.0
//
// Pages that hold a bundle together.
#include "core/vietnamese.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

std::vector<std::vector<std::string>> TaskRows(SampleContent& content, const SampleAgency& agency,
                                               const SampleDay& day) {
  std::vector<std::vector<std::string>> rows;
  const std::string topic = content.Topic();
  const int count = content.Between(4, 7);
  for (int i = 1; i <= count; ++i) {
    rows.push_back({std::to_string(i), content.Task(agency, day, topic),
                    content.Pick({"Sở Nội vụ", "Sở Tài chính", "Văn phòng", "UBND cấp xã"}),
                    content.Pick({"Sở, ban, ngành", "", "Công an"}),
                    content.Pick({"Quý II", "Quý IV", "Hàng năm", "Thường xuyên"})});
  }
  return rows;
}

}  // namespace

FormPaper AppendixOf(SampleContent& content) {
  FormPaper form;
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict, AgencyKind::kDepartment});
  const SampleDay day = content.Day(2015, 2024);
  form.truth.class_code = "E01";
  form.head = FormHead::kNone;
  if (content.Chance(60)) std::swap(form.width, form.height);
  const std::string label = content.Pick({"PHỤ LỤC", "PHỤ LỤC I", "PHỤ LỤC II", "Phụ lục 1"});
  form.title = {label, ToUpper(content.Fill(content.Pick({"Danh mục nhiệm vụ {topic}",
                                                          "Bảng phân công thực hiện {topic}",
                                                          "Chỉ tiêu {topic} năm {year}"}),
                                            agency, day, content.Topic()))};
  form.Field("type_name", label, "Phụ lục");
  const std::string parent = Padded(content.Between(2, 900)) + "/KH-" + agency.notation;
  form.title_notes = {"(Kèm theo Kế hoạch số " + parent + " " + Spoken(day) + " của " +
                      agency.name + ")"};
  form.Field("attached_to", parent);
  form.Table({"TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"},
             {0.07, 0.45, 0.17, 0.17, 0.14}, TaskRows(content, agency, day));
  return form;
}

FormPaper CoverOf(SampleContent& content) {
  FormPaper form;
  const SampleAgency agency = content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDistrict,
                                                 AgencyKind::kDepartment, AgencyKind::kCommune});
  const SampleDay from = content.Day(2005, 2022);
  const SampleDay to = After(from, content.Between(30, 330));
  form.truth.class_code = "E02";
  form.head = FormHead::kNone;
  form.frame = content.Chance(60);
  form.size = 14;
  if (!agency.superior.empty()) form.Centered(JoinedLines(agency.superior));
  form.Centered("**" + JoinedLines(agency.issuer) + "**");
  form.Gap(90);
  form.Centered("**HỒ SƠ**", 32);
  form.Gap(20);
  const std::string title = content.Fill(
      content.Pick({"Hồ sơ về việc triển khai công tác {topic} năm {year}",
                    "Tập văn bản chỉ đạo về {topic}", "Giải quyết thủ tục hành chính về {topic}"}),
      agency, from, content.Topic());
  form.Centered("**" + title + "**");
  form.Field("subject", title);
  form.Gap(24);
  form.Centered("Từ ngày " + Slashed(from) + " đến ngày " + Slashed(to));
  form.Field("start_date", Slashed(from), Iso(from));
  form.Field("end_date", Slashed(to), Iso(to));
  const int sheets = content.Between(4, 320);
  form.Centered("Gồm: " + std::to_string(sheets) + " tờ");
  form.Field("sheet_count", std::to_string(sheets));
  form.Gap(120);
  const std::string fonds = std::to_string(content.Between(1, 90));
  const std::string inventory = Padded(content.Between(1, 12));
  const std::string file = std::to_string(content.Between(1, 1200));
  form.Row("Phông số", fonds, "fonds_number");
  form.Row("Mục lục số", inventory, "inventory_number");
  form.Row("Hồ sơ số", file, "file_number");
  form.Row("Thời hạn bảo quản",
           content.Pick({"Vĩnh viễn", "20 năm", "10 năm", "50 năm", "70 năm", "5 năm"}),
           "retention");
  return form;
}

FormPaper ContentsOf(SampleContent& content) {
  FormPaper form;
  form.truth.class_code = "E03";
  form.head = FormHead::kNone;
  if (content.Chance(40)) std::swap(form.width, form.height);
  form.title = {"MỤC LỤC VĂN BẢN TRONG HỒ SƠ"};
  if (content.Chance(50))
    form.title_notes = {"Hồ sơ số: " + std::to_string(content.Between(1, 900))};
  std::vector<std::vector<std::string>> rows;
  SampleDay day = content.Day(2010, 2023);
  const int count = content.Between(5, 9);
  int sheet = 1;
  for (int i = 1; i <= count; ++i) {
    const SampleAgency agency = content.Agency(AgencyKind::kDistrict);
    rows.push_back({std::to_string(i),
                    Padded(content.Between(2, 900)) + "/" +
                        content.Pick({"QĐ-UBND", "UBND-VX", "TTr-SNV", "KH-UBND"}),
                    Slashed(day), agency.name, Sentence("về " + content.Topic()),
                    std::to_string(sheet), ""});
    sheet += content.Between(1, 6);
    day = After(day, content.Between(2, 30));
  }
  form.Table({"STT", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tác giả văn bản",
              "Trích yếu nội dung văn bản", "Tờ số", "Ghi chú"},
             {0.07, 0.16, 0.14, 0.2, 0.26, 0.08, 0.09}, std::move(rows));
  return form;
}

FormPaper BlankOf(SampleContent&) {
  FormPaper form;
  form.truth.class_code = "E04";
  form.blank = true;
  return form;
}

FormPaper ContinuationOf(SampleContent& content) {
  FormPaper form;
  const SampleAgency agency = content.AnyAgency({AgencyKind::kProvince, AgencyKind::kDepartment});
  const SampleDay day = content.Day(2015, 2024);
  const std::string topic = content.Topic();
  form.truth.class_code = "E06";
  form.head = FormHead::kNone;
  form.page_number = content.Between(2, 9);
  if (content.Chance(50))
    form.Text(
        "và các đơn vị có liên quan; đồng thời chủ động xử lý những vướng mắc phát sinh trong quá "
        "trình thực hiện.",
        0);
  const int count = content.Between(6, 11);
  for (int i = 0; i < count; ++i) {
    const int number = content.Between(2, 5) + i;
    form.Text(std::to_string(number) + ". " +
                  (content.Chance(60) ? content.Task(agency, day, topic)
                                      : content.Finding(agency, day, topic)),
              24);
  }
  return form;
}

}  // namespace sohoa
