// SPDX-License-Identifier: Apache-2.0
//
// The pages of a TIFF (and BigTIFF) file from its directories alone, so that counts and sizes
// are known, and refused, before a decoder sees the file (TIFF 6.0, section 2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

struct TiffPage {
  std::uint32_t directory = 0;  // its number in the file, as libtiff counts
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  std::uint64_t bits_per_sample = 1;
  std::uint64_t samples = 1;
  std::uint64_t compression = 1;
  std::uint64_t strips = 0;
  std::uint64_t strip_offset = 0;  // of the first strip; only where it is the only one
  std::uint64_t strip_bytes = 0;
};

// The full-size pages in order; thumbnails and masks (NewSubfileType bits 0 and 2) are left
// out. kBadInput for a directory that is cut off, kResourceLimit past `max_pages`. A chain
// that comes back to itself ends there.
Result<std::vector<TiffPage>> ReadTiffPages(std::string_view bytes, std::uint32_t max_pages);

// A one-page TIFF around raw T.6 (CCITT G4) data, 1 = black.
std::string WrapG4InTiff(std::string_view g4, int width, int height, double dpi);

}  // namespace sohoa
