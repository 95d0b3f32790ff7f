// SPDX-License-Identifier: Apache-2.0
//
// What a PDF page is made of, read from its structure before anything is drawn: its size, and
// the scanned image it shows. One thread at a time per object.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "imaging/page_imaging.h"

namespace sohoa {

// How the bytes of a page's only image are coded, where they can be decoded as they stand.
enum class EmbeddedCoding : std::uint8_t {
  kNone = 0,  // draw the page
  kJpeg = 1,
  kCcittG4 = 2,
  kGray = 3,  // 8 bits each, from the top, no padding
  kRgb = 4,
  kBits = 5,  // 1 bit each, MSB first, rows padded to bytes
};

struct PdfPageContent {
  double width_inches = 0;  // of the page as it is shown (crop box, /Rotate applied)
  double height_inches = 0;
  double scan_dpi = 0;  // of the image that fills the page; 0 where there is none
  int scan_width = 0;   // of that image, pixels
  int scan_height = 0;
  bool bitonal_scan = false;  // one 1-bit image is all that is to be seen
  bool born_digital = false;  // has more text than a signature laid over a scan

  // Set where that image is the whole page and can be decoded without drawing.
  EmbeddedCoding coding = EmbeddedCoding::kNone;
  int rotate = 0;           // clockwise turn that the page asks for
  bool black_is_one = false;  // kCcittG4 and kBits: a 1 is black
  std::string data;
};

class PdfFile {
 public:
  // `bytes` must outlive the object. kUnsupported: it needs a password; kBadInput: beyond repair;
  // kResourceLimit: too many objects or pages.
  static Result<std::unique_ptr<PdfFile>> Open(std::string_view bytes, const ImagingLimits& limits);
  ~PdfFile();
  PdfFile(const PdfFile&) = delete;
  PdfFile& operator=(const PdfFile&) = delete;

  std::uint32_t pages() const;
  // kResourceLimit where an image on it is over the limits.
  Result<PdfPageContent> Describe(std::uint32_t index);

 private:
  struct Impl;
  explicit PdfFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
