// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// Whether something was written that is too pale to be read as print, as with a pencil: strokes a
// little darker than the paper about them. What shines through from the other side is paler
// still. `scan`: as decoded.
bool HasFaintStrokes(const LocalImage& scan, double dpi);

}  // namespace sohoa
