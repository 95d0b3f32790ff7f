// SPDX-License-Identifier: Apache-2.0
#include "core/calendar.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace sohoa {
namespace {

std::string Format(std::int64_t unix_ms, std::int64_t offset_seconds, const char* zone) {
  using namespace std::chrono;
  const sys_seconds time{floor<seconds>(milliseconds{unix_ms}) + seconds{offset_seconds}};
  const sys_days day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  char out[48];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d%s", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), zone);
  return out;
}

// All of `text` as digits; -1 where it is not.
int Digits(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = error == std::errc() && end == text.data() + text.size() && text.front() != '-';
  return all ? number : -1;
}

}  // namespace

std::int64_t NowUnixMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string FormatVietnamTime(std::int64_t unix_ms) { return Format(unix_ms, 7 * 3600, "+07:00"); }

std::string FormatUtcTime(std::int64_t unix_ms) { return Format(unix_ms, 0, "Z"); }

std::optional<std::int64_t> ParseVietnamTime(std::string_view text) {
  using namespace std::chrono;
  const bool with_time = text.size() == 16;
  if ((!with_time && text.size() != 10) || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int years = Digits(text.substr(0, 4));
  const int months = Digits(text.substr(5, 2));
  const int days_of_month = Digits(text.substr(8, 2));
  if (years < 0 || !IsCalendarDate(years, months, days_of_month)) return std::nullopt;
  minutes clock = days{1};  // the end of the day
  if (with_time) {
    const int hour = Digits(text.substr(11, 2));
    const int minute = Digits(text.substr(14, 2));
    if (text[10] != 'T' || text[13] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    clock = hours{hour} + minutes{minute};
  }
  const sys_days day{year{years} / months / days_of_month};
  return duration_cast<milliseconds>((day + clock - hours{7}).time_since_epoch()).count();
}

bool IsCalendarDate(int year, int month, int day) {
  using namespace std::chrono;
  if (month < 1 || day < 1) return false;
  return year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                        std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

}  // namespace sohoa
