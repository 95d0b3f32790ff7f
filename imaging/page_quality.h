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
  const PageGeometry& geometry;
  bool dpi_known = true;
  bool bitonal = false;
  const std::vector<ColouredInk>& inks;
};

// A score with reasons, by which a desk asks for another scan:
//
//   blurred         edges of strokes as wide as a blur of 2 pixels at 300 dpi makes them
//   cut_edge        lines of print run over an edge of the scan
//   folded_corner   a corner of the sheet is folded over or missing
//   low_contrast    print hardly darker than its paper
//   low_resolution  under 140 dpi
//   skewed          by 3 degrees and more
//   too_dark        paper as dark as where hardly any light came, a bitonal page a third black
//   red_seal, unknown_resolution   no faults: the score stays
//
// Blank: nothing on it that could be a letter, a stroke of a pen or a stamp; specks, punch holes
// and edges are nothing.
PageQuality JudgePage(const JudgedPage& page);

}  // namespace sohoa
