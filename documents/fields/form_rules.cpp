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
                        {"dia chi thuong tru", "noi thuong tru", "noi cu tru cuoi cung",
                         "noi cu tru", "dia chi", "noi dang ky ho khau thuong tru"},
                        EntryKind::kAddress};
const FormRule kPhone{"phone", {"so dien thoai", "dien thoai"}, EntryKind::kNumber};
const FormRule kEmail{"email", {"email", "thu dien tu"}};
const FormRule kRequest{
    "request", {"noi dung yeu cau giai quyet", "ten thu tuc hanh chinh", "thu tuc hanh chinh"}};
const FormRule kProcedure{
    "procedure_code",
    {"ma so thu tuc hanh chinh", "ma thu tuc hanh chinh", "ma thu tuc", "ma tthc"},
    EntryKind::kProcedureCode};
const FormRule kSexRule{"sex", {"gioi tinh"}, EntryKind::kSex};
const FormRule kEthnicity{"ethnicity", {"dan toc"}};
const FormRule kNationality{"nationality", {"quoc tich"}};
const FormRule kHometown{"hometown", {"que quan", "nguyen quan"}, EntryKind::kAddress};
const FormRule kBirthPlace{"birth_place", {"noi sinh"}, EntryKind::kAddress};
const FormRule kRegistrationOffice{
    "registration_office",
    {"noi dang ky khai sinh", "noi dang ky ket hon", "dang ky khai tu tai", "noi dang ky khai tu"},
    EntryKind::kOffice};
const FormRule kRegisteredDate{
    "registered_date", {"ngay thang nam dang ky", "ngay dang ky"}, EntryKind::kDate};
const FormRule kAmountInWords{"amount_in_words",
                              {"so tien viet bang chu", "so tien bang chu", "tong so tien bang chu",
                               "viet bang chu", "ghi bang chu", "bang chu"},
                              EntryKind::kMoneyInWords};
const FormRule kReason{"reason", {"ly do bien dong", "ly do nop", "ly do thu", "ly do"}};
const FormRule kIdentity{
    "identity_number",
    {"so can cuoc cong dan", "so dinh danh ca nhan", "so cccd", "cccd so", "cccd", "so cmnd",
     "cmnd", "giay to tuy than", "so the can cuoc", "can cuoc cong dan so", "can cuoc so"},
    EntryKind::kIdentity};
const FormRule kBirthDate{"birth_date",
                          {"ngay thang nam sinh", "ngay sinh", "sinh ngay", "sinh nam", "nam sinh"},
                          EntryKind::kDate};
const FormRule kLandParcel{"land_parcel", {"thua dat so"}, EntryKind::kNumber};
const FormRule kMapSheet{"map_sheet", {"to ban do so"}, EntryKind::kNumber};
const FormRule kRegisterEntry{"register_entry",
                              {"so vao so cap giay chung nhan", "so vao so cap gcn", "so vao so"},
                              EntryKind::kLandRegisterEntry};
const FormRule kSubjectName{"subject_name",
                            {"ho chu dem va ten", "ho chu dem ten", "ho va ten", "ho ten"},
                            EntryKind::kName,
                            true};

