// SPDX-License-Identifier: Apache-2.0
//
// Papers of people: what they write, and what the registers give them.
#include "core/vietnamese.h"
#include "samples/papers/form_parts.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

void SexRow(FormPaper& form, const SamplePerson& person) {
  form.Row({{"Giới tính", person.Sex(), 0.3},
            {"Dân tộc", person.ethnicity, 0.32},
            {"Quốc tịch", "Việt Nam", 0.38}});
  form.Field("sex", person.Sex());
  form.Field("ethnicity", person.ethnicity);
  form.Field("nationality", "Việt Nam");
}

std::string BirthInWords(const SampleDay& day) {
  return "ngày " + NumberInWords(day.day) + " tháng " + NumberInWords(day.month) + " năm " +
         NumberInWords(day.year);
}

// Date and signature of somebody who asks for something.
void SignedAsking(SampleContent& content, FormPaper& form, const SamplePerson& person,
                  const SampleDay& day, const std::string& who) {
  const std::string place = Sentence(person.home.commune.substr(person.home.commune.find(' ') + 1));
  const bool made = content.Chance(40);
  form.signatures = {{(made ? "Làm tại: " : "") + place + ", " + Spoken(day),
                      {who},
                      "(Ký, ghi rõ họ tên)",
                      person.name}};
  form.Field("issued_date", Spoken(day), Iso(day));
  form.Field("place", place);
}

FormPaper Asking(SampleContent& content) {
  FormPaper form;
  form.head = FormHead::kMiddle;
  form.dotted = content.Chance(40);
  form.size = content.Chance(70) ? 13 : 12.5;
  return form;
}

void Addressee(SampleContent& content, FormPaper& form, const SamplePerson& person) {
  const std::string to =
      content.Chance(60)
          ? "Ủy ban nhân dân " + person.home.commune
          : content.Pick({"Ủy ban nhân dân ", "Phòng Tư pháp ", "Công an "}) + person.home.district;
  form.Centered("Kính gửi: " + to);
  form.Field("addressee", to);
  form.Gap(6);
}

void PersonRows(SampleContent& content, FormPaper& form, const SamplePerson& person,
                std::string_view name_label, std::string_view code) {
  form.Row(std::string(name_label), Capitals(content, person.name), code, person.name);
  form.Row("Ngày, tháng, năm sinh", Slashed(person.birth), "birth_date", Iso(person.birth));
  SexRow(form, person);
}

}  // namespace

FormPaper DeclarationOf(SampleContent& content) {
  FormPaper form = Asking(content);
  form.truth.class_code = "D01";
  const SamplePerson person = content.Person(1960, 1998);
  const SampleDay day = content.Day(2016, 2024);
  const int kind = content.Between(0, 3);
  form.title = {std::vector<std::string>{
      "TỜ KHAI ĐĂNG KÝ KHAI SINH", "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
      "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
      "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ"}[static_cast<std::size_t>(kind)]};
  form.Field("type_name", form.title.front(), "Tờ khai");
  Addressee(content, form, person);
  if (kind == 3) {
    form.Row("1. Họ, chữ đệm và tên", Capitals(content, person.name), "applicant_name",
            person.name);
    form.Row({{"2. Ngày, tháng, năm sinh", Slashed(person.birth), 0.62},
              {"3. Giới tính", person.Sex(), 0.38}});
    form.Field("birth_date", Slashed(person.birth), Iso(person.birth));
    form.Field("sex", person.Sex());
    form.Row("4. Số định danh cá nhân", GroupedNumber(content, person.identity), "identity_number",
             person.identity);
    form.Row("5. Nơi thường trú", person.home.Address(), "address");
    form.Row("6. Nội dung đề nghị",
             content.Pick({"Đăng ký thường trú", "Tách hộ", "Đăng ký tạm trú",
                           "Điều chỉnh thông tin về cư trú"}));
  } else {
    form.Row("Họ, chữ đệm, tên người yêu cầu", Capitals(content, person.name),
            "applicant_name", person.name);
    form.Row("Nơi cư trú", person.home.Address(), "address");
    form.Row("Giấy tờ tùy thân", "Căn cước công dân số " + person.identity, "identity_number",
             person.identity);
    form.Row("Quan hệ với người được đăng ký",
             content.Pick({"Bố đẻ", "Mẹ đẻ", "Con đẻ", "Bản thân", "Ông nội"}));
    form.Heading(kind == 0 ? "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:"
                 : kind == 1 ? "Đề nghị cấp bản sao trích lục cho người có tên dưới đây:"
                             : "Đề nghị đăng ký khai tử cho người có tên dưới đây:");
    const SamplePerson subject =
        kind == 0 ? content.Person(2016, 2024) : content.Person(1930, 1990);
    form.Row("Họ, chữ đệm, tên", Capitals(content, subject.name), "subject_name",
            subject.name);
    form.Row("Ngày, tháng, năm sinh", Slashed(subject.birth), "birth_date", Iso(subject.birth));
    SexRow(form, subject);
    if (kind == 0) {
      form.Row("Nơi sinh",
               content.Pick({"Bệnh viện Đa khoa ", "Trạm Y tế "}) + subject.home.district,
               "birth_place");
      form.Row("Quê quán", subject.home.Home(), "hometown");
      const SamplePerson mother = content.Person(1975, 1998);
      const std::string name = content.Name(false);
      form.Row("Họ, chữ đệm, tên người mẹ", Capitals(content, name), "mother_name", name);
      form.Row("Nơi cư trú", mother.home.Address());
    } else if (kind == 2) {
      form.Row("Đã chết vào lúc",
               Padded(content.Between(1, 23)) + " giờ 30 phút, " + Spoken(After(day, -3)));
    }
  }
  form.Text(
      "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp "
      "luật về cam đoan của mình.",
      24);
  SignedAsking(content, form, person, day,
               content.Pick({"Người yêu cầu", "NGƯỜI KHAI", "Người khai"}));
  return form;
}

