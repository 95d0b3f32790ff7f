// SPDX-License-Identifier: Apache-2.0
//
// Print that is white on black, as in the heads of some tables. Pure functions of pixels.
#pragma once

#include <vector>

#include "core/geometry.h"
#include "imaging/bit_image.h"

namespace sohoa {

// Dark areas with letters left out of them; none for pictures and bars. `ink` as it was scanned,
// with all its rules.
std::vector<Box> FindReversedPrint(const BitImage& ink, double dpi);

}  // namespace sohoa
