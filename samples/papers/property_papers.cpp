// SPDX-License-Identifier: Apache-2.0
//
// Papers of land, building, business and money, and the identity card.
#include <array>

#include "core/vietnamese.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

std::string OnlyDigits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

std::string LandSerial(SampleContent& content) {
  return content.Pick({"AM", "BK", "CH", "CS", "DD", "BA", "CT"}) + " " + content.Digits(6);
}

std::string RegisterEntry(SampleContent& content) {
  return content.Pick({"CH", "CS", "CT"}) + " 0" + content.Digits(4);
}

void IssuedBy(FormPaper& form, const SampleAgency& agency, const SampleDay& day) {
  form.head = FormHead::kColumns;
  form.superior = agency.superior;
  form.issuer = agency.issuer;
  form.seal_text = JoinedLines(agency.issuer);
  form.Field("organ_name", JoinedLines(agency.issuer), agency.normalized);
  if (!agency.superior.empty())
    form.Field("organ_superior", JoinedLines(agency.superior), agency.superior_normalized);
  form.place_and_date = agency.seat + ", " + Spoken(day);
  form.Field("issued_date", Spoken(day), Iso(day));
  form.Field("place", agency.seat);
}

void SignedBlock(SampleContent& content, FormPaper& form, const SampleSigning& signing,
                 const std::string& over = {}) {
  const std::string name = content.Name(content.Chance(70));
  form.signatures = {{over, signing.lines, "", name, true}};
  form.Field("signer_name", name);
  form.Field("signer_position", JoinedLines(signing.lines), signing.position);
}

void Sum(FormPaper& form, const std::string& figures_label, const std::string& words_label,
         std::int64_t amount) {
  const std::string figures = Figures(amount) + " đồng";
  form.Row(figures_label, figures, "amount", std::to_string(amount));
  const std::string words = Sentence(InWords(amount));
  form.Row(words_label, words, "amount_in_words", std::to_string(amount));
}

// Check digit of ICAO Doc 9303: weights 7, 3, 1.
char ZoneCheck(std::string_view text) {
  constexpr std::array kWeights = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int value = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
    sum += value * kWeights[i % 3];
  }
  return static_cast<char>('0' + sum % 10);
}

std::string Filled(std::string text, std::size_t length) {
  text.resize(length, '<');
  return text;
}

std::string ZoneDay(const SampleDay& day) {
  return Padded(day.year % 100) + Padded(day.month) + Padded(day.day);
}

void Zone(const SamplePerson& person, const SampleDay& expiry, CardPaper& card) {
  const std::string number = person.identity.substr(3);
  const std::string first =
      Filled("IDVNM" + number + ZoneCheck(number) + person.identity + "<<", 29);
  const std::string birth = ZoneDay(person.birth);
  const std::string end = ZoneDay(expiry);
  const std::string second = Filled(
      birth + ZoneCheck(birth) + (person.male ? "M" : "F") + end + ZoneCheck(end) + "VNM", 29);
  const std::string upper = Filled(first, 30);
  const std::string composite =
      upper.substr(5, 25) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11);
  card.zone[0] = upper;
  card.zone[1] = second + ZoneCheck(composite);
  std::string name;
  for (const char c : FoldedKey(person.name)) {
    if (c == ' ') {
      name += name.find('<') == std::string::npos ? "<<" : "<";
    } else if (c >= 'a' && c <= 'z') {
      name += static_cast<char>(c - 'a' + 'A');
    }
  }
  card.zone[2] = Filled(name.substr(0, 30), 30);
}

}  // namespace

