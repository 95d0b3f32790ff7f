// SPDX-License-Identifier: Apache-2.0
//
// CoarseInk: ink at about 100 dpi and its larger pieces, which is all that seals, frames and
// signatures need. Plain values, pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/geometry.h"
#include "imaging/bit_image.h"

namespace sohoa {

struct CoarseInk {
  BitImage ink;
  double scale = 1;         // pixels of the page to one of `ink`
  double dpi = 0;           // of `ink`
  std::vector<Box> pieces;  // 8-connected, as long as no letter is: 5 mm one way at least

  int Pixels(double millimetres) const;
  Box ToPage(const Box& box) const;
};

CoarseInk MakeCoarseInk(const BitImage& page, double dpi);

// Pieces of `ink` of at least `least` pixels one way.
std::vector<Box> LargePieces(const BitImage& ink, int least);

// A mask's pixels of one colour (PreparedPage::ink_mask).
BitImage InkOfColour(const std::uint8_t* mask, std::size_t stride, int width, int height, int colour);

}  // namespace sohoa
