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

// What it takes to believe that a page lies in one way: evidence for it, and how many times that
// for the other direction. Kept low where a person looks at the answer.
struct TurnEvidence {
  float least = 8;
  float ratio = 2.5F;
};
inline constexpr TurnEvidence kSlightTurnEvidence = {3, 1.25F};

// Ascenders outnumber descenders in Latin text, and Vietnamese marks stand mostly above
// (Leptonica's hit-miss counts). `gray`: one channel.
QuarterTurn FindQuarterTurn(const LocalImage& gray, double dpi, const TurnEvidence& evidence = {});

// Degrees by which text runs downhill; 0 where it is level or nothing tells. Up to 12 either way.
double FindSkew(const LocalImage& gray);

}  // namespace sohoa
