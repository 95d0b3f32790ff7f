// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/local_image.h"

namespace sohoa {

// QR, Code 128, Code 39, EAN, Data Matrix and PDF417 within `regions` of the page
// (imaging/barcode_regions.h), from top to bottom. `turned`: the page may stand on its head or lie on a side.
std::vector<Barcode> ReadBarcodes(const LocalImage& gray, const std::vector<Box>& regions, bool turned = false);

}  // namespace sohoa
