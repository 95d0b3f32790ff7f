// SPDX-License-Identifier: Apache-2.0
//
// Forms of the one-stop counter, in the order of Circular 01/2018/TT-VPCP.
#include "core/vietnamese.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {
namespace {

constexpr std::array kRequests = {"Đăng ký khai sinh",
                                  "Cấp bản sao trích lục hộ tịch",
                                  "Cấp giấy phép xây dựng nhà ở riêng lẻ",
                                  "Đăng ký biến động đất đai do chuyển nhượng quyền sử dụng đất",
                                  "Đăng ký thành lập hộ kinh doanh",
                                  "Xác nhận tình trạng hôn nhân",
                                  "Cấp đổi giấy chứng nhận quyền sử dụng đất",
                                  "Đăng ký thường trú",
                                  "Cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm",
                                  "Hỗ trợ chi phí mai táng",
                                  "Cấp phiếu lý lịch tư pháp",
                                  "Chứng thực bản sao từ bản chính"};

constexpr std::array kComponents = {"Tờ khai theo mẫu (bản chính)",
                                    "Giấy chứng sinh (bản chính)",
                                    "Giấy chứng nhận kết hôn (bản sao)",
                                    "Đơn đề nghị (bản chính)",
                                    "Căn cước công dân (bản sao có chứng thực)",
                                    "Bản vẽ thiết kế (02 bộ)",
                                    "Giấy chứng nhận quyền sử dụng đất (bản gốc)",
                                    "Hợp đồng đã công chứng (bản chính)",
                                    "Biên lai nộp thuế (bản sao)",
                                    "Ảnh 3 x 4 (02 ảnh)"};

struct Counter {
  SampleAgency agency;
  SamplePerson person;
  SampleDay day;
  std::string code;
  std::string request;
};

Counter CounterOf(SampleContent& content) {
  Counter counter;
  counter.person = content.Person(1955, 2001);
  const SamplePlace& place = counter.person.home;
  const bool centre = content.Chance(30);
  counter.agency = content.Agency(centre               ? AgencyKind::kProvince
                                  : content.Chance(50) ? AgencyKind::kDistrict
                                                       : AgencyKind::kCommune,
                                  place);
  SampleAgency& agency = counter.agency;
  const std::string at = agency.normalized.substr(5);
  agency.superior = agency.issuer;
  agency.superior_normalized = agency.normalized;
  if (centre) {
    agency.issuer = {"TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"};
    agency.normalized = "Trung tâm Phục vụ hành chính công " + at;
  } else {
    agency.issuer = {"BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ"};
    agency.normalized = "Bộ phận Tiếp nhận và Trả kết quả " + at;
  }
  agency.name = agency.normalized;
  counter.day = content.Day(2018, 2024);
  counter.code = content.DossierCode(place, counter.day);
  counter.request = content.Pick(kRequests);
  return counter;
}

std::string Moment(SampleContent& content, const SampleDay& day) {
  return Padded(content.Between(7, 16)) + " giờ " + content.Pick({"00", "15", "30", "45"}) +
         " phút, " + Spoken(day);
}

// ISO 8601 of what Moment wrote.
std::string IsoMoment(const std::string& moment, const SampleDay& day) {
  const std::size_t minute = moment.find("giờ ") + std::string_view("giờ ").size();
  return Iso(day) + "T" + moment.substr(0, 2) + ":" + moment.substr(minute, 2) + ":00+07:00";
}

FormPaper FormOf(const Counter& counter, const std::string& number, const std::string& notation) {
  FormPaper form;
  const SampleAgency& agency = counter.agency;
  form.head = FormHead::kColumns;
  form.superior = agency.superior;
  form.issuer = agency.issuer;
  form.seal_text = JoinedLines(agency.superior);
  form.Field("organ_name", JoinedLines(agency.issuer), agency.normalized);
  form.Field("organ_superior", JoinedLines(agency.superior), agency.superior_normalized);
  if (!number.empty()) {
    form.number = "Số: " + number + "/" + notation;
    form.Field("code_number", number);
    form.Field("code_notation", notation);
  }
  form.place_and_date = agency.seat + ", " + Spoken(counter.day);
  form.Field("issued_date", Spoken(counter.day), Iso(counter.day));
  form.Field("place", agency.seat);
  return form;
}

void Applicant(SampleContent& content, const Counter& counter, const std::string& label,
               FormPaper& form) {
  const SamplePerson& person = counter.person;
  form.Row(label, person.name, "applicant_name");
  form.Row("Địa chỉ", person.home.Address(), "address");
  const std::string phone = content.Phone();
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') digits += c;
  }
  form.Field("phone", phone, digits);
  std::vector<FormEntry> row = {{"Số điện thoại", phone, 0.5}};
  if (content.Chance(70)) {
    const std::string email = content.Email(person.name);
    row.push_back({"Email", email, 0.5});
    form.Field("email", email);
  }
  form.Row(std::move(row));
  form.Row("Nội dung yêu cầu giải quyết", counter.request, "request");
}

