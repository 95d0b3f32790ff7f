// SPDX-License-Identifier: Apache-2.0
//
// Papers of money: fees, invoices, contracts of agencies.
#include "core/vietnamese.h"
#include "samples/papers/form_parts.h"
#include "samples/papers/official_builder.h"
#include "samples/papers/sample_papers.h"

namespace sohoa {

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