CardPaper IdentityCardOf(SampleContent& content) {
  CardPaper card;
  const SamplePerson person = content.Person(1964, 2005);
  card.truth.class_code = "D07";
  const SampleDay issued = content.Day(2021, 2024);
  SampleDay expiry = person.birth;
  for (const int age : {25, 40, 60}) {
    expiry.year = person.birth.year + age;
    if (expiry.year > issued.year + 2) break;
  }
  card.title = "CĂN CƯỚC CÔNG DÂN";
  card.title_english = "Citizen Identity Card";
  card.scale = content.Chance(50) ? 1.6 : 1.8;
  card.number = person.identity;
  card.name = ToUpper(person.name);
  card.birth = Slashed(person.birth);
  card.sex = person.Sex();
  card.hometown = person.home.commune + ", " + person.home.district + ", " +
                  std::string(person.home.province.name);
  card.home = person.home.hamlet + ", " + card.hometown;
  card.expiry = Slashed(expiry);
  card.issued = Slashed(issued);
  card.officer = content.Name(true);
  if (content.Chance(70)) {
    card.qr = person.identity + "|" + content.Digits(9) + "|" + person.name + "|" +
              OnlyDigits(card.birth) + "|" + card.sex + "|" + card.home + "|" +
              OnlyDigits(card.issued);
  }
  Zone(person, expiry, card);
  card.truth.fields = {{"identity_number", card.number, card.number},
                       {"subject_name", card.name, person.name},
                       {"birth_date", card.birth, Iso(person.birth)},
                       {"sex", card.sex, card.sex},
                       {"nationality", "Việt Nam", "Việt Nam"},
                       {"hometown", card.hometown, card.hometown},
                       {"address", card.home, card.home},
                       {"identity_issued_date", card.issued, Iso(issued)},
                       {"expiry_date", card.expiry, Iso(expiry)}};
  return card;
}

FormPaper LandCertificateOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1945, 1990);
  const SampleAgency agency = content.Agency(
      content.Chance(50) ? AgencyKind::kDistrict : AgencyKind::kProvince, person.home);
  const SampleDay day = content.Day(2010, 2024);
  form.truth.class_code = "D11";
  form.head = FormHead::kMiddle;
  form.frame = true;
  form.title = {"GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT,",
                "QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT"};
  form.title_size = 15;
  form.Heading("I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất");
  form.Row({{"",
             std::string(person.male ? "Ông: " : "Bà: ") + ToUpper(person.name) + ", năm sinh: " +
                 std::to_string(person.birth.year) + ", CCCD số: " + person.identity,
             1}},
           18);
  form.Field("owner_name", ToUpper(person.name), person.name);
  form.Row({{"", "Địa chỉ thường trú: " + person.home.Home(), 1}}, 18);
  form.Heading("II. Thửa đất, nhà ở và tài sản khác gắn liền với đất");
  form.Heading("1. Thửa đất:");
  const std::string parcel = content.Digits(content.Between(2, 3));
  const std::string sheet = content.Digits(content.Between(1, 2));
  form.Row({{"a) Thửa đất số", parcel + ", tờ bản đồ số: " + sheet, 1}}, 18);
  form.Field("land_parcel", parcel);
  form.Field("map_sheet", sheet);
  const std::string where = person.home.Address();
  form.Row({{"b) Địa chỉ", where, 1}}, 18);
  form.Field("land_address", where);
  const int area = content.Between(60, 980);
  form.Row(
      {{"c) Diện tích",
        std::to_string(area) + " m², (bằng chữ: " + Sentence(NumberInWords(area)) + " mét vuông)",
        1}},
      18);
  form.Row({{"d) Hình thức sử dụng", "riêng " + std::to_string(area) + " m², chung: không", 1}},
           18);
  form.Row(
      {{"đ) Mục đích sử dụng",
        content.Pick({"Đất ở tại nông thôn", "Đất ở tại đô thị", "Đất trồng cây lâu năm"}), 1}},
      18);
  form.Row({{"e) Thời hạn sử dụng", "Lâu dài", 1}}, 18);
  form.Row({{"g) Nguồn gốc sử dụng", "Công nhận quyền sử dụng đất như giao đất có thu tiền", 1}},
           18);
  form.Row({{"2. Nhà ở", "-/-", 0.5}, {"3. Công trình xây dựng khác", "-/-", 0.5}});
  form.seal_text = JoinedLines(agency.issuer);
  const std::string entry = RegisterEntry(content);
  const std::string serial = LandSerial(content);
  SignedBlock(content, form, content.Signing(agency), agency.seat + ", " + Spoken(day));
  form.Field("issued_date", Spoken(day), Iso(day));
  form.Field("place", agency.seat);
  form.corner = serial;
  form.foot = "Số vào sổ cấp GCN: " + entry;
  form.Field("register_entry", entry);
  form.Field("certificate_serial", serial);
  return form;
}