void Items(SampleContent& content, FormPaper& form, std::string_view code) {
  const int count = content.Between(2, 4);
  const auto first = static_cast<std::size_t>(content.random().Below(kComponents.size()));
  std::string list;
  for (int i = 1; i <= count; ++i) {
    const std::string item(
        kComponents[(first + static_cast<std::size_t>(i) * 3) % kComponents.size()]);
    form.Row({{"", std::to_string(i) + ". " + item, 1}}, 24);
    list += (list.empty() ? "" : "\n") + item;
  }
  if (!code.empty()) form.Field(code, list);
}

void SignedBy(FormPaper& form, const std::string& position, const std::string& name) {
  form.Field("signer_name", name);
  form.Field("signer_position", ToUpper(position), position);
}

}  // namespace

FormPaper ReceiptOf(SampleContent& content) {
  const Counter counter = CounterOf(content);
  FormPaper form = FormOf(counter, std::string("0") + content.Digits(3), "TNHS");
  form.truth.class_code = "C01";
  if (content.Chance(50)) form.form_name = "Mẫu số 01";
  if (content.Chance(65)) form.bars = counter.code;
  form.dotted = content.Chance(35);
  form.title = content.Chance(80)
                   ? std::vector<std::string>{"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"}
                   : std::vector<std::string>{"GIẤY TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ"};
  form.Centered("Mã hồ sơ: " + counter.code);
  form.Field("dossier_code", counter.code);
  form.Centered("*(Liên: " + content.Pick({"Giao khách hàng", "Lưu"}) + ")*");
  form.Row("Bộ phận tiếp nhận và trả kết quả", counter.agency.normalized);
  Applicant(content, counter, "Tiếp nhận hồ sơ của", form);
  if (content.Chance(40))
    form.Row("Mã thủ tục hành chính", content.ProcedureCode(), "procedure_code");
  if (content.Chance(40)) {
    const std::string code = content.ProcedureCode();
    if (form.truth.fields.back().code != "procedure_code")
      form.Row("Mã thủ tục hành chính", code, "procedure_code");
  }
  form.Row({{"1. Thành phần hồ sơ nộp gồm", "", 1}});
  Items(content, form, "components");
  const int copies = content.Between(1, 3);
  form.Row("2. Số lượng hồ sơ", Padded(copies) + " (bộ)", "dossier_count", std::to_string(copies));
  const int days = content.Between(1, 30);
  form.Row("3. Thời gian giải quyết hồ sơ theo quy định là", Padded(days) + " ngày (làm việc)",
           "processing_time", std::to_string(days));
  const std::string received = Moment(content, counter.day);
  form.Row("4. Thời gian nhận hồ sơ", received, "received_at", IsoMoment(received, counter.day));
  const SampleDay due_day = After(counter.day, days + days / 5 * 2);
  const std::string due = Moment(content, due_day);
  form.Row("5. Thời gian trả kết quả giải quyết hồ sơ", due, "due_at", IsoMoment(due, due_day));
  form.Row(
      "6. Đăng ký nhận kết quả tại",
      content.Pick({"Bộ phận một cửa", "Nhà, qua bưu chính công ích", "Trụ sở Ủy ban nhân dân"}),
      "result_place");
  const std::string volume = Padded(content.Between(1, 9));
  const std::string entry = "0" + content.Digits(3);
  form.Row({{"Vào Sổ theo dõi hồ sơ, Quyển số", volume, 0.55}, {"Số thứ tự", entry, 0.45}});
  form.Field("register_volume", volume);
  form.Field("register_number", entry);
  const std::string officer = content.Name(content.Chance(40));
  form.signatures = {{"", {"NGƯỜI NỘP HỒ SƠ"}, "(Ký và ghi rõ họ tên)", counter.person.name},
                     {"", {"NGƯỜI TIẾP NHẬN HỒ SƠ"}, "(Ký và ghi rõ họ tên)", officer}};
  SignedBy(form, "Người tiếp nhận hồ sơ", officer);
  return form;
}

