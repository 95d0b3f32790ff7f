// SPDX-License-Identifier: Apache-2.0
//
// Turning and scaling. Each gives the image itself back where there is nothing to do, so that
// a straight page is not copied.
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// Clockwise by 0, 90, 180 or 270 degrees.
LocalImagePtr TurnQuarter(const LocalImagePtr& image, int rotation);

// Each pixel the mean of those it covers; `scale` below 1.
LocalImagePtr ScaleDown(const LocalImagePtr& image, double scale);

// One channel.
LocalImagePtr ToGray(const LocalImagePtr& image);

// One channel where all three are the same in every pixel: scanners and PDF drawing often
// give gray as colour.
LocalImagePtr DropEqualChannels(const LocalImagePtr& image);

}  // namespace sohoa
