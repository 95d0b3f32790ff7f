// SPDX-License-Identifier: Apache-2.0
//
// BitImages to and from Leptonica's one-bit images, for what Leptonica does well.
#pragma once

#include <memory>

#include <leptonica/allheaders.h>

#include "imaging/bit_image.h"

namespace sohoa {

struct DestroyPix {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, DestroyPix>;

// A copy; std::bad_alloc where Leptonica has no memory for it.
PixPtr ToPix(const BitImage& image);

// `pix` is one bit deep.
BitImage ToBitImage(const PIX& pix);

}  // namespace sohoa
