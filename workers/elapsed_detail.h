// SPDX-License-Identifier: Apache-2.0
//
// How long before its seal the first sheet of a batch lay in the feeder, as the desk measured it: in the detail of the
// event "batch.sealed", for the figures of a quarter (docs/REPORTS.md). A time that passed, for clocks of desks differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

// Empty for 0: nobody measured it.
std::string ElapsedDetail(std::uint64_t since_first_sheet_ms);
std::optional<std::uint64_t> ReadElapsedDetail(std::string_view detail);

}  // namespace sohoa
