// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "imaging/local_image.h"

namespace sohoa {

// True when there is nothing but black and white in it.
bool IsBitonal(const LocalImage& image);

// True when what is gray in an image of one channel is no more than the edges that turning a
// bitonal page gave it.
bool IsNearlyBitonal(const LocalImage& gray);

// Takes the gray that drawing put at the edges of a bitonal scan out again, and gives a gray
// image of one channel; leaves `image` alone and returns false where there is more gray, or
// colour, than edges have (a stamp drawn over the scan, say).
bool MakeBitonal(LocalImagePtr& image);

}  // namespace sohoa
