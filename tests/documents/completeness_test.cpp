// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "documents/handed_in.h"
#include "documents/procedures/assignment.h"
#include "documents/procedures/completeness_words.h"
#include "documents/procedures/paper.h"

namespace sohoa {
namespace {

const ProcedureCatalogue& Catalogue() {
  static const ProcedureCatalogue catalogue = CatalogueOf(R"(
[[procedure]]
code = "1.001193"
name = "Đăng ký khai sinh"
maintenance = "01"
[[procedure.paper]]
id = "declaration"
name = "Tờ khai đăng ký khai sinh"
classes = ["D01"]
titles = ["đăng ký khai sinh"]
[[procedure.paper]]
id = "any_declaration"
name = "Tờ khai khác"
classes = ["D01"]
[[procedure.paper]]
id = "proof"
name = "Giấy chứng sinh"
[[procedure.paper.any_of]]
titles = ["giấy chứng sinh"]
[[procedure.paper.any_of]]
classes = ["D27"]
[[procedure.paper]]
id = "authority"
name = "Văn bản ủy quyền"
need = "conditional"
condition = "Ủy quyền"
classes = ["GUQ"]
[[procedure.paper]]
id = "marriage"
name = "Giấy chứng nhận kết hôn"
need = "shown"
classes = ["D04"]
[[procedure.result]]
name = "Giấy khai sinh"
classes = ["D03"]

[[procedure]]
code = "1.000894"
name = "Đăng ký kết hôn"
[[procedure.paper]]
id = "status"
name = "Giấy xác nhận tình trạng hôn nhân"
classes = ["D05"]
valid_months = 6
[[procedure.paper]]
id = "cards"
name = "Căn cước của hai bên"
classes = ["D07", "D08"]
documents = 2

[[procedure]]
code = "2.000815"
name = "Chứng thực"
)");
  return catalogue;
}

const std::vector<std::string> kBirthDeclaration = {"TỜ KHAI ĐĂNG KÝ KHAI SINH", "Kính gửi: Ủy ban nhân dân xã"};
const std::vector<std::string> kOtherDeclaration = {"TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", "Kính gửi: Công an xã"};
const std::vector<std::string> kBirthProof = {"BỆNH VIỆN ĐA KHOA", "GIẤY CHỨNG SINH", "Họ và tên mẹ"};

TEST(Completeness, HasEveryPaperInItsPlaceWhateverTheOrder) {
  HandedIn dossier;
  dossier.Add("D01", kOtherDeclaration);
  dossier.AddUncertain("other", kBirthProof);
  dossier.Add("D01", kBirthDeclaration);
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(found.state, CompletenessState::kComplete);
  EXPECT_EQ(PaperOf(found, "declaration").documents, std::vector<std::string>{"d3"}) << "the specific one first";
  EXPECT_EQ(PaperOf(found, "any_declaration").documents, std::vector<std::string>{"d1"});
  EXPECT_EQ(PaperOf(found, "proof").state, PaperState::kPresent) << "its title stands letter by letter";
  EXPECT_EQ(PaperOf(found, "authority").state, PaperState::kNotProvided);
  EXPECT_EQ(PaperOf(found, "authority").reason, "condition_unknown");
  EXPECT_EQ(PaperOf(found, "marriage").reason, "shown_only");
  EXPECT_FALSE(found.in_order);
  EXPECT_EQ(found.received_on, "2026-09-30");
  EXPECT_EQ(found.received_source, "dossier_code");
  EXPECT_EQ(found.catalogue, "0123456789abcdef");
  EXPECT_EQ(found.procedure.maintenance, "01");
  EXPECT_FALSE(found.procedure.verified);
}

TEST(Completeness, SaysWhatIsMissing) {
  HandedIn dossier;
  dossier.Add("D01", kBirthDeclaration);
  dossier.Add("D01", kOtherDeclaration);
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(found.state, CompletenessState::kIncomplete);
  EXPECT_EQ(PaperOf(found, "proof").state, PaperState::kMissing);
  EXPECT_EQ(PaperOf(found, "proof").reason, "none_found");
  EXPECT_TRUE(found.in_order);
}

TEST(Completeness, NeverCallsMissingWhatAPaperOfUncertainClassMayBe) {
  HandedIn dossier;
  dossier.Add("D01", kBirthDeclaration);
  dossier.Add("D01", kOtherDeclaration);
  dossier.AddUncertain("other", {"nhòe nhoẹt"});
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(found.state, CompletenessState::kNeedsLook);
  EXPECT_EQ(PaperOf(found, "proof").state, PaperState::kNeedsLook);
  EXPECT_EQ(PaperOf(found, "proof").reason, "uncertain_papers");
  EXPECT_EQ(PaperOf(found, "proof").documents, std::vector<std::string>{"d3"});
  EXPECT_EQ(DocumentOf(found, "d3").role, DocumentRole::kUncertain);
}

TEST(Completeness, KnowsThatOneUncertainPaperIsNotTwo) {
  HandedIn dossier;
  dossier.Add("D01", kBirthDeclaration);
  dossier.AddUncertain("other", {"nhòe nhoẹt"});
  EXPECT_EQ(dossier.Check(Catalogue()).state, CompletenessState::kIncomplete);
}

TEST(Completeness, WaitsForPagesInQuarantine) {
  HandedIn dossier;
  dossier.Add("D01", kBirthDeclaration);
  dossier.Add("D01", kOtherDeclaration);
  dossier.unread_pages = 1;
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(found.state, CompletenessState::kNeedsLook);
  EXPECT_EQ(PaperOf(found, "proof").reason, "pages_not_read");
}

TEST(Completeness, AsksToLookAtAPaperWhoseClassIsUncertain) {
  HandedIn dossier;
  dossier.AddUncertain("D01", kBirthDeclaration);
  dossier.Add("D01", kOtherDeclaration);
  dossier.Add("D27", {"GIẤY CAM ĐOAN", "về việc sinh"});
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "declaration").state, PaperState::kNeedsLook);
  EXPECT_EQ(PaperOf(found, "declaration").reason, "class_uncertain");
  EXPECT_EQ(PaperOf(found, "proof").state, PaperState::kPresent) << "an alternative serves";
  EXPECT_EQ(found.state, CompletenessState::kNeedsLook);
}

