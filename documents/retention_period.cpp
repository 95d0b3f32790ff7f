// SPDX-License-Identifier: Apache-2.0
#include "documents/retention_period.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace sohoa {
namespace {

constexpr std::string_view kForGood = "01";
constexpr std::string_view kOther = "07";
constexpr std::array kYears = {std::pair<std::string_view, std::uint32_t>{"02", 70}, std::pair<std::string_view, std::uint32_t>{"03", 50},
                               std::pair<std::string_view, std::uint32_t>{"04", 30}, std::pair<std::string_view, std::uint32_t>{"05", 20},
                               std::pair<std::string_view, std::uint32_t>{"06", 10}};

}  // namespace

std::optional<RetentionPeriod> PeriodOf(std::string_view maintenance, std::uint32_t other_years) {
  if (maintenance == kForGood) return RetentionPeriod{true, 0};
  if (maintenance == kOther && other_years > 0) return RetentionPeriod{false, other_years};
  for (const auto& [code, years] : kYears) {
    if (code == maintenance) return RetentionPeriod{false, years};
  }
  return std::nullopt;
}

std::string FirstDayNotKept(std::string_view closed_on, const RetentionPeriod& period) {
  if (period.permanent || closed_on.size() < 4) return std::string();
  const long closed = std::strtol(std::string(closed_on.substr(0, 4)).c_str(), nullptr, 10);
  char day[32];
  std::snprintf(day, sizeof day, "%04ld-01-01", closed + 1 + static_cast<long>(period.years));
  return day;
}

}  // namespace sohoa
