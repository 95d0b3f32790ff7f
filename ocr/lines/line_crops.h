// SPDX-License-Identifier: Apache-2.0
//
// LineCrops: lines of a page as images of their own, without the ink of their neighbours.
#pragma once

#include <vector>

#include "ocr/gray_image.h"
#include "ocr/lines/line_finder.h"

namespace sohoa {

struct LineCrop {
  GrayImage image;
  int left = 0;  // where its first pixel stands on the page
  int top = 0;
};

// One a line, in their order. `lines` are all of the page: where two overlap, each shows its
// own letters. `specks` are wiped away unless they stand within a letter.
std::vector<LineCrop> CropLines(const GrayImage& page, const std::vector<FoundLine>& lines,
                                const std::vector<Box>& specks);

}  // namespace sohoa