TEST(Completeness, TakesATitleThatWasReadWithAnError) {
  HandedIn dossier;
  dossier.Add("D01", {"TỜ KHAI ĐĂNG KY KHAI SlNH"});
  EXPECT_EQ(PaperOf(dossier.Check(Catalogue()), "declaration").documents, std::vector<std::string>{"d1"});
}

TEST(Completeness, DoesNotTakeALetterForThePaperItSpeaksOf) {
  HandedIn dossier;
  dossier.Add("CV", {"V/v cấp giấy chứng sinh", "Kính gửi: Bệnh viện"});
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "proof").state, PaperState::kMissing);
  EXPECT_EQ(DocumentOf(found, "d1").role, DocumentRole::kExtra);
}

TEST(Completeness, TellsWhatNothingAsksForFromWhatTheCounterMadeAndWhatCameOfIt) {
  HandedIn dossier;
  dossier.Add("C01", {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"});
  dossier.Add("D03", {"GIẤY KHAI SINH"});
  dossier.Add("D24", {"HÓA ĐƠN"});
  dossier.Add("D01", kBirthDeclaration);
  dossier.Add("D01", {"TỜ KHAI ĐĂNG KÝ KHAI SINH", "của người con thứ hai"});
  dossier.Add("D01", {"TỜ KHAI ĐĂNG KÝ KHAI SINH", "của người con thứ ba"});
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(DocumentOf(found, "d1").role, DocumentRole::kAccompanying);
  EXPECT_EQ(DocumentOf(found, "d2").role, DocumentRole::kResult);
  EXPECT_EQ(DocumentOf(found, "d3").role, DocumentRole::kExtra);
  EXPECT_EQ(DocumentOf(found, "d6").role, DocumentRole::kExtra);
  EXPECT_EQ(DocumentOf(found, "d6").paper, "declaration") << "more than are asked for";
}

TEST(Completeness, SaysThatAPaperIsNoLongerValid) {
  HandedIn dossier("H42.18-260930-0012", "1.000894");
  HandedIn::SetField(dossier.Add("D05", {"GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"}), "issued_date", "2026-03-29");
  Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "status").state, PaperState::kExpired);
  EXPECT_TRUE(DocumentOf(found, "d1").expired);

  HandedIn on_its_last_day("H42.18-260930-0012", "1.000894");
  HandedIn::SetField(on_its_last_day.Add("D05", {"GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"}), "issued_date", "2026-03-30");
  EXPECT_EQ(PaperOf(on_its_last_day.Check(Catalogue()), "status").state, PaperState::kPresent);
}

