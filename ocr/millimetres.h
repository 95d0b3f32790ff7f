// SPDX-License-Identifier: Apache-2.0
//
// Lengths on paper as pixels of a page.
#pragma once

#include <algorithm>
#include <cmath>

namespace sohoa {

// At least one.
inline int PixelsOfMillimetres(double millimetres, double dpi) {
  constexpr double kMillimetresPerInch = 25.4;
  return std::max(1, static_cast<int>(std::lround(millimetres * dpi / kMillimetresPerInch)));
}

}  // namespace sohoa