FormPaper LandApplicationOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1945, 1990);
  const SampleDay day = content.Day(2015, 2024);
  form.truth.class_code = "D12";
  form.form_name = content.Chance(50) ? "Mẫu số 09/ĐK" : "";
  form.dotted = content.Chance(35);
  form.title =
      content.Chance(60)
          ? std::vector<std::string>{"ĐƠN ĐĂNG KÝ BIẾN ĐỘNG", "ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT"}
          : std::vector<std::string>{"ĐƠN ĐĂNG KÝ, CẤP GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT"};
  const std::string to = "Chi nhánh Văn phòng Đăng ký đất đai " + person.home.district;
  form.Centered("Kính gửi: " + to);
  form.Field("addressee", to);
  form.Heading("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất");
  form.Row("1.1. Tên", ToUpper(person.name), "applicant_name", person.name);
  form.Row("1.2. Địa chỉ", person.home.Address(), "address");
  const std::string phone = content.Phone();
  form.Row("1.3. Số điện thoại", phone, "phone", OnlyDigits(phone));
  form.Heading("2. Giấy chứng nhận đã cấp");
  const std::string entry = RegisterEntry(content);
  const std::string serial = LandSerial(content);
  form.Row("2.1. Số vào sổ cấp GCN", entry, "register_entry");
  form.Row("2.2. Số phát hành GCN", serial, "certificate_serial");
  form.Heading("3. Thửa đất");
  const std::string parcel = content.Digits(content.Between(2, 3));
  const std::string sheet = content.Digits(2);
  form.Row({{"3.1. Thửa đất số", parcel, 0.5}, {"3.2. Tờ bản đồ số", sheet, 0.5}});
  form.Field("land_parcel", parcel);
  form.Field("map_sheet", sheet);
  form.Row("3.3. Diện tích", std::to_string(content.Between(60, 980)) + " m²");
  form.Row("4. Lý do biến động",
           content.Pick({"Nhận chuyển nhượng quyền sử dụng đất", "Nhận thừa kế quyền sử dụng đất",
                         "Tách thửa đất", "Thay đổi mục đích sử dụng đất"}),
           "reason");
  form.Text(
      "Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật, nếu sai tôi hoàn toàn chịu trách "
      "nhiệm trước pháp luật.",
      24);
  const std::string place = Sentence(person.home.commune.substr(person.home.commune.find(' ') + 1));
  form.signatures = {
      {place + ", " + Spoken(day), {"Người viết đơn"}, "(Ký và ghi rõ họ tên)", person.name}};
  form.Field("issued_date", Spoken(day), Iso(day));
  form.Field("place", place);
  return form;
}

