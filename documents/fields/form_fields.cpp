// SPDX-License-Identifier: Apache-2.0
//
// Fields behind printed labels: "Họ và tên: ...". A value ends where the next label begins.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <re2/re2.h>

#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/fields/form_checks.h"
#include "documents/fields/form_labels.h"
#include "documents/fields/form_rules.h"
#include "documents/fields/form_values.h"
#include "documents/vietnamese_numerals.h"

namespace sohoa {
namespace {

constexpr std::size_t kListLines = 40;
constexpr std::size_t kLongestEnumerator = 7;  // "1.1. " may stand in front of a label

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

// `whole`: nothing may be missing at its end.
void Judge(EntryKind kind, bool whole, FieldValue& field) {
  const bool valid = std::all_of(field.validation.begin(), field.validation.end(),
                                 [](const FieldValidation& v) { return v.pass; });
  const bool checked = !field.validation.empty();
  // Text on a form is nobody's sentence: no rule can vouch for it.
  if (kind == EntryKind::kAddress) whole = whole && EndsInProvince(field.normalized);
  if (kind == EntryKind::kOffice) whole = whole && !EndsInLevel(field.normalized);
  // Nobody has but a family name.
  if (kind == EntryKind::kName) whole = whole && field.normalized.find(' ') != std::string::npos;
  const bool sure = valid && whole && field.confidence >= (checked ? 0.85 : 0.93);
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
    field.value += (field.value.empty() ? "" : "\n") + text;
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

// A row of a form and what of it one label owns: from where the label begins to the next one.
struct Cell {
  double left = 0;  // fractions of the page
  double right = 1;
};

Cell CellOf(const TextLine& row, const FormLabel& label, std::size_t end, double page_right) {
  const auto edge = [&row](std::size_t at, double otherwise) {
    const std::vector<Word> words = WordsAt(row, at, at + 1);
    if (words.empty() || row.box.right <= 0) return otherwise;
    return static_cast<double>(words.front().box.left) * row.right / row.box.right;
  };
  Cell cell;
  cell.left = label.begin < kLongestEnumerator ? row.left : edge(label.begin, row.left);
  cell.right = end < row.text.size() ? edge(end, page_right) : page_right;
  return cell;
}

// What the row below is to an entry.
struct RowBelow {
  std::optional<TextLine> rest;  // the words of it that go on with the entry
  bool may_go_on = false;        // or may do so
};

// The entry goes on with the words under it, where the first of them would not have fitted behind what stands above.
RowBelow GoesOn(const FieldContext& context, const TextLine& above, const Cell& cell, double above_right,
                const TextLine& below) {
  const PageGeometry& geometry = context.pages[below.page]->geometry;
  if (below.top - above.bottom > 1.2 * above.height()) return {};
  std::vector<Word> words;
  for (const Word& word : below.words) {
    const double middle = word.box.center_x() / std::max(1, geometry.width);
    if (middle > cell.left - 0.01 && middle < cell.right) words.push_back(word);
  }
  if (words.empty()) return {};
  TextLine line = MakeTextLine(std::move(words), below.page, geometry);
  if (std::abs(line.left - cell.left) > 0.02) return {};
  const double first =
      static_cast<double>(line.words.front().box.width()) / std::max(1, geometry.width);
  constexpr double kRaggedEdge = 0.025;
  constexpr double kNearlyFull = 0.7;
  RowBelow result;
  result.may_go_on = above_right > cell.left + kNearlyFull * (cell.right - cell.left);
  if (above_right + first + kRaggedEdge > cell.right) result.rest = std::move(line);
  return result;
}

// False where it may go on further, in words that were not taken.
bool TakeRestOfEntry(const FieldContext& context, const std::vector<TextLine>& rows, std::size_t at,
                     const Cell& cell, double right, const std::vector<FormRule>& rules,
                     std::string& text, FieldValue& field) {
  constexpr std::size_t kMoreLines = 3;
  for (std::size_t i = at + 1; i < rows.size() && i <= at + kMoreLines; ++i) {
    if (!FindLabels(rows[i].text, rules).empty() ||
        rows[i].text.ascii().find(':') != std::string::npos)
      return true;
    const RowBelow below = GoesOn(context, rows[i - 1], cell, right, rows[i]);
    if (!below.rest) return !below.may_go_on;
    text += ' ' + below.rest->text.Original(0, below.rest->text.size());
    field.confidence = std::min(field.confidence, below.rest->confidence);
    AddLocation(context, *below.rest, field);
    right = below.rest->right;
  }
  return true;
}

// The right edge of the text: where lines are broken.
double TextRight(const std::vector<TextLine>& rows) {
  double right = 0;
  for (const TextLine& row : rows) right = std::max(right, row.right);
  return right;
}

// Where another label begins behind a wide gap, one that no rule knows: "Ông: ...      Sinh năm:
// ...".
std::size_t EndAtGap(const TextLine& row, std::size_t begin, std::size_t end) {
  constexpr double kWideGap = 1.6;  // heights of the row
  constexpr std::size_t kLongestLabel = 30;
  std::size_t at = 0;
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    const std::size_t length = ToCodePoints(row.words[i].text).size();
    if (i > 0 && at > begin + 1 && at < end) {
      const int gap = row.words[i].box.left - row.words[i - 1].box.right;
      const std::string next = row.text.ascii().substr(at, std::min(kLongestLabel, end - at));
      if (gap > kWideGap * row.box.height() && next.find(':') != std::string::npos) return at;
    }
    at += length + 1;
  }
  return end;
}

// The entry in the row of its label, and the rows in which it goes on; false where it may be longer than that.
bool ReadText(const FieldContext& context, const std::vector<TextLine>& rows, std::size_t at,
              const FormLabel& label, std::size_t end, const std::vector<FormRule>& rules,
              FieldValue& field) {
  const TextLine& row = rows[at];
  const bool words_follow = label.rule->kind == EntryKind::kText ||
                            label.rule->kind == EntryKind::kName ||
                            label.rule->kind == EntryKind::kAddress ||
                            label.rule->kind == EntryKind::kOffice;
  std::string text = row.text.Original(label.end, end);
  const std::vector<Word> words = WordsAt(row, label.end, end);
  field.confidence = MinConfidence(words);
  AddLocation(context, row, label.end, end, field);
  const bool empty = EntryText(row.text, label.end, end).empty();
  Cell cell = CellOf(row, label, end, TextRight(rows));
  bool whole = true;
  if (empty && end == row.text.size() && at + 1 < rows.size()) {
    // An entry that was left empty begins in the row below.
    const TextLine& below = rows[at + 1];
    if (!FindLabels(below.text, rules).empty()) return true;
    if (below.top - row.bottom >= 1.2 * row.height()) return true;
    text = below.text.Original(0, below.text.size());
    field.confidence = below.confidence;
    AddLocation(context, below, field);
    cell.left = below.left;
    if (words_follow) whole = TakeRestOfEntry(context, rows, at + 1, cell, below.right, rules, text, field);
  } else if (!empty && words_follow) {
    const double right =
        static_cast<double>(words.back().box.right) * row.right / std::max(1, row.box.right);
    whole = TakeRestOfEntry(context, rows, at, cell, right, rules, text, field);
  }
  const FoldedText folded(text);
  field.value = EntryText(folded, 0, folded.size());
  return whole;
}

// A field, empty where the label has no entry; nullopt where the words are a heading after all.
std::optional<FieldValue> ReadEntry(const FieldContext& context, const std::vector<TextLine>& rows,
                                    std::size_t at, const FormLabel& label, std::size_t end,
                                    const std::vector<FormRule>& rules) {
  FieldValue field = NewField(context, label.rule->code);
  const TextLine& row = rows[at];
  const bool last = end == row.text.size();
  bool whole = true;
  if (label.rule->kind == EntryKind::kList) {
    TakeList(context, rows, at, rules, field);
  } else {
    end = last ? end : WithoutEnumerator(row.text, label.end, end);
    whole = ReadText(context, rows, at, label, EndAtGap(row, label.end, end), rules, field);
    if (field.value.empty() && !label.closed) return std::nullopt;
    if (last && label.rule->kind == EntryKind::kMoneyInWords && at + 1 < rows.size()) {
      TakeRestOfWords(context, rows[at + 1], rules, field);
    }
  }
  if (field.value.empty()) return NullField(context, label.rule->code, "handwritten");
  NormalizeEntry(*label.rule, field);
  Judge(label.rule->kind, whole, field);
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
      // So are those of a remark in brackets.
      const bool remark = rows[i].text.ascii().starts_with('(') &&
                          rows[i].text.ascii().find(':') == std::string::npos;
      if ((p == 0 && rows[i].center_y() < title_bottom) || remark) continue;
      const std::vector<FormLabel> labels = FindLabels(rows[i].text, rules, fields);
      for (std::size_t l = 0; l < labels.size(); ++l) {
        if (FindField(fields, labels[l].rule->code) != nullptr) continue;
        const std::size_t end = l + 1 < labels.size() ? labels[l + 1].begin : rows[i].text.size();
        auto field = ReadEntry(context, rows, i, labels[l], end, rules);
        if (field) fields.push_back(std::move(*field));
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
