// SPDX-License-Identifier: Apache-2.0
#include "core/csv.h"

namespace sohoa {
namespace {

constexpr std::string_view kFormulaBegins = "=+-@\t\r";

std::string CsvCell(const std::string& cell) {
  const bool formula = !cell.empty() && kFormulaBegins.find(cell.front()) != std::string_view::npos;
  const std::string shown = formula ? "'" + cell : cell;
  if (shown.find_first_of(",\"\r\n") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char each : shown) {
    if (each == '"') quoted += '"';
    quoted += each;
  }
  return quoted + '"';
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + CsvCell(cells[i]);
  return line + "\r\n";
}

}  // namespace sohoa
