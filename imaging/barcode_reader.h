// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/page.h"
#include "imaging/local_image.h"

namespace sohoa {

// QR, Code 128, Code 39, EAN, Data Matrix and PDF417 on the page, from top to bottom.
std::vector<Barcode> ReadBarcodes(const LocalImage& gray);

}  // namespace sohoa
