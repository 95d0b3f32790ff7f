// SPDX-License-Identifier: Apache-2.0
#include "storage/issue_date.h"

#include <algorithm>

#include "core/calendar.h"

namespace sohoa {
namespace {

// Digits of a part, with X as any digit: the lowest and the highest number it may be.
bool TakePart(std::string_view part, std::size_t digits, DaySpan& span) {
  if (part.size() != digits) return false;
  span = {};
  for (const char c : part) {
    const bool unread = c == 'X';
    if (!unread && (c < '0' || c > '9')) return false;
    span.from = span.from * 10 + (unread ? 0 : static_cast<std::uint32_t>(c - '0'));
    span.to = span.to * 10 + (unread ? 9 : static_cast<std::uint32_t>(c - '0'));
  }
  return true;
}

bool TakeLimited(std::string_view part, std::uint32_t highest, DaySpan& span) {
  if (!TakePart(part, 2, span)) return false;
  span.from = std::max(span.from, 1u);
  span.to = std::min(span.to, highest);
  return span.from <= span.to;
}

}  // namespace

std::optional<DaySpan> ParseDaySpan(std::string_view text) {
  DaySpan year;
  DaySpan month{1, 12};
  DaySpan day{1, 31};
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  if (!TakePart(text.substr(0, 4), 4, year)) return std::nullopt;
  if (text.size() >= 7 && (text[4] != '-' || !TakeLimited(text.substr(5, 2), 12, month))) {
    return std::nullopt;
  }
  if (text.size() == 10 && (text[7] != '-' || !TakeLimited(text.substr(8, 2), 31, day))) {
    return std::nullopt;
  }
  const DaySpan span{year.from * 10000 + month.from * 100 + day.from,
                     year.to * 10000 + month.to * 100 + day.to};
  if (span.from == span.to && !IsCalendarDate(static_cast<int>(year.from),
                                              static_cast<int>(month.from),
                                              static_cast<int>(day.from))) {
    return std::nullopt;
  }
  return span;
}

std::optional<std::string> DayMonthYear(std::string_view iso) {
  const std::optional<DaySpan> span = ParseDaySpan(iso);
  if (!span || span->from != span->to || iso.size() != 10) return std::nullopt;
  return std::string(iso.substr(8, 2)) + "/" + std::string(iso.substr(5, 2)) + "/" +
         std::string(iso.substr(0, 4));
}

}  // namespace sohoa
