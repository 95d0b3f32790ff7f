// SPDX-License-Identifier: Apache-2.0
//
// What the paper looks like under and between its print. For .cpp files of imaging only: it
// shows OpenCV.
#pragma once

#include <opencv2/core.hpp>

namespace sohoa {

inline constexpr int kPaperCell = 4;

// The means of cells of kPaperCell pixels a side, of those pixels that have no print near
// (`near` is 0 there), evened out with their neighbours; where a cell has too few, what the
// cells about it have. Type and channels of `page`, of which it is a quarter in size.
cv::Mat PaperCells(const cv::Mat& page, const cv::Mat& near);

}  // namespace sohoa
