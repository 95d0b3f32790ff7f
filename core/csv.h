// SPDX-License-Identifier: Apache-2.0
//
// Tables as comma-separated values (RFC 4180), as spreadsheet programs open them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// In front of the first line: without it, Excel takes UTF-8 for a code page.
inline constexpr std::string_view kCsvBegin = "\xEF\xBB\xBF";

// One line with its end. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace sohoa
