// SPDX-License-Identifier: Apache-2.0
#include "workers/elapsed_detail.h"

#include <charconv>

namespace sohoa {
namespace {

constexpr std::string_view kSinceFirstSheet = "ms since its first sheet: ";

}  // namespace

std::string ElapsedDetail(std::uint64_t since_first_sheet_ms) {
  return since_first_sheet_ms == 0 ? std::string() : std::string(kSinceFirstSheet) + std::to_string(since_first_sheet_ms);
}

std::optional<std::uint64_t> ReadElapsedDetail(std::string_view detail) {
  if (!detail.starts_with(kSinceFirstSheet)) return std::nullopt;
  detail.remove_prefix(kSinceFirstSheet.size());
  std::uint64_t ms = 0;
  const auto [end, error] = std::from_chars(detail.data(), detail.data() + detail.size(), ms);
  if (error != std::errc() || end != detail.data() + detail.size()) return std::nullopt;
  return ms;
}

}  // namespace sohoa
