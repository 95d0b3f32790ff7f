// SPDX-License-Identifier: Apache-2.0
//
// Fields behind printed labels: "Họ và tên: ...". A value ends where the next label begins.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <re2/re2.h>

#include "core/calendar.h"
#include "core/dossier.h"
#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/fields/form_checks.h"
#include "documents/fields/form_rules.h"
#include "documents/identity_numbers.h"
#include "documents/land_certificate.h"
#include "documents/vietnamese_numerals.h"

namespace sohoa {
namespace {

constexpr std::size_t kColonReach = 28;  // "(1)", "(chữ in hoa)" may stand before the colon
constexpr std::size_t kListLines = 40;

struct Label {
  const FormRule* rule = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;    // behind the colon
  std::size_t words = 0;  // length of the label itself
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

// A like phrase counts only where a colon vouches for it, so that a line without one is searched
// for the very words: much faster, and most lines have none.
FuzzyMatch FindLabelWords(const std::string& line, std::string_view label, std::size_t edits) {
  const std::size_t at = line.find(label);
  if (at != std::string::npos) return {at, at + label.size(), 0, true};
  if (edits == 0 || line.find(':') == std::string::npos) return {};
  return FindFuzzy(line, label, edits);
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
    const FuzzyMatch match = FindLabelWords(squeezed, label, edits);
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
    return Label{&rule, begin, end, label.size()};
  }
  return std::nullopt;
}

std::vector<Label> FindLabels(const FoldedText& text, const std::vector<FormRule>& rules) {
  std::vector<Label> labels;
  for (const FormRule& rule : rules) {
    if (auto label = FindLabel(text, rule)) labels.push_back(*label);
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    return a.end != b.end ? a.end > b.end : a.words > b.words;
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

// "Nam", "Nữ" of "Nam / Male", "nữ"; empty for anything else.
std::string NormalizedSex(const std::string& value) {
  const std::string key = WordsKey(value);
  const std::string first = key.substr(0, key.find(' '));
  if (first == "nam" || first == "male") return "Nam";
  return first == "nu" || first == "female" ? "Nữ" : "";
}

// "Số tiền: 20.000 đồng (bằng chữ: hai mươi nghìn đồng)": a bracket round the second label
// leaves one half with each entry.
std::string WithoutHalfBracket(std::string text) {
  const auto last = [&](char c) { return !text.empty() && text.back() == c; };
  while (last(' ') || last('(') || (last(')') && text.find('(') == std::string::npos)) {
    text.pop_back();
  }
  return text;
}

std::string NumberText(std::optional<std::int64_t> number) {
  return number ? std::to_string(*number) : std::string();
}

void Normalize(const FormRule& rule, FieldValue& field) {
  switch (rule.kind) {
    case EntryKind::kDate:
      field.normalized = NormalizedDateTime(FoldedText(field.value));
      // Cards of people over sixty have no end.
      if (field.code == "expiry_date" && WordsKey(field.value) == "khong thoi han") break;
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
      field.normalized = FindIdentityNumber(field.value);
      if (field.normalized.empty()) field.normalized = DigitsOf(field.value).substr(0, 12);
      Check(field, "identity_number", IsIdentityNumber(field.normalized));
      break;
    case EntryKind::kTaxCode:
      field.normalized = DigitsOf(field.value);
      Check(field, "tax_code", IsTaxCode(field.normalized));
      break;
    case EntryKind::kProcedureCode:
      field.normalized = RepairProcedureCode(field.value);
      Check(field, "procedure_code_pattern", IsProcedureCode(field.normalized));
      break;
    case EntryKind::kSex:
      field.normalized = NormalizedSex(field.value);
      Check(field, "sex", !field.normalized.empty());
      break;
    case EntryKind::kMoney:
      field.value = WithoutHalfBracket(std::move(field.value));
      field.normalized = NumberText(ParseAmountInFigures(field.value));
      Check(field, "number_in_figures", !field.normalized.empty());
      break;
    case EntryKind::kMoneyInWords:
      field.value = WithoutHalfBracket(std::move(field.value));
      field.normalized = NumberText(ParseNumberInWords(field.value));
      Check(field, "number_in_words", !field.normalized.empty());
      break;
    case EntryKind::kLandRegisterEntry:
      field.normalized = field.value;
      Check(field, "register_entry_pattern", IsLandRegisterEntry(field.value));
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

// A long sum in words goes on in the next line: where only both together are a number.
void TakeRestOfWords(const FieldContext& context, const TextLine& next,
                     const std::vector<FormRule>& rules, FieldValue& field) {
  if ((" " + WordsKey(field.value) + " ").find(" dong ") != std::string::npos) return;
  if (!FindLabels(next.text, rules).empty()) return;
  const std::string whole = field.value + ' ' + EntryText(next.text, 0, next.text.size());
  if (!ParseNumberInWords(whole)) return;
  field.value = whole;
  field.confidence = std::min(field.confidence, next.confidence);
  AddLocation(context, next, field);
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
    } else if (last && label.rule->kind == EntryKind::kMoneyInWords && at + 1 < rows.size()) {
      TakeRestOfWords(context, rows[at + 1], rules, field);
    }
  }
  if (field.value.empty()) return NullField(context, label.rule->code, "handwritten");
  Normalize(*label.rule, field);
  Judge(field);
  return field;
}

}  // namespace

std::vector<FieldValue> FormFields(const FieldContext& context) {
  const std::vector<FormRule>& rules = FormRules(context.type.code);
  std::vector<FieldValue> fields;
  if (rules.empty()) return fields;
  // The words of a title are those of labels too.
  const double title_bottom = context.head.title ? context.head.title->lines.back().bottom : 0;
  for (std::size_t p = 0; p < context.lines.size(); ++p) {
    const std::vector<TextLine> rows = Rows(context.lines[p], context.pages[p]->geometry);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (p == 0 && rows[i].center_y() < title_bottom) continue;
      const std::vector<Label> labels = FindLabels(rows[i].text, rules);
      for (std::size_t l = 0; l < labels.size(); ++l) {
        if (FindField(fields, labels[l].rule->code) != nullptr) continue;
        const std::size_t end = l + 1 < labels.size() ? labels[l + 1].begin : rows[i].text.size();
        fields.push_back(ReadEntry(context, rows, i, labels[l], end, rules));
      }
    }
  }
  for (const FormRule& rule : rules) {
    if (rule.required && FindField(fields, rule.code) == nullptr) {
      fields.push_back(NullField(context, rule.code, "not_found"));
    }
  }
  if (context.type.code == "D07") CompareWithCardCodes(context, fields);
  if (context.type.code == "D11") fields.push_back(LandSerialField(context));
  CheckFormFields(context, fields);
  return fields;
}

}  // namespace sohoa
