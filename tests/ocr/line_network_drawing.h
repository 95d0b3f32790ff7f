// SPDX-License-Identifier: Apache-2.0
//
// Lines drawn for the tests of the line network, and the models installed with Tesseract.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/gray_image.h"

namespace sohoa {

// Dark on light; `noise` is how far pixels stray from what was drawn. Equal arguments give equal
// pixels.
GrayImage DrawLine(const std::string& text, double points, int noise = 0);

// Lines of many lengths, sizes and amounts of noise, in Vietnamese and English.
std::vector<GrayImage> DrawLines();

// The file of a model, "vie" or "eng".
std::string ModelPath(std::string_view language);

}  // namespace sohoa
