// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/bit_image.h"
#include "imaging/local_image.h"
#include "imaging/page_assessment.h"
#include "imaging/sharpness.h"

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
  // Where the others are smaller than what was decoded: that, in gray, for blur is seen in it alone.
  const LocalImage* fine = nullptr;
  double fine_dpi = 0;
};

struct Judgement {
  PageQuality quality;
  StrokeEdges edges;  // of a page that is not blank
  SheetSides cut;     // as the page stands upright
  int paper = 255;    // level of gray
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
// Blank: nothing on it that could be a letter, a stroke of a pen or pencil or a stamp; specks, punch
// holes and edges are nothing.
Judgement JudgePage(const JudgedPage& page);

}  // namespace sohoa
