// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/bit_image.h"
#include "imaging/local_image.h"

namespace sohoa {

// What a page is judged by.
struct JudgedPage {
  const LocalImage& scan;     // as decoded, gray or sRGB
  const LocalImage& reading;  // upright, straight and clean
  const BitImage& dark;       // the pixels of `reading` below 150
  double dpi = 300;
  bool dpi_known = true;
  double skew_degrees = 0;
  const std::vector<ColouredInk>& inks;
};

// Blank: nothing on it that could be a letter, a stroke of a pen or a stamp; specks, punch holes
// and edges are nothing.
PageQuality JudgePage(const JudgedPage& page);

}  // namespace sohoa
