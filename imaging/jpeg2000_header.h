// SPDX-License-Identifier: Apache-2.0
//
// What a JPEG 2000 says before its pixels that its decoder does not bear.
#pragma once

#include <string_view>

namespace sohoa {

// Whether colours are looked up in a palette (ISO/IEC 15444-1, I.5.3.4). Decoding makes several
// channels of one then, for which libvips 8.14 has no room: it writes past its memory.
bool HasPalette(std::string_view bytes);

}  // namespace sohoa
