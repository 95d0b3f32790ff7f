// SPDX-License-Identifier: Apache-2.0
//
// PageInk: the ink of a page as connected components, after what is ruled (underlines, frames,
// edges of tables) was told from letters, and white print on black was turned. Pure functions of
// pixels.
#pragma once

#include <vector>

#include "core/geometry.h"
#include "ocr/gray_image.h"

namespace sohoa {

struct PageInk {
  GrayImage gray;               // the page without its rules, all print dark on light
  std::vector<Box> components;  // 8-connected ink, in pixels of the page, in no order to rely on
  std::vector<Box> dividers;    // vertical rules: no line of text goes through them
};

PageInk FindInk(GrayImage page, double dpi);

}  // namespace sohoa
