// SPDX-License-Identifier: Apache-2.0
//
// Digits as a pen writes them: strokes of our own drawing, each time a little different.
#pragma once

#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "samples/random.h"

namespace sohoa {

// Whether all of `text` is digits, which are all that the pen can write.
bool PenCanWrite(std::string_view text);

// Points to draw smooth strokes through; `left` and `width` give the place of the whole
// text, `baseline` and `height` that of the digits.
std::vector<std::vector<Point>> PenStrokes(std::string_view text, double left, double baseline,
                                           double width, double height, SampleRandom& random);

// A signature that fills about `width` by `height`; another seed, another hand.
std::vector<std::vector<Point>> SignatureStrokes(double left, double top, double width,
                                                 double height, SampleRandom& random);

}  // namespace sohoa
