// SPDX-License-Identifier: Apache-2.0
//
// LineVariants: a line as it might have been scanned as well. Which ones was chosen, of some thirty
// kinds, on drawn lines that were kept out of training. Integers alone, so that equal images give
// equal ones everywhere. Pure functions.
#pragma once

#include <vector>

#include "ocr/gray_image.h"

namespace sohoa {

// Column x of the line is column `margin` + x * `width` of the variant.
struct LineVariant {
  GrayImage image;
  double margin = 0;
  double width = 1;
};

// Two, both with a twelfth of the height in white around, so that letters come out smaller once
// scaled: one blurred, one narrower by a tenth. None of an empty image.
std::vector<LineVariant> LineVariants(const GrayImage& line);

}  // namespace sohoa
