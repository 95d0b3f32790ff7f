// SPDX-License-Identifier: Apache-2.0
//
// Checks of one field of a form against another: the dossier code against bars and dates, the
// personal number against birth date and sex, money in figures against money in words.
#include "documents/fields/form_checks.h"

#include <algorithm>
#include <string>

#include "core/dossier.h"
#include "documents/fields/form_rules.h"
#include "documents/identity_numbers.h"

namespace sohoa {
namespace {

// A code in bars is read with a check sum: it settles what print says, or replaces it.
void CompareWithBarcodes(const FieldContext& context, std::vector<FieldValue>& fields) {
  for (std::size_t p = 0; p < context.pages.size(); ++p) {
    for (const Barcode& barcode : context.pages[p]->barcodes) {
      if (!IsStandardDossierCode(barcode.text)) continue;
      FieldValue* field = FindField(fields, "dossier_code");
      if (field == nullptr) continue;
      const bool same = field->normalized == barcode.text;
      if (!field->value.empty() && !same) {
        field->alternatives.push_back({field->value, field->normalized, field->confidence});
      }
      if (!field->value.empty()) Check(*field, "same_as_barcode", same);
      const PageRecord& page = *context.pages[p];
      field->locations.push_back(
          {context.page_numbers[p], page.id, page.geometry.ToPolygon(barcode.box)});
      const bool accept = same || field->value.empty();
      field->value = field->normalized = barcode.text;
      field->null_reason.clear();
      field->source_kind = "barcode";
      field->confidence = 0.99;
      field->review = accept ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
      return;
    }
  }
}

// YYMMDD of "000.00.18.H42-181004-0001" as "2018-10-04".
std::string DateInDossierCode(const std::string& code) {
  if (!IsStandardDossierCode(code)) return {};
  const std::size_t dash = code.find('-');
  const std::string ymd = code.substr(dash + 1, 6);
  return "20" + ymd.substr(0, 2) + "-" + ymd.substr(2, 2) + "-" + ymd.substr(4, 2);
}

void CompareDates(std::vector<FieldValue>& fields) {
  FieldValue* code = FindField(fields, "dossier_code");
  FieldValue* received = FindField(fields, "received_at");
  FieldValue* due = FindField(fields, "due_at");
  if (code != nullptr && received != nullptr && !received->normalized.empty()) {
    const std::string day = DateInDossierCode(code->normalized);
    if (!day.empty()) {
      const bool same = received->normalized.substr(0, 10) == day;
      Check(*received, "same_day_as_dossier_code", same);
      if (!same) received->review = ReviewState::kNeedsReview;
    }
  }
  if (received != nullptr && due != nullptr && !received->normalized.empty() &&
      !due->normalized.empty()) {
    const bool ordered = received->normalized.substr(0, 10) <= due->normalized.substr(0, 10);
    Check(*due, "not_before_received", ordered);
    if (!ordered) due->review = ReviewState::kNeedsReview;
  }
}

// A check that two fields share: where it fails nobody knows which of them is wrong.
void CheckBoth(FieldValue& a, FieldValue& b, std::string_view rule, bool pass) {
  for (FieldValue* field : {&a, &b}) {
    Check(*field, rule, pass);
    if (!pass) field->review = ReviewState::kNeedsReview;
  }
}

void CompareWithPersonalNumber(std::vector<FieldValue>& fields) {
  FieldValue* number = FindField(fields, "identity_number");
  if (number == nullptr) return;
  const auto says = ParsePersonalNumber(number->normalized);
  if (!says) return;
  FieldValue* birth = FindField(fields, "birth_date");
  if (birth != nullptr && birth->normalized.size() >= 4) {
    const std::string year = std::to_string(says->birth_year);
    CheckBoth(*number, *birth, "birth_year_of_identity_number",
              birth->normalized.substr(0, 4) == year);
  }
  FieldValue* sex = FindField(fields, "sex");
  if (sex != nullptr && !sex->normalized.empty()) {
    const std::string_view expected = says->sex == Sex::kMale ? "Nam" : "Nữ";
    CheckBoth(*number, *sex, "sex_of_identity_number", sex->normalized == expected);
  }
}

// The two sums are read from different words: where they are the same, both are right.
constexpr double kLikelyWhereTheyAgree = 0.6;

void CompareAmounts(std::vector<FieldValue>& fields) {
  FieldValue* figures = FindField(fields, "amount");
  FieldValue* words = FindField(fields, "amount_in_words");
  if (figures == nullptr || words == nullptr) return;
  if (words->normalized.empty()) return;
  if (figures->value.empty()) return;
  const bool same = figures->normalized == words->normalized;
  CheckBoth(*figures, *words, "amount_in_words", same);
  if (same) {
    const bool likely = std::min(figures->confidence, words->confidence) >= kLikelyWhereTheyAgree;
    if (likely) figures->review = words->review = ReviewState::kAutoAccepted;
    return;
  }
  figures->alternatives.push_back({words->value, words->normalized, words->confidence});
  if (!figures->normalized.empty()) {
    words->alternatives.push_back({figures->value, figures->normalized, figures->confidence});
  }
}

}  // namespace

FieldValue* FindField(std::vector<FieldValue>& fields, std::string_view code) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldValue& f) { return f.code == code; });
  return found == fields.end() ? nullptr : &*found;
}

void CheckFormFields(const FieldContext& context, std::vector<FieldValue>& fields) {
  CompareWithBarcodes(context, fields);
  CompareDates(fields);
  if (DescribesOnePerson(context.type.code)) CompareWithPersonalNumber(fields);
  CompareAmounts(fields);
}

}  // namespace sohoa
