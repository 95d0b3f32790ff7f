// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/page.h"
#include "imaging/bit_image.h"

namespace sohoa {

// A patch code: four bars across the feed, two of 5.1 mm and two of 2.0 mm, with gaps of 2.0 mm, at least 50 mm
// long, which capture software and scanners take as a sheet between documents (Kodak A-61599). Six of them are
// told apart by the order of the bars: "1" "2" "3" "4" "6" "T", read from the top, or from the left where they
// stand upright; of a sheet that lies the other way round "3" and "T" change places, and "1" and "6". Sizes
// from six to fifteen tenths of these are taken, as copies and prints "to fit" have them.
// `dark`: the ink of an upright, straight page. The format of the code that is found is "PatchCode".
std::optional<Barcode> FindPatchCode(const BitImage& dark, double dpi);

}  // namespace sohoa
