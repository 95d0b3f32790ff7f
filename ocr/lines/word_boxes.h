// SPDX-License-Identifier: Apache-2.0
//
// WordBoxes: which ink of a line belongs to which of its words. The network says where letters
// are to a step or two; the white between words says the rest. Pure functions of boxes.
#pragma once

#include <vector>

#include "core/geometry.h"
#include "ocr/lines/line_finder.h"

namespace sohoa {

// Where a word's first and last letter stand, about: columns of the page.
struct WordSpan {
  double first = 0;
  double last = 0;
};

// One box a word, none empty; words are in order from the left.
std::vector<Box> WordBoxes(const FoundLine& line, const std::vector<WordSpan>& words);

}  // namespace sohoa
