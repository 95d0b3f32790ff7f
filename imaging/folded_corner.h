// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// Whether a corner of the sheet is folded over or away: a straight line from one edge to the
// other, well off the directions of both, with another level of gray behind it (the lid of the
// scanner, the back of the sheet) or the shadow of a fold along it. `scan`: as decoded.
bool HasFoldedCorner(const LocalImage& scan, double dpi);

}  // namespace sohoa
