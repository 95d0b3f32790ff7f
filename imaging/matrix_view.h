// SPDX-License-Identifier: Apache-2.0
//
// OpenCV's view of our pixels. For .cpp files of imaging only: it shows OpenCV.
#pragma once

#include <opencv2/core.hpp>

#include "imaging/local_image.h"

namespace sohoa {

// Shares the pixels; they must outlive the view.
cv::Mat View(const LocalImage& image);
// Copies.
LocalImagePtr ToLocalImage(const cv::Mat& pixels);

}  // namespace sohoa
