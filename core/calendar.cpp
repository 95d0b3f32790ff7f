// SPDX-License-Identifier: Apache-2.0
#include "core/calendar.h"

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

}  // namespace

std::int64_t NowUnixMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string FormatVietnamTime(std::int64_t unix_ms) { return Format(unix_ms, 7 * 3600, "+07:00"); }

std::string FormatUtcTime(std::int64_t unix_ms) { return Format(unix_ms, 0, "Z"); }

bool IsCalendarDate(int year, int month, int day) {
  using namespace std::chrono;
  if (month < 1 || day < 1) return false;
  return year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                        std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

}  // namespace sohoa
