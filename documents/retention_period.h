// SPDX-License-Identifier: Apache-2.0
//
// How long a dossier is kept (thời hạn bảo quản): codes of Circular 05/2025/TT-BNV, counted from the
// year after the one in which its work ended (Circular 10/2022/TT-BNV).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

struct RetentionPeriod {
  bool permanent = false;
  std::uint32_t years = 0;  // 0 where it is permanent
  bool operator==(const RetentionPeriod&) const = default;
};

// Of a code; `other_years` is what code 07 ("Khác") stands for. None for a code that is not in the
// list, and for 07 without years.
std::optional<RetentionPeriod> PeriodOf(std::string_view maintenance, std::uint32_t other_years);

// The first day on which it need not be kept any more: "2037-01-01" for ten years of a dossier that was
// closed on any day of 2026. Empty where it is kept for good. `closed_on`: ISO 8601.
std::string FirstDayNotKept(std::string_view closed_on, const RetentionPeriod& period);

}  // namespace sohoa
