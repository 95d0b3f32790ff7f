// SPDX-License-Identifier: Apache-2.0
//
// Reading order of an administrative page: printed rows from top to bottom, but the two blocks
// of its head (issuer, number, subject | motto, date) and of its foot (recipients | signer)
// one after the other, left first. Decree 30/2020/NĐ-CP Appendix I fixes where they stand.
// Pure functions of boxes and text.
#pragma once

#include <vector>

#include "core/page_text.h"

namespace sohoa {

// Lines in any order, as an engine found them -> blocks in reading order. Words that stand on
// one printed line come into one Line, left to right. `width` is the page's.
std::vector<Block> OrderLines(std::vector<Line> lines, int width);

// Cuts lines where words stand so far apart that an engine joined what only happens to be
// level: OrderLines() joins again what belongs together.
std::vector<Line> CutAtWideSpaces(std::vector<Line> lines);

}  // namespace sohoa
