// SPDX-License-Identifier: Apache-2.0
//
// Lines while they grow: letters from left to right come to the line they are level with.
#pragma once

#include <vector>

#include "core/geometry.h"

namespace sohoa {

// All in letter heights of the page.
inline constexpr double kWidestGap = 2.2;  // within a line

// Vertical rules by where they stand, for quick questions.
class Dividers {
 public:
  explicit Dividers(std::vector<Box> boxes);

  // One stands between `left` and `right` at that height.
  bool Between(int left, int right, int y) const;

 private:
  std::vector<Box> boxes_;  // from the left
};

// A line while it grows to the right.
struct GrowingLine {
  std::vector<Box> cores;
  Box box;
  Box last;  // where the line is at its right end: what comes next is level with this
  int middle_bottom = 0;  // median of the letters' lower ends, once it is grown
};

// `cores` are letters without marks, from the left; `height` is that of the page's letters.
std::vector<GrowingLine> GrowLines(const std::vector<Box>& cores, int height, const Dividers& dividers);

}  // namespace sohoa