FormPaper PetitionOf(SampleContent& content) {
  FormPaper form = Asking(content);
  form.truth.class_code = "D02";
  const SamplePerson person = content.Person(1945, 2000);
  const SampleDay day = content.Day(2016, 2024);
  const std::string what = content.Pick(
      {"hưởng trợ cấp xã hội hằng tháng", "xác nhận hoàn cảnh khó khăn", "cấp phép sửa chữa nhà ở",
       "hỗ trợ kinh phí mai táng", "cấp lại sổ hộ nghèo", "chuyển mục đích sử dụng đất",
       "miễn giảm học phí cho con", "tạm ngừng kinh doanh"});
  if (content.Chance(50)) {
    form.title = {content.Pick({"ĐƠN ĐỀ NGHỊ", "ĐƠN XIN"}) + " " + ToUpper(what)};
    form.Field("type_name", form.title.front(), "Đơn đề nghị");
  } else {
    form.title = {content.Pick({"ĐƠN ĐỀ NGHỊ", "GIẤY ĐỀ NGHỊ"})};
    form.title_notes = {"(Về việc " + what + ")"};
    form.Field("type_name", form.title.front(), "Đơn đề nghị");
  }
  Addressee(content, form, person);
  form.Row(content.Pick({"Tôi tên là", "Tên tôi là", "Họ và tên người đề nghị"}),
          Capitals(content, person.name), "applicant_name", person.name);
  form.Row(content.Pick({"Sinh ngày", "Ngày, tháng, năm sinh", "Ngày sinh"}),
           content.Chance(70) ? Slashed(person.birth) : Spoken(person.birth), "birth_date",
           Iso(person.birth));
  const std::string printed = GroupedNumber(content, person.identity);
  form.Row({{content.Pick({"Số CCCD", "Số căn cước công dân", "CCCD số"}), printed, 0.55},
            {"cấp ngày", Slashed(After(day, -content.Between(300, 1500))), 0.45}});
  form.Field("identity_number", printed, person.identity);
  form.Row(content.Pick({"Nơi thường trú", "Địa chỉ thường trú", "Địa chỉ", "Nơi cư trú"}),
           person.home.Address(), "address");
  const std::string phone = content.Phone();
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') digits += c;
  }
  form.Row(content.Pick({"Số điện thoại", "Điện thoại"}), phone, "phone", digits);
  form.Text(
      "Nay tôi làm đơn này kính đề nghị quý cơ quan xem xét, giải quyết cho tôi được " + what + ".",
      24);
  form.Row("Lý do",
           content.Pick({"Gia đình thuộc diện khó khăn, bản thân đang nuôi con nhỏ",
                         "Nhà ở xuống cấp, cần sửa chữa trước mùa mưa",
                         "Giấy tờ cũ bị mất do thiên tai", "Thay đổi nơi làm việc"}),
           "reason");
  form.Text(
      "Tôi xin cam đoan những lời khai trên là đúng sự thật. Kính mong được quan tâm giải quyết.",
      24);
  SignedAsking(content, form, person, day,
               content.Pick({"Người làm đơn", "NGƯỜI LÀM ĐƠN", "Người đề nghị"}));
  return form;
}

