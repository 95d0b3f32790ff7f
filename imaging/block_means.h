// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>

namespace sohoa {

inline constexpr int kLargestBlock = 8;

// An 8-bit image of one channel made smaller by a whole factor, 2 to kLargestBlock: each pixel
// the rounded mean of its block, of what there is of it at the right and lower edge. Sides are
// rounded, and at least 1. What cv::INTER_AREA gives, but that halves round up; several times as fast.
cv::Mat BlockMeans(const cv::Mat& gray, int factor);

}  // namespace sohoa
