// SPDX-License-Identifier: Apache-2.0
#include "ocr/gray_image.h"

#include <algorithm>

namespace sohoa {

GrayImage Turned(const GrayImage& image, int rotation) {
  if (rotation == 0) return image;
  const bool sideways = rotation != 180;
  GrayImage turned{sideways ? image.height : image.width, sideways ? image.width : image.height, {}};
  turned.pixels.resize(image.pixels.size());
  if (!sideways) {
    std::reverse_copy(image.pixels.begin(), image.pixels.end(), turned.pixels.begin());
    return turned;
  }
  // In squares that stay in the nearest cache: one side is read or written a row a pixel.
  constexpr int kSquare = 32;
  for (int top = 0; top < image.height; top += kSquare) {
    for (int left = 0; left < image.width; left += kSquare) {
      for (int y = top; y < std::min(image.height, top + kSquare); ++y) {
        const std::uint8_t* row = image.Row(y);
        for (int x = left; x < std::min(image.width, left + kSquare); ++x) {
          if (rotation == 90) {
            turned.Row(x)[image.height - 1 - y] = row[x];
          } else {
            turned.Row(image.width - 1 - x)[y] = row[x];
          }
        }
      }
    }
  }
  return turned;
}

}  // namespace sohoa
