// SPDX-License-Identifier: Apache-2.0
#include "imaging/matrix_view.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "imaging/block_means.h"

namespace sohoa {
namespace {

// A PNG file counts pixels a metre and makes 299.9994 of 300 dpi. Half a page is half a page
// all the same: over its length the difference is less than half a pixel.
bool IsNear(double scale, double exact) { return std::fabs(scale / exact - 1) < 1e-4; }

// Three pixels into two, each two thirds of one and a third of the next: the way from 300 to
// 200 dpi that most pages go. The same means as INTER_AREA gives, in whole numbers.
struct Taps {
  int first = 0;
  int second = 0;  // the same pixel where the image ends with it
  std::uint16_t first_weight = 3;
  std::uint16_t second_weight = 0;
};

Taps TapsOf(int target, int length) {
  const int from = target / 2 * 3 + target % 2;
  if (from + 1 >= length) return {from, from, 3, 0};
  return target % 2 == 0 ? Taps{from, from + 1, 2, 1} : Taps{from, from + 1, 1, 2};
}

void MixRows(const std::uint8_t* first, const std::uint8_t* second, const Taps& taps, std::size_t bytes, std::uint16_t* to) {
  const std::uint16_t first_weight = taps.first_weight;
  const std::uint16_t second_weight = taps.second_weight;
  for (std::size_t x = 0; x < bytes; ++x) to[x] = static_cast<std::uint16_t>(first_weight * first[x] + second_weight * second[x]);
}

// Half of nine is no whole number, so that no mean lies half way and rounding is one way only.
std::uint8_t Ninth(int sum) { return static_cast<std::uint8_t>((sum + 4) / 9); }

template <int kChannels>
void MixColumns(const std::uint16_t* from, int width, int target_width, std::uint8_t* to) {
  const int pairs = std::min(width / 3, target_width / 2);
  for (int i = 0; i < pairs; ++i, from += 3 * kChannels, to += 2 * kChannels) {
    for (int c = 0; c < kChannels; ++c) {
      to[c] = Ninth(2 * from[c] + from[kChannels + c]);
      to[kChannels + c] = Ninth(from[kChannels + c] + 2 * from[2 * kChannels + c]);
    }
  }
  for (int i = 2 * pairs; i < target_width; ++i, to += kChannels) {
    const Taps taps = TapsOf(i, width);
    const std::uint16_t* first = from + (taps.first - 3 * pairs) * kChannels;
    const std::uint16_t* second = from + (taps.second - 3 * pairs) * kChannels;
    for (int c = 0; c < kChannels; ++c) to[c] = Ninth(taps.first_weight * first[c] + taps.second_weight * second[c]);
  }
}

cv::Mat TwoThirds(const cv::Mat& pixels, const cv::Size& size) {
  cv::Mat scaled(size, pixels.type());
  const std::size_t bytes = static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
  std::vector<std::uint16_t> mixed(bytes);
  for (int y = 0; y < size.height; ++y) {
    const Taps taps = TapsOf(y, pixels.rows);
    MixRows(pixels.ptr(taps.first), pixels.ptr(taps.second), taps, bytes, mixed.data());
    if (pixels.channels() == 3) {
      MixColumns<3>(mixed.data(), pixels.cols, size.width, scaled.ptr(y));
    } else {
      MixColumns<1>(mixed.data(), pixels.cols, size.width, scaled.ptr(y));
    }
  }
  return scaled;
}

}  // namespace

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
  const double factor = std::round(1 / scale);
  const bool whole = IsNear(scale, 1 / factor);
  if (whole && pixels.type() == CV_8UC1 && factor >= 2 && factor <= kLargestBlock) {
    return BlockMeans(pixels, static_cast<int>(factor));
  }
  if (whole) scale = 1 / factor;
  const cv::Size size(cvRound(pixels.cols * scale), cvRound(pixels.rows * scale));
  cv::Mat scaled;
  if (pixels.depth() == CV_8U && IsNear(scale, 2.0 / 3) && pixels.cols >= 3 && pixels.rows >= 3) {
    scaled = TwoThirds(pixels, {cvRound(pixels.cols / 1.5), cvRound(pixels.rows / 1.5)});
  } else if (size.width > 0 && size.height > 0) {
    // By factor and not by size: whole factors have a fast way of their own.
    cv::resize(pixels, scaled, {}, scale, scale, cv::INTER_AREA);
  } else {
    cv::resize(pixels, scaled, {std::max(1, size.width), std::max(1, size.height)}, 0, 0, cv::INTER_AREA);
  }
  return scaled;
}

}  // namespace sohoa
