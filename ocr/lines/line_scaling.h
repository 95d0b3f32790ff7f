// SPDX-License-Identifier: Apache-2.0
//
// Scaling a line to a height exactly as Leptonica 1.82 does it for Tesseract (pixScale). Where
// that averages areas, which is most lines and most of the time, it is done here in two passes,
// rows first, with the same integers; the rest is left to Leptonica.
#pragma once

#include <cstdint>

#include "ocr/gray_image.h"

namespace sohoa {

// Keeps the proportions. Empty where the line is, or where Leptonica cannot scale it.
// Thread-safe.
GrayImage ScaleLineToHeight(const GrayImage& line, int height);

// The mean of the area that each pixel covers, in sixteenths of pixels; `factor` < 0.7.
GrayImage ScaleByArea(const GrayImage& image, float factor);

}  // namespace sohoa
