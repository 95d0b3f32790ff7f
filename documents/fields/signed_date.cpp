// SPDX-License-Identifier: Apache-2.0
//
// Date and place of a paper that has none in its head: over the signature of who asks or gives out
// ("Làm tại: Thượng Lãm, ngày 04 tháng 10 năm 2018"), or under the title of an invoice.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include "documents/fields/fields.h"

namespace sohoa {
namespace {

struct SignedDate {
  TextLine line;
  ReadDate date;
  std::size_t place_begin = 0;
};

// A line that is a place and a date and nothing else.
std::optional<SignedDate> ReadSignedDate(const TextLine& line) {
  static const RE2 front(R"(^(\W*(?:(?:lam|lap)\s+tai\W+)?)(?:[a-z .]{2,40}[,.;]?\s*)?$)");
  const auto date = FindAnyDate(line.text);
  if (!date || !date->complete() || date->end + 4 < line.text.size()) return std::nullopt;
  re2::StringPiece made;
  if (!RE2::PartialMatch(line.text.ascii().substr(0, date->begin), front, &made))
    return std::nullopt;
  // "từ ngày", "kể từ ngày", "sinh ngày" are of something else.
  static const RE2 other(R"(\b(?:tu|den|truoc|sau|sinh|cap|het|vao|ke)\s*$)");
  if (RE2::PartialMatch(line.text.ascii().substr(0, date->begin), other)) return std::nullopt;
  return SignedDate{line, *date, made.size()};
}

// "Làm tại: Trấn An Lộc, ngày 15 tháng 10 năm" whose year had no room on the line and stands alone below it, or
// with "năm" in front.
TextLine WithYearBelow(const FieldContext& context, const std::vector<TextLine>& lines, std::size_t at) {
  static const RE2 open(R"(\bthang\s+\d{1,2}(?:\s+nam)?\W*$)");
  static const RE2 year(R"(^\W*(?:nam\s+)?(?:19|20)\d{2}\W*$)");
  constexpr std::size_t kNearLines = 4;
  const TextLine& line = lines[at];
  if (!RE2::PartialMatch(line.text.ascii(), open)) return line;
  for (std::size_t i = at + 1; i < lines.size() && i <= at + kNearLines; ++i) {
    const TextLine& below = lines[i];
    const bool under = below.center_x() > line.left && below.center_x() < line.right && below.top - line.bottom < line.height();
    if (!under || !RE2::PartialMatch(below.text.ascii(), year)) continue;
    std::vector<Word> words = line.words;
    words.insert(words.end(), below.words.begin(), below.words.end());
    return MakeTextLine(std::move(words), line.page, context.pages[line.page]->geometry);
  }
  return line;
}

std::optional<SignedDate> FindSignedDate(const FieldContext& context) {
  constexpr double kUnderTitle = 0.06;
  const PageHead& head = context.head;
  std::optional<SignedDate> found;
  for (std::size_t p = 0; p < context.lines.size(); ++p) {
    for (std::size_t i = 0; i < context.lines[p].size(); ++i) {
      const TextLine& line = context.lines[p][i];
      const bool under_title = p == 0 && head.title &&
                               line.top > head.title->lines.back().center_y() &&
                               line.top < head.title->lines.back().bottom + kUnderTitle;
      if (line.center_x() < 0.5 && !under_title) continue;
      auto date = ReadSignedDate(WithYearBelow(context, context.lines[p], i));
      if (!date) continue;
      if (under_title && line.center_x() < 0.62) return date;
      found = std::move(date);  // the last one is over the signature
    }
  }
  return found;
}

}  // namespace

std::optional<FieldValue> OpeningDate(const FieldContext& context) {
  for (const TextLine& line : context.lines.front()) {
    if (!StartsFuzzy(line.key, "hom nay ", 1)) continue;
    const auto date = FindDatePhrase(line.text);
    if (!date || !date->complete()) return std::nullopt;
    FieldValue field = NewField(context, "issued_date");
    field.value = line.text.Original(date->begin, date->end);
    field.normalized = date->Edtf();
    field.confidence = MinConfidence(WordsAt(line, date->begin, date->end));
    AddLocation(context, line, date->begin, date->end, field);
    Check(field, "calendar_date", true);
    if (field.confidence >= kSureWord) field.review = ReviewState::kAutoAccepted;
    return field;
  }
  return std::nullopt;
}

std::vector<FieldValue> SignedDateFields(const FieldContext& context) {
  if (context.head.date) return DateFields(context);
  const auto found = FindSignedDate(context);
  if (!found) return {OpeningDate(context).value_or(NullField(context, "issued_date", "not_found"))};
  const TextLine& line = found->line;
  FieldValue date = NewField(context, "issued_date");
  date.value = line.text.Original(found->date.begin, found->date.end);
  date.normalized = found->date.Edtf();
  date.confidence = MinConfidence(WordsAt(line, found->date.begin, found->date.end));
  AddLocation(context, line, found->date.begin, found->date.end, date);
  Check(date, "calendar_date", true);
  if (date.confidence >= kSureWord) date.review = ReviewState::kAutoAccepted;
  std::vector<FieldValue> fields = {std::move(date)};
  const std::string place = CleanText(line.text.Original(found->place_begin, found->date.begin));
  if (WordsKey(place).size() < 2) return fields;
  FieldValue field = NewField(context, "place");
  field.value = field.normalized = place;
  field.confidence = MinConfidence(WordsAt(line, found->place_begin, found->date.begin));
  AddLocation(context, line, found->place_begin, found->date.begin, field);
  if (field.confidence >= kSureWord) field.review = ReviewState::kAutoAccepted;
  fields.push_back(std::move(field));
  return fields;
}

}  // namespace sohoa
