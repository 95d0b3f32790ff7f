// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_variants.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sohoa {
namespace {

constexpr int kHeightsAMargin = 12;
constexpr std::uint8_t kWhite = 255;

GrayImage White(int width, int height) {
  return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), kWhite)};
}

GrayImage WithMargin(const GrayImage& line, int margin) {
  GrayImage wide = White(line.width + 2 * margin, line.height + 2 * margin);
  for (int y = 0; y < line.height; ++y) std::copy_n(line.Row(y), line.width, wide.Row(y + margin) + margin);
  return wide;
}

// Five binomial-like weights of sum 64: as a Gaussian with a standard deviation of 0.73 pixels.
int Blurred(int a, int b, int c, int d, int e) { return a + e + 13 * (b + d) + 36 * c; }

// The outermost two pixels are margin and stay.
GrayImage Blur(const GrayImage& image) {
  GrayImage across = image;
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* from = image.Row(y);
    std::uint8_t* to = across.Row(y);
    for (int x = 2; x + 2 < image.width; ++x)
      to[x] = static_cast<std::uint8_t>((Blurred(from[x - 2], from[x - 1], from[x], from[x + 1], from[x + 2]) + 32) / 64);
  }
  GrayImage both = across;
  for (int y = 2; y + 2 < image.height; ++y) {
    const std::uint8_t* rows[] = {across.Row(y - 2), across.Row(y - 1), across.Row(y), across.Row(y + 1), across.Row(y + 2)};
    std::uint8_t* to = both.Row(y);
    for (int x = 0; x < image.width; ++x)
      to[x] = static_cast<std::uint8_t>((Blurred(rows[0][x], rows[1][x], rows[2][x], rows[3][x], rows[4][x]) + 32) / 64);
  }
  return both;
}

// Nine columns out of ten: each is the mean of the 10/9 columns that it covers.
GrayImage Narrowed(const GrayImage& image) {
  GrayImage narrow = White(std::max(1, image.width * 9 / 10), image.height);
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* from = image.Row(y);
    std::uint8_t* to = narrow.Row(y);
    for (int x = 0; x < narrow.width; ++x) {
      // In ninths of columns: from 10 x to 10 x + 10.
      const int first = 10 * x / 9;
      const int of_first = 9 - 10 * x % 9;
      const int of_second = std::min(9, 10 - of_first);
      const int second = std::min(first + 1, image.width - 1);
      const int third = std::min(first + 2, image.width - 1);
      to[x] = static_cast<std::uint8_t>((of_first * from[first] + of_second * from[second] + (10 - of_first - of_second) * from[third] + 5) / 10);
    }
  }
  return narrow;
}

}  // namespace

std::vector<LineVariant> LineVariants(const GrayImage& line) {
  std::vector<LineVariant> variants;
  if (line.empty()) return variants;
  const int margin = std::max(1, (line.height + kHeightsAMargin / 2) / kHeightsAMargin);
  const GrayImage wide = WithMargin(line, margin);
  variants.push_back({Blur(wide), static_cast<double>(margin), 1});
  variants.push_back({Narrowed(wide), 0.9 * margin, 0.9});
  return variants;
}

}  // namespace sohoa
