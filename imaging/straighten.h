// SPDX-License-Identifier: Apache-2.0
//
// Taking the skew out of an image: it is turned by -skew_degrees (12 at most, either way) about
// its centre on an enlarged canvas, exactly as PageGeometry::ToScanned leads back. Each gives
// the image itself back where the skew is 0.
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// Pixels between those of the image are mixed; the canvas is white.
LocalImagePtr Straighten(const LocalImagePtr& image, double skew_degrees);

// A mask of one channel, whose values do not mix: each pixel is that of its nearest; the canvas
// is 0.
LocalImagePtr StraightenMask(const LocalImagePtr& mask, double skew_degrees);

}  // namespace sohoa
