// SPDX-License-Identifier: Apache-2.0
//
// The numbers of the rows of a table: "I", "1", "1.10", "a)". They tell which heading a row stands under,
// and each of them what the next may be, so that one that was misread ("1,7", "L6") can be repaired.
#pragma once

#include "core/document.h"

namespace sohoa {

// Fills `outline` of a table whose rows and cells are there, and repairs numbers in its first column; what
// was read stays in `raw` of the cell. A table without such a column keeps an outline of headings alone, or
// none where it has none.
void OutlineTable(ExtractedTable& table);

}  // namespace sohoa
