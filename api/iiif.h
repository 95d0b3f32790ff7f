// SPDX-License-Identifier: Apache-2.0
//
// The parameters of an IIIF Image API 3 request (https://iiif.io/api/image/3.0/), level 2, on
// a page's layer. Pure functions.
#pragma once

#include <string>

#include "core/result.h"
#include "imaging/page_imaging.h"

namespace sohoa {

// `width` and `height` are the layer's pixels. kInvalidArgument: not a valid request, or one
// that asks for more than level 2 has (upscaling, mirroring, free rotation, bitonal).
Result<PictureRequest> ParseIiifRequest(const std::string& region, const std::string& size,
                                        const std::string& rotation, const std::string& quality,
                                        const std::string& format, int width, int height);

// info.json; `id` is the image's address without "/info.json".
std::string IiifInfoJson(const std::string& id, int width, int height);

}  // namespace sohoa
