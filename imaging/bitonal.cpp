// SPDX-License-Identifier: Apache-2.0
#include "imaging/bitonal.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

// Edges that were drawn again are gray for a few pixels in a hundred.
constexpr double kEdgeShare = 0.06;
constexpr int kColourDifference = 24;

// Neither black nor white.
constexpr int kNearlyBlack = 40;
constexpr int kNearlyWhite = 215;

bool IsMuchGray(std::uint64_t gray, const LocalImage& image) {
  return static_cast<double>(gray) > kEdgeShare * image.width() * image.height();
}

SOHOA_VECTOR_CLONES
int CountGray(const std::uint8_t* row, int pixels) {
  constexpr int kPiece = 128;  // few enough to be counted in a byte
  int count = 0;
  for (int begin = 0; begin < pixels; begin += kPiece) {
    const int end = std::min(pixels, begin + kPiece);
    std::uint8_t piece = 0;
    for (int x = begin; x < end; ++x) {
      piece = static_cast<std::uint8_t>(piece + static_cast<std::uint8_t>((row[x] > kNearlyBlack) & (row[x] < kNearlyWhite)));
    }
    count += piece;
  }
  return count;
}

}  // namespace

bool IsBitonal(const LocalImage& image) {
  const int bytes = image.width() * image.channels();
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* row = image.row(y);
    // Row by row and not pixel by pixel: a loop without a way out takes many at a time.
    std::uint8_t gray = 0;
    for (int x = 0; x < bytes; ++x) gray |= static_cast<std::uint8_t>(static_cast<std::uint8_t>(row[x] + 1) > 1);
    if (gray != 0) return false;
    for (int x = 0; image.channels() == 3 && x < bytes; x += 3) {
      if (row[x] != row[x + 1] || row[x] != row[x + 2]) return false;
    }
  }
  return true;
}

bool IsNearlyBitonal(const LocalImage& gray) {
  std::uint64_t pixels = 0;
  for (int y = 0; y < gray.height(); ++y) pixels += static_cast<std::uint64_t>(CountGray(gray.row(y), gray.width()));
  return !IsMuchGray(pixels, gray);
}

bool MakeBitonal(LocalImagePtr& image) {
  const int channels = image->channels();
  auto black = std::make_shared<LocalImage>(image->width(), image->height(), 1);
  std::uint64_t gray = 0;
  std::uint64_t coloured = 0;
  for (int y = 0; y < image->height(); ++y) {
    const std::uint8_t* from = image->row(y);
    std::uint8_t* to = black->row(y);
    for (int x = 0; x < image->width(); ++x, from += channels) {
      const int value = channels == 3 ? (from[0] + from[1] + from[2]) / 3 : from[0];
      if (channels == 3) {
        const auto [low, high] = std::minmax({from[0], from[1], from[2]});
        if (high - low > kColourDifference) ++coloured;
      }
      if (value > kNearlyBlack && value < kNearlyWhite) ++gray;
      to[x] = value < 128 ? 0 : 255;
    }
  }
  const double pixels = 1.0 * image->width() * image->height();
  if (IsMuchGray(gray, *image) || static_cast<double>(coloured) > 0.0005 * pixels) return false;
  image = std::move(black);
  return true;
}

}  // namespace sohoa
