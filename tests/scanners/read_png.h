// SPDX-License-Identifier: Apache-2.0
//
// A PNG file's pixels as they are stored, read by libpng without any conversion.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "imaging/original_file.h"

namespace sohoa {

struct PngPixels {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int channels = 0;
  int depth = 0;
  double dpi = 0;  // 0: the file does not say
  std::vector<std::string> rows;

  // Sample of channel `c` at x, y; 1-bit ones as 0 or 1.
  int At(std::uint32_t x, std::uint32_t y, int c = 0) const;
};

// None when it is not a whole and valid PNG file.
std::optional<PngPixels> ReadPng(const OriginalFile& file);

}  // namespace sohoa
