// SPDX-License-Identifier: Apache-2.0
#include "documents/registry_fields.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "documents/identity_numbers.h"

namespace sohoa {
namespace {

constexpr std::size_t kPersonalNumber = 12;
constexpr std::size_t kWholeDay = 10;  // "1990-01-31"

// A question with the fields that it is about; -1 = none.
struct Subject {
  RegistryQuestion question;
  std::ptrdiff_t number = -1;
  std::ptrdiff_t name = -1;
  std::ptrdiff_t birth_date = -1;
};

// The only one that has a value, of these codes together.
std::ptrdiff_t OnlyField(const Document& document, std::initializer_list<std::string_view> codes) {
  std::ptrdiff_t found = -1;
  for (std::size_t i = 0; i < document.fields.size(); ++i) {
    const FieldValue& field = document.fields[i];
    if (field.value.empty() || std::find(codes.begin(), codes.end(), field.code) == codes.end()) continue;
    if (found >= 0) return -1;
    found = static_cast<std::ptrdiff_t>(i);
  }
  return found;
}

const std::string& TextOfField(const Document& document, std::ptrdiff_t at) {
  const FieldValue& field = document.fields[static_cast<std::size_t>(at)];
  return field.normalized.empty() ? field.value : field.normalized;
}

std::optional<Subject> PersonOf(const Document& document, std::ptrdiff_t number, std::ptrdiff_t name) {
  if (number < 0 || name < 0) return std::nullopt;
  // A class that knows no such field leaves it as a person wrote it.
  const std::string digits = FindIdentityNumber(TextOfField(document, number));
  // The nine digits of an older card are in no population database.
  if (digits.size() != kPersonalNumber || !IsIdentityNumber(digits)) return std::nullopt;
  return Subject{{RegistryKind::kPopulation, digits, TextOfField(document, name), ""}, number, name, -1};
}

std::optional<Subject> HolderOf(const Document& document) {
  const std::ptrdiff_t number = OnlyField(document, {"identity_number"});
  // Who asks is whom a declaration's number is of; others of its people come later.
  const std::ptrdiff_t applicant = OnlyField(document, {"applicant_name"});
  const std::ptrdiff_t only = OnlyField(document, {"applicant_name", "subject_name", "owner_name"});
  std::optional<Subject> person = PersonOf(document, number, only >= 0 ? only : applicant);
  const std::ptrdiff_t birth = OnlyField(document, {"birth_date"});
  if (!person || only < 0 || birth < 0) return person;
  const std::string& day = document.fields[static_cast<std::size_t>(birth)].normalized;
  if (day.size() != kWholeDay) return person;
  person->birth_date = birth;
  person->question.birth_date = day;
  return person;
}

std::optional<Subject> EnterpriseOf(const Document& document) {
  const std::ptrdiff_t number = OnlyField(document, {"business_code", "tax_code"});
  std::ptrdiff_t name = OnlyField(document, {"business_name"});
  const bool names_business = document.Field("business_name") != nullptr;
  // A paper about taxes names who pays them.
  if (!names_business && name < 0) name = OnlyField(document, {"applicant_name"});
  if (number < 0 || name < 0) return std::nullopt;
  const std::string& digits = TextOfField(document, number);
  // The tax code of a person is their personal number.
  if (digits.size() == kPersonalNumber) return names_business ? std::nullopt : PersonOf(document, number, name);
  if (!IsTaxCode(digits)) return std::nullopt;
  return Subject{{RegistryKind::kEnterprise, digits, TextOfField(document, name), ""}, number, name, -1};
}

std::vector<Subject> SubjectsOf(const Document& document) {
  std::vector<Subject> subjects;
  if (std::optional<Subject> holder = HolderOf(document)) subjects.push_back(std::move(*holder));
  if (std::optional<Subject> enterprise = EnterpriseOf(document)) subjects.push_back(std::move(*enterprise));
  return subjects;
}

void Put(const RegistryCheck& check, RegistryVerdict verdict, std::ptrdiff_t at, Document& document) {
  if (at < 0) return;
  FieldValue& field = document.fields[static_cast<std::size_t>(at)];
  const std::string rule(RegistryRuleName(check.kind));
  std::erase_if(field.validation, [&rule](const FieldValidation& older) { return older.rule == rule; });
  field.validation.push_back({rule, verdict == RegistryVerdict::kPass, verdict == RegistryVerdict::kUnknown, check.at_unix_ms, check.system, check.request});
  if (verdict != RegistryVerdict::kFail || field.review != ReviewState::kAutoAccepted) return;
  field.review = ReviewState::kNeedsReview;
  field.review_reason = "check_failed";
}

}  // namespace

std::vector<RegistryQuestion> QuestionsOf(const Document& document) {
  std::vector<RegistryQuestion> questions;
  for (const Subject& subject : SubjectsOf(document)) questions.push_back(subject.question);
  return questions;
}

void ApplyRegistryChecks(const std::vector<RegistryCheck>& checks, Document& document) {
  if (checks.empty()) return;
  for (const Subject& subject : SubjectsOf(document)) {
    const Sha256 question = DigestOf(subject.question);
    const auto check = std::find_if(checks.begin(), checks.end(), [&](const RegistryCheck& each) { return each.kind == subject.question.kind && each.question == question; });
    if (check == checks.end()) continue;
    Put(*check, VerdictOf(*check), subject.number, document);
    if (check->name != RegistryAnswer::kNotAsked) Put(*check, VerdictOf(check->name), subject.name, document);
    if (check->birth_date != RegistryAnswer::kNotAsked) Put(*check, VerdictOf(check->birth_date), subject.birth_date, document);
  }
}

}  // namespace sohoa
