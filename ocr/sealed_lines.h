// SPDX-License-Identifier: Apache-2.0
//
// SealedLines: printed lines that the ring of a seal crosses. A ring joins the letters it runs through
// to one piece of ink, and the reader loses them: the lines are read a second time without the ring.
#pragma once

#include <cstddef>
#include <vector>

#include "core/page_text.h"
#include "imaging/local_image.h"
#include "ocr/gray_image.h"
#include "ocr/region_reader.h"
#include "ocr/round_seals.h"

namespace sohoa {

// Of one seal.
struct SealedLines {
  GrayImage page;                   // what lies about the lines, without the seal's rings
  int left = 0;                     // of `page` on the whole page, pixels
  int top = 0;
  Box seal;                         // on the whole page
  std::vector<std::size_t> lines;   // which they are
  std::vector<TextRegion> regions;  // where they stand in `page`: one a line
};

// `lines` of the page, cut where words stand far apart, with their ink. `reading`: gray, the page's size; coloured
// ink is as bright as paper there, but for what of a ring lies along the edges of letters: `mask` tells where, as
// PreparedPage::ink_mask (nullptr where nothing is coloured).
std::vector<SealedLines> FindSealedLines(const LocalImage& reading, const LocalImage* mask, const std::vector<RoundSeal>& seals,
                                         const std::vector<Line>& lines);

// Takes the words about the seal from `read`, what was read in each region, where they are text and the rest of
// the line came out as before.
void TakeSealedWords(const SealedLines& sealed, std::vector<std::vector<Line>> read, std::vector<Line>& lines);

}  // namespace sohoa
