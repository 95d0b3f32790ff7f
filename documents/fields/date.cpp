// SPDX-License-Identifier: Apache-2.0
//
// Place and date: box 4. Month and year are printed as a rule, the day is often left to the
// pen: then the reader of digits says what it may be, and a person agrees or not. A day that
// nobody could read is XX (EDTF).
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include <re2/re2.h>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/fields/digit_readings.h"
#include "documents/fields/fields.h"
#include "documents/fields/place_spellings.h"
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

// As it stands there; where the pen wrote, what was understood of it.
std::string PrintedDate(const TextLine& line, const ReadDate& read, const ReadDate& date) {
  if (date.day != 0 && date.day == read.day && date.month == read.month) {
    return CleanText(line.text.Original(read.begin, read.end));
  }
  const auto part = [](int number, int padded) {
    return number == 0 ? std::string("…") : (number < padded ? "0" : "") + std::to_string(number);
  };
  // Days below 10 and the months 1 and 2 are padded (Decree 30/2020/NĐ-CP, Appendix I part II 4).
  return "ngày " + part(date.day, 10) + " tháng " + part(date.month, 3) + " năm " + std::to_string(date.year);
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

// Days after which no paper can have been issued: of its digital signature and of its arrival.
std::vector<ReadDate> LaterDates(const FieldContext& context) {
  static const RE2 signed_at(R"((\d{1,2})[./-](\d{1,2})[./-](20\d\d)\s+\d{1,2}:\d\d)");
  std::vector<ReadDate> dates;
  const PageRecord& page = *context.pages.front();
  for (const TextLine& line : LinesOfPage(page, 0, true)) {
    ReadDate date;
    if (RE2::PartialMatch(line.text.ascii(), signed_at, &date.day, &date.month, &date.year)) {
      if (IsCalendarDate(date.year, date.month, date.day)) dates.push_back(date);
      continue;
    }
    const bool arrival = std::any_of(page.text.objects.begin(), page.text.objects.end(), [&line](const PageObject& object) {
      return object.kind == PageObjectKind::kIncomingStamp && MostlyIn(line.box, object.box);
    });
    if (!arrival || line.confidence < kSureWord) continue;
    if (const auto found = FindAnyDate(line.text); found && found->complete()) dates.push_back(*found);
  }
  return dates;
}

// How well a day goes with all else that is known of the date.
double FactorOfDay(const ReadDate& date, int day, const std::vector<ReadDate>& later) {
  if (date.month == 0) return 1;
  if (!IsCalendarDate(date.year, date.month, day)) return 0;
  ReadDate full = date;
  full.day = day;
  double factor = 1;
  for (const ReadDate& other : later) {
    if (full.Edtf() > other.Edtf()) factor *= 0.03;
    // Papers are signed and sent within days.
    if (other.year == date.year && other.month == date.month && day <= other.day && day + 4 > other.day) factor *= 2;
  }
  const std::chrono::year_month_day of_year{std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
                                            std::chrono::day(static_cast<unsigned>(day))};
  const std::chrono::weekday weekday{std::chrono::sys_days(of_year)};
  return weekday == std::chrono::Sunday ? factor * 0.3 : weekday == std::chrono::Saturday ? factor * 0.5 : factor;
}

// A day or a month of the head, as both readers have it.
struct DatePart {
  double confidence = 0;   // of the reader of print; 0 where it read nothing
  DigitReadings readings;  // of the reader of digits
  bool sure = false;
  bool guessed = false;  // by the reader of digits alone
};

// The month: in print nearly always; where it was not surely read, what the reader of digits says.
DatePart TakeMonth(const FieldContext& context, double confidence, ReadDate& date, FieldValue& field) {
  DatePart month;
  month.readings = ReadingsOn(context, *context.head.date_line, DigitSlotKind::kMonth);
  month.confidence = date.month == 0 ? 0 : confidence;
  const std::string printed = std::to_string(date.month);
  month.sure = date.month != 0 && !date.month_repaired && confidence >= kSureWord;
  if (date.month != 0 && !month.readings.empty()) {
    const double twice = date.month_repaired ? kReadTwice / 2 : kReadTwice;
    Weigh(month.readings, [&](const std::string& digits) { return SameNumber(digits, printed) ? twice : 1; });
  }
  if (month.readings.empty()) return month;
  const WordAlternative& best = month.readings.readings.front();
  const bool same = month.readings.BestIs(printed);
  if (same) month.confidence = std::max(month.confidence, best.confidence);
  if (same || month.sure) {
    if (!same && best.confidence >= kLikelyReading) month.sure = false;
    return month;
  }
  if (date.month != 0) field.alternatives.push_back({date.Edtf(), date.Edtf(), month.readings.ProbabilityOf(printed)});
  date.month = std::stoi(best.text);
  date.month_repaired = true;
  month.guessed = true;
  month.confidence = best.confidence;
  return month;
}

// Takes the day out of `date` where it is not surely read, and puts the likeliest there.
DatePart TakeDay(const FieldContext& context, bool printed, ReadDate& date, FieldValue& field) {
  DatePart day;
  day.readings = ReadingsOn(context, *context.head.date_line, DigitSlotKind::kDay);
  day.confidence = MinConfidence(WordsAt(*context.head.date_line, date.day_begin, date.day_end));
  const std::string read = std::to_string(date.day);
  const std::vector<ReadDate> later = LaterDates(context);
  Weigh(day.readings, [&](const std::string& digits) {
    return FactorOfDay(date, std::stoi(digits), later) * (date.day != 0 && SameNumber(digits, read) ? kReadTwice : 1);
  });
  std::erase_if(day.readings.readings, [](const WordAlternative& reading) { return reading.confidence <= 0; });
  const bool in_print = printed && !date.day_repaired && day.confidence >= kSureWord;
  const bool agreed = day.readings.slot != nullptr && day.readings.BestIs(read) && day.readings.ProbabilityOf(read) >= kSureReading;
  // Without padding one digit is so little ink that two readers must have seen it.
  day.sure = date.day != 0 && in_print && (day.readings.slot == nullptr ? date.day_padded : agreed && (date.day_padded || day.readings.slot->print));
  if (day.sure) return day;
  const ReadDate as_printed = date;
  date.day = day.readings.empty() ? 0 : std::stoi(day.readings.readings.front().text);
  day.guessed = date.day != 0;
  const auto with_day = [&date](const std::string& digits) {
    ReadDate other = date;
    other.day = std::stoi(digits);
    return other.Edtf();
  };
  AddOtherReadings(day.readings, with_day, field);
  if (as_printed.day != 0 && day.readings.ProbabilityOf(read) == 0) {
    field.alternatives.push_back({as_printed.Edtf(), as_printed.Edtf(), day.guessed ? 0.02 : std::min(day.confidence, 0.3)});
  }
  day.confidence = day.guessed ? day.readings.readings.front().confidence : 0;
  return day;
}

void AddDateLocations(const FieldContext& context, const ReadDate& date, const DatePart& day, FieldValue& field) {
  AddLocation(context, *context.head.date_line, date.begin, date.end, field);
  if (day.guessed && day.readings.slot != nullptr) AddSlotLocation(context, *day.readings.slot, field);
}

FieldValue DateField(const FieldContext& context) {
  if (!context.head.date) {
    const bool begins_with_it = context.type.code == "BB" || context.type.code == "HĐ";
    const auto opening = begins_with_it ? OpeningDate(context) : std::nullopt;
    return opening.value_or(NullField(context, "issued_date", "not_found"));
  }
  if (context.head.date->year == 0) {
    FieldValue unread = NullField(context, "issued_date", "illegible");
    AddLocation(context, *context.head.date_line, unread);
    return unread;
  }
  const TextLine& line = *context.head.date_line;
  ReadDate date = *context.head.date;
  FieldValue field = NewField(context, "issued_date");
  const std::vector<Word> year = WordsAt(line, date.end - 1, date.end);
  const double read_month = MinConfidence(WordsAt(line, date.month_begin, date.month_end));
  const DatePart month = TakeMonth(context, read_month, date, field);
  const bool older = CompareWithCited(context, month.confidence, date, field);
  const bool printed = StandsLikePrint(WordsAt(line, date.day_begin, date.day_end), year);
  const DatePart day = TakeDay(context, printed, date, field);
  field.value = PrintedDate(line, *context.head.date, date);
  field.normalized = date.Edtf();
  AddParts(date, field);
  AddDateLocations(context, *context.head.date, day, field);
  if (day.guessed || month.guessed) field.source_engine = context.pages.front()->text.digit_model;
  field.confidence = date.month == 0 ? 0.3 : std::min(month.confidence, MinConfidence(year));
  if (date.day == 0) field.confidence = std::min(field.confidence, 0.5);
  if (day.guessed) field.confidence *= day.confidence;
  const std::string today = FormatVietnamTime(NowUnixMs()).substr(0, 10);
  Check(field, "calendar_date", date.day == 0 || date.complete());
  Check(field, "not_in_the_future", field.normalized.substr(0, 4) <= today.substr(0, 4));
  const bool accept = !older && day.sure && date.complete() && month.sure && field.normalized <= today;
  field.review = accept ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
  CompareWithParents(context, date, field);
  return field;
}

// "UBND phường Hải Phong", and the place "Hải Phong".
bool IsSeatBelowProvince(const std::string& organ, const std::string& place) {
  const std::string key = " " + WordsKey(organ) + " ";
  constexpr std::array<std::string_view, 6> kLevels = {"huyen", "quan", "phuong", "xa", "thi tran", "thi xa"};
  return std::any_of(kLevels.begin(), kLevels.end(), [&](std::string_view level) {
    return key.find(" " + std::string(level) + " " + place + " ") != std::string::npos;
  });
}

FieldValue PlaceField(const FieldContext& context) {
  if (!context.head.date) return NullField(context, "place", "not_found");
  const TextLine& line = *context.head.date_line;
  const std::size_t end = context.head.date->begin;
  const std::string printed = CleanText(line.text.Original(0, end));
  if (WordsKey(printed).size() < 2) return NullField(context, "place", "illegible");
  FieldValue field = NewField(context, "place");
  field.value = printed;
  field.confidence = MinConfidence(WordsAt(line, 0, end));
  AddLocation(context, line, 0, end, field);
  std::string_view province = ProvinceNamed(printed);
  const std::string key = WordsKey(printed);
  const bool seat = (" " + WordsKey(context.organ) + " ").find(" " + key + " ") != std::string::npos;
  // A commune may be called almost like a province ("Quang Lãm", "Tân Ninh"): what the organ has as well, or was
  // surely read, stays as it is, unless the organ is of that province.
  const bool nearly = key != WordsKey(province);
  // A ward of a town may be called like a province but for a mark ("Hải Phong"), and says so in its own name.
  const bool of_less = !province.empty() && !nearly && IsSeatBelowProvince(context.organ, key);
  const bool of_organ = !province.empty() && ProvinceExactlyIn(context.organ) && ProvinceIn(context.organ) == province;
  if (of_less && field.confidence >= kSureWord) province = {};
  if (nearly && (seat || (!of_organ && field.confidence >= kSureWord))) province = {};
  const bool in_organ = !province.empty() ? of_organ : seat;
  const PlaceSpelling spelling = province.empty() ? SpellingInDocument(context, printed) : PlaceSpelling{};
  field.normalized = province.empty() ? spelling.name : std::string(province);
  // "Tàm Vân" under "HUYỆN TAM VÂN": one of the two was misread.
  const bool alike = !seat || !province.empty() || ToLower(context.organ).find(ToLower(printed)) != std::string::npos;
  Check(field, "place_of_organ", in_organ && alike);
  // "Phong Tạch" under "THÀNH PHỐ PHONG TRẠCH": the same.
  const bool nearly_seat = province.empty() && !seat && FindFuzzy(WordsKey(context.organ), key, 1).found;
  if (spelling.opposed) Check(field, "place_spelt_as_elsewhere", false);
  if (alike && !spelling.opposed && !nearly_seat && (in_organ || field.confidence >= 0.9)) field.review = ReviewState::kAutoAccepted;
  return field;
}

}  // namespace

std::vector<FieldValue> DateFields(const FieldContext& context) {
  return {DateField(context), PlaceField(context)};
}

}  // namespace sohoa