Rules CounterForm() {
  return {kDossierCode,
          {"applicant_name",
           {"tiep nhan ho so cua", "tiep nhan ho so yeu cau cua", "ho va ten nguoi nop",
            "ten ca nhan to chuc nop", "nguoi nop ho so"},
           EntryKind::kName,
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
  rules.push_back({"dossier_count", {"so luong ho so"}, EntryKind::kCount});
  rules.push_back({"processing_time",
                   {"thoi gian giai quyet ho so theo quy dinh la", "thoi gian giai quyet ho so"},
                   EntryKind::kCount});
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
  return {{"addressee", {"kinh gui"}, EntryKind::kOffice},
          {"applicant_name",
           {"ho chu dem ten nguoi yeu cau", "ho va ten nguoi yeu cau", "ho ten nguoi yeu cau",
            "ho va ten nguoi de nghi", "ho va ten nguoi nop don", "ten toi la", "toi ten la",
            "toi la", "nguoi lam don", "ten nguoi su dung dat", "ho chu dem va ten", "ho va ten",
            "ho ten", "ho chu dem ten"},
           EntryKind::kName,
           true},
          kBirthDate,
          kIdentity,
          kAddress,
          kPhone,
          kEmail,
          kEthnicity,
          kNationality,
          kSexRule,
          kHometown,
          kReason};
}

// Whom a declaration is about, where it names the one who asks first.
Rules Declaration() {
  return With(
      PersonPaper(),
      {{"subject_name", {"ho chu dem va ten", "ho chu dem ten", "ho va ten"}, EntryKind::kName},
       {"mother_name", {"ho chu dem ten nguoi me", "ho va ten me"}, EntryKind::kName},
       {"father_name", {"ho chu dem ten nguoi cha", "ho va ten cha"}, EntryKind::kName},
       kBirthPlace});
}

// An entry in a register of births, marriages or deaths.
Rules RegisterPaper() {
  return {kSubjectName,
          kBirthDate,
          kSexRule,
          kEthnicity,
          kNationality,
          kBirthPlace,
          kHometown,
          kIdentity,
          kAddress,
          {"mother_name", {"ho chu dem ten nguoi me", "ho va ten me"}, EntryKind::kName},
          {"father_name", {"ho chu dem ten nguoi cha", "ho va ten cha"}, EntryKind::kName},
          {"death_date",
           {"da chet vao luc", "da chet hoi", "da chet vao ngay", "ngay chet"},
           EntryKind::kDate},
          kRegistrationOffice,
          kRegisteredDate};
}

void CivilRules(std::map<std::string, Rules, std::less<>>& rules) {
  for (const char* code : {"D02", "D22", "D27", "D28", "D10"}) rules[code] = PersonPaper();
  rules["D01"] = Declaration();
  rules["D03"] = rules["D05"] = rules["D06"] = RegisterPaper();
  rules["D04"] = {
      {"wife_name", {"ho chu dem ten vo", "ho va ten vo", "ho ten vo"}, EntryKind::kName, true},
      {"husband_name",
       {"ho chu dem ten chong", "ho va ten chong", "ho ten chong"},
       EntryKind::kName,
       true},
      kRegistrationOffice,
      kRegisteredDate};
  rules["D07"] = {{"identity_number", {"so no", "so"}, EntryKind::kIdentity, true},
                  {"subject_name", {"ho va ten", "ho chu dem va ten"}, EntryKind::kName, true},
                  kBirthDate,
                  kSexRule,
                  kNationality,
                  kHometown,
                  {"address", {"noi thuong tru", "noi cu tru"}, EntryKind::kAddress},
                  {"identity_issued_date",
                   {"ngay thang nam date month year", "ngay thang nam cap", "ngay cap"},
                   EntryKind::kDate},
                  {"expiry_date", {"co gia tri den", "ngay het han"}, EntryKind::kDate}};
  rules["D08"] = {
      {"identity_number", {"so"}, EntryKind::kIdentity, true},
      {"subject_name", {"ho ten", "ho va ten"}, EntryKind::kName, true},
      kBirthDate,
      kEthnicity,
      {"address", {"noi dang ky ho khau thuong tru", "noi dkhk thuong tru"}, EntryKind::kAddress}};
  rules["D18"] = {kSubjectName, kSexRule,   kBirthDate, kBirthPlace,
                  kNationality, kEthnicity, kAddress,   kIdentity};
  rules["D19"] = {
      {"subject_name", {"cap cho", "ho va ten", "cho ong ba", "cho"}, EntryKind::kName, true},
      kBirthDate,
      kBirthPlace,
      kSexRule,
      kEthnicity,
      {"grade", {"xep loai tot nghiep", "xep loai", "hang tot nghiep"}},
      {"certificate_serial", {"so hieu"}},
      {"register_entry", {"so vao so cap bang", "so vao so cap chung chi", "so vao so"}}};
}

void LandRules(std::map<std::string, Rules, std::less<>>& rules) {
  rules["D11"] = {{"owner_name", {"ong ba", "ong", "ba", "ho ong", "ho ba"}, EntryKind::kName},
                  kBirthDate,
                  kIdentity,
                  {"address", {"dia chi thuong tru", "noi thuong tru"}, EntryKind::kAddress},
                  kLandParcel,
                  kMapSheet,
                  {"land_address", {"dia chi thua dat", "dia chi"}, EntryKind::kAddress},
                  kRegisterEntry};
  rules["D12"] = {{"addressee", {"kinh gui"}, EntryKind::kOffice},
                  {"applicant_name",
                   {"ten nguoi su dung dat", "1 1 ten", "ho va ten", "ten"},
                   EntryKind::kName,
                   true},
                  kIdentity,
                  kAddress,
                  kPhone,
                  kEmail,
                  kRegisterEntry,
                  {"certificate_serial", {"so phat hanh gcn", "so phat hanh"}},
                  kLandParcel,
                  kMapSheet,
                  kReason};
  rules["D13"] = {{"party_a", {"ong ba", "ong", "ba", "ho va ten"}, EntryKind::kName},
                  {"party_b", {"ong ba", "ong", "ba", "ho va ten"}, EntryKind::kName},
                  {"amount",
                   {"gia chuyen nhuong quyen su dung dat la", "gia chuyen nhuong quyen su dung dat",
                    "gia chuyen nhuong", "gia mua ban", "so tien"},
                   EntryKind::kMoney},
                  kAmountInWords,
                  kLandParcel,
                  kMapSheet};
  rules["D15"] = {
      {"applicant_name", {"cap cho", "chu dau tu"}, EntryKind::kName, true}, kAddress, kPhone};
}

void BusinessRules(std::map<std::string, Rules, std::less<>>& rules) {
  rules["HĐ"] = {{"party_a", {"ben a"}},
                 {"party_b", {"ben b"}},
                 {"tax_code", {"ma so thue"}, EntryKind::kTaxCode},
                 {"amount",
                  {"tong gia tri hop dong", "gia tri hop dong", "gia hop dong", "so tien"},
                  EntryKind::kMoney},
                 kAmountInWords};
  rules["D16"] = {{"business_name",
                   {"ten cong ty viet bang tieng viet", "ten doanh nghiep", "ten cong ty"},
                   EntryKind::kText,
                   true},
                  {"business_code", {"ma so doanh nghiep"}, EntryKind::kTaxCode, true},
                  {"first_registered", {"dang ky lan dau"}, EntryKind::kDate},
                  {"address", {"dia chi tru so chinh", "dia chi"}, EntryKind::kAddress},
                  {"capital", {"von dieu le"}, EntryKind::kMoney},
                  {"representative_name", {"ho va ten", "ho ten"}, EntryKind::kName},
                  kPhone,
                  kEmail};
  rules["D17"] = {
      {"business_name", {"ten ho kinh doanh"}, EntryKind::kText, true},
      {"address", {"dia diem kinh doanh", "dia chi tru so", "dia chi"}, EntryKind::kAddress},
      kPhone};
  rules["D23"] = {{"receipt_number", {"so"}, EntryKind::kNumber},
                  {"applicant_name",
                   {"ten don vi hoac nguoi nop tien", "ho ten nguoi nop tien", "nguoi nop tien"},
                   EntryKind::kName,
                   true},
                  {"address", {"dia chi"}, EntryKind::kAddress},
                  kReason,
                  {"amount", {"so tien"}, EntryKind::kMoney},
                  kAmountInWords};
  rules["D24"] = {
      {"invoice_sign", {"ky hieu"}},
      {"invoice_number", {"so hoa don", "so"}, EntryKind::kNumber},
      {"business_name", {"don vi ban hang", "ten nguoi ban"}},
      {"tax_code", {"ma so thue"}, EntryKind::kTaxCode},
      {"address", {"dia chi"}, EntryKind::kAddress},
      {"applicant_name", {"ho ten nguoi mua hang", "ho ten nguoi mua"}, EntryKind::kName},
      {"amount",
       {"tong cong tien thanh toan", "tong tien thanh toan", "cong tien ban hang hoa dich vu",
        "cong tien ban hang hoa"},
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
}

std::map<std::string, Rules, std::less<>> MakeRules() {
  std::map<std::string, Rules, std::less<>> rules;
  rules["C01"] = ReceiptForm();
  rules["C02"] = With(CounterForm(), {kReason});
  rules["C03"] = With(CounterForm(), {kReason});
  rules["C04"] = {kDossierCode,
                  {"addressee", {"kinh gui"}, EntryKind::kOffice},
                  {"due_at", {"thoi gian hen tra ket qua"}, EntryKind::kDate},
                  kReason};
  rules["C05"] = {
      kDossierCode,
      {"handling_agency", {"co quan bo phan giai quyet ho so", "co quan giai quyet ho so"}},
      {"partner_agency", {"co quan phoi hop giai quyet ho so", "co quan phoi hop"}}};
  rules["C07"] = {kDossierCode, kReason};
  CivilRules(rules);
  LandRules(rules);
  BusinessRules(rules);
  // The cover of a file; its title is the subject.
  rules["E02"] = {
      {"start_date", {"tu ngay"}, EntryKind::kDate}, {"end_date", {"den ngay"}, EntryKind::kDate},
      {"sheet_count", {"gom"}, EntryKind::kCount},   {"fonds_number", {"phong so"}},
      {"inventory_number", {"muc luc so"}},          {"file_number", {"ho so so"}},
      {"retention", {"thoi han bao quan"}}};
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
