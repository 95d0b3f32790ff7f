// SPDX-License-Identifier: Apache-2.0
//
// BitImage: one bit a pixel, 1 is ink. Rows are whole 32-bit words, the leftmost pixel in the
// highest bit, the rest of the last word 0 (Leptonica's layout). A plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/geometry.h"

namespace sohoa {

struct BitImage {
  BitImage(int pixels_wide, int pixels_high)
      : width(pixels_wide),
        height(pixels_high),
        words_per_row((pixels_wide + 31) / 32),
        words(static_cast<std::size_t>(words_per_row) * static_cast<std::size_t>(pixels_high), 0) {}

  std::uint32_t* Row(int y) { return words.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(words_per_row); }
  const std::uint32_t* Row(int y) const {
    return words.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(words_per_row);
  }
  // False outside the image.
  bool At(int x, int y) const {
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
    return (Row(y)[x / 32] >> (31 - x % 32) & 1) != 0;
  }
  void Clear(int x, int y) { Row(y)[x / 32] &= ~(std::uint32_t{1} << (31 - x % 32)); }
  void SetRun(int y, int begin, int end);
  void ClearRun(int y, int begin, int end);
  void Invert(const Box& box);  // within the image

  int width;
  int height;
  int words_per_row;
  std::vector<std::uint32_t> words;
};

// Pixels at or below `threshold`; a row of `width` gray pixels begins every `stride` bytes.
BitImage DarkPixels(const std::uint8_t* pixels, std::size_t stride, int width, int height, int threshold);

// The part of an image; `box` lies within it and is not empty.
BitImage Cropped(const BitImage& image, const Box& box);

// Half as wide and high (a last odd row or column is dropped, at least 1): ink where two of four
// pixels are.
BitImage Halved(const BitImage& image);

// What is left of ink that is nowhere shorter than `length` pixels along a row, or a column; a
// step of one pixel aside does not end it.
BitImage LongAlongRows(const BitImage& image, int length);
BitImage LongAlongColumns(const BitImage& image, int length);

// Ink and the eight pixels about each of its own.
BitImage Thickened(const BitImage& image);

// Gaps of ink narrower than `width` pixels along rows or `height` along columns are filled; none
// is taken away.
BitImage Closed(const BitImage& image, int width, int height);

// Pixels of ink in `box`, which may reach beyond the image.
std::int64_t CountInk(const BitImage& image, const Box& box);

// Pieces of ink.
enum class Neighbours { kFour, kEight };
std::vector<Box> ConnectedComponents(const BitImage& image, Neighbours neighbours = Neighbours::kEight);

}  // namespace sohoa
