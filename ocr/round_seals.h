// SPDX-License-Identifier: Apache-2.0
//
// Round seals of organs, by their ring: red ones in the mask of coloured ink, black ones on
// bitonal and gray pages.
#pragma once

#include <vector>

#include "core/geometry.h"
#include "ocr/coarse_ink.h"

namespace sohoa {

// The outermost ring of a seal, in pixels of the page.
struct RoundSeal {
  double x = 0;
  double y = 0;
  double radius = 0;
  double confidence = 0;  // 0..1: how much of the ring is there

  Box box() const;
  bool Holds(double px, double py) const;
  // All of it lies within the ring.
  bool Holds(const Box& box) const;
};

// Of 28 to 46 mm (Circular 08/2003/TT-BCA and its successors: 30 to 42); none overlaps another
// by much. Nothing is sought where no piece of ink is as large as part of a ring.
std::vector<RoundSeal> FindRoundSeals(const CoarseInk& ink);

}  // namespace sohoa
