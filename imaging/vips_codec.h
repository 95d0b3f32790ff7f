// SPDX-License-Identifier: Apache-2.0
//
// Encoded pictures to pixels and back, on libvips. Each kind goes to its own loader, so that a
// file cannot choose its decoder.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "imaging/local_image.h"
#include "imaging/page_imaging.h"

namespace sohoa {

struct PictureHeader {
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  std::uint32_t pages = 1;
};

// From the header alone. kBadInput.
Result<PictureHeader> ReadPictureHeader(std::string_view bytes, OriginalKind kind);

struct LoadedPicture {
  LocalImagePtr image;  // gray or sRGB, flattened on white, EXIF turn applied
  double dpi = 0;       // as the file says; 0 where it says nothing
};

// Page `page` of the file; `pdf_dpi` for PDF only. kBadInput: damaged or cut off;
// kResourceLimit: more pixels than `limits` allow, found before any is decoded.
Result<LoadedPicture> LoadPicture(std::string_view bytes, OriginalKind kind, std::uint32_t page,
                                  double pdf_dpi, const ImagingLimits& limits);

// A JPEG file of the image, scaled by `scale` (at most 1).
struct EncodedPicture {
  std::string bytes;
  int width = 0;
  int height = 0;
  int components = 0;
};
Result<EncodedPicture> EncodeJpeg(const LocalImage& image, double scale, int quality);

// What RenderPicture answers for an encoded layer in `bytes` of `kind`.
Result<std::string> RenderFromEncoded(std::string_view bytes, OriginalKind kind,
                                      const PictureRequest& request);

// The same of a mixed layer: a JPEG file stretched under the black pixels of a bitonal TIFF file,
// which are shown in `ink`.
Result<std::string> RenderPrintOnPaper(std::string_view paper, std::string_view print, const std::array<std::uint8_t, 3>& ink,
                                       const ImagingLimits& limits, const PictureRequest& request);

}  // namespace sohoa
