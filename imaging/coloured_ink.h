// SPDX-License-Identifier: Apache-2.0
//
// Ink that print does not have: red seals and stamps, blue pens.
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/local_image.h"

namespace sohoa {

struct InkSeparation {
  LocalImagePtr mask;   // 0 print or paper, 1 red, 2 blue
  LocalImagePtr print;  // gray: coloured ink as bright as the paper, black under it kept
  std::vector<ColouredInk> inks;  // patches of at least a few millimetres
};

// `image`: gray or sRGB. A page printed in one colour all over keeps it: then it is print.
InkSeparation SeparateInk(const LocalImage& image, double dpi);

}  // namespace sohoa