FormPaper LandContractOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson giver = content.Person(1945, 1980);
  const SamplePerson taker = content.Person(1965, 2000);
  const SampleDay day = content.Day(2015, 2024);
  const bool sale = content.Chance(65);
  form.truth.class_code = "D13";
  form.title = content.Chance(50)
                   ? std::vector<std::string>{sale ? "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT"
                                                   : "HỢP ĐỒNG TẶNG CHO QUYỀN SỬ DỤNG ĐẤT"}
                   : std::vector<std::string>{sale ? "HỢP ĐỒNG CHUYỂN NHƯỢNG" : "HỢP ĐỒNG TẶNG CHO",
                                              "QUYỀN SỬ DỤNG ĐẤT"};
  form.Text("Hôm nay, " + Spoken(day) + ", tại " +
                content.Pick({"Văn phòng Công chứng ", "trụ sở Ủy ban nhân dân "}) +
                taker.home.commune + ", chúng tôi gồm có:",
            24);
  const auto party = [&](const std::string& label, const SamplePerson& person,
                         std::string_view code) {
    form.Heading(label);
    form.Row({{person.male ? "Ông" : "Bà", ToUpper(person.name), 0.62},
              {"Sinh năm", std::to_string(person.birth.year), 0.38}});
    form.Field(code, ToUpper(person.name), person.name);
    form.Row("Căn cước công dân số", person.identity);
    form.Row("Nơi thường trú", person.home.Address());
  };
  party(sale ? "BÊN CHUYỂN NHƯỢNG (Bên A):" : "BÊN TẶNG CHO (Bên A):", giver, "party_a");
  party(sale ? "BÊN NHẬN CHUYỂN NHƯỢNG (Bên B):" : "BÊN ĐƯỢC TẶNG CHO (Bên B):", taker, "party_b");
  form.Heading("Điều 1. Quyền sử dụng đất");
  const std::string parcel = content.Digits(content.Between(2, 3));
  const std::string sheet = content.Digits(2);
  form.Row({{"- Thửa đất số", parcel, 0.5}, {"- Tờ bản đồ số", sheet, 0.5}});
  form.Field("land_parcel", parcel);
  form.Field("map_sheet", sheet);
  form.Row("- Địa chỉ thửa đất", giver.home.Home());
  form.Row("- Diện tích", std::to_string(content.Between(60, 900)) + " m²");
  form.Heading("Điều 2. Giá và phương thức thanh toán");
  if (sale) {
    Sum(form, "Giá chuyển nhượng quyền sử dụng đất là", "Bằng chữ",
        content.Money(120000000, 4200000000) / 1000000 * 1000000);
  } else {
    form.Text("Bên A tặng cho bên B toàn bộ quyền sử dụng đất nêu trên, không nhận khoản tiền nào.",
              24);
  }
  form.Heading("Điều 3. Trách nhiệm nộp thuế, lệ phí");
  form.Text("Thuế, lệ phí liên quan đến hợp đồng này do bên " + content.Pick({"A", "B"}) +
                " chịu trách nhiệm nộp theo quy định.",
            24);
  form.signatures = {{"", {"BÊN A"}, "(Ký, ghi rõ họ tên)", giver.name},
                     {"", {"BÊN B"}, "(Ký, ghi rõ họ tên)", taker.name}};
  return form;
}

FormPaper BuildingPermitOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1950, 1995);
  const SampleAgency agency = content.Agency(
      content.Chance(60) ? AgencyKind::kDistrict : AgencyKind::kDepartment, person.home);
  const SampleDay day = content.Day(2015, 2024);
  form.truth.class_code = "D15";
  SampleAgency issuer = agency;
  if (agency.kind == AgencyKind::kDepartment) {
    issuer.issuer = {"SỞ XÂY DỰNG"};
    issuer.normalized = "Sở Xây dựng " + std::string(person.home.province.name);
  }
  IssuedBy(form, issuer, day);
  const std::string number = Padded(content.Between(2, 900));
  form.number = "Số: " + number + "/GPXD";
  form.Field("code_number", number);
  form.Field("code_notation", "GPXD");
  form.title = {"GIẤY PHÉP XÂY DỰNG"};
  form.title_notes = {content.Chance(50) ? "(Sử dụng cho công trình nhà ở riêng lẻ)"
                                         : "(Cấp cho nhà ở riêng lẻ)"};
  form.Row("1. Cấp cho", std::string(person.male ? "Ông " : "Bà ") + person.name, "applicant_name",
           person.name);
  form.Row("Địa chỉ thường trú", person.home.Address(), "address");
  form.Row("2. Được phép xây dựng công trình", "Nhà ở riêng lẻ");
  form.Row({{"- Trên lô đất", "Thửa đất số: " + std::to_string(content.Between(10, 900)), 0.5},
            {"- Diện tích", std::to_string(content.Between(60, 300)) + " m²", 0.5}});
  form.Row("- Tại", person.home.Home());
  form.Row({{"- Diện tích xây dựng tầng 1", std::to_string(content.Between(50, 150)) + " m²", 0.6},
            {"- Số tầng", Padded(content.Between(1, 5)), 0.4}});
  form.Row("- Chiều cao công trình", std::to_string(content.Between(4, 18)) + " m");
  form.Row("3. Giấy tờ về đất đai", "Giấy chứng nhận số " + LandSerial(content));
  form.Text(
      "4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp; quá "
      "thời hạn trên phải đề nghị gia hạn.",
      0);
  SignedBlock(content, form, content.Signing(agency));
  return form;
}

