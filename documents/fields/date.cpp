// SPDX-License-Identifier: Apache-2.0
//
// Place and date: box 4. Month and year are printed as a rule, the day is often left to the
// pen; a day that was not surely read is XX (EDTF) and waits for a person.
#include <algorithm>
#include <cmath>

#include <re2/re2.h>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/fields/fields.h"
#include "documents/gazetteer.h"

namespace sohoa {
namespace {

// Printed digits are as tall as those of the year and stand on the same line.
bool StandsLikePrint(const std::vector<Word>& words, const std::vector<Word>& year) {
  if (words.empty() || year.empty()) return false;
  const Box& model = year.front().box;
  return std::all_of(words.begin(), words.end(), [&](const Word& word) {
    const double height = model.height();
    return std::abs(word.box.height() - height) < 0.3 * height &&
           std::abs(word.box.bottom - model.bottom) < 0.25 * height;
  });
}

std::string PrintedDate(const TextLine& line, const ReadDate& date) {
  std::string text = line.text.Original(date.begin, date.end);
  if (date.day != 0) return CleanText(text);
  const std::string month = date.month == 0 ? "…" : std::to_string(date.month);
  return "ngày … tháng " + month + " năm " + std::to_string(date.year);
}

void AddParts(const ReadDate& date, FieldValue& field) {
  field.parts.emplace_back("year", std::to_string(date.year));
  if (date.month != 0) field.parts.emplace_back("month", std::to_string(date.month));
  if (date.day != 0) field.parts.emplace_back("day", std::to_string(date.day));
}

void CompareWithParents(const FieldContext& context, const ReadDate& date, FieldValue& field) {
  for (const ParentCitation& citation : FindParentCitations(context)) {
    if (citation.code.notation != context.head.code.notation || citation.date.day == 0) continue;
    const bool same = citation.date.Edtf() == date.Edtf();
    Check(field, "same_date_in_appendix", same);
    if (same) {
      field.confidence = std::max(field.confidence, 0.97);
      field.review = ReviewState::kAutoAccepted;
    } else {
      const std::string other = citation.date.Edtf();
      field.alternatives.push_back({other, other, 0.6});
      field.review = ReviewState::kNeedsReview;
    }
  }
}

// The last month of `year` in which a paper was issued that the first page cites by number and
// date; 0 where there is none. Only of lines that were surely read.
int LastCitedMonth(const FieldContext& context, int year) {
  static const RE2 dated(R"(^\W{0,3}ngay\b)");
  constexpr std::size_t kLongestDate = 32;
  std::string text;
  for (const TextLine& line : context.lines.front()) {
    const bool sure = line.center_y() > context.head.bottom && line.confidence >= kSureWord;
    text += sure ? line.text.Original(0, line.text.size()) + ' ' : " | ";
  }
  const FoldedText body(text);
  int last = 0;
  for (const DocumentCode& code : FindCitedCodes(body)) {
    const FoldedText rest = body.Slice(code.notation_end, std::min(body.size(), code.notation_end + kLongestDate));
    if (!RE2::PartialMatch(rest.ascii(), dated)) continue;
    const auto cited = FindAnyDate(rest);
    if (cited && cited->complete() && cited->year == year) last = std::max(last, cited->month);
  }
  return last;
}

// No paper is older than one that it cites. A month that was hardly read and would be is none;
// where a paper of December is cited only one month is left. True where the date as read is older.
bool CompareWithCited(const FieldContext& context, double month_confidence, ReadDate& date, FieldValue& field) {
  const int cited = LastCitedMonth(context, date.year);
  if (cited == 0 || date.month >= cited) return false;
  if (date.month != 0) {
    Check(field, "not_before_cited_papers", false);
    if (month_confidence >= kSureWord && !date.month_repaired) return true;
    field.alternatives.push_back({date.Edtf(), date.Edtf(), std::min(month_confidence, 0.2)});
  }
  date.month = cited == 12 ? 12 : 0;
  date.month_repaired = true;
  return true;
}

FieldValue DateField(const FieldContext& context) {
  if (!context.head.date) return NullField(context, "issued_date", "not_found");
  if (context.head.date->year == 0) {
    FieldValue unread = NullField(context, "issued_date", "illegible");
    AddLocation(context, *context.head.date_line, unread);
    return unread;
  }
  const TextLine& line = *context.head.date_line;
  ReadDate date = *context.head.date;
  FieldValue field = NewField(context, "issued_date");
  const std::vector<Word> day = WordsAt(line, date.day_begin, date.day_end);
  const std::vector<Word> month = WordsAt(line, date.month_begin, date.month_end);
  const std::vector<Word> year = WordsAt(line, date.end - 1, date.end);
  const double day_confidence = MinConfidence(day);
  const double month_confidence = MinConfidence(month);
  const bool day_sure = date.day != 0 && !date.day_repaired && date.day_padded &&
                        day_confidence >= kSureWord && StandsLikePrint(day, year);
  if (date.day != 0 && !day_sure) {
    ReadDate guess = date;
    field.alternatives.push_back({guess.Edtf(), guess.Edtf(), std::min(day_confidence, 0.3)});
    date.day = 0;
  }
  const bool older = CompareWithCited(context, month_confidence, date, field);
  field.value = PrintedDate(line, date);
  field.normalized = date.Edtf();
  AddParts(date, field);
  AddLocation(context, line, date.begin, date.end, field);
  field.confidence = date.month == 0 ? 0.3 : std::min(month_confidence, MinConfidence(year));
  if (date.day == 0) field.confidence = std::min(field.confidence, 0.5);
  const std::string today = FormatVietnamTime(NowUnixMs()).substr(0, 10);
  Check(field, "calendar_date", date.day == 0 || date.complete());
  Check(field, "not_in_the_future", field.normalized.substr(0, 4) <= today.substr(0, 4));
  const bool accept = !older && date.complete() && !date.month_repaired && month_confidence >= kSureWord &&
                      field.normalized <= today;
  field.review = accept ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
  CompareWithParents(context, date, field);
  return field;
}

FieldValue PlaceField(const FieldContext& context) {
  if (!context.head.date) return NullField(context, "place", "not_found");
  const TextLine& line = *context.head.date_line;
  const std::size_t end = context.head.date->begin;
  const std::string printed = CleanText(line.text.Original(0, end));
  if (WordsKey(printed).size() < 2) return NullField(context, "place", "illegible");
  FieldValue field = NewField(context, "place");
  field.value = printed;
  const std::string_view province = ProvinceNamed(printed);
  field.normalized = province.empty() ? printed : std::string(province);
  field.confidence = MinConfidence(WordsAt(line, 0, end));
  AddLocation(context, line, 0, end, field);
  const bool in_organ = !province.empty() && ProvinceIn(context.organ) == province;
  Check(field, "place_of_organ", in_organ);
  if (in_organ || field.confidence >= 0.9) field.review = ReviewState::kAutoAccepted;
  return field;
}

}  // namespace

std::vector<FieldValue> DateFields(const FieldContext& context) {
  return {DateField(context), PlaceField(context)};
}

}  // namespace sohoa
