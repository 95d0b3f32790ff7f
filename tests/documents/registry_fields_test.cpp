// SPDX-License-Identifier: Apache-2.0
#include "documents/registry_fields.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sohoa {
namespace {

constexpr const char* kPerson = "051190001234";
constexpr const char* kEnterprise = "9900000016";

Document PaperWith(const std::vector<std::pair<std::string, std::string>>& fields) {
  Document document;
  document.id = "d1";
  for (const auto& [code, value] : fields) {
    FieldValue& field = document.fields.emplace_back();
    field.code = code;
    field.value = value;
    field.normalized = value;
    field.confidence = 0.99;
    field.review = ReviewState::kAutoAccepted;
  }
  return document;
}

RegistryCheck AnswerTo(const RegistryQuestion& question, RegistryAnswer number, RegistryAnswer name, RegistryAnswer birth_date) {
  return {question.kind, DigestOf(question), number, name, birth_date, 1'795'764'470'000, 1'795'764'471'000, "https://truc.example", "r1", "system"};
}

// "pass" "fail" "unknown", or "" where there is none.
std::string ResultOf(const Document& document, const std::string& code, const std::string& rule = "population_registry") {
  const FieldValue* field = document.Field(code);
  const auto check = std::find_if(field->validation.begin(), field->validation.end(), [&](const FieldValidation& each) { return each.rule == rule; });
  if (check == field->validation.end()) return "";
  return check->unknown ? "unknown" : check->pass ? "pass" : "fail";
}

TEST(RegistryFields, AskAboutANumberWithTheNameAndDayOfBirthThatStandWithIt) {
  const Document card = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bưởi"}, {"birth_date", "1990-03-08"}});
  EXPECT_EQ(QuestionsOf(card), (std::vector<RegistryQuestion>{{RegistryKind::kPopulation, kPerson, "Trần Thị Bưởi", "1990-03-08"}}));
  const Document only_a_year = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bưởi"}, {"birth_date", "1990"}});
  EXPECT_EQ(QuestionsOf(only_a_year).at(0).birth_date, "");
  const Document by_hand = PaperWith({{"identity_number", "051 190 001 234"}, {"subject_name", "Trần Thị Bưởi"}});
  EXPECT_EQ(QuestionsOf(by_hand).at(0).number, kPerson);
}

TEST(RegistryFields, AskAboutTheApplicantAloneWhereAPaperNamesSomebodyElseToo) {
  const Document declaration = PaperWith({{"applicant_name", "Trần Thị Bưởi"}, {"identity_number", kPerson}, {"birth_date", "2026-03-08"}, {"subject_name", "Trần Văn Cam"}});
  EXPECT_EQ(QuestionsOf(declaration), (std::vector<RegistryQuestion>{{RegistryKind::kPopulation, kPerson, "Trần Thị Bưởi", ""}})) << "the day may be the child's";
}

TEST(RegistryFields, AskNothingWhereItIsNotSaidWhoseNumberItIs) {
  EXPECT_TRUE(QuestionsOf(PaperWith({{"identity_number", kPerson}})).empty());
  EXPECT_TRUE(QuestionsOf(PaperWith({{"subject_name", "Trần Thị Bưởi"}})).empty());
  EXPECT_TRUE(QuestionsOf(PaperWith({{"identity_number", kPerson}, {"identity_number", "037173009999"}, {"subject_name", "Trần Thị Bưởi"}})).empty());
  EXPECT_TRUE(QuestionsOf(PaperWith({{"identity_number", kPerson}, {"owner_name", "Trần Thị Bưởi"}, {"owner_name", "Trần Văn Cam"}})).empty());
  EXPECT_TRUE(QuestionsOf(PaperWith({{"tax_code", kEnterprise}, {"party_a", "Công ty A"}, {"party_b", "Công ty B"}})).empty());
}

TEST(RegistryFields, AskNothingThatNoRegisterCanKnow) {
  EXPECT_TRUE(QuestionsOf(PaperWith({{"identity_number", "212345678"}, {"subject_name", "Trần Thị Bưởi"}})).empty()) << "nine digits";
  EXPECT_TRUE(QuestionsOf(PaperWith({{"identity_number", "999190001234"}, {"subject_name", "Trần Thị Bưởi"}})).empty()) << "no such province";
  EXPECT_TRUE(QuestionsOf(PaperWith({{"business_code", "9900000017"}, {"business_name", "Công ty A"}})).empty()) << "its check digit is wrong";
}

TEST(RegistryFields, AskTheRegisterThatHasTheNumber) {
  EXPECT_EQ(QuestionsOf(PaperWith({{"business_code", kEnterprise}, {"business_name", "Công ty TNHH Quả Ngọt"}})),
            (std::vector<RegistryQuestion>{{RegistryKind::kEnterprise, kEnterprise, "Công ty TNHH Quả Ngọt", ""}}));
  EXPECT_EQ(QuestionsOf(PaperWith({{"applicant_name", "Công ty TNHH Quả Ngọt"}, {"tax_code", kEnterprise}})).at(0).kind, RegistryKind::kEnterprise);
  EXPECT_EQ(QuestionsOf(PaperWith({{"applicant_name", "Trần Thị Bưởi"}, {"tax_code", kPerson}})).at(0).kind, RegistryKind::kPopulation) << "who pays taxes as a person";
}

TEST(RegistryFields, AMatchIsSaidWithWhenAndByWhomAndRaisesNothing) {
  Document card = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bưởi"}, {"birth_date", "1990-03-08"}});
  card.fields[1].review = ReviewState::kNeedsReview;
  card.fields[1].confidence = 0.4;
  const RegistryAnswer match = RegistryAnswer::kMatch;
  ApplyRegistryChecks({AnswerTo(QuestionsOf(card).at(0), match, match, match)}, card);
  for (const char* code : {"identity_number", "subject_name", "birth_date"}) EXPECT_EQ(ResultOf(card, code), "pass") << code;
  const FieldValidation& said = card.fields[0].validation.at(0);
  EXPECT_EQ(said.at_unix_ms, 1'795'764'470'000);
  EXPECT_EQ(said.system, "https://truc.example");
  EXPECT_EQ(said.request, "r1");
  EXPECT_EQ(card.fields[1].review, ReviewState::kNeedsReview);
  EXPECT_EQ(card.fields[1].confidence, 0.4);
}

TEST(RegistryFields, AMismatchSendsTheNumberAndWhatDoesNotFitToReview) {
  Document card = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bưởi"}, {"birth_date", "1990-03-08"}});
  ApplyRegistryChecks({AnswerTo(QuestionsOf(card).at(0), RegistryAnswer::kMatch, RegistryAnswer::kMismatch, RegistryAnswer::kMatch)}, card);
  EXPECT_EQ(ResultOf(card, "identity_number"), "fail") << "it may be another one's";
  EXPECT_EQ(ResultOf(card, "subject_name"), "fail");
  EXPECT_EQ(ResultOf(card, "birth_date"), "pass");
  EXPECT_EQ(card.fields[0].review, ReviewState::kNeedsReview);
  EXPECT_EQ(card.fields[1].review, ReviewState::kNeedsReview);
  EXPECT_EQ(card.fields[1].review_reason, "check_failed");
  EXPECT_EQ(card.fields[2].review, ReviewState::kAutoAccepted);
}

TEST(RegistryFields, ANumberThatIsNotThereFailsAndTheNameIsUnknown) {
  Document card = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bưởi"}});
  ApplyRegistryChecks({AnswerTo(QuestionsOf(card).at(0), RegistryAnswer::kMismatch, RegistryAnswer::kUnknown, RegistryAnswer::kNotAsked)}, card);
  EXPECT_EQ(ResultOf(card, "identity_number"), "fail");
  EXPECT_EQ(ResultOf(card, "subject_name"), "unknown");
  EXPECT_EQ(card.fields[1].review, ReviewState::kAutoAccepted) << "nothing was said against it";
}

TEST(RegistryFields, WhatAPersonDecidedStaysDecided) {
  Document card = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bưởi"}});
  card.fields[0].review = ReviewState::kConfirmed;
  ApplyRegistryChecks({AnswerTo(QuestionsOf(card).at(0), RegistryAnswer::kMismatch, RegistryAnswer::kUnknown, RegistryAnswer::kNotAsked)}, card);
  EXPECT_EQ(ResultOf(card, "identity_number"), "fail");
  EXPECT_EQ(card.fields[0].review, ReviewState::kConfirmed);
}

TEST(RegistryFields, AnAnswerIsOfTheValuesThatWereAskedAndReplacesTheOneBefore) {
  Document card = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bưởi"}});
  const RegistryQuestion asked = QuestionsOf(card).at(0);
  const RegistryCheck check = AnswerTo(asked, RegistryAnswer::kMatch, RegistryAnswer::kMatch, RegistryAnswer::kNotAsked);
  ApplyRegistryChecks({check}, card);
  ApplyRegistryChecks({check}, card);
  EXPECT_EQ(card.fields[0].validation.size(), 1u);
  Document other = PaperWith({{"identity_number", kPerson}, {"subject_name", "Trần Thị Bười"}});
  ApplyRegistryChecks({check}, other);
  EXPECT_EQ(ResultOf(other, "identity_number"), "");
}

}  // namespace
}  // namespace sohoa
