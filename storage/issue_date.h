// SPDX-License-Identifier: Apache-2.0
//
// Dates as filters compare them: the span of days that a date, or a part of one, may mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

// yyyymmdd, inclusive. The last day of a month may be one that the calendar lacks: the
// numbers are only compared.
struct DaySpan {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

// "2018-10-04", "2018-10", "2018", and EDTF level 1 (ISO 8601-2:2019) with unread digits:
// "2018-04-XX", "2018-XX-XX". None for anything else.
std::optional<DaySpan> ParseDaySpan(std::string_view text);
// "2018-10-04" -> "04/10/2018"; none for a date that is not whole.
std::optional<std::string> DayMonthYear(std::string_view iso);

}  // namespace sohoa