FormPaper BusinessCertificateOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1955, 1998);
  SampleAgency agency = content.Agency(AgencyKind::kDepartment, person.home);
  agency.superior = {"SỞ KẾ HOẠCH VÀ ĐẦU TƯ", ToUpper(person.home.Province())};
  agency.superior_normalized = "Sở Kế hoạch và Đầu tư " + person.home.Province();
  agency.issuer = {"PHÒNG ĐĂNG KÝ KINH DOANH"};
  agency.normalized = "Phòng Đăng ký kinh doanh " + agency.superior_normalized;
  form.truth.class_code = "D16";
  form.head = FormHead::kColumns;
  form.superior = agency.superior;
  form.issuer = agency.issuer;
  form.seal_text = JoinedLines(agency.issuer);
  form.Field("organ_name", JoinedLines(agency.issuer), agency.normalized);
  form.title = {"GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP",
                content.Pick({"CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN", "CÔNG TY CỔ PHẦN",
                              "CÔNG TY TRÁCH NHIỆM HỮU HẠN HAI THÀNH VIÊN TRỞ LÊN"})};
  const std::string code = content.TaxCode();
  const SampleDay day = content.Day(2010, 2024);
  form.Centered("**Mã số doanh nghiệp: " + code + "**");
  form.Field("business_code", code);
  form.Centered("*Đăng ký lần đầu: " + Spoken(day) + "*");
  form.Field("first_registered", Spoken(day), Iso(day));
  form.Heading("1. Tên công ty");
  const std::string name = content.CompanyName();
  form.Row("Tên công ty viết bằng tiếng Việt", ToUpper(name), "business_name");
  form.Row("Tên công ty viết tắt", "CTY " + content.Pick({"HTP", "VKS", "TLM", "NQB"}));
  form.Heading("2. Địa chỉ trụ sở chính");
  form.Row({{"", person.home.Address() + ", Việt Nam", 1}}, 18);
  form.Field("address", person.home.Address() + ", Việt Nam");
  const std::string phone = content.Phone();
  form.Row({{"Điện thoại", phone, 0.5}, {"Email", content.Email(name), 0.5}});
  form.Field("phone", phone, OnlyDigits(phone));
  form.Field("email", form.parts.back().entries[1].text);
  const std::int64_t capital = content.Money(500000000, 20000000000) / 1000000 * 1000000;
  form.Heading("3. Vốn điều lệ: " + Figures(capital) + " đồng");
  form.Field("capital", Figures(capital) + " đồng", std::to_string(capital));
  form.Row("Bằng chữ", Sentence(InWords(capital)));
  form.Heading("4. Người đại diện theo pháp luật");
  form.Row({{"- Họ và tên", ToUpper(person.name), 0.65}, {"Giới tính", person.Sex(), 0.35}});
  form.Field("representative_name", ToUpper(person.name), person.name);
  form.Row("Chức danh", "Giám đốc");
  form.Row({{"Sinh ngày", Slashed(person.birth), 0.35},
            {"Dân tộc", person.ethnicity, 0.3},
            {"Quốc tịch", "Việt Nam", 0.35}});
  form.Row("Số giấy tờ pháp lý của cá nhân", person.identity);
  SignedBlock(content, form,
              content.Chance(60)
                  ? SampleSigning{{"TRƯỞNG PHÒNG"}, "Trưởng phòng"}
                  : SampleSigning{{"KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"}, "Phó Trưởng phòng"});
  return form;
}

