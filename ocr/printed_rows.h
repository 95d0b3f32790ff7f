// SPDX-License-Identifier: Apache-2.0
//
// Printed rows: what stands level on a page, as one line. Pure functions of boxes and text.
#pragma once

#include <cstddef>
#include <vector>

#include "core/page_text.h"

namespace sohoa {

// Along a row, in pixels.
struct Interval {
  int begin = 0;
  int end = 0;
  int width() const { return end - begin; }
};

struct PrintedRow {
  Line line;                        // words from the left
  std::vector<std::size_t> pieces;  // which of the lines it is made of
};

// `lines` in any order, none without words -> rows from top to bottom. What overlaps stands in
// rows of its own.
std::vector<PrintedRow> MakeRows(const std::vector<Line>& lines);

// White spaces of a row, the margins included.
std::vector<Interval> Spaces(const Line& row, int page_width);

// By their middles, from the left.
void SortWords(Line& line);

// Median height of the words that have at least two letters; 0 without any.
int TypicalWordHeight(const std::vector<Line>& lines);

}  // namespace sohoa