FormPaper SupplementSlipOf(SampleContent& content) {
  const Counter counter = CounterOf(content);
  FormPaper form = FormOf(counter, content.Digits(2), "HDHS");
  form.truth.class_code = "C02";
  form.dotted = content.Chance(35);
  form.title = {"PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"};
  if (content.Chance(50)) {
    form.Row("Mã hồ sơ", counter.code, "dossier_code");
  }
  Applicant(content, counter, content.Pick({"Tiếp nhận hồ sơ của", "Tiếp nhận hồ sơ/yêu cầu của"}),
            form);
  form.Text("Yêu cầu hoàn thiện hồ sơ gồm những nội dung như sau:", 0);
  Items(content, form, "");
  form.Row("Lý do",
           content.Pick({"Hồ sơ chưa đủ thành phần theo quy định", "Bản sao chưa được chứng thực",
                         "Tờ khai còn thiếu chữ ký của người yêu cầu",
                         "Thông tin trên các giấy tờ chưa thống nhất"}),
           "reason");
  form.Text(
      "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, ông (bà) liên hệ với bộ phận tiếp nhận "
      "để được hướng dẫn.",
      24);
  const std::string officer = content.Name(content.Chance(40));
  form.signatures = {{"", {"NGƯỜI HƯỚNG DẪN"}, "(Ký và ghi rõ họ tên)", officer}};
  SignedBy(form, "Người hướng dẫn", officer);
  return form;
}

FormPaper RefusalSlipOf(SampleContent& content) {
  const Counter counter = CounterOf(content);
  FormPaper form = FormOf(counter, content.Digits(2), "TCHS");
  form.truth.class_code = "C03";
  form.dotted = content.Chance(35);
  form.title = content.Chance(50)
                   ? std::vector<std::string>{"PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ"}
                   : std::vector<std::string>{"PHIẾU TỪ CHỐI", "TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ"};
  Applicant(content, counter, "Tiếp nhận hồ sơ của", form);
  form.Text("Qua xem xét, " + counter.agency.name +
                " thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
            24);
  form.Text(content.Pick({"Yêu cầu không thuộc thẩm quyền giải quyết của cơ quan.",
                          "Thửa đất đang có tranh chấp chưa được giải quyết xong.",
                          "Đối tượng không thuộc diện được hưởng chế độ theo quy định."}),
            24);
  form.Text("Xin thông báo cho Ông/Bà được biết và thực hiện.", 24);
  const std::string officer = content.Name(content.Chance(40));
  form.signatures = {{"", {"NGƯỜI NỘP HỒ SƠ"}, "(Ký và ghi rõ họ tên)", counter.person.name},
                     {"", {"NGƯỜI TIẾP NHẬN HỒ SƠ"}, "(Ký và ghi rõ họ tên)", officer}};
  SignedBy(form, "Người tiếp nhận hồ sơ", officer);
  return form;
}

FormPaper ApologyOf(SampleContent& content) {
  const Counter counter = CounterOf(content);
  FormPaper form = FormOf(counter, content.Digits(2), content.Pick({"PXL-UBND", "PXL-TTPVHCC"}));
  form.truth.class_code = "C04";
  form.title =
      content.Chance(70)
          ? std::vector<std::string>{"PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"}
          : std::vector<std::string>{"VĂN BẢN XIN LỖI", "VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"};
  const std::string to = std::string(counter.person.male ? "Ông " : "Bà ") + counter.person.name;
  form.Centered("Kính gửi: " + to);
  form.Field("addressee", to);
  form.Gap(6);
  form.Text(Sentence(Spoken(counter.day)) + ", " + counter.agency.name +
                " tiếp nhận giải quyết hồ sơ đề nghị " + ToLower(counter.request) +
                " của ông (bà).",
            24);
  form.Row("Mã hồ sơ", counter.code, "dossier_code");
  const SampleDay due = After(counter.day, content.Between(5, 30));
  form.Row("Thời gian hẹn trả kết quả", Spoken(due), "due_at", Iso(due));
  form.Text(
      "Tuy nhiên đến nay, cơ quan chúng tôi chưa trả kết quả giải quyết hồ sơ đúng thời hạn ghi "
      "trên giấy tiếp nhận.",
      24);
  form.Row("Lý do",
           content.Pick({"Chờ ý kiến của cơ quan phối hợp", "Hệ thống thông tin gặp sự cố kỹ thuật",
                         "Hồ sơ cần xác minh tại thực địa"}),
           "reason");
  form.Text(
      "Cơ quan chúng tôi xin lỗi ông (bà) vì sự chậm trễ này và hẹn lại ngày trả kết quả vào "
      "ngày " +
          Slashed(After(due, content.Between(3, 9))) + ".",
      24);
  const bool centre = counter.agency.issuer.front().starts_with("TRUNG TÂM");
  const std::string position = centre ? "Giám đốc" : "Chủ tịch";
  const std::string head = content.Name(true);
  form.signatures = {{"", {ToUpper(position)}, "", head, true}};
  SignedBy(form, position, head);
  return form;
}

