// SPDX-License-Identifier: Apache-2.0
//
// SlotFinder: where digits stand in the head of a paper, from the print about them: "Số: 85/KH-UBND",
// "ngày 04 tháng 10 năm 2018". What was read between may be anything, for a reader of print makes
// letters of a pen's strokes, or nothing. Pure functions of words.
#pragma once

#include <vector>

#include "core/page_text.h"

namespace sohoa {

struct SlotPlace {
  DigitSlotKind kind = DigitSlotKind::kNumber;
  int left = 0;   // where the print before the digits ends, pixels of the page
  int right = 0;  // where the print behind them begins: the slash, "tháng", "năm"
  Box print;      // a word that stands on the same line and is surely print: the notation, the year
};

// At most one of a kind, in the order of kinds. `lines`: of the page, in any order, none empty.
std::vector<SlotPlace> FindDigitSlots(const std::vector<Line>& lines, const Box& page);

}  // namespace sohoa
