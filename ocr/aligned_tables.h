// SPDX-License-Identifier: Apache-2.0
//
// Aligned tables: tables without rules, by the common edges of what stands in their columns: a
// list of names and numbers, a schedule, a price list. What else has white between its columns
// (the head and the foot of a paper, a list with its numbers, a form with its labels, text in two
// columns) is none. Pure functions of boxes and text.
#pragma once

#include <vector>

#include "core/page_text.h"

namespace sohoa {

struct AlignedTable {
  TableGrid grid;                        // every cell, empty ones too, without text
  std::vector<std::vector<Line>> lines;  // of each of its cells, from top to bottom
};

// Tables of at least three rows and two columns, from top to bottom. Their lines leave `lines`,
// which CutAtWideSpaces() gave and where none is without words.
std::vector<AlignedTable> TakeAlignedTables(std::vector<Line>& lines);

}  // namespace sohoa
