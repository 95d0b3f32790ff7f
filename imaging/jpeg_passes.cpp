// SPDX-License-Identifier: Apache-2.0
#include "imaging/jpeg_passes.h"

#include <cstddef>

namespace sohoa {
namespace {

constexpr unsigned char kStartOfScan = 0xDA;

// Markers that no length follows: fill bytes, stuffed zeros, restarts, start and end of the image.
bool StandsAlone(unsigned char marker) {
  return marker == 0x00 || marker == 0x01 || marker == 0xFF || (marker >= 0xD0 && marker <= 0xD9);
}

}  // namespace

std::uint32_t CountJpegPasses(std::string_view bytes, std::uint32_t most) {
  std::uint32_t passes = 0;
  std::size_t at = 0;
  // What lies between segments is a scan's data, in which no marker but those that stand alone can be.
  while (passes < most && (at = bytes.find('\xFF', at)) != std::string_view::npos && at + 1 < bytes.size()) {
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == kStartOfScan) ++passes;
    if (StandsAlone(marker)) {
      at += marker == 0xFF ? 1 : 2;
      continue;
    }
    if (at + 3 >= bytes.size()) break;
    at += 2 + (static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 2])) << 8 |
               static_cast<unsigned char>(bytes[at + 3]));
  }
  return passes;
}

}  // namespace sohoa
