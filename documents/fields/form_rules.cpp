// SPDX-License-Identifier: Apache-2.0
#include "documents/fields/form_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace sohoa {
namespace {

using Rules = std::vector<FormRule>;

const FormRule kDossierCode{"dossier_code",
                            {"ma ho so", "ma so ho so", "so bien nhan", "ma so bien nhan"},
                            EntryKind::kDossierCode,
                            true};
const FormRule kAddress{"address",
                        {"dia chi thuong tru", "noi thuong tru", "noi cu tru", "dia chi",
                         "noi dang ky ho khau thuong tru"}};
const FormRule kPhone{"phone", {"so dien thoai", "dien thoai"}, EntryKind::kNumber};
const FormRule kEmail{"email", {"email", "thu dien tu"}};
const FormRule kRequest{
    "request", {"noi dung yeu cau giai quyet", "ten thu tuc hanh chinh", "thu tuc hanh chinh"}};
const FormRule kProcedure{
    "procedure_code",
    {"ma so thu tuc hanh chinh", "ma thu tuc hanh chinh", "ma thu tuc", "ma tthc"},
    EntryKind::kProcedureCode};
const FormRule kSexRule{"sex", {"gioi tinh"}, EntryKind::kSex};
const FormRule kAmountInWords{"amount_in_words",
                              {"so tien viet bang chu", "so tien bang chu", "tong so tien bang chu",
                               "viet bang chu", "ghi bang chu", "bang chu"},
                              EntryKind::kMoneyInWords};
const FormRule kReason{"reason", {"ly do"}};
const FormRule kIdentity{"identity_number",
                         {"so can cuoc cong dan", "so dinh danh ca nhan", "so cccd", "cccd",
                          "so cmnd", "cmnd", "giay to tuy than", "so the can cuoc", "can cuoc so"},
                         EntryKind::kIdentity};
const FormRule kBirthDate{
    "birth_date", {"ngay thang nam sinh", "ngay sinh", "sinh ngay", "nam sinh"}, EntryKind::kDate};

Rules CounterForm() {
  return {kDossierCode,
          {"applicant_name",
           {"tiep nhan ho so cua", "tiep nhan ho so yeu cau cua", "ho va ten nguoi nop",
            "ten ca nhan to chuc nop", "nguoi nop ho so"},
           EntryKind::kText,
           true},
          kAddress,
          kPhone,
          kEmail,
          kProcedure,
          kRequest};
}

Rules ReceiptForm() {
  Rules rules = CounterForm();
  rules.push_back({"components",
                   {"thanh phan ho so nop gom", "thanh phan ho so gom", "thanh phan ho so"},
                   EntryKind::kList,
                   true});
  rules.push_back({"dossier_count", {"so luong ho so"}, EntryKind::kNumber});
  rules.push_back({"processing_time",
                   {"thoi gian giai quyet ho so theo quy dinh la", "thoi gian giai quyet ho so"}});
  rules.push_back(
      {"received_at",
       {"thoi gian nhan ho so", "thoi gian tiep nhan", "ngay nhan ho so", "ngay tiep nhan"},
       EntryKind::kDate,
       true});
  rules.push_back({"due_at",
                   {"thoi gian tra ket qua giai quyet ho so", "thoi gian tra ket qua",
                    "ngay hen tra ket qua", "ngay tra ket qua", "ngay hen tra"},
                   EntryKind::kDate,
                   true});
  rules.push_back({"result_place", {"dang ky nhan ket qua tai", "nhan ket qua tai"}});
  rules.push_back({"register_volume", {"quyen so"}, EntryKind::kNumber});
  rules.push_back({"register_number", {"so thu tu"}, EntryKind::kNumber});
  return rules;
}

Rules With(Rules rules, std::initializer_list<FormRule> more) {
  rules.insert(rules.end(), more.begin(), more.end());
  return rules;
}

Rules PersonPaper() {
  return {{"addressee", {"kinh gui"}},
          {"applicant_name",
           {"ho chu dem ten nguoi yeu cau", "ho va ten nguoi yeu cau", "ho ten nguoi yeu cau",
            "ho va ten nguoi nop don", "ten toi la", "toi ten la", "toi la", "nguoi lam don",
            "ten nguoi su dung dat", "ho va ten", "ho ten", "ho chu dem ten"},
           EntryKind::kText,
           true},
          kBirthDate,
          kIdentity,
          kAddress,
          kPhone,
          kEmail,
          {"ethnicity", {"dan toc"}},
          {"nationality", {"quoc tich"}},
          kSexRule,
          kReason};
}

std::map<std::string, Rules, std::less<>> MakeRules() {
  std::map<std::string, Rules, std::less<>> rules;
  rules["C01"] = ReceiptForm();
  rules["C02"] = With(CounterForm(), {kReason});
  rules["C03"] = With(CounterForm(), {kReason});
  rules["C04"] = {kDossierCode,
                  {"addressee", {"kinh gui"}},
                  {"due_at", {"thoi gian hen tra ket qua"}, EntryKind::kDate},
                  kReason};
  rules["C05"] = {
      kDossierCode,
      {"handling_agency", {"co quan bo phan giai quyet ho so", "co quan giai quyet ho so"}},
      {"partner_agency", {"co quan phoi hop giai quyet ho so", "co quan phoi hop"}}};
  rules["C07"] = {kDossierCode, kReason};
  for (const char* code : {"D01", "D02", "D12", "D22", "D27", "D28", "D05", "D10"}) {
    rules[code] = PersonPaper();
  }
  rules["D03"] = {
      {"subject_name", {"ho chu dem ten", "ho va ten", "ho ten"}, EntryKind::kText, true},
      kBirthDate,
      kSexRule,
      {"ethnicity", {"dan toc"}},
      {"nationality", {"quoc tich"}},
      {"identity_number", {"so dinh danh ca nhan"}, EntryKind::kIdentity}};
  rules["D04"] = rules["D06"] = rules["D03"];
  rules["D07"] = {{"identity_number", {"so no", "so"}, EntryKind::kIdentity, true},
                  {"subject_name", {"ho va ten", "ho chu dem va ten"}, EntryKind::kText, true},
                  kBirthDate,
                  kSexRule,
                  {"nationality", {"quoc tich"}},
                  {"address", {"noi thuong tru", "noi cu tru"}},
                  {"identity_issued_date",
                   {"ngay thang nam date month year", "ngay thang nam cap", "ngay cap"},
                   EntryKind::kDate},
                  {"expiry_date", {"co gia tri den", "ngay het han"}, EntryKind::kDate}};
  rules["D08"] = {{"identity_number", {"so"}, EntryKind::kIdentity, true},
                  {"subject_name", {"ho ten", "ho va ten"}, EntryKind::kText, true},
                  kBirthDate,
                  {"ethnicity", {"dan toc"}},
                  {"address", {"noi dang ky ho khau thuong tru", "noi dkhk thuong tru"}}};
  rules["D11"] = {{"land_parcel", {"thua dat so"}, EntryKind::kNumber},
                  {"map_sheet", {"to ban do so"}, EntryKind::kNumber},
                  {"address", {"dia chi"}},
                  {"register_entry",
                   {"so vao so cap giay chung nhan", "so vao so cap gcn", "so vao so"},
                   EntryKind::kLandRegisterEntry}};
  rules["D13"] = {
      {"amount",
       {"gia chuyen nhuong quyen su dung dat", "gia chuyen nhuong", "gia mua ban", "so tien"},
       EntryKind::kMoney},
      kAmountInWords,
      {"land_parcel", {"thua dat so"}, EntryKind::kNumber},
      {"map_sheet", {"to ban do so"}, EntryKind::kNumber}};
  rules["HĐ"] = {{"amount",
                  {"tong gia tri hop dong", "gia tri hop dong", "gia hop dong", "so tien"},
                  EntryKind::kMoney},
                 kAmountInWords};
  rules["D16"] = {{"business_name",
                   {"ten cong ty viet bang tieng viet", "ten doanh nghiep", "ten cong ty"},
                   EntryKind::kText,
                   true},
                  {"business_code", {"ma so doanh nghiep"}, EntryKind::kTaxCode, true},
                  {"address", {"dia chi tru so chinh", "dia chi"}},
                  kPhone,
                  kEmail};
  rules["D17"] = {{"business_name", {"ten ho kinh doanh"}, EntryKind::kText, true},
                  {"address", {"dia diem kinh doanh", "dia chi tru so", "dia chi"}},
                  kPhone};
  rules["D23"] = {{"applicant_name",
                   {"ten don vi hoac nguoi nop tien", "ho ten nguoi nop tien", "nguoi nop tien"},
                   EntryKind::kText,
                   true},
                  {"address", {"dia chi"}},
                  {"amount", {"so tien"}, EntryKind::kMoney},
                  kAmountInWords};
  rules["D24"] = {{"business_name", {"don vi ban hang"}},
                  {"tax_code", {"ma so thue"}, EntryKind::kTaxCode},
                  {"amount",
                   {"tong cong tien thanh toan", "tong tien thanh toan", "cong tien ban hang hoa"},
                   EntryKind::kMoney},
                  kAmountInWords};
  rules["D25"] = {{"applicant_name", {"nguoi nop thue", "nguoi nop tien"}},
                  {"tax_code", {"ma so thue"}, EntryKind::kTaxCode},
                  {"amount", {"tong so tien", "tong cong", "so tien"}, EntryKind::kMoney},
                  kAmountInWords};
  rules["D31"] = {
      {"applicant_name", {"ten nguoi nop thue", "nguoi nop thue"}},
      {"tax_code", {"ma so thue"}, EntryKind::kTaxCode},
      {"amount", {"tong so tien phai nop", "so tien phai nop", "tong so tien"}, EntryKind::kMoney},
      kAmountInWords};
  return rules;
}

}  // namespace

const std::vector<FormRule>& FormRules(std::string_view class_code) {
  static const std::map<std::string, Rules, std::less<>> rules = MakeRules();
  static const Rules none;
  const auto found = rules.find(class_code);
  return found == rules.end() ? none : found->second;
}

bool DescribesOnePerson(std::string_view class_code) {
  constexpr std::array kClasses = {"D03", "D05", "D07", "D08", "D10", "D22", "D29", "D30"};
  return std::find(kClasses.begin(), kClasses.end(), class_code) != kClasses.end();
}

}  // namespace sohoa
