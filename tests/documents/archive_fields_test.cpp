// SPDX-License-Identifier: Apache-2.0
#include "documents/archive_fields.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace sohoa {
namespace {

const ArchiveField& At(const std::vector<ArchiveField>& fields, std::string_view code) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const ArchiveField& field) { return field.rule->code == code; });
  if (found == fields.end()) throw std::runtime_error("no field " + std::string(code));
  return *found;
}

bool Warns(const ArchiveField& field, const std::string& warning) {
  return std::find(field.warnings.begin(), field.warnings.end(), warning) != field.warnings.end();
}

void AddRead(Document& document, const std::string& code, const std::string& value, ReviewState review = ReviewState::kAutoAccepted) {
  FieldValue field;
  field.code = code;
  field.value = field.normalized = value;
  field.review = review;
  document.fields.push_back(std::move(field));
}

// A plan and the certificate that the procedure ended in; the second page is blank.
Dossier MadeUp() {
  Dossier dossier;
  dossier.head = {"H42.18-260930-0012", "1.000894", "H42.18", "Trần Thị Bưởi"};
  dossier.version = 1;
  dossier.pages.resize(4);
  dossier.pages[1].blank = true;
  dossier.completeness.received_on = "2026-09-30";
  dossier.completeness.procedure.name = "Đăng ký kết hôn";
  dossier.completeness.procedure.maintenance = "01";
  dossier.completeness.procedure.keyword = "hộ tịch; kết hôn";
  Document plan;
  plan.id = "d1";
  plan.pages = {1, 3};
  plan.type = {"KH", "Kế hoạch", 0.98, ReviewState::kAutoAccepted};
  AddRead(plan, "code_number", "85", ReviewState::kNeedsReview);
  AddRead(plan, "code_notation", "KH-UBND");
  AddRead(plan, "issued_date", "2018-10-04");
  AddRead(plan, "organ_name", "UBND tỉnh Ninh Bình");
  AddRead(plan, "subject", "Thực hiện cơ chế một cửa");
  AddRead(plan, "urgency", "HỎA TỐC");
  Document certificate;
  certificate.id = "d2";
  certificate.pages = {4};
  certificate.type = {"D04", "Giấy chứng nhận kết hôn", 0.98, ReviewState::kAutoAccepted};
  AddRead(certificate, "issued_date", "2026-10-02");
  dossier.documents = {plan, certificate};
  dossier.completeness.documents = {{"d1", DocumentRole::kExtra, "", "", 0, false, false, false},
                                    {"d2", DocumentRole::kResult, "", "", 0, false, false, false}};
  return dossier;
}

TEST(ArchiveFields, OfADossierAreFilledFromCodeProcedureAndAgency) {
  AgencyDefaults agency;
  agency.condition = "01";
  agency.archive_id = "H42.00.01";
  agency.paper_location = "K1.G2.H3";
  const ArchiveFields fields = ArchiveFieldsOfDossier(MadeUp(), agency);
  ASSERT_EQ(fields.circular05.size(), 18u);
  EXPECT_EQ(At(fields.circular05, "fileCode").value, "H42.18.2026.260930-0012");
  EXPECT_EQ(At(fields.circular05, "title").value, "Hồ sơ Đăng ký kết hôn của Trần Thị Bưởi");
  EXPECT_EQ(At(fields.circular05, "maintenance").value, "01");
  EXPECT_EQ(At(fields.circular05, "maintenance").source, "procedure");
  EXPECT_EQ(At(fields.circular05, "mode").source, "agency");
  EXPECT_EQ(At(fields.circular05, "startDate").value, "30/09/2026");
  EXPECT_EQ(At(fields.circular05, "endDate").value, "02/10/2026");
  EXPECT_EQ(At(fields.circular05, "totalDoc").value, "2");
  EXPECT_EQ(At(fields.circular05, "numberOfPage").value, "3") << "the blank page is none";
  EXPECT_EQ(At(fields.circular05, "confidenceLevel").value, "02");
  EXPECT_EQ(At(fields.circular05, "paperFileCode").value, "H42.00.01.K1.G2.H3.260930-0012");
  EXPECT_TRUE(Warns(At(fields.circular05, "numberOfPaper"), "required_missing")) << "nothing says how many sheets there are";
  EXPECT_EQ(At(fields.decree30, "FileCode.OrganId").value, "H42.18");
  EXPECT_EQ(At(fields.decree30, "FileCode.FileCatalog").value, "2026");
  EXPECT_EQ(At(fields.decree30, "FileCode.FileNotation").value, "260930-0012");
  EXPECT_EQ(At(fields.decree30, "Maintenance").value, "Vĩnh viễn") << "words, not codes";
  EXPECT_EQ(At(fields.decree30, "Language").value, "Tiếng Việt");
  EXPECT_EQ(At(fields.decree30, "PageTotal").value, "3");
}

