// SPDX-License-Identifier: Apache-2.0
//
// Ink that print does not have: red seals and stamps, blue pens.
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/local_image.h"

namespace sohoa {

struct InkSeparation {
  LocalImagePtr mask;   // 0 print or paper, 1 red, 2 blue; nullptr where there is no coloured ink
  LocalImagePtr print;  // gray: coloured ink as bright as the paper, black under it kept
};

// `image`: gray, which is its own print, or sRGB. A page printed in one colour all over keeps
// it: then it is print.
InkSeparation SeparateInk(const LocalImagePtr& image);

// Patches of at least a few millimetres in such a mask: the red ones, then the blue ones.
std::vector<ColouredInk> FindInkPatches(const LocalImage& mask, double dpi);

// More of the mask is ink than specks of colour are: the page is worth keeping in colour.
bool HasColour(const LocalImage& mask);

}  // namespace sohoa