FormPaper FeeReceiptOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson person = content.Person(1950, 2000);
  const SampleDay day = content.Day(2017, 2024);
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kCommune, AgencyKind::kDistrict, AgencyKind::kDepartment});
  form.truth.class_code = "D23";
  form.width = kA4Width;
  form.height = kA4Width;
  form.head = FormHead::kColumns;
  form.superior = {};
  form.issuer = agency.issuer;
  form.form_name = "Mẫu số 01BLP";
  form.title = {content.Chance(60) ? "BIÊN LAI THU PHÍ, LỆ PHÍ" : "BIÊN LAI THU TIỀN PHÍ, LỆ PHÍ"};
  if (form.title.front().find("TIỀN") != std::string::npos) form.title = {"BIÊN LAI THU TIỀN"};
  form.title_notes = {"(Liên 2: Giao người nộp tiền)"};
  const std::string number = "000" + content.Digits(4);
  form.Row({{"Ký hiệu",
             content.Pick({"AA", "BC", "CT"}) + "-" + std::to_string(day.year % 100) + "P", 0.5},
            {"Số", number, 0.5}});
  form.Field("receipt_number", number);
  form.Row("Tên đơn vị hoặc người nộp tiền", person.name, "applicant_name");
  form.Row("Địa chỉ", person.home.Home(), "address");
  const std::string what =
      content.Pick({"Lệ phí đăng ký hộ tịch", "Phí chứng thực bản sao",
                    "Lệ phí cấp giấy phép xây dựng", "Phí thẩm định hồ sơ đất đai"});
  form.Row("Lý do nộp", what, "reason");
  Sum(form, "Số tiền", content.Pick({"Viết bằng chữ", "Bằng chữ"}), content.Money(5000, 2500000));
  form.Row("Hình thức thanh toán", content.Pick({"Tiền mặt", "Chuyển khoản"}));
  form.signatures = {
      {"", {"Người nộp tiền"}, "(Ký, ghi rõ họ tên)", person.name},
      {Sentence(Spoken(day)), {"Người thu tiền"}, "(Ký, ghi rõ họ tên)", content.Name(false)}};
  form.Field("issued_date", Sentence(Spoken(day)), Iso(day));
  return form;
}

