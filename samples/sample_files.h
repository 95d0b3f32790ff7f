// SPDX-License-Identifier: Apache-2.0
//
// Image files out of drawn pages. Equal input gives equal bytes. Errors: kInternal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "samples/sample_pages.h"

namespace sohoa {

// A page takes some seconds to be made as small as PNG can make it, and a tenth of that in haste.
enum class PngEffort { kSmall, kHaste };
Result<std::string> EncodePng(const SampleImage& image, PngEffort effort = PngEffort::kSmall);
// `quality` 1 to 100.
Result<std::string> EncodeJpeg(const SampleImage& image, int quality);

// Several pages, black and white, in one TIFF file, CCITT group 4. A page is reduced to one
// bit when it is added.
class TiffFile {
 public:
  TiffFile();
  ~TiffFile();
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;

  Status Add(const SampleImage& image);
  Result<std::string> Finish();

 private:
  struct Pages;
  Pages* pages_;
};

// A PDF 1.4 of scanned pages, each one JPEG; what a scanner's "scan to PDF" makes.
class SamplePdf {
 public:
  // `jpeg` is a file of EncodeJpeg(image, ...).
  void Add(const SampleImage& image, std::string_view jpeg);
  std::string Finish();

 private:
  std::string body_ = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> offsets_;  // of objects 3, 4, 5, ...
};

}  // namespace sohoa
