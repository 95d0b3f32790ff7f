// SPDX-License-Identifier: Apache-2.0
//
// Fields behind printed labels: "Họ và tên: ...". A value ends where the next label begins.
#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include <re2/re2.h>

#include "core/calendar.h"
#include "core/dossier.h"
#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/fields/form_rules.h"
#include "documents/identity_numbers.h"

namespace sohoa {
namespace {

constexpr std::size_t kColonReach = 28;  // "(1)", "(chữ in hoa)" may stand before the colon
constexpr std::size_t kListLines = 40;

struct Label {
  const FormRule* rule = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;  // behind the colon
};

// Pieces of one row are one line of a form: dots and pens leave wide gaps.
std::vector<TextLine> Rows(const std::vector<TextLine>& pieces, const PageGeometry& geometry) {
  std::vector<TextLine> rows;
  for (const TextLine& piece : pieces) {
    if (!rows.empty() && std::abs(rows.back().box.center_y() - piece.box.center_y()) <
                             0.4 * std::min(rows.back().box.height(), piece.box.height())) {
      std::vector<Word> words = rows.back().words;
      words.insert(words.end(), piece.words.begin(), piece.words.end());
      std::sort(words.begin(), words.end(),
                [](const Word& a, const Word& b) { return a.box.left < b.box.left; });
      rows.back() = MakeTextLine(std::move(words), piece.page, geometry);
    } else {
      rows.push_back(piece);
    }
  }
  return rows;
}

std::optional<Label> FindLabel(const FoldedText& text, const FormRule& rule) {
  // Commas and brackets inside a label vary: compare letters only, at their own offsets.
  std::string letters = text.ascii();
  for (char& c : letters) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != ':') c = ' ';
  }
  std::string squeezed;
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] == ' ' && (squeezed.empty() || squeezed.back() == ' ')) continue;
    squeezed += letters[i];
    offsets.push_back(i);
  }
  offsets.push_back(text.size());
  for (const std::string_view label : rule.labels) {
    const std::size_t edits = label.size() >= 12 ? label.size() / 9 : 0;
    const FuzzyMatch match = FindFuzzy(squeezed, label, edits);
    if (!match.found || match.end > squeezed.size()) continue;
    const bool starts = match.begin == 0 || squeezed[match.begin - 1] == ' ' || edits > 0;
    const bool ends =
        match.end == squeezed.size() || squeezed[match.end] == ' ' || squeezed[match.end] == ':';
    if (!starts || !ends) continue;
    const std::size_t begin = offsets[match.begin];
    std::size_t end = offsets[match.end];
    const std::size_t colon = text.ascii().find(':', end);
    if (colon != std::string::npos && colon - end <= kColonReach) {
      end = colon + 1;
    } else if (match.distance > 0 || (label.size() < 8 && match.begin > 4)) {
      continue;  // no colon to vouch for it: a like phrase, or a short word inside a sentence
    }
    return Label{&rule, begin, end};
  }
  return std::nullopt;
}

std::vector<Label> FindLabels(const FoldedText& text, const std::vector<FormRule>& rules) {
  std::vector<Label> labels;
  for (const FormRule& rule : rules) {
    if (auto label = FindLabel(text, rule)) labels.push_back(*label);
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  // Of labels over each other the longer one is meant.
  std::vector<Label> kept;
  for (const Label& label : labels) {
    if (kept.empty() || label.begin >= kept.back().end) kept.push_back(label);
  }
  return kept;
}

std::string EntryText(const FoldedText& line, std::size_t begin, std::size_t end) {
  // Rows of dots are the form's; an ellipsis is one letter.
  std::string text = line.Original(begin, end);
  static const RE2 dots(R"((?:\.|…|_){2,})");
  RE2::GlobalReplace(&text, dots, " ");
  text = CleanText(text);
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return WordsKey(text).empty() ? std::string() : text;
}

std::string DigitsOf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) out += c;
  }
  return out;
}

std::string NormalizedDateTime(const FoldedText& text) {
  const auto date = FindAnyDate(text);
  if (!date || !date->complete()) return {};
  static const RE2 clock(R"((\d{1,2})\s*(?:gio|h|:)\s*(\d{1,2})?)");
  int hour = 0;
  std::string minute;
  if (RE2::PartialMatch(text.ascii(), clock, &hour, &minute) && hour < 24) {
    const std::string hours = (hour < 10 ? "0" : "") + std::to_string(hour);
    if (minute.empty()) minute = "00";
    if (minute.size() == 1) minute.insert(0, 1, '0');
    return date->Edtf() + "T" + hours + ":" + minute + ":00+07:00";
  }
  return date->Edtf();
}

void Normalize(const FormRule& rule, FieldValue& field) {
  switch (rule.kind) {
    case EntryKind::kDate:
      field.normalized = NormalizedDateTime(FoldedText(field.value));
      Check(field, "calendar_date", !field.normalized.empty());
      break;
    case EntryKind::kNumber:
      field.normalized = DigitsOf(field.value);
      break;
    case EntryKind::kDossierCode:
      field.normalized = RepairDossierCode(field.value);
      Check(field, "dossier_code_pattern", IsStandardDossierCode(field.normalized));
      break;
    case EntryKind::kIdentity:
      field.normalized = DigitsOf(field.value).substr(0, 12);
      Check(field, "identity_number", IsIdentityNumber(field.normalized));
      break;
    case EntryKind::kTaxCode:
      field.normalized = DigitsOf(field.value);
      Check(field, "tax_code", IsTaxCode(field.normalized));
      break;
    case EntryKind::kText:
    case EntryKind::kList:
      field.normalized = field.value;
      break;
  }
}

