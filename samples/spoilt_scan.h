// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong with a scan at the desk, done to drawn pages on purpose.
#pragma once

#include <cstdint>

#include "samples/sample_pages.h"

namespace sohoa {

// By about a Gaussian of `sigma` pixels.
SampleImage Blurred(const SampleImage& image, double sigma);
// The scanner missed so many millimetres at each side.
SampleImage CutOff(const SampleImage& image, double left_mm, double top_mm, double right_mm, double bottom_mm);
// Every level `percent` of itself: too little light.
SampleImage Darkened(const SampleImage& image, int percent);
// Of print `percent` of its blackness is left, on white: too much light.
SampleImage Lightened(const SampleImage& image, int percent);
// Lines of handwriting with a pencil that takes `levels` of gray from the paper.
SampleImage WithPencil(const SampleImage& image, int levels, std::uint64_t seed);
// A seal alone: a ring with something in it, `red` or of black ink.
SampleImage WithSeal(const SampleImage& image, bool red);
// Two holes of 6 mm at the left, 80 mm apart, through which the lid shows.
SampleImage WithPunchHoles(const SampleImage& image);
// The sheet lies on a black lid that is seen so far at the left and below.
SampleImage WithBlackBorder(const SampleImage& image, double mm);
// The upper right corner, so many millimetres of it, is folded over.
SampleImage WithFoldedCorner(const SampleImage& image, double mm);

}  // namespace sohoa
