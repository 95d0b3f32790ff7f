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
// Each pixel the mean of those it covers, and at least one a side, however thin the image is.
// The matrix itself where `scale` is not below 1.
cv::Mat ScaledDown(const cv::Mat& pixels, double scale);

}  // namespace sohoa
