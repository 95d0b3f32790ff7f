// SPDX-License-Identifier: Apache-2.0
//
// A page as two layers: its print, which is there or not at full resolution, over its paper,
// which has everything else (mixed raster content, ISO/IEC 16485).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "imaging/local_image.h"

namespace sohoa {

struct PrintSplit {
  LocalImagePtr print;  // one channel: 0 ink, 255 none; nullptr where there is no ink
  std::array<std::uint8_t, 3> ink{};  // the one colour that the print has, sRGB
  LocalImagePtr paper;  // channels of the display
  double detail = 0;    // share of the page that the paper shows as it was scanned
};

// What a page is split by; all of the same place.
struct PageViews {
  const LocalImage& display;        // as it is shown
  const LocalImage& reading;        // gray, on white, without coloured ink
  const LocalImage* inks = nullptr; // not 0 where coloured ink is; nullptr: there is none
  double dpi = 0;                   // of all three
};

// The paper has `paper_dpi`, or the page's own where that is less. It is smooth, and the print
// lies over it, where that looks like the page; elsewhere (seals, signatures, pencil, pictures,
// patterns) the paper is as it was scanned, and what of the print would change it is left out.
// nullopt: the page has too few pixels an inch for its print to be there or not.
std::optional<PrintSplit> SplitPrint(const PageViews& page, double paper_dpi);

}  // namespace sohoa
