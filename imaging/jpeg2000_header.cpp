// SPDX-License-Identifier: Apache-2.0
#include "imaging/jpeg2000_header.h"

namespace sohoa {

bool HasPalette(std::string_view bytes) {
  // Boxes are not walked: a decoder may read a broken length in another way than we do.
  constexpr std::string_view kStartOfCodestream = "\xFF\x4F\xFF\x51";
  return bytes.substr(0, bytes.find(kStartOfCodestream)).find("pclr") != std::string_view::npos;
}

}  // namespace sohoa
