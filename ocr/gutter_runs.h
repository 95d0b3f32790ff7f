// SPDX-License-Identifier: Apache-2.0
//
// Gutter runs: printed rows below each other with the same white gutters through all of them,
// which is what a table without rules, two columns of text and a head have in common. Pure
// functions of boxes and text.
#pragma once

#include <cstddef>
#include <vector>

#include "ocr/printed_rows.h"

namespace sohoa {

// Rows [first, last); columns lie left of, between and right of the gutters.
struct GutterRun {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<Interval> gutters;  // from the left, one at least
};

// The words of a row by column; a column without words has an empty line.
std::vector<Line> CellsOf(const Line& row, const std::vector<Interval>& gutters);

// Those that cut most rows in most columns; runs overlap in no row. Rows of the head of a paper and
// what stands from the list of its recipients on are in none. `text_height`: TypicalWordHeight().
std::vector<GutterRun> FindGutterRuns(const std::vector<PrintedRow>& rows, int text_height);

}  // namespace sohoa