FormPaper ControlSlipOf(SampleContent& content) {
  const Counter counter = CounterOf(content);
  FormPaper form = FormOf(counter, "", "");
  form.truth.class_code = "C05";
  form.title = {"PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"};
  form.Row("Mã hồ sơ", counter.code, "dossier_code");
  const std::string handling =
      content.Pick({"Phòng Tài nguyên và Môi trường", "Công chức Tư pháp - Hộ tịch",
                    "Phòng Kinh tế và Hạ tầng"});
  form.Row("Cơ quan (bộ phận) giải quyết hồ sơ", handling, "handling_agency");
  form.Row("Cơ quan phối hợp giải quyết hồ sơ",
           content.Pick({"Chi cục Thuế", "Chi nhánh Văn phòng Đăng ký đất đai", "Công an huyện"}),
           "partner_agency");
  form.Gap(6);
  std::vector<std::vector<std::string>> rows;
  const int count = content.Between(3, 4);
  SampleDay day = counter.day;
  for (int i = 0; i < count; ++i) {
    rows.push_back(
        {std::string(i == 0 ? "1. Giao: Bộ phận một cửa\n2. Nhận: " + handling
                            : "1. Giao: " + handling + "\n2. Nhận: " + content.Name(true)),
         Moment(content, day) + "\nNgười giao          Người nhận",
         content.Pick({"Trước hạn", "Đúng hạn", "Quá hạn"}), ""});
    day = After(day, content.Between(1, 5));
  }
  form.Table({"TÊN CƠ QUAN", "THỜI GIAN GIAO, NHẬN HỒ SƠ", "KẾT QUẢ GIẢI QUYẾT HỒ SƠ", "GHI CHÚ"},
             {0.3, 0.34, 0.22, 0.14}, std::move(rows));
  return form;
}

FormPaper RegisterOf(SampleContent& content) {
  Counter counter = CounterOf(content);
  FormPaper form;
  const SampleAgency& agency = counter.agency;
  form.truth.class_code = "C06";
  form.width = kA4Height;
  form.height = kA4Width;
  form.head = FormHead::kColumns;
  form.superior = agency.superior;
  form.issuer = agency.issuer;
  form.Field("organ_name", JoinedLines(agency.issuer), agency.normalized);
  form.Field("organ_superior", JoinedLines(agency.superior), agency.superior_normalized);
  form.title = {"SỔ THEO DÕI HỒ SƠ"};
  std::vector<std::vector<std::string>> rows;
  const int count = content.Between(4, 7);
  for (int i = 1; i <= count; ++i) {
    const SamplePerson person = content.Person(1955, 2001);
    const SampleDay day = After(counter.day, i);
    rows.push_back({std::to_string(i), content.DossierCode(person.home, day),
                    content.Pick(kRequests), person.name + ", " + person.home.commune, Slashed(day),
                    Slashed(After(day, content.Between(3, 20))),
                    content.Pick({"Trực tiếp", "Bưu chính", "Trực tuyến"}), ""});
  }
  form.Table({"STT", "Mã hồ sơ", "Tên thủ tục hành chính", "Tên cá nhân, tổ chức", "Ngày nhận",
              "Ngày hẹn trả", "Phương thức nhận", "Ghi chú"},
             {0.05, 0.2, 0.22, 0.18, 0.1, 0.1, 0.09, 0.06}, std::move(rows));
  return form;
}

}  // namespace sohoa
