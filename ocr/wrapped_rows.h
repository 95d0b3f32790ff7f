// SPDX-License-Identifier: Apache-2.0
//
// Wrapped rows: which printed rows of a table without rules are the second and third lines of
// the cells above them. Pure functions of boxes.
#pragma once

#include <cstddef>
#include <vector>

#include "core/page_text.h"

namespace sohoa {

// The words of printed rows by column, as CellsOf() has them.
using CellRows = std::vector<std::vector<Line>>;

// Where each row of the table begins; the first is 0. `text_height`: TypicalWordHeight().
std::vector<std::size_t> BeginsOfRows(const CellRows& rows, int text_height);

}  // namespace sohoa
