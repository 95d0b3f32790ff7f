// SPDX-License-Identifier: Apache-2.0
//
// LineFinder: which pieces of ink make up a line of text. A line is what stands on one level
// without a wide gap or a rule in it; words far apart on one level are lines of their own, and
// the reading order (ocr/reading_order.h) joins what belongs together. Pure functions of boxes.
#pragma once

#include <vector>

#include "core/geometry.h"

namespace sohoa {

struct FoundLine {
  Box box;                    // of its letters, with marks above and below
  std::vector<Box> letters;   // from the left; pieces of one letter stand apart
  std::vector<Box> frames;    // ink that goes all around the line: the frame of a stamp, of a form
  int letter_height = 0;      // median of its letters, pixels
  double level_left = 0;      // of the baseline at its ends
  double level_right = 0;
};

struct FoundLines {
  std::vector<FoundLine> lines;
  std::vector<Box> specks;  // too small for the dot of an i, or near no line: dirt
};

// Median height of what looks like letters among `components`; 0 where there are none.
int TypicalLetterHeight(const std::vector<Box>& components, double dpi);

// Lines of one region. `letter_height` is that of the page, `dividers` as PageInk has them.
FoundLines FindLines(const std::vector<Box>& components, int letter_height,
                     const std::vector<Box>& dividers);

}  // namespace sohoa
