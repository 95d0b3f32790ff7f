// SPDX-License-Identifier: Apache-2.0
//
// Small measures of boxes that the parts of the line finder share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/geometry.h"

namespace sohoa {

// 0 without boxes.
template <typename Measure>
int Median(const std::vector<Box>& boxes, Measure measure) {
  if (boxes.empty()) return 0;
  std::vector<int> values;
  values.reserve(boxes.size());
  for (const Box& box : boxes) values.push_back(measure(box));
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// 0 where the intervals overlap.
inline int GapBetween(int begin_a, int end_a, int begin_b, int end_b) {
  return std::max({0, begin_b - end_a, begin_a - end_b});
}

inline bool FromTheLeft(const Box& a, const Box& b) { return std::pair(a.left, a.top) < std::pair(b.left, b.top); }

}  // namespace sohoa