TEST(Completeness, DoesNotTrustADateThatNobodyLookedAt) {
  HandedIn dossier("H42.18-260930-0012", "1.000894");
  HandedIn::SetField(dossier.Add("D05", {"GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"}), "issued_date", "2020-03-29", ReviewState::kNeedsReview);
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "status").state, PaperState::kNeedsLook);
  EXPECT_EQ(PaperOf(found, "status").reason, "date_not_read");
}

TEST(Completeness, TakesTheValidOneOfTwo) {
  HandedIn dossier("H42.18-260930-0012", "1.000894");
  HandedIn::SetField(dossier.Add("D05", {"GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"}), "issued_date", "2020-03-29");
  HandedIn::SetField(dossier.Add("D05", {"GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "cấp lại"}), "issued_date", "2026-09-01");
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "status").state, PaperState::kPresent);
  EXPECT_EQ(PaperOf(found, "status").documents, std::vector<std::string>{"d2"});
}

TEST(Completeness, DoesNotTakeADeclarationForAnotherThatItMentions) {
  HandedIn dossier;
  dossier.Add("D01", {"TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH", "Kính gửi: Ủy ban nhân dân xã", "về việc đã đăng ký khai sinh năm 2009"});
  EXPECT_EQ(PaperOf(dossier.Check(Catalogue()), "declaration").state, PaperState::kMissing);
}

TEST(Completeness, CountsTheSidesOfOneCardAsOnePaper) {
  HandedIn dossier("H42.18-260930-0012", "1.000894");
  for (const char* number : {"037090001234", "037090001234", "037190005678"}) {
    HandedIn::SetField(dossier.Add("D07", {"CĂN CƯỚC CÔNG DÂN"}), "identity_number", number);
  }
  EXPECT_EQ(PaperOf(dossier.Check(Catalogue()), "cards").state, PaperState::kPresent);

  HandedIn one_person("H42.18-260930-0012", "1.000894");
  for (const char* number : {"037090001234", "037090001234"}) {
    HandedIn::SetField(one_person.Add("D07", {"CĂN CƯỚC CÔNG DÂN"}), "identity_number", number);
  }
  const Completeness found = one_person.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "cards").state, PaperState::kMissing);
  EXPECT_EQ(PaperOf(found, "cards").reason, "too_few");
  EXPECT_EQ(PaperOf(found, "cards").found, 1u);
}

TEST(Completeness, TakesNoExpiredCard) {
  HandedIn dossier("H42.18-260930-0012", "1.000894");
  for (const char* end : {"2026-09-29", "2040-01-01"}) {
    Document& card = dossier.Add("D07", {"CĂN CƯỚC CÔNG DÂN"});
    HandedIn::SetField(card, "identity_number", std::string("03709000123") + end[3]);
    HandedIn::SetField(card, "expiry_date", end);
  }
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "cards").state, PaperState::kExpired);
  EXPECT_TRUE(DocumentOf(found, "d1").expired);
  EXPECT_FALSE(DocumentOf(found, "d2").expired);
}

