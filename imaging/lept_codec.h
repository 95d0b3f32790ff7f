// SPDX-License-Identifier: Apache-2.0
//
// What Leptonica encodes and decodes for us: CCITT G4 and BMP.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "imaging/local_image.h"
#include "imaging/vips_codec.h"

namespace sohoa {

void StartLeptonica();  // once a process: silences it

// Raw T.6 data of a gray image whose pixels below 128 are black.
Result<std::string> EncodeG4(const LocalImage& image);

Result<PictureHeader> ReadBmpHeader(std::string_view bytes);
Result<LoadedPicture> LoadBmp(std::string_view bytes, const ImagingLimits& limits);

}  // namespace sohoa