FormPaper BirthCertificateOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson child = content.Person(2000, 2024);
  const SampleDay day = After(child.birth, content.Between(5, 60));
  form.truth.class_code = "D03";
  form.head = FormHead::kMiddle;
  form.frame = content.Chance(70);
  form.title = {"GIẤY KHAI SINH"};
  if (content.Chance(40)) form.title_notes = {"(BẢN SAO)"};
  form.title_size = 18;
  form.pitch = 1.45;
  form.Row({{"Số", Padded(content.Between(1, 240)) + "/" + std::to_string(day.year), 1}});
  form.Row("Họ, chữ đệm, tên", Capitals(content, child.name), "subject_name", child.name);
  form.Row("Ngày, tháng, năm sinh", Slashed(child.birth), "birth_date", Iso(child.birth));
  form.Row("Ghi bằng chữ", BirthInWords(child.birth));
  SexRow(form, child);
  form.Row(
      "Nơi sinh",
      content.Pick({"Bệnh viện Đa khoa ", "Trung tâm Y tế ", "Trạm Y tế "}) + child.home.Home(),
      "birth_place");
  form.Row("Quê quán", child.home.Home(), "hometown");
  form.Row("Số định danh cá nhân", child.identity, "identity_number");
  const std::string mother = content.Name(false);
  form.Row("Họ, chữ đệm, tên người mẹ", Capitals(content, mother), "mother_name", mother);
  form.Row({{"Năm sinh", std::to_string(content.Between(1970, 1999)), 0.3},
            {"Dân tộc", "Kinh", 0.32},
            {"Quốc tịch", "Việt Nam", 0.38}});
  form.Row("Nơi cư trú", child.home.Address());
  const std::string father = content.Name(true);
  form.Row("Họ, chữ đệm, tên người cha", Capitals(content, father), "father_name", father);
  form.Row({{"Năm sinh", std::to_string(content.Between(1965, 1997)), 0.3},
            {"Dân tộc", "Kinh", 0.32},
            {"Quốc tịch", "Việt Nam", 0.38}});
  form.Row("Nơi cư trú", child.home.Address());
  form.Row("Nơi đăng ký khai sinh", "Ủy ban nhân dân " + child.home.Home(), "registration_office");
  form.Row("Ngày, tháng, năm đăng ký", Slashed(day), "registered_date", Iso(day));
  form.seal_text = "ỦY BAN NHÂN DÂN " + ToUpper(child.home.commune);
  SignedFor(content, form,
            content.Chance(60) ? SampleSigning{{"CHỦ TỊCH"}, "Chủ tịch"}
                               : SampleSigning{{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Phó Chủ tịch"});
  return form;
}

FormPaper MarriageCertificateOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson wife = content.Person(1975, 2002);
  const SamplePerson husband = content.Person(1970, 2000);
  const std::string wife_name = content.Name(false);
  const std::string husband_name = content.Name(true);
  const SampleDay day = content.Day(2021, 2024);
  form.truth.class_code = "D04";
  form.head = FormHead::kMiddle;
  form.frame = content.Chance(70);
  form.title = {content.Chance(80) ? "GIẤY CHỨNG NHẬN KẾT HÔN" : "TRÍCH LỤC KẾT HÔN"};
  form.title_size = 18;
  form.pitch = 1.4;
  form.Row({{"Số", Padded(content.Between(1, 160)) + "/" + std::to_string(day.year), 1}});
  form.Row({{"Họ, chữ đệm, tên vợ", ToUpper(wife_name), 0.5},
            {"Họ, chữ đệm, tên chồng", ToUpper(husband_name), 0.5}});
  form.Field("wife_name", ToUpper(wife_name), wife_name);
  form.Field("husband_name", ToUpper(husband_name), husband_name);
  form.Row({{"Ngày, tháng, năm sinh", Slashed(wife.birth), 0.5},
            {"Ngày, tháng, năm sinh", Slashed(husband.birth), 0.5}});
  form.Row({{"Dân tộc", wife.ethnicity, 0.5}, {"Dân tộc", husband.ethnicity, 0.5}});
  form.Row({{"Quốc tịch", "Việt Nam", 0.5}, {"Quốc tịch", "Việt Nam", 0.5}});
  form.Row({{"Nơi cư trú", wife.home.Home(), 0.5}, {"Nơi cư trú", husband.home.Home(), 0.5}});
  form.Row({{"Giấy tờ tùy thân", "CCCD số " + wife.identity, 0.5},
            {"Giấy tờ tùy thân", "CCCD số " + husband.identity, 0.5}});
  form.Row("Nơi đăng ký kết hôn",
           "Ủy ban nhân dân " + wife.home.commune + ", " + wife.home.district,
           "registration_office");
  form.Row("Ngày, tháng, năm đăng ký", Slashed(day), "registered_date", Iso(day));
  const std::string name = content.Name(true);
  form.seal_text = "ỦY BAN NHÂN DÂN " + ToUpper(wife.home.commune);
  form.signatures = {{"", {"Vợ"}, "(Ký, ghi rõ họ tên)", wife_name},
                     {"", {"Chồng"}, "(Ký, ghi rõ họ tên)", husband_name},
                     {"", {"CHỦ TỊCH"}, "", name, true}};
  form.Field("signer_name", name);
  form.Field("signer_position", "CHỦ TỊCH", "Chủ tịch");
  return form;
}

FormPaper MaritalStatusOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1965, 2004);
  const SampleAgency agency = content.Agency(AgencyKind::kCommune, person.home);
  form.truth.class_code = "D05";
  IssuedBy(form, agency, content.Day(2018, 2024));
  Numbered(form, Padded(content.Between(2, 300)), "UBND-XNTTHN");
  form.title = {"GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"};
  form.Centered(ToUpper(agency.name));
  form.Text(
      "Xét đề nghị của ông/bà " + person.name + " về việc cấp giấy xác nhận tình trạng hôn nhân,",
      24);
  form.Centered("**XÁC NHẬN:**");
  PersonRows(content, form, person, "Họ, chữ đệm, tên", "subject_name");
  form.Row("Giấy tờ tùy thân", "Căn cước công dân số " + person.identity, "identity_number",
           person.identity);
  form.Row("Nơi cư trú", person.home.Address(), "address");
  form.Row("Tình trạng hôn nhân", content.Pick({"Chưa đăng ký kết hôn với ai",
                                                "Đã ly hôn, hiện tại chưa đăng ký kết hôn với ai",
                                                "Hiện tại đang có vợ hoặc chồng"}));
  form.Text("Giấy này có giá trị sử dụng trong thời hạn 06 tháng kể từ ngày cấp, được sử dụng để " +
                content.Pick({"làm thủ tục kết hôn", "bổ túc hồ sơ vay vốn",
                              "chuyển nhượng quyền sử dụng đất"}) +
                ".",
            24);
  SignedFor(content, form, content.Signing(agency));
  return form;
}

