// SPDX-License-Identifier: Apache-2.0
//
// Barcodes as bars and squares of ink.
#pragma once

#include <string>

#include "samples/page_canvas.h"

namespace sohoa {

// Code 128 (ISO/IEC 15417) of an ASCII text, in a box without its quiet zone. kInternal when
// the encoder refuses the text.
Status DrawCode128(PageCanvas& canvas, const std::string& text, double x, double y, double width,
                   double height);

// QR code (ISO/IEC 18004), level M; `side` is without the quiet zone.
Status DrawQr(PageCanvas& canvas, const std::string& text, double x, double y, double side);

}  // namespace sohoa
