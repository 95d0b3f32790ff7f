// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// The page with its paper made white: shadows, yellowing, uneven light and the black borders
// that scanners leave are gone, strokes stay as gray as they were against their paper. A page
// whose paper is white already and has no borders is given back itself.
LocalImagePtr CleanBackground(const LocalImagePtr& gray);

}  // namespace sohoa
