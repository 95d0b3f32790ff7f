// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// The page with its paper made white: shadows, yellowing, uneven light and the black borders
// that scanners leave are gone, strokes stay as gray as they were against their paper. A page
// whose paper is white already comes back as it is, but for borders.
LocalImagePtr CleanBackground(const LocalImage& gray);

}  // namespace sohoa
