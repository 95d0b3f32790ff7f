// SPDX-License-Identifier: Apache-2.0
//
// LineInput: a cropped line as a line network sees it: scaled to the network's height and
// levelled so that the ink becomes -127 and the paper 127. The arithmetic is Tesseract 5.3.0's
// (src/lstm/input.cpp, src/lstm/networkio.cpp, ImageData::PreScale), which scales with Leptonica.
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/gray_image.h"

namespace sohoa {

struct LineInput {
  int width = 0;
  std::vector<std::int8_t> pixels;  // width x height, a column after the other
};

// Wider than any line on paper (an A0 sheet's is 12,000); it bounds the memory a line can take.
inline constexpr int kWidestLineInput = 1 << 15;

// Gives no columns where the image is empty, or would be wider than kWidestLineInput.
// Thread-safe.
LineInput PrepareLineInput(const GrayImage& line, int height);

}  // namespace sohoa
