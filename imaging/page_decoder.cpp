// SPDX-License-Identifier: Apache-2.0
#include "imaging/page_decoder.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "imaging/bitonal.h"
#include "imaging/lept_codec.h"
#include "imaging/mapped_file.h"
#include "imaging/original_kind.h"
#include "imaging/pdf_facts.h"
#include "imaging/tiff_directory.h"
#include "imaging/vips_codec.h"

namespace sohoa {
namespace {

// More pixels a byte than any real scan has: only a bomb compresses so well. (A blank A4 G4
// page at 300 dpi has some 8,000 pixels a byte in 1.1 kB, so small files are let through.)
constexpr std::uint64_t kBombPixelsPerByte = 20'000;
constexpr std::uint64_t kBombPixels = 25'000'000;

// A resolution that a scanner or printer may have; all else was made up by some program.
bool IsPlausible(double dpi, int width, int height) {
  if (dpi < 50 || dpi > 2400) return false;
  return std::max(width, height) / dpi <= 50;  // inches: up to A0
}

// The long side of A4 is 11.69 inches. What has its proportions is taken to be A4.
double GuessDpi(int width, int height, double otherwise) {
  const double longer = std::max(width, height);
  const double ratio = longer / std::max(1, std::min(width, height));
  if (ratio < 1.28 || ratio > 1.55 || longer < 700) return otherwise;
  return longer / 11.69;
}

Status OverLimit(const std::string& name, const std::string& what) {
  return Status(StatusCode::kResourceLimit, "open " + name + ": " + what);
}

Status CheckPixels(const std::string& name, std::uint64_t width, std::uint64_t height, std::uint64_t file_bytes,
                   const ImagingLimits& limits) {
  const auto side = static_cast<std::uint64_t>(limits.page_side);
  if (width == 0 || height == 0) return Status(StatusCode::kBadInput, "open " + name + ": a page without pixels");
  if (width > side || height > side || width * height > limits.page_pixels) {
    return OverLimit(name, "a page of " + std::to_string(width) + " x " + std::to_string(height) +
                               " pixels is over the limit; scan it at a lower resolution");
  }
  if (width * height > kBombPixels && width * height / std::max<std::uint64_t>(1, file_bytes) > kBombPixelsPerByte) {
    return OverLimit(name, "far more pixels than its size can hold");
  }
  return Status();
}

Result<OriginalKind> KindOf(std::string_view bytes, const std::string& name) {
  const std::optional<OriginalKind> kind = SniffKind(bytes);
  if (kind) return *kind;
  return Status(StatusCode::kUnsupported,
                "open " + name + ": not a PDF, TIFF, JPEG, PNG, JPEG 2000, WebP, GIF, PNM or BMP file");
}

Result<std::uint32_t> CountTiffPages(std::string_view bytes, const std::string& name, const ImagingLimits& limits) {
  const Result<std::vector<TiffPage>> pages = ReadTiffPages(bytes, limits.pages);
  if (!pages) return Annotate(pages.status(), "open " + name);
  if (pages->empty()) return Status(StatusCode::kBadInput, "open " + name + ": it has no pages");
  for (const TiffPage& page : *pages) {
    const Status status = CheckPixels(name, page.width, page.height, bytes.size(), limits);
    if (!status.ok()) return status;
  }
  return static_cast<std::uint32_t>(pages->size());
}

Result<PictureHeader> ReadHeader(std::string_view bytes, OriginalKind kind) {
  return kind == OriginalKind::kBmp ? ReadBmpHeader(bytes) : ReadPictureHeader(bytes, kind);
}

Result<std::uint32_t> CountPages(std::string_view bytes, OriginalKind kind, const std::string& name,
                                 const ImagingLimits& limits) {
  if (kind == OriginalKind::kTiff) return CountTiffPages(bytes, name, limits);
  if (kind == OriginalKind::kPdf) {
    const Result<std::uint32_t> pages = CountPdfPages(bytes, name, limits);
    if (pages || pages.status().code() != StatusCode::kBadInput) return pages;
    // What qpdf gives up on, the drawing library may still mend.
    const Result<PictureHeader> header = ReadPictureHeader(bytes, kind);
    if (!header || header->pages == 0 || header->pages > limits.pages) return pages.status();
    return header->pages;
  }
  const Result<PictureHeader> header = ReadHeader(bytes, kind);
  if (!header) return Annotate(header.status(), "open " + name);
  const Status status = CheckPixels(name, header->width, header->height, bytes.size(), limits);
  if (!status.ok()) return status;
  return 1u;
}

struct PdfPlan {
  double dpi = 300;
  bool bitonal = false;
};

// At the scan's own resolution, so that its pixels are kept, and never over the limits.
Result<PdfPlan> PlanPdfPage(std::string_view bytes, const std::string& name, std::uint32_t index,
                            const DecodeOptions& options, const ImagingLimits& limits) {
  PdfPageFacts facts;
  if (const Result<PdfPageFacts> read = ReadPdfPageFacts(bytes, name, index)) facts = *read;
  PdfPlan plan{options.default_dpi, facts.bitonal_scan};
  if (facts.scan_dpi >= 50) plan.dpi = std::min(facts.scan_dpi, options.max_dpi);
  const double square_inches = facts.width_points * facts.height_points / (72 * 72);
  const double longest_inches = std::max(facts.width_points, facts.height_points) / 72;
  plan.dpi = std::min(plan.dpi, std::sqrt(static_cast<double>(limits.page_pixels) / square_inches) * 0.99);
  plan.dpi = std::min(plan.dpi, limits.page_side / longest_inches * 0.99);
  if (plan.dpi < 20) return OverLimit(name, "page " + std::to_string(index + 1) + " is larger than any paper");
  return plan;
}

Result<LoadedPicture> Load(std::string_view bytes, OriginalKind kind, std::uint32_t index, double dpi,
                           const ImagingLimits& limits) {
  if (kind == OriginalKind::kBmp) return LoadBmp(bytes, limits);
  std::uint32_t page = index;
  if (kind == OriginalKind::kTiff) {
    const Result<std::vector<TiffPage>> pages = ReadTiffPages(bytes, limits.pages);
    if (!pages) return pages.status();
    if (index >= pages->size()) return Status(StatusCode::kInvalidArgument, "no such page");
    page = (*pages)[index].directory;
  }
  return LoadPicture(bytes, kind, page, dpi, limits);
}

}  // namespace

Result<OriginalSummary> InspectOriginal(const OriginalFile& original, const ImagingLimits& limits) {
  if (original.size() > limits.file_bytes) {
    return OverLimit(original.name(), std::to_string(original.size()) + " bytes are more than " + std::to_string(limits.file_bytes));
  }
  const Result<MappedFile> file = MappedFile::Map(original);
  if (!file) return file.status();
  const Result<OriginalKind> kind = KindOf(file->bytes(), original.name());
  if (!kind) return kind.status();
  const Result<std::uint32_t> pages = CountPages(file->bytes(), *kind, original.name(), limits);
  if (!pages) return pages.status();
  return OriginalSummary{*kind, *pages};
}

Result<DecodedPage> DecodePage(const OriginalFile& original, std::uint32_t index, const DecodeOptions& options,
                               const ImagingLimits& limits) {
  const Result<MappedFile> file = MappedFile::Map(original);
  if (!file) return file.status();
  const Result<OriginalKind> kind = KindOf(file->bytes(), original.name());
  if (!kind) return kind.status();
  const std::string place = "page " + std::to_string(index + 1) + " of " + original.name();

  PdfPlan plan;
  if (*kind == OriginalKind::kPdf) {
    const Result<PdfPlan> planned = PlanPdfPage(file->bytes(), original.name(), index, options, limits);
    if (!planned) return planned.status();
    plan = *planned;
  } else if (*kind != OriginalKind::kTiff) {
    // The other kinds are checked again: an original may come here without having been inspected.
    const Result<std::uint32_t> pages = CountPages(file->bytes(), *kind, original.name(), limits);
    if (!pages) return pages.status();
    if (index != 0) return Status(StatusCode::kInvalidArgument, "decode " + place + ": it has one page");
  }
  Result<LoadedPicture> picture = Load(file->bytes(), *kind, index, plan.dpi, limits);
  if (!picture) return Annotate(picture.status(), place);

  DecodedPage page;
  LocalImage& image = *picture->image;
  page.dpi = *kind == OriginalKind::kPdf ? plan.dpi : picture->dpi;
  page.dpi_known = *kind == OriginalKind::kPdf || IsPlausible(page.dpi, image.width(), image.height());
  if (!page.dpi_known) page.dpi = GuessDpi(image.width(), image.height(), options.default_dpi);
  page.bitonal = plan.bitonal ? MakeBitonal(picture->image) : IsBitonal(image);
  page.image = std::move(picture->image);
  return page;
}

}  // namespace sohoa
