// SPDX-License-Identifier: Apache-2.0
#include "documents/reconciliation.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {
namespace {

constexpr double kLikely = 0.5;
constexpr double kPossible = 0.02;  // of a reading that another paper names
constexpr double kNamedElsewhere = 0.9;

// "85/KH-UBND" of 2018-10-04 as another document has it.
struct Mention {
  std::string number;
  std::string notation;
  std::string date;  // ISO 8601; may be empty
};

FieldValue* FieldOf(Document& document, std::string_view code) {
  for (FieldValue& field : document.fields) {
    if (field.code == code) return &field;
  }
  return nullptr;
}

std::string ValueOf(const Document& document, std::string_view code) {
  const FieldValue* field = document.Field(code);
  return field == nullptr ? std::string() : field->normalized;
}

std::optional<int> NumberOf(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

bool IsOpen(const FieldValue& field) { return field.review == ReviewState::kNeedsReview; }

void AddCheck(FieldValue& field, std::string_view rule, bool pass) { field.validation.push_back({std::string(rule), pass}); }

std::vector<Mention> MentionsIn(const Document& document) {
  std::vector<Mention> mentions;
  const FieldValue* bases = document.Field("legal_bases");
  if (bases == nullptr) return mentions;
  for (const auto& [name, value] : bases->parts) {
    if (name == "citation") {
      const std::size_t slash = value.find('/');
      mentions.push_back({});
      if (slash == std::string::npos) continue;
      mentions.back() = {value.substr(0, slash), value.substr(slash + 1), {}};
    } else if (name == "date" && !mentions.empty()) {
      mentions.back().date = value;
    }
  }
  std::erase_if(mentions, [](const Mention& mention) { return !NumberOf(mention.number); });
  return mentions;
}

// The alternative becomes the value, and the value an alternative.
void Exchange(FieldValue& field, std::size_t with) {
  FieldAlternative chosen = field.alternatives[with];
  field.alternatives[with] = {field.value, field.normalized, field.confidence};
  field.value = chosen.value;
  field.normalized = chosen.normalized;
  field.null_reason.clear();
  field.confidence = std::max(chosen.confidence, kLikely);
}

// The day may be open: then year and month tell.
bool SameDay(const std::string& issued, const std::string& cited) {
  return !issued.empty() && !cited.empty() && (issued == cited || (issued.ends_with("XX") && issued.substr(0, 7) == cited.substr(0, 7)));
}

void Reconcile(const Mention& mention, Document& document) {
  FieldValue* number = FieldOf(document, "code_number");
  if (number == nullptr || mention.notation != ValueOf(document, "code_notation")) return;
  const std::string issued = ValueOf(document, "issued_date");
  const bool year = mention.date.empty() || issued.substr(0, 4) == mention.date.substr(0, 4);
  if (!year) return;
  const std::optional<int> cited = NumberOf(mention.number);
  if (!number->value.empty() && NumberOf(number->normalized) == cited) {
    AddCheck(*number, "same_number_in_dossier", true);
    if (IsOpen(*number)) number->confidence = std::max(number->confidence, kNamedElsewhere);
    return;
  }
  // Another paper of the same office may be meant, unless it is of the same day.
  const bool same_day = SameDay(issued, mention.date);
  for (std::size_t i = 0; i < number->alternatives.size() && IsOpen(*number); ++i) {
    const FieldAlternative& other = number->alternatives[i];
    if (NumberOf(other.normalized) != cited || (!same_day && other.confidence < kPossible)) continue;
    if (!same_day && number->confidence > kLikely) continue;
    Exchange(*number, i);
    AddCheck(*number, "same_number_in_dossier", true);
    return;
  }
  if (!same_day) return;
  AddCheck(*number, "same_number_in_dossier", false);
  number->alternatives.push_back({mention.number, mention.number, 0.4});
  number->confidence = std::min(number->confidence, 0.5);
  if (number->review == ReviewState::kAutoAccepted) number->review = ReviewState::kNeedsReview;
  if (IsOpen(*number)) number->review_reason = "check_failed";
}

bool NeedsNobody(const FieldValue& field) { return !field.value.empty() && !IsOpen(field); }

// The numbers between which one of that date must lie, by the settled ones of the same series.
struct Bounds {
  int least = 0;
  int most = 1 << 30;
  bool Hold(std::optional<int> number) const { return number && *number >= least && *number <= most; }
};

Bounds BoundsOf(const Document& document, const std::vector<Document>& documents) {
  Bounds bounds;
  const std::string notation = ValueOf(document, "code_notation");
  const std::string issued = ValueOf(document, "issued_date");
  for (const Document& other : documents) {
    const FieldValue* number = other.Field("code_number");
    const FieldValue* date = other.Field("issued_date");
    if (&other == &document || number == nullptr || date == nullptr || !NeedsNobody(*number) || !NeedsNobody(*date)) continue;
    const bool series = ValueOf(other, "code_notation") == notation && date->normalized.substr(0, 4) == issued.substr(0, 4) &&
                        ValueOf(other, "organ_name") == ValueOf(document, "organ_name");
    const std::optional<int> settled = NumberOf(number->normalized);
    if (!series || !settled) continue;
    // "2018-10-XX" is before and after whatever is of the same month.
    const std::size_t known = std::min(issued.find('X'), issued.size());
    const int order = date->normalized.substr(0, known).compare(issued.substr(0, known));
    if (order < 0) bounds.least = std::max(bounds.least, *settled + 1);
    if (order > 0) bounds.most = std::min(bounds.most, *settled - 1);
  }
  return bounds;
}

void ReconcileOrder(Document& document, const std::vector<Document>& documents) {
  FieldValue* number = FieldOf(document, "code_number");
  if (number == nullptr || !IsOpen(*number) || ValueOf(document, "code_notation").empty()) return;
  if (ValueOf(document, "issued_date").empty()) return;
  const Bounds bounds = BoundsOf(document, documents);
  if (number->value.empty() || bounds.Hold(NumberOf(number->normalized))) return;
  for (std::size_t i = 0; i < number->alternatives.size(); ++i) {
    const FieldAlternative& other = number->alternatives[i];
    if (other.confidence < kPossible || !bounds.Hold(NumberOf(other.normalized))) continue;
    const double likely = other.confidence;
    Exchange(*number, i);
    number->confidence = std::max(likely, 0.3);
    AddCheck(*number, "number_order_in_year", true);
    return;
  }
  AddCheck(*number, "number_order_in_year", false);
  number->confidence = std::min(number->confidence, 0.3);
  number->review_reason = "check_failed";
}

// The first day that it can be: "2018-10-XX" is 2018-10-01.
std::string EarliestDay(std::string date) {
  if (date.size() < 10) return date + std::string("0000-01-01").substr(date.size());
  for (const std::size_t part : {std::size_t{5}, std::size_t{8}}) {
    if (date.find('X', part) < part + 2) date.replace(part, 2, "01");
  }
  return date;
}

}  // namespace

void ReconcileWithReceipt(std::string_view received_on, Document& document) {
  FieldValue* date = FieldOf(document, "issued_date");
  if (received_on.empty() || date == nullptr || date->normalized.empty()) return;
  const auto fits = [&](const std::string& normalized) { return !normalized.empty() && EarliestDay(normalized) <= received_on; };
  if (fits(date->normalized)) return;
  const auto other = std::find_if(date->alternatives.begin(), date->alternatives.end(),
                                  [&](const FieldAlternative& each) { return fits(each.normalized); });
  const bool exchanged = other != date->alternatives.end();
  if (exchanged) Exchange(*date, static_cast<std::size_t>(other - date->alternatives.begin()));
  AddCheck(*date, "not_after_receipt", exchanged);
  if (!exchanged) date->confidence = std::min(date->confidence, 0.3);
  date->review = ReviewState::kNeedsReview;
  date->review_reason = "check_failed";
}

void ReconcileDocuments(std::vector<Document>& documents) {
  for (std::size_t i = 0; i < documents.size(); ++i) {
    for (const Mention& mention : MentionsIn(documents[i])) {
      for (std::size_t j = 0; j < documents.size(); ++j) {
        if (j != i) Reconcile(mention, documents[j]);
      }
    }
  }
  for (Document& document : documents) ReconcileOrder(document, documents);
}

}  // namespace sohoa
