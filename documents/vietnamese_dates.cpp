// SPDX-License-Identifier: Apache-2.0
#include "documents/vietnamese_dates.h"

#include <array>
#include <cctype>
#include <cstdio>

#include <re2/re2.h>

#include "core/calendar.h"

namespace sohoa {
namespace {

constexpr int kFirstYear = 1945;
constexpr int kLastYear = 2100;

std::size_t Offset(const std::string& whole, const re2::StringPiece& part) {
  return static_cast<std::size_t>(part.data() - whole.data());
}

struct Digits {
  std::string text;
  bool repaired = false;
  bool junk = false;
};

// Digits of a slot; l, I and | are ones, O is nought, everything else is junk.
Digits ReadDigits(std::string_view slot) {
  Digits out;
  for (const char c : slot) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      out.text += c;
    } else if (c == 'l' || c == 'i' || c == '|' || c == ']' || c == '!') {
      out.text += '1';
      out.repaired = true;
    } else if (c == 'o') {
      out.text += '0';
      out.repaired = true;
    } else if (c != ' ' && c != '.' && c != ',' && c != '_' && c != '-' && c != '*') {
      out.junk = true;
    }
  }
  return out;
}

int ToNumber(const std::string& digits) {
  return digits.empty() || digits.size() > 4 ? 0 : std::stoi(digits);
}

void TrimSlot(const std::string& ascii, std::size_t& begin, std::size_t& end) {
  constexpr std::string_view kMarks = " .,_-*:;";
  while (begin < end && kMarks.find(ascii[begin]) != std::string_view::npos) ++begin;
  while (end > begin && kMarks.find(ascii[end - 1]) != std::string_view::npos) --end;
}

void ReadDay(const std::string& ascii, std::size_t begin, std::size_t end, ReadDate& date) {
  TrimSlot(ascii, begin, end);
  date.day_begin = begin;
  date.day_end = end;
  date.day_written = begin < end;
  const Digits digits = ReadDigits(std::string_view(ascii).substr(begin, end - begin));
  if (digits.junk || digits.text.empty() || digits.text.size() > 2) return;
  const int day = ToNumber(digits.text);
  if (day < 1 || day > 31) return;
  date.day = day;
  date.day_repaired = digits.repaired;
  date.day_padded = digits.text.size() == 2;
}

void ReadMonth(const std::string& ascii, std::size_t begin, std::size_t end, ReadDate& date) {
  TrimSlot(ascii, begin, end);
  date.month_begin = begin;
  date.month_end = end;
  Digits digits = ReadDigits(std::string_view(ascii).substr(begin, end - begin));
  // "I1]": the same two ones seen thrice.
  if (digits.text == "111") digits.text = "11";
  if (digits.junk || digits.text.empty() || digits.text.size() > 2) return;
  const int month = ToNumber(digits.text);
  if (month < 1 || month > 12) return;
  date.month = month;
  date.month_repaired = digits.repaired;
}

}  // namespace

std::string ReadDate::Edtf() const {
  if (year == 0) return {};
  std::array<char, 16> out{};
  if (month == 0) {
    std::snprintf(out.data(), out.size(), "%04d-XX-XX", year);
  } else if (day == 0) {
    std::snprintf(out.data(), out.size(), "%04d-%02d-XX", year, month);
  } else {
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year, month, day);
  }
  return out.data();
}

bool ReadDate::complete() const { return day != 0 && IsCalendarDate(year, month, day); }

std::optional<ReadDate> FindDatePhrase(const FoldedText& text) {
  // Each word may have lost one letter, and pens run into the print around them.
  static const RE2 phrase(
      R"((ng[a?]y|n[a-z]?[a?]y|nga\w|\wgay)(.{0,12}?)(th[a?]ng|tha\wg|t[nl]ang|th\w{2}g|\w{0,2}hang)(.{0,8}?))"
      R"((n[a?]m|nam|.[a?]m)\s*[:.]?\s*((?:19|20)\s?\d\s?\d))");
  const std::string& ascii = text.ascii();
  re2::StringPiece whole;
  re2::StringPiece day_word;
  re2::StringPiece day;
  re2::StringPiece month_word;
  re2::StringPiece month;
  re2::StringPiece year_word;
  re2::StringPiece year;
  if (!RE2::PartialMatch(ascii, phrase, &day_word, &day, &month_word, &month, &year_word, &year)) {
    return std::nullopt;
  }
  ReadDate date;
  date.begin = Offset(ascii, day_word);
  // "Quảng Ngãi, ngày 23": a word like "ngày" stands in front of it.
  constexpr std::string_view kDay = "ngay";
  if (const std::size_t again = day.find(kDay.data()); again != re2::StringPiece::npos) {
    date.begin = Offset(ascii, day) + again;
    day.remove_prefix(again + kDay.size());
  }
  date.end = Offset(ascii, year) + year.size();
  date.year = ToNumber(ReadDigits(std::string_view(year.data(), year.size())).text);
  // "20017": too many digits for any of them to be believed.
  const bool more =
      date.end < ascii.size() && std::isdigit(static_cast<unsigned char>(ascii[date.end])) != 0;
  if (more) {
    date.year = 0;
    return date;
  }
  if (date.year < kFirstYear || date.year > kLastYear) return std::nullopt;
  ReadDay(ascii, Offset(ascii, day), Offset(ascii, month_word), date);
  ReadMonth(ascii, Offset(ascii, month), Offset(ascii, year_word), date);
  if (date.day != 0 && date.month != 0 && !IsCalendarDate(date.year, date.month, date.day)) {
    date.day = 0;
  }
  return date;
}

std::optional<ReadDate> FindAnyDate(const FoldedText& text) {
  if (auto date = FindDatePhrase(text)) return date;
  static const RE2 slashes(
      R"((?:^|[^0-9])((\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d\d))(?:$|[^0-9]))");
  const std::string& ascii = text.ascii();
  re2::StringPiece whole;
  int day = 0;
  int month = 0;
  int year = 0;
  if (!RE2::PartialMatch(ascii, slashes, &whole, &day, &month, &year)) return std::nullopt;
  if (!IsCalendarDate(year, month, day)) return std::nullopt;
  ReadDate date;
  date.year = year;
  date.month = month;
  date.day = day;
  date.day_written = true;
  date.begin = Offset(ascii, whole);
  date.end = date.begin + whole.size();
  return date;
}

}  // namespace sohoa