FormPaper InvoiceOf(SampleContent& content) {
  FormPaper form;
  const SamplePerson buyer = content.Person(1960, 2000);
  const SampleDay day = content.Day(2018, 2024);
  form.truth.class_code = "D24";
  form.head = FormHead::kNone;
  form.sans = content.Chance(50);
  form.size = 12;
  const bool vat = content.Chance(70);
  form.title = {vat ? "HÓA ĐƠN GIÁ TRỊ GIA TĂNG" : "HÓA ĐƠN BÁN HÀNG"};
  form.title_size = 16;
  form.title_notes = {Sentence(Spoken(day))};
  form.Field("issued_date", Sentence(Spoken(day)), Iso(day));
  const std::string sign =
      "1C" + std::to_string(day.year % 100) + "T" + content.Pick({"AA", "VK", "MB"});
  const std::string number = "0000" + content.Digits(4);
  form.Row({{"Ký hiệu", sign, 0.5}, {"Số", number, 0.5}});
  form.Field("invoice_sign", sign);
  form.Field("invoice_number", number);
  const std::string seller = ToUpper(content.CompanyName());
  const std::string tax = content.TaxCode();
  form.Row("Đơn vị bán hàng", seller, "business_name");
  form.Row("Mã số thuế", tax, "tax_code");
  form.Row("Địa chỉ", content.Place().Address(), "address");
  form.Row("Số tài khoản", content.Digits(12));
  form.Row("Họ tên người mua hàng", buyer.name, "applicant_name");
  form.Row("Tên đơn vị", content.CompanyName());
  form.Row("Mã số thuế", content.TaxCode());
  form.Row("Hình thức thanh toán", content.Pick({"TM/CK", "CK", "TM"}));
  std::vector<std::vector<std::string>> rows;
  std::int64_t sum = 0;
  const int count = content.Between(2, 4);
  for (int i = 1; i <= count; ++i) {
    const int quantity = content.Between(1, 20);
    const std::int64_t price = content.Money(20000, 900000);
    sum += quantity * price;
    rows.push_back({std::to_string(i),
                    content.Pick({"Giấy in A4", "Mực in", "Máy quét tài liệu", "Xi măng",
                                  "Thép xây dựng", "Bàn làm việc", "Tủ hồ sơ"}),
                    content.Pick({"cái", "hộp", "kg", "bao"}), std::to_string(quantity),
                    Figures(price), Figures(quantity * price)});
  }
  form.Table({"STT", "Tên hàng hóa, dịch vụ", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"},
             {0.07, 0.35, 0.1, 0.12, 0.16, 0.2}, std::move(rows));
  form.Gap(6);
  const std::int64_t total = vat ? sum + sum / 10 : sum;
  if (vat) {
    form.Row("Cộng tiền hàng", Figures(sum));
    form.Row({{"Thuế suất GTGT", "10 %", 0.5}, {"Tiền thuế GTGT", Figures(sum / 10), 0.5}});
  }
  form.Row(vat ? "Tổng cộng tiền thanh toán" : "Cộng tiền bán hàng hóa, dịch vụ", Figures(total),
           "amount", std::to_string(total));
  form.Row("Số tiền viết bằng chữ", Sentence(InWords(total)), "amount_in_words",
           std::to_string(total));
  form.signatures = {{"", {"Người mua hàng"}, "(Ký, ghi rõ họ tên)", buyer.name},
                     {"", {"Người bán hàng"}, "(Ký, ghi rõ họ tên)", content.Name(false)}};
  return form;
}

FormPaper ContractOf(SampleContent& content) {
  FormPaper form;
  const SampleAgency agency =
      content.AnyAgency({AgencyKind::kDepartment, AgencyKind::kDistrict, AgencyKind::kCommune});
  const SampleDay day = content.Day(2015, 2024);
  form.truth.class_code = "HĐ";
  const std::string what =
      content.Pick({"KINH TẾ", "MUA SẮM HÀNG HÓA", "CUNG CẤP DỊCH VỤ",
                    "THI CÔNG XÂY DỰNG CÔNG TRÌNH", "TƯ VẤN GIÁM SÁT", "LAO ĐỘNG"});
  form.title = {"HỢP ĐỒNG " + what};
  form.Field("type_name", form.title.front(), "Hợp đồng");
  const std::string number = Padded(content.Between(1, 160));
  const std::string notation = content.Pick({"HĐKT", "HĐ-", "HĐMB"});
  const std::string code = notation == "HĐ-" ? "HĐ-" + agency.notation : notation;
  form.Centered(
      "Số: " + number + "/" +
      (code.find('-') == std::string::npos ? std::to_string(day.year) + "/" : std::string()) +
      code);
  form.Field("code_number", number);
  form.Field("code_notation", code);
  form.Text("Hôm nay, " + Spoken(day) + ", tại trụ sở " + agency.name + ", chúng tôi gồm có:", 24);
  const std::string head = content.Name(true);
  const std::string company = content.CompanyName();
  const std::string director = content.Name(content.Chance(60));
  form.Row("BÊN A", agency.name, "party_a");
  form.Row({{"Đại diện", "Ông " + head, 0.55}, {"Chức vụ", agency.head, 0.45}});
  form.Row("Địa chỉ", agency.place.Home());
  form.Row("BÊN B", company, "party_b");
  form.Row({{"Đại diện", "Ông (bà) " + director, 0.55}, {"Chức vụ", "Giám đốc", 0.45}});
  const std::string tax = content.TaxCode();
  form.Row("Mã số thuế", tax, "tax_code");
  form.Heading("Điều 1. Nội dung công việc");
  form.Text("Bên B thực hiện cho bên A các công việc phục vụ " + content.Topic() +
                ", bảo đảm chất lượng và tiến độ.",
            24);
  form.Heading("Điều 2. Giá trị hợp đồng");
  Sum(form, content.Pick({"Giá trị hợp đồng", "Tổng giá trị hợp đồng"}), "Bằng chữ",
      content.Money(15000000, 3000000000));
  form.Heading("Điều 3. Thời gian thực hiện");
  form.Text(
      "Trong " + std::to_string(content.Between(10, 180)) +
          " ngày kể từ ngày ký. Hợp đồng lập thành 04 bản có giá trị như nhau, mỗi bên giữ 02 bản.",
      24);
  form.seal_text = JoinedLines(agency.issuer);
  form.signatures = {{"", {"ĐẠI DIỆN BÊN A", ToUpper(agency.head)}, "", head, true},
                     {"", {"ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"}, "", director}};
  return form;
}

}  // namespace sohoa