TEST(ArchiveFields, OfADocumentAreWhatWasRead) {
  const ArchiveFields fields = ArchiveFieldsOfDocument(MadeUp(), 0, AgencyDefaults());
  EXPECT_FALSE(fields.outgoing);
  ASSERT_EQ(fields.circular05.size(), 21u);
  EXPECT_EQ(At(fields.circular05, "docId").value, "H42.18.2026.260930-0012.1");
  EXPECT_EQ(At(fields.circular05, "docCode").value, "H42.18.2026.260930-0012.0000001");
  EXPECT_EQ(At(fields.circular05, "typeName").value, "10");
  EXPECT_EQ(At(fields.circular05, "issuedDate").value, "04/10/2018");
  EXPECT_EQ(At(fields.circular05, "organName").value, "UBND tỉnh Ninh Bình");
  EXPECT_EQ(At(fields.circular05, "subject").value, "Thực hiện cơ chế một cửa");
  EXPECT_EQ(At(fields.circular05, "maintenance").value, "01") << "inherited from the dossier";
  EXPECT_EQ(At(fields.circular05, "codeNumber").value, "85");
  EXPECT_TRUE(Warns(At(fields.circular05, "codeNumber"), "needs_review"));
  EXPECT_FALSE(Warns(At(fields.circular05, "codeNotation"), "needs_review"));
  EXPECT_EQ(At(fields.decree30, "TypeName").value, "Kế hoạch");
  EXPECT_EQ(At(fields.decree30, "Priority").value, "3");
  EXPECT_EQ(At(fields.decree30, "ArrivalDate").value, "30/09/2026");
}

TEST(ArchiveFields, TellTheAgencysOwnDocumentsFromThoseThatCame) {
  const Dossier dossier = MadeUp();
  const ArchiveFields result = ArchiveFieldsOfDocument(dossier, 1, AgencyDefaults());
  EXPECT_TRUE(result.outgoing);
  EXPECT_THROW(At(result.decree30, "ArrivalDate"), std::runtime_error);
  EXPECT_EQ(At(result.circular05, "typeName").value, "32");
  EXPECT_EQ(At(result.circular05, "subject").value, "Giấy chứng nhận kết hôn");
  EXPECT_EQ(At(result.circular05, "subject").source, "class");
  AgencyDefaults agency;
  agency.name = "UBND TỈNH NINH BÌNH";
  EXPECT_TRUE(ArchiveFieldsOfDocument(dossier, 0, agency).outgoing);
}

TEST(ArchiveFields, KeepWhatBreaksARuleAndWarn) {
  Dossier dossier = MadeUp();
  const std::string long_subject(501, 'x');
  for (FieldValue& field : dossier.documents[0].fields) {
    if (field.code == "subject") field.value = field.normalized = long_subject;
    if (field.code == "issued_date") field.normalized = "2018-10-XX";
    if (field.code == "code_number") field.normalized = "850000000012";
  }
  dossier.completeness.procedure.maintenance = "09";
  const ArchiveFields fields = ArchiveFieldsOfDocument(dossier, 0, AgencyDefaults());
  EXPECT_EQ(At(fields.circular05, "subject").value, long_subject);
  EXPECT_TRUE(Warns(At(fields.circular05, "subject"), "too_long"));
  EXPECT_EQ(At(fields.circular05, "issuedDate").value, "2018-10-XX");
  EXPECT_TRUE(Warns(At(fields.circular05, "issuedDate"), "not_a_date"));
  EXPECT_TRUE(Warns(At(fields.circular05, "codeNumber"), "too_long"));
  EXPECT_TRUE(Warns(At(fields.circular05, "maintenance"), "not_in_code_list"));
  EXPECT_TRUE(Warns(At(fields.circular05, "format"), "required_missing"));
}

TEST(ArchiveFields, CountLengthInLettersAndNotInBytes) {
  Dossier dossier = MadeUp();
  std::string subject;
  for (int i = 0; i < 500; ++i) subject += "ế";
  for (FieldValue& field : dossier.documents[0].fields) {
    if (field.code == "subject") field.value = field.normalized = subject;
  }
  EXPECT_FALSE(Warns(At(ArchiveFieldsOfDocument(dossier, 0, AgencyDefaults()).circular05, "subject"), "too_long"));
}

TEST(ArchiveFields, AskForTheStateOfRecoveryWhereThereIsAny) {
  AgencyDefaults agency;
  EXPECT_FALSE(Warns(At(ArchiveFieldsOfDossier(MadeUp(), agency).circular05, "riskRecoveryStatus"), "required_missing"));
  agency.risk_recovery = "1";
  EXPECT_TRUE(Warns(At(ArchiveFieldsOfDossier(MadeUp(), agency).circular05, "riskRecoveryStatus"), "required_missing"));
  agency.risk_recovery_status = "02";
  EXPECT_FALSE(Warns(At(ArchiveFieldsOfDossier(MadeUp(), agency).circular05, "riskRecoveryStatus"), "required_missing"));
}

TEST(ArchiveFields, OfADossierWithoutProcedureOrStandardCodeSayWhatIsMissing) {
  Dossier dossier;
  dossier.head.code = "lo-18";
  dossier.committed_unix_ms = 1'790'000'000'000;
  const ArchiveFields fields = ArchiveFieldsOfDossier(dossier, AgencyDefaults());
  EXPECT_EQ(At(fields.decree30, "FileCode.FileNotation").value, "lo-18");
  EXPECT_EQ(At(fields.decree30, "FileCode.FileCatalog").value, "2026");
  for (const char* code : {"fileCode", "maintenance", "startDate", "endDate", "paperFileCode"}) {
    EXPECT_TRUE(Warns(At(fields.circular05, code), "required_missing")) << code;
  }
}

}  // namespace
}  // namespace sohoa
