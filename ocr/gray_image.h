// SPDX-License-Identifier: Apache-2.0
//
// GrayImage: 8-bit gray pixels of a page as the engines of this folder pass them around; rows
// without padding, 0 black. A plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/geometry.h"

namespace sohoa {

struct GrayImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  bool empty() const { return pixels.empty(); }
  Box bounds() const { return {0, 0, width, height}; }
  const std::uint8_t* Row(int y) const {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  std::uint8_t* Row(int y) {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
};

// Clockwise by 0, 90, 180 or 270 degrees.
GrayImage Turned(const GrayImage& image, int rotation);

}  // namespace sohoa