TEST(Completeness, SaysThatAPaperCannotBeRead) {
  HandedIn dossier;
  dossier.Add("D01", kBirthDeclaration);
  dossier.page(1).quality.score = 0.2;
  for (Line& line : dossier.page(1).text.blocks.front().lines) {
    for (Word& word : line.words) word.confidence = 0.3;
  }
  const Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(PaperOf(found, "declaration").state, PaperState::kIllegible);
  EXPECT_TRUE(DocumentOf(found, "d1").illegible);
}

TEST(Completeness, IsNotCheckedWithoutAProcedureInForceThatSaysWhatItAsksFor) {
  EXPECT_EQ(HandedIn("H42.18-260930-0012", "").Check(Catalogue()).unchecked_reason, "no_procedure");
  EXPECT_EQ(HandedIn("H42.18-260930-0012", "1.999999").Check(Catalogue()).unchecked_reason, "unknown_procedure");
  EXPECT_EQ(HandedIn("H42.18-260930-0012", "2.000815").Check(Catalogue()).unchecked_reason, "no_requirements");
  EXPECT_EQ(HandedIn("H42.18-260930-0012", "2.000815").Check(ProcedureCatalogue()).unchecked_reason, "no_catalogue");
  EXPECT_EQ(HandedIn().Check(CatalogueOf("[[procedure]]\ncode = \"1.001193\"\nname = \"X\"\neffective_from = 2027-01-01\n")).unchecked_reason,
            "not_in_force");
  EXPECT_EQ(HandedIn("H42.18-260930-0012", "").Check(Catalogue()).state, CompletenessState::kUnchecked);
  for (const char* reason : {"no_procedure", "unknown_procedure", "no_requirements", "no_catalogue", "not_in_force"}) {
    EXPECT_FALSE(WordsOfReason(reason).vietnamese.empty()) << reason;
  }
}

TEST(Completeness, TakesProcedureAndDayFromAFormOfTheCounterWhereTheDossierDoesNotSay) {
  HandedIn dossier("lo-18", "");
  Document& receipt = dossier.Add("C01", {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"});
  HandedIn::SetField(receipt, "procedure_code", "1.001193");
  HandedIn::SetField(receipt, "received_at", "2026-08-14T09:30");
  Completeness found = dossier.Check(Catalogue());
  EXPECT_EQ(found.procedure.code, "1.001193");
  EXPECT_EQ(found.procedure_source, "document");
  EXPECT_EQ(found.received_on, "2026-08-14");
  EXPECT_EQ(found.received_source, "receipt_form");

  found = HandedIn("lo-18", "").Check(Catalogue());
  EXPECT_EQ(found.received_on, "2026-09-21");
  EXPECT_EQ(found.received_source, "first_version");
}

TEST(Completeness, GivesTheSameAnswerAgain) {
  HandedIn dossier;
  dossier.Add("D01", kBirthDeclaration);
  dossier.Add("D01", kBirthDeclaration);
  dossier.AddUncertain("other", kBirthProof);
  EXPECT_EQ(dossier.Check(Catalogue()), dossier.Check(Catalogue()));
}

TEST(Validity, CountsMonthsAsTheCalendarDoes) {
  EXPECT_EQ(AddMonths("2026-03-30", 6), "2026-09-30");
  EXPECT_EQ(AddMonths("2025-08-31", 6), "2026-02-28");
  EXPECT_EQ(AddMonths("2023-08-31", 6), "2024-02-29");
  EXPECT_EQ(AddMonths("2025-12-01", 1), "2026-01-01");
}

TEST(Assignment, GivesUpTheBestPairWhereTheWholeGains) {
  using Chosen = std::vector<std::optional<std::size_t>>;
  EXPECT_EQ(BestAssignment({{10, 9}, {9, 0}}), (Chosen{1, 0}));
  EXPECT_EQ(BestAssignment({{5, 0, 0}, {6, 0, 0}}), (Chosen{std::nullopt, 0}));
  EXPECT_EQ(BestAssignment({{0, 0}}), (Chosen{std::nullopt}));
  EXPECT_EQ(BestAssignment({{}, {}}), (Chosen{std::nullopt, std::nullopt}));
  EXPECT_TRUE(BestAssignment({}).empty());
}

}  // namespace
}  // namespace sohoa
