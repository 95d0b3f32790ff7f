// SPDX-License-Identifier: Apache-2.0
//
// How a page lies: its quarter turn, by the shapes of its letters, and its skew.
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

struct QuarterTurn {
  int rotation = 0;       // clockwise turn that makes it upright
  double confidence = 0;  // 0..1; low where there are too few letters to tell
};

// Ascenders outnumber descenders in Latin text, and Vietnamese marks stand mostly above
// (Leptonica's hit-miss counts). `gray`: one channel.
QuarterTurn FindQuarterTurn(const LocalImage& gray, double dpi);

// Degrees by which text runs downhill; 0 where it is level or nothing tells. Up to 12 either way.
double FindSkew(const LocalImage& gray);

}  // namespace sohoa
