// SPDX-License-Identifier: Apache-2.0
#include "imaging/page_decoder.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "imaging/bitonal.h"
#include "imaging/jpeg2000_header.h"
#include "imaging/jpeg_passes.h"
#include "imaging/lept_codec.h"
#include "imaging/mapped_file.h"
#include "imaging/original_kind.h"
#include "imaging/pdf_pages.h"
#include "imaging/resample.h"
#include "imaging/tiff_directory.h"
#include "imaging/vips_codec.h"

namespace sohoa {
namespace {

// More pixels a byte than any real scan has: only a bomb compresses so well. (A blank A4 G4
// page at 300 dpi has some 8,000 pixels a byte in 1.1 kB, so small files are let through.)
constexpr std::uint64_t kBombPixelsPerByte = 20'000;
constexpr std::uint64_t kBombPixels = 25'000'000;
// A colour of 16 bits and alpha have 8 bytes. TIFF could have half a megabyte.
constexpr std::uint64_t kMostPixelBits = 8 * 8;
// Programs that write progressive JPEG make about 10 passes over the picture.
constexpr std::uint32_t kMostJpegPasses = 100;

// A resolution that a scanner or printer may have; all else was made up by some program.
bool IsPlausible(double dpi, int width, int height) {
  if (dpi < 50 || dpi > 2400) return false;
  const double inches = std::max(width, height) / dpi;
  // 72 and 96 are what cameras and programs write who know nothing: believed only on paper
  // that lies on a scanner.
  const bool screen = std::fabs(dpi - 72) < 1 || std::fabs(dpi - 96) < 1;
  return inches <= (screen ? 12 : 50);  // 50 inches: up to A0
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

Status CheckFileSize(const OriginalFile& original, const ImagingLimits& limits) {
  if (original.size() <= limits.file_bytes) return Status();
  return OverLimit(original.name(), std::to_string(original.size()) + " bytes are more than " +
                                        std::to_string(limits.file_bytes) + "; split the file");
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
    if (page.samples > kMostPixelBits || page.bits_per_sample > kMostPixelBits / std::max<std::uint64_t>(1, page.samples)) {
      return OverLimit(name, "a page with " + std::to_string(page.samples) + " samples of " +
                                 std::to_string(page.bits_per_sample) + " bits a pixel");
    }
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
    const Result<std::unique_ptr<PdfFile>> pdf = PdfFile::Open(bytes, limits);
    if (pdf) return (*pdf)->pages();
    const Status status = Annotate(pdf.status(), "open " + name);
    if (status.code() != StatusCode::kBadInput) return status;
    // What qpdf gives up on, the drawing library may still mend.
    const Result<PictureHeader> header = ReadPictureHeader(bytes, kind);
    if (!header || header->pages == 0 || header->pages > limits.pages) return status;
    return header->pages;
  }
  if (kind == OriginalKind::kJpeg && CountJpegPasses(bytes, kMostJpegPasses + 1) > kMostJpegPasses) {
    return OverLimit(name, "a JPEG of more than " + std::to_string(kMostJpegPasses) + " passes; save it anew");
  }
  if (kind == OriginalKind::kJpeg2000 && HasPalette(bytes)) {
    return Status(StatusCode::kUnsupported, "open " + name + ": a JPEG 2000 with a palette; save it as PNG or TIFF");
  }
  const Result<PictureHeader> header = ReadHeader(bytes, kind);
  if (!header) return Annotate(header.status(), "open " + name);
  const Status status = CheckPixels(name, header->width, header->height, bytes.size(), limits);
  if (!status.ok()) return status;
  return 1u;
}

// At the scan's own resolution, so that its pixels are kept, and never over the limits.
Result<double> ChooseDpi(const PdfPageContent& content, const DecodeOptions& options, const ImagingLimits& limits) {
  double dpi = options.default_dpi;
  if (content.scan_dpi >= 50) dpi = std::min(content.scan_dpi, options.max_dpi);
  if (content.born_digital) dpi = std::max(dpi, options.default_dpi);
  const double square_inches = content.width_inches * content.height_inches;
  const double longest_inches = std::max(content.width_inches, content.height_inches);
  dpi = std::min(dpi, std::sqrt(static_cast<double>(limits.page_pixels) / square_inches) * 0.99);
  dpi = std::min(dpi, limits.page_side / longest_inches * 0.99);
  if (dpi >= 20) return dpi;
  return Status(StatusCode::kResourceLimit, "the page is larger than any paper");
}

// The pixels of the one image that the page shows; nullptr where it has to be drawn.
LocalImagePtr DecodeEmbedded(const PdfPageContent& content, const ImagingLimits& limits) {
  const int width = content.scan_width;
  const int height = content.scan_height;
  const auto* data = reinterpret_cast<const std::uint8_t*>(content.data.data());
  LocalImagePtr image;
  switch (content.coding) {
    case EmbeddedCoding::kNone: return nullptr;
    case EmbeddedCoding::kJpeg:
    case EmbeddedCoding::kCcittG4: {
      const bool jpeg = content.coding == EmbeddedCoding::kJpeg;
      const std::string tiff = jpeg ? "" : WrapG4InTiff(content.data, width, height, 300);
      Result<LoadedPicture> loaded =
          LoadPicture(jpeg ? content.data : tiff, jpeg ? OriginalKind::kJpeg : OriginalKind::kTiff, 0, 0, limits);
      if (!loaded || loaded->image->width() != width || loaded->image->height() != height) return nullptr;
      image = loaded->image;
      break;
    }
    case EmbeddedCoding::kGray:
    case EmbeddedCoding::kRgb:
      image = std::make_shared<LocalImage>(width, height, content.coding == EmbeddedCoding::kRgb ? 3 : 1);
      std::copy_n(data, image->size_bytes(), image->data());
      return image;
    case EmbeddedCoding::kBits: {
      image = std::make_shared<LocalImage>(width, height, 1);
      const std::size_t stride = (static_cast<std::size_t>(width) + 7) / 8;
      for (int y = 0; y < height; ++y) {
        const std::uint8_t* from = data + stride * static_cast<std::size_t>(y);
        std::uint8_t* to = image->row(y);
        for (int x = 0; x < width; ++x) to[x] = (from[x >> 3] >> (7 - (x & 7)) & 1) != 0 ? 255 : 0;
      }
      break;
    }
  }
  const bool inverted = content.coding == EmbeddedCoding::kBits      ? content.black_is_one
                        : content.coding == EmbeddedCoding::kCcittG4 ? !content.black_is_one
                                                                     : false;
  if (inverted) std::transform(image->data(), image->data() + image->size_bytes(), image->data(),
                               [](std::uint8_t v) { return static_cast<std::uint8_t>(255 - v); });
  return image;
}

Result<DecodedPage> DecodePdfPage(std::string_view bytes, std::uint32_t index, const DecodeOptions& options,
                                  const ImagingLimits& limits) {
  PdfPageContent content;
  const Result<std::unique_ptr<PdfFile>> pdf = PdfFile::Open(bytes, limits);
  if (pdf) {
    if (index >= (*pdf)->pages()) return Status(StatusCode::kInvalidArgument, "no such page");
    Result<PdfPageContent> described = (*pdf)->Describe(index);
    if (!described) return described.status();
    content = std::move(*described);
  } else if (pdf.status().code() != StatusCode::kBadInput) {
    return pdf.status();
  }
  DecodedPage page;
  page.dpi_known = true;
  if (LocalImagePtr image = DecodeEmbedded(content, limits)) {
    page.bitonal = IsBitonal(*image);
    image = ScaleDown(DropEqualChannels(image), options.max_dpi / content.scan_dpi);
    page.dpi = std::min(content.scan_dpi, options.max_dpi);
    if (page.bitonal) page.bitonal = MakeBitonal(image);
    page.image = TurnQuarter(image, content.rotate);
    return page;
  }
  const Result<double> dpi = ChooseDpi(content, options, limits);
  if (!dpi) return dpi.status();
  Result<LoadedPicture> drawn = LoadPicture(bytes, OriginalKind::kPdf, index, *dpi, limits);
  if (!drawn) return drawn.status();
  page.dpi = *dpi;
  LocalImagePtr image = DropEqualChannels(drawn->image);
  page.bitonal = content.bitonal_scan ? MakeBitonal(image) : IsBitonal(*image);
  page.image = std::move(image);
  return page;
}

Result<LoadedPicture> Load(std::string_view bytes, OriginalKind kind, std::uint32_t index, const std::string& name,
                           const ImagingLimits& limits) {
  // Checked again: an original may come here without having been inspected.
  const Result<std::uint32_t> pages = CountPages(bytes, kind, name, limits);
  if (!pages) return pages.status();
  if (index >= *pages) return Status(StatusCode::kInvalidArgument, "no such page");
  if (kind == OriginalKind::kBmp) return LoadBmp(bytes, limits);
  std::uint32_t page = index;
  if (kind == OriginalKind::kTiff) {
    const Result<std::vector<TiffPage>> directories = ReadTiffPages(bytes, limits.pages);
    if (!directories) return directories.status();
    page = (*directories)[index].directory;
  }
  return LoadPicture(bytes, kind, page, 0, limits);
}

Result<DecodedPage> DecodePicture(std::string_view bytes, OriginalKind kind, std::uint32_t index,
                                  const std::string& name, const DecodeOptions& options, const ImagingLimits& limits) {
  Result<LoadedPicture> picture = Load(bytes, kind, index, name, limits);
  if (!picture) return picture.status();
  LocalImagePtr image = DropEqualChannels(picture->image);
  DecodedPage page;
  page.dpi = picture->dpi;
  page.dpi_known = IsPlausible(page.dpi, image->width(), image->height());
  if (!page.dpi_known) page.dpi = GuessDpi(image->width(), image->height(), options.default_dpi);
  page.bitonal = IsBitonal(*image);
  if (page.dpi > options.max_dpi) {
    image = ScaleDown(image, options.max_dpi / page.dpi);
    page.dpi = options.max_dpi;
    if (page.bitonal) page.bitonal = MakeBitonal(image);
  }
  page.image = std::move(image);
  return page;
}

}  // namespace

Result<OriginalSummary> InspectOriginal(const OriginalFile& original, const ImagingLimits& limits) {
  if (Status size = CheckFileSize(original, limits); !size.ok()) return size;
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
  if (Status size = CheckFileSize(original, limits); !size.ok()) return size;
  const Result<MappedFile> file = MappedFile::Map(original);
  if (!file) return file.status();
  const Result<OriginalKind> kind = KindOf(file->bytes(), original.name());
  if (!kind) return kind.status();
  const std::string place = "page " + std::to_string(index + 1) + " of " + original.name();

  Result<DecodedPage> page = *kind == OriginalKind::kPdf
                                 ? DecodePdfPage(file->bytes(), index, options, limits)
                                 : DecodePicture(file->bytes(), *kind, index, original.name(), options, limits);
  if (!page) return Annotate(page.status(), place);
  return page;
}

}  // namespace sohoa
