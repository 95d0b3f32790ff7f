// SPDX-License-Identifier: Apache-2.0
//
// What a desk wants to know of a scan while its paper is still at hand: whether to ask for it
// again, and how to show it.
#pragma once

#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/page.h"

namespace sohoa {

// Of the sheet as it was scanned, before any turn.
struct SheetSides {
  bool left = false;
  bool top = false;
  bool right = false;
  bool bottom = false;
  bool any() const { return left || top || right || bottom; }
  bool operator==(const SheetSides&) const = default;
};

// Millimetres at each side, as scanned.
struct SheetMargins {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  bool operator==(const SheetMargins&) const = default;
};

struct PageAssessment {
  int width = 0;  // pixels as decoded
  int height = 0;
  double dpi = 0;          // never 0
  bool dpi_known = false;  // false: guessed
  double width_mm() const { return width * kMmPerInch / dpi; }
  double height_mm() const { return height * kMmPerInch / dpi; }
  // Of the sheet, without a black border: "A4", "A5", "card", ... (imaging/paper_size.h); empty where it is another one, or
  // the resolution is not known.
  std::string paper_size;

  // Blank, score and flags as PageImaging::Prepare() gives them, and "too_light" (print that is
  // hardly there on white paper), "black_border", "punch_holes", "over_long" (these cost nothing).
  PageQuality quality;
  double ink = 0;           // share of the page that is print, 0..1
  int paper = 255;          // level of gray of the paper
  int contrast = 0;         // of the print, levels of gray; 0 where there is too little to tell, as below
  double edge_width = 0;    // of strokes, pixels as decoded: what "blurred" is judged by
  double skew_degrees = 0;  // positive = text runs downhill
  int rotation = 0;         // clockwise turn that makes it upright
  double orientation_confidence = 0;  // 0..1 that this is right; under 0.2 it is a guess
  SheetSides cut;           // print runs over the edge there
  SheetMargins border;      // black, which is no part of the sheet
  std::vector<Box> holes;   // of a punch or a staple, pixels as decoded
  std::vector<Barcode> codes;  // from top to bottom, pixels as decoded

  std::string thumbnail;  // a JPEG file, not turned
};

}  // namespace sohoa
