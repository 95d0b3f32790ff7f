// SPDX-License-Identifier: Apache-2.0
#include "imaging/matrix_view.h"

#include <cstring>

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

}  // namespace sohoa
