// SPDX-License-Identifier: Apache-2.0
#include "imaging/matrix_view.h"

#include <algorithm>
#include <cstring>

#include <opencv2/imgproc.hpp>

namespace sohoa {

cv::Mat View(const LocalImage& image) {
  return cv::Mat(image.height(), image.width(), image.channels() == 3 ? CV_8UC3 : CV_8UC1,
                 const_cast<std::uint8_t*>(image.data()), image.stride());
}

LocalImagePtr ToLocalImage(const cv::Mat& pixels) {
  auto image = std::make_shared<LocalImage>(pixels.cols, pixels.rows, pixels.channels());
  const std::size_t row = static_cast<std::size_t>(pixels.cols) * static_cast<std::size_t>(pixels.channels());
  for (int y = 0; y < pixels.rows; ++y) std::memcpy(image->row(y), pixels.ptr(y), row);
  return image;
}

cv::Mat ScaledDown(const cv::Mat& pixels, double scale) {
  if (scale >= 1) return pixels;
  const cv::Size size(cvRound(pixels.cols * scale), cvRound(pixels.rows * scale));
  cv::Mat scaled;
  if (size.width > 0 && size.height > 0) {
    // By factor and not by size: whole factors have a fast way of their own.
    cv::resize(pixels, scaled, {}, scale, scale, cv::INTER_AREA);
  } else {
    cv::resize(pixels, scaled, {std::max(1, size.width), std::max(1, size.height)}, 0, 0, cv::INTER_AREA);
  }
  return scaled;
}

}  // namespace sohoa