void Judge(FieldValue& field) {
  const bool valid = std::all_of(field.validation.begin(), field.validation.end(),
                                 [](const FieldValidation& v) { return v.pass; });
  const bool checked = !field.validation.empty();
  // Text on a form is nobody's sentence: no rule can vouch for it.
  const bool sure = valid && field.confidence >= (checked ? 0.85 : 0.93);
  field.review = sure ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
}

// The numbered lines under a label, up to the next label.
void TakeList(const FieldContext& context, const std::vector<TextLine>& rows, std::size_t at,
              const std::vector<FormRule>& rules, FieldValue& field) {
  static const RE2 item(R"(^\W*(?:\d{1,2}(?:\.\d{1,2})?\s?[.)\-]|[a-z]\)|-|\+)\s*)");
  double confidence = 1;
  for (std::size_t i = at + 1; i < rows.size() && i < at + kListLines; ++i) {
    if (!FindLabels(rows[i].text, rules).empty()) break;
    re2::StringPiece rest(rows[i].text.ascii());
    const bool begins = RE2::Consume(&rest, item);
    const std::string text =
        EntryText(rows[i].text, rows[i].text.size() - rest.size(), rows[i].text.size());
    if (text.empty()) continue;
    if (begins || field.parts.empty()) {
      field.parts.emplace_back("item", text);
    } else {
      field.parts.back().second += ' ' + text;
    }
    confidence = std::min(confidence, rows[i].confidence);
    AddLocation(context, rows[i], field);
  }
  for (const auto& [name, text] : field.parts) {
    field.value += (field.value.empty() ? "" : "; ") + text;
  }
  field.confidence = field.parts.empty() ? 0 : confidence;
}

FieldValue ReadEntry(const FieldContext& context, const std::vector<TextLine>& rows, std::size_t at,
                     const Label& label, std::size_t end, const std::vector<FormRule>& rules) {
  FieldValue field = NewField(context, label.rule->code);
  const TextLine& row = rows[at];
  if (label.rule->kind == EntryKind::kList) {
    TakeList(context, rows, at, rules, field);
  } else {
    field.value = EntryText(row.text, label.end, end);
    const std::vector<Word> words = WordsAt(row, label.end, end);
    field.confidence = MinConfidence(words);
    AddLocation(context, row, label.end, end, field);
    // A long entry goes on below; one that was left empty begins there.
    const bool last = end == row.text.size();
    if (last && at + 1 < rows.size() && field.value.empty() &&
        FindLabels(rows[at + 1].text, rules).empty() &&
        rows[at + 1].top - row.bottom < 1.2 * row.height()) {
      field.value = EntryText(rows[at + 1].text, 0, rows[at + 1].text.size());
      field.confidence = rows[at + 1].confidence;
      AddLocation(context, rows[at + 1], field);
    }
  }
  if (field.value.empty()) return NullField(context, label.rule->code, "handwritten");
  Normalize(*label.rule, field);
  Judge(field);
  return field;
}

FieldValue* Find(std::vector<FieldValue>& fields, std::string_view code) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldValue& f) { return f.code == code; });
  return found == fields.end() ? nullptr : &*found;
}

// A code in bars is read with a check sum: it settles what print says, or replaces it.
void CompareWithBarcodes(const FieldContext& context, std::vector<FieldValue>& fields) {
  for (std::size_t p = 0; p < context.pages.size(); ++p) {
    for (const Barcode& barcode : context.pages[p]->barcodes) {
      if (!IsStandardDossierCode(barcode.text)) continue;
      FieldValue* field = Find(fields, "dossier_code");
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
  FieldValue* code = Find(fields, "dossier_code");
  FieldValue* received = Find(fields, "received_at");
  FieldValue* due = Find(fields, "due_at");
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

}  // namespace

std::vector<FieldValue> FormFields(const FieldContext& context) {
  const std::vector<FormRule>& rules = FormRules(context.type.code);
  std::vector<FieldValue> fields;
  // The words of a title are those of labels too.
  const double title_bottom = context.head.title ? context.head.title->lines.back().bottom : 0;
  for (std::size_t p = 0; p < context.lines.size(); ++p) {
    const std::vector<TextLine> rows = Rows(context.lines[p], context.pages[p]->geometry);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (p == 0 && rows[i].center_y() < title_bottom) continue;
      const std::vector<Label> labels = FindLabels(rows[i].text, rules);
      for (std::size_t l = 0; l < labels.size(); ++l) {
        if (Find(fields, labels[l].rule->code) != nullptr) continue;
        const std::size_t end = l + 1 < labels.size() ? labels[l + 1].begin : rows[i].text.size();
        fields.push_back(ReadEntry(context, rows, i, labels[l], end, rules));
      }
    }
  }
  for (const FormRule& rule : rules) {
    if (rule.required && Find(fields, rule.code) == nullptr) {
      fields.push_back(NullField(context, rule.code, "not_found"));
    }
  }
  CompareWithBarcodes(context, fields);
  CompareDates(fields);
  return fields;
}

}  // namespace sohoa
