// SPDX-License-Identifier: Apache-2.0
//
// The walk over PDF files and over the drawing operators of their pages, and TIFF directories: all
// that looks at a hostile original's structure before a decoder does.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "fuzz/fuzz.h"
#include "imaging/pdf_content.h"
#include "imaging/pdf_pages.h"
#include "imaging/tiff_directory.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kPagesLooked = 4;

ImagingLimits SmallLimits() {
  ImagingLimits limits;
  limits.page_pixels = 1'000'000;
  limits.page_side = 4'000;
  limits.pages = 50;
  return limits;
}

void CheckPdf(std::string_view bytes) {
  const ImagingLimits limits = SmallLimits();
  const Result<std::unique_ptr<PdfFile>> file = PdfFile::Open(bytes, limits);
  if (!file) return;
  Require((*file)->pages() <= limits.pages, "pages of a PDF are within the limits");
  for (std::uint32_t index = 0; index < std::min((*file)->pages(), kPagesLooked); ++index) {
    const Result<PdfPageContent> page = (*file)->Describe(index);
    if (!page) continue;
    Require(std::isfinite(page->width_inches) && std::isfinite(page->height_inches), "a page has a size");
    Require(page->width_inches > 0 && page->height_inches > 0, "a page has a size above nothing");
    Require(std::isfinite(page->scan_dpi) && page->scan_dpi >= 0, "a scan has a resolution");
    Require(page->rotate == 0 || page->rotate == 90 || page->rotate == 180 || page->rotate == 270, "a page is turned by right angles");
    Require(page->coding == EmbeddedCoding::kNone || !page->data.empty(), "an image that can be decoded is there");
  }
}

void CheckTiff(std::string_view bytes) {
  const Result<std::vector<TiffPage>> pages = ReadTiffPages(bytes, 50);
  if (!pages) return;
  Require(pages->size() <= 50, "pages of a TIFF are within the limits");
}

// Each operator is a byte for its name, one for the number of operands, and four for each of those.
void CheckDrawing(std::string_view bytes) {
  static constexpr const char* kOperators[] = {"q", "Q", "cm", "Do", "Tj", "TJ", "Tr", "f", "S", "sh", "BI", "EI", "rg", "g", "k", "sc", "scn", "W"};
  PdfDrawingWalk walk({1, 0, 0, 1, 0, 0});
  while (bytes.size() >= 2) {
    const std::string name = kOperators[static_cast<unsigned char>(bytes[0]) % std::size(kOperators)];
    const std::size_t count = std::min<std::size_t>(static_cast<unsigned char>(bytes[1]) % 8, (bytes.size() - 2) / 4);
    std::vector<double> numbers;
    for (std::size_t i = 0; i < count; ++i) {
      float number = 0;
      std::memcpy(&number, bytes.data() + 2 + 4 * i, 4);
      numbers.push_back(number);
    }
    bytes.remove_prefix(2 + 4 * count);
    walk.Operator(name, numbers, count, "/Im" + std::to_string(count));
  }
  Require(walk.drawing().placements.size() <= 2'000'000, "placements are counted");
}

}  // namespace
}  // namespace sohoa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  sohoa::CheckPdf(bytes);
  sohoa::CheckTiff(bytes);
  sohoa::CheckDrawing(bytes);
  return 0;
}
