// SPDX-License-Identifier: Apache-2.0
//
// Turned cells: narrow cells of ruled tables whose text runs upwards or downwards, as in many
// heads of forms. Which way it runs is told by reading it. A page without cells whose ink is
// tall and makes no sense as it stands costs nothing.
#pragma once

#include <cstddef>
#include <vector>

#include "core/page_text.h"
#include "core/result.h"
#include "ocr/gray_image.h"
#include "ocr/region_reader.h"

namespace sohoa {

// A cell that may hold turned text.
struct TallCell {
  std::size_t index;  // among the cells asked for
  Box box;            // of its ink, in pixels of the page
  GrayImage image;    // of that box
};

// `cells` lie within the page, which has no rules any more.
std::vector<TallCell> FindTallCells(const GrayImage& page, const std::vector<Box>& cells, double dpi);

// What a turned cell says, in pixels of its picture turned upright.
struct TurnedText {
  std::size_t index;  // as TallCell has it
  Box cell;           // its ink, in pixels of the page
  int rotation;       // clockwise, that makes it upright: 90 or 270
  std::vector<Line> lines;

  // Of the picture that is upright.
  Box bounds() const { return {0, 0, cell.height(), cell.width()}; }
  // Boxes of words, lines and blocks become those of the page.
  void TurnBack(std::vector<Block>& blocks) const;
};

// Those that read as text only when turned. `upright[i]`: what was read in cell i as it stands.
Result<std::vector<TurnedText>> ReadTurnedCells(RegionReader& reader, double dpi, std::vector<TallCell> cells,
                                                const std::vector<std::vector<Line>>& upright);

}  // namespace sohoa
