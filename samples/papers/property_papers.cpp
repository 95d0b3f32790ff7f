// SPDX-License-Identifier: Apache-2.0
//
// Papers of land, building and business.
#include "core/vietnamese.h"
#include "samples/papers/form_parts.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

std::string LandSerial(SampleContent& content) {
  return content.Pick({"AM", "BK", "CH", "CS", "DD", "BA", "CT"}) + " " + content.Digits(6);
}

std::string RegisterEntry(SampleContent& content) {
  return content.Pick({"CH", "CS", "CT"}) + " 0" + content.Digits(4);
}

}  // namespace

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
  SignedFor(content, form, content.Signing(agency), agency.seat + ", " + Spoken(day));
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
  SignedFor(content, form, content.Signing(agency));
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
  SignedFor(content, form,
              content.Chance(60)
                  ? SampleSigning{{"TRƯỞNG PHÒNG"}, "Trưởng phòng"}
                  : SampleSigning{{"KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"}, "Phó Trưởng phòng"});
  return form;
}

}  // namespace sohoa
