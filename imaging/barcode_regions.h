// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/geometry.h"
#include "imaging/bit_image.h"

namespace sohoa {

// Where codes may be, with the quiet zone around them; boxes do not overlap. Most pages of text
// have none. `dark`: the ink of an upright, straight page.
std::vector<Box> FindBarcodeRegions(const BitImage& dark, double dpi);

}  // namespace sohoa
