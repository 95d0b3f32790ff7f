// SPDX-License-Identifier: Apache-2.0
//
// Time is UTC inside and +07:00 at the edge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

std::int64_t NowUnixMs();
// "2018-10-04T08:30:00+07:00"
std::string FormatVietnamTime(std::int64_t unix_ms);
// "2018-10-04T01:30:00Z"
std::string FormatUtcTime(std::int64_t unix_ms);
// The end of a day in Vietnam ("2018-10-04"), or a minute of it ("2018-10-04T16:30"); none for
// anything else.
std::optional<std::int64_t> ParseVietnamTime(std::string_view text);
bool IsCalendarDate(int year, int month, int day);

}  // namespace sohoa