FormPaper DeathExtractOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1928, 1985);
  const SampleAgency agency = content.Agency(AgencyKind::kCommune, person.home);
  const SampleDay day = content.Day(2018, 2024);
  form.truth.class_code = "D06";
  IssuedBy(form, agency, day);
  Numbered(form, Padded(content.Between(2, 90)), "TLKT-BS");
  form.title = {content.Chance(70) ? "TRÍCH LỤC KHAI TỬ" : "GIẤY CHỨNG TỬ"};
  if (content.Chance(50)) form.title_notes = {"(BẢN SAO)"};
  PersonRows(content, form, person, "Họ, chữ đệm, tên", "subject_name");
  form.Row("Số định danh cá nhân", person.identity, "identity_number");
  form.Row("Nơi cư trú cuối cùng", person.home.Home(), "address");
  const SampleDay died = After(day, -content.Between(2, 20));
  const std::string hour = Padded(content.Between(0, 23));
  const std::string minute = content.Pick({"05", "20", "45"});
  form.Row("Đã chết vào lúc", hour + " giờ " + minute + " phút, " + Spoken(died), "death_date",
           Iso(died) + "T" + hour + ":" + minute + ":00+07:00");
  form.Row("Nơi chết",
           content.Pick({"Tại nhà riêng", "Bệnh viện Đa khoa tỉnh", "Trung tâm Y tế huyện"}));
  form.Row("Nguyên nhân chết", content.Pick({"Già yếu", "Bệnh lý", "Tai nạn giao thông"}));
  form.Row("Đăng ký khai tử tại", "Ủy ban nhân dân " + person.home.commune, "registration_office");
  SignedFor(content, form, content.Signing(agency));
  return form;
}

}  // namespace sohoa
