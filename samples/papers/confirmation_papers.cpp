// SPDX-License-Identifier: Apache-2.0
//
// What offices confirm of people: where they live, what they were sentenced for, what they learnt.
#include "core/vietnamese.h"
#include "samples/papers/form_parts.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {

FormPaper ResidenceOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1955, 2003);
  const SampleDay day = content.Day(2021, 2024);
  SampleAgency agency = content.Agency(AgencyKind::kCommune, person.home);
  agency.superior = {"CÔNG AN " + ToUpper(person.home.district)};
  agency.superior_normalized = "Công an " + person.home.district;
  agency.issuer = {"CÔNG AN " + ToUpper(person.home.commune)};
  agency.normalized = "Công an " + person.home.commune;
  form.truth.class_code = "D10";
  IssuedBy(form, agency, day);
  Numbered(form, Padded(content.Between(2, 900)), "XN");
  form.form_name = "Mẫu CT07";
  form.title = {content.Chance(70) ? "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"
                                   : "GIẤY XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ"};
  form.Row("1. Họ, chữ đệm và tên", Capitals(content, person.name), "applicant_name",
          person.name);
  form.Row({{"2. Ngày, tháng, năm sinh", Slashed(person.birth), 0.6},
            {"3. Giới tính", person.Sex(), 0.4}});
  form.Field("birth_date", Slashed(person.birth), Iso(person.birth));
  form.Field("sex", person.Sex());
  form.Row("4. Số định danh cá nhân", GroupedNumber(content, person.identity), "identity_number",
           person.identity);
  form.Row({{"5. Dân tộc", person.ethnicity, 0.5}, {"6. Quốc tịch", "Việt Nam", 0.5}});
  form.Field("ethnicity", person.ethnicity);
  form.Field("nationality", "Việt Nam");
  form.Row("7. Quê quán", person.home.Home(), "hometown");
  form.Row("8. Nơi thường trú", person.home.Address(), "address");
  form.Row("9. Nơi ở hiện tại", person.home.Home());
  form.Row({{"10. Thông tin về các thành viên khác trong hộ gia đình", "", 1}});
  std::vector<std::vector<std::string>> rows;
  const int members = content.Between(1, 3);
  for (int i = 1; i <= members; ++i) {
    const SamplePerson member = content.Person(1950, 2020);
    rows.push_back(
        {std::to_string(i), member.name, Slashed(member.birth), member.Sex(), member.identity});
  }
  form.Table({"TT", "Họ, chữ đệm và tên", "Ngày sinh", "Giới tính", "Số định danh cá nhân"},
             {0.08, 0.34, 0.18, 0.14, 0.26}, std::move(rows));
  SignedFor(content, form,
            {{content.Chance(70) ? "TRƯỞNG CÔNG AN" : "KT. TRƯỞNG CÔNG AN"}, "Trưởng Công an"});
  if (form.signatures.front().lines.front().starts_with("KT.")) {
    form.signatures.front().lines.emplace_back("PHÓ TRƯỞNG CÔNG AN");
    form.truth.fields.back() = {"signer_position", JoinedLines(form.signatures.front().lines),
                                "Phó Trưởng Công an"};
  }
  return form;
}

FormPaper CriminalRecordOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1960, 2004);
  SampleAgency agency = content.Agency(AgencyKind::kDepartment, person.home);
  agency.issuer = {"SỞ TƯ PHÁP"};
  agency.normalized = "Sở Tư pháp " + std::string(person.home.province.name);
  agency.name = "Sở Tư pháp " + person.home.Province();
  form.truth.class_code = "D18";
  IssuedBy(form, agency, content.Day(2016, 2024));
  Numbered(form, Padded(content.Between(2, 6000)), "STP-LLTP");
  form.title = {"PHIẾU LÝ LỊCH TƯ PHÁP SỐ " + std::to_string(content.Between(1, 2))};
  form.Row("1. Họ và tên", ToUpper(person.name), "subject_name", person.name);
  form.Row({{"2. Giới tính", person.Sex(), 0.45}, {"3. Ngày sinh", Slashed(person.birth), 0.55}});
  form.Field("sex", person.Sex());
  form.Field("birth_date", Slashed(person.birth), Iso(person.birth));
  form.Row("4. Nơi sinh", person.home.Province(), "birth_place");
  form.Row("5. Quốc tịch", "Việt Nam", "nationality");
  form.Row("6. Nơi thường trú", person.home.Address(), "address");
  form.Row("7. Giấy tờ tùy thân", "Căn cước công dân số " + person.identity, "identity_number",
           person.identity);
  form.Row("8. Tình trạng án tích", "Không có án tích");
  form.Text("Phiếu này được cấp theo yêu cầu của người có tên nêu trên.", 24);
  SignedFor(content, form, content.Signing(agency));
  return form;
}

FormPaper DiplomaOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1975, 2005);
  const SampleDay day = {person.birth.year + 18, content.Between(6, 12), content.Between(1, 28)};
  form.truth.class_code = "D19";
  form.width = kA4Height * 0.72;
  form.height = kA4Width * 0.86;
  form.frame = true;
  form.head = FormHead::kMiddle;
  const bool degree = content.Chance(60);
  const std::string organ = "Sở Giáo dục và Đào tạo " + std::string(person.home.province.name);
  form.Centered("**GIÁM ĐỐC " + ToUpper(organ) + "**");
  form.Centered("cấp");
  const std::string title =
      degree
          ? content.Pick({"BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG", "BẰNG TỐT NGHIỆP TRUNG HỌC CƠ SỞ"})
          : content.Pick({"CHỨNG CHỈ TIN HỌC", "CHỨNG CHỈ NGHỀ PHỔ THÔNG", "CHỨNG CHỈ TIẾNG ANH"});
  form.Centered("**" + title + "**", 18);
  form.Field("type_name", title, "Văn bằng, chứng chỉ");
  form.Row("Cho", ToUpper(person.name), "subject_name", person.name);
  form.Row({{"Ngày sinh", Slashed(person.birth), 0.5},
            {"Nơi sinh", std::string(person.home.province.name), 0.5}});
  form.Field("birth_date", Slashed(person.birth), Iso(person.birth));
  form.Field("birth_place", std::string(person.home.province.name));
  form.Row({{"Giới tính", person.Sex(), 0.5}, {"Dân tộc", person.ethnicity, 0.5}});
  form.Field("sex", person.Sex());
  form.Field("ethnicity", person.ethnicity);
  form.Row("Xếp loại tốt nghiệp", content.Pick({"Giỏi", "Khá", "Trung bình"}), "grade");
  const std::string serial = content.Pick({"A", "B", "C"}) + " " + content.Digits(7);
  const std::string entry = content.Digits(4) + "/" + std::to_string(day.year);
  form.Row({{"Số hiệu", serial, 0.45}, {"Số vào sổ cấp bằng", entry, 0.55}});
  form.Field("certificate_serial", serial);
  form.Field("register_entry", entry);
  form.seal_text = ToUpper(organ);
  const std::string name = content.Name(true);
  form.signatures = {
      {std::string(person.home.province.name) + ", " + Spoken(day), {"GIÁM ĐỐC"}, "", name, true}};
  form.Field("signer_name", name);
  form.Field("signer_position", "GIÁM ĐỐC", "Giám đốc");
  form.Field("issued_date", Spoken(day), Iso(day));
  form.Field("place", std::string(person.home.province.name));
  return form;
}

}  // namespace sohoa
