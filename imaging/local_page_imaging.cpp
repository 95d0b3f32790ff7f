// SPDX-License-Identifier: Apache-2.0
#include "imaging/local_page_imaging.h"

#include <algorithm>
#include <exception>

#include <opencv2/imgproc.hpp>

#include "imaging/assess_page.h"
#include "imaging/barcode_reader.h"
#include "imaging/barcode_regions.h"
#include "imaging/bit_image.h"
#include "imaging/bitonal.h"
#include "imaging/bleed_through.h"
#include "imaging/coloured_ink.h"
#include "imaging/deferred_image.h"
#include "imaging/font_folders.h"
#include "imaging/lept_codec.h"
#include "imaging/local_image.h"
#include "imaging/matrix_view.h"
#include "imaging/page_decoder.h"
#include "imaging/page_preparation.h"
#include "imaging/page_quality.h"
#include "imaging/patch_code.h"
#include "imaging/print_split.h"
#include "imaging/resample.h"
#include "imaging/tiff_directory.h"
#include "imaging/vips_codec.h"
#include "imaging/vips_start.h"
#include "imaging/warm_up.h"

namespace sohoa {
namespace {

// Up to this share of paper that is kept as it was scanned, print and paper are far smaller than
// the whole page; up to the next one they are if they turn out so.
constexpr double kMostlySmooth = 0.2;
constexpr double kMostDetail = 0.6;
constexpr double kWorthSplitting = 0.8;

bool IsQuarterTurn(int degrees) { return degrees == 0 || degrees == 90 || degrees == 180 || degrees == 270; }

bool IsLocal(const ImageHandle& image) {
  return dynamic_cast<const LocalImage*>(image.get()) != nullptr || dynamic_cast<const DeferredImage*>(image.get()) != nullptr;
}

// Whether the page is worth keeping in colour.
bool IsColoured(const RasterImage& display, const ImageHandle& mask) {
  if (display.channels() == 1 || dynamic_cast<const EmptyMask*>(mask.get()) != nullptr) return false;
  return HasColour(*LocalImage::From(mask));
}

// One channel, and no colours made that would be dropped again.
LocalImagePtr GrayOf(const ImageHandle& display) {
  if (const auto* scan = dynamic_cast<const UprightScan*>(display.get())) return scan->Gray();
  return ToGray(SharedPixels(display));
}

class LocalPageImaging : public PageImaging {
 public:
  explicit LocalPageImaging(const ImagingLimits& limits) : limits_(limits) {}

  Result<OriginalSummary> Inspect(const OriginalFile& original) override {
    return InspectOriginal(original, limits_);
  }

  Result<DecodedPage> Decode(const OriginalFile& original, std::uint32_t index, const DecodeOptions& options) override {
    return DecodePage(original, index, options, limits_);
  }

  Result<PreparedPage> Prepare(const DecodedPage& decoded, const PrepareOptions& options) override {
    if (LocalImage::From(decoded.image) == nullptr) return Status(StatusCode::kInvalidArgument, "prepare: the page was decoded elsewhere");
    if (!IsQuarterTurn(options.rotation.value_or(0))) {
      return Status(StatusCode::kInvalidArgument, "prepare: a page is turned by 0, 90, 180 or 270 degrees");
    }
    try {
      return PrepareLocal(decoded, options);
    } catch (const cv::Exception& error) {
      return Status(StatusCode::kInternal, std::string("prepare: ") + error.what());
    }
  }

  Result<PageAssessment> Assess(const OriginalFile& original, std::uint32_t index, const AssessOptions& options) override {
    if (options.thumbnail_width < 1 || options.thumbnail_width > limits_.page_side) {
      return Status(StatusCode::kInvalidArgument, "assess: a thumbnail without a sensible size");
    }
    const Result<DecodedPage> decoded = Decode(original, index, options.decode);
    if (!decoded) return decoded.status();
    try {
      return AssessPage(*decoded, options);
    } catch (const cv::Exception& error) {
      return Status(StatusCode::kInternal, std::string("assess: ") + error.what());
    }
  }

  Result<PageLayer> EncodeLayer(const PreparedPage& page, const EncodeOptions& options) override {
    if (!IsLocal(page.display) || !IsLocal(page.ink_mask)) {
      return Status(StatusCode::kInvalidArgument, "encode: the page was prepared elsewhere");
    }
    if (page.bitonal) return EncodeBitonal(*GrayOf(page.display));
    const bool colour = IsColoured(*page.display, page.ink_mask);
    try {
      return EncodeNotBitonal(page, colour ? SharedPixels(page.display) : GrayOf(page.display), colour, options);
    } catch (const cv::Exception& error) {
      return Status(StatusCode::kInternal, std::string("encode: ") + error.what());
    }
  }

  Result<std::string> RenderPicture(const PageLayer& layer, const PictureRequest& request) override {
    const auto pixels = static_cast<std::uint64_t>(std::max(layer.width, 0)) * static_cast<std::uint64_t>(std::max(layer.height, 0));
    if (pixels == 0 || pixels > limits_.page_pixels) return Status(StatusCode::kInvalidArgument, "render picture: a layer without a sensible size");
    if (request.width > limits_.page_side || request.height > limits_.page_side || request.width < 0 || request.height < 0) {
      return Status(StatusCode::kInvalidArgument, "render picture: the size asked for is over the limit");
    }
    if (!IsQuarterTurn(request.rotation)) {
      return Status(StatusCode::kInvalidArgument, "render picture: a picture is turned by 0, 90, 180 or 270 degrees");
    }
    if (layer.coding == PageLayer::Coding::kJpeg) return RenderFromEncoded(layer.bytes, OriginalKind::kJpeg, request);
    if (layer.coding == PageLayer::Coding::kMixed) {
      return RenderPrintOnPaper(PaperOf(layer), WrapG4InTiff(std::string(MaskOf(layer)), layer.width, layer.height, 300), layer.paper.ink, limits_, request);
    }
    return RenderFromEncoded(WrapG4InTiff(layer.bytes, layer.width, layer.height, 300), OriginalKind::kTiff, request);
  }

 private:
  static Result<PreparedPage> PrepareLocal(const DecodedPage& decoded, const PrepareOptions& options) {
    // The pixels of a handle do not change: they are shared, not copied, where no turn is due.
    UprightPage upright = MakeUpright(SharedPixels(decoded.image), decoded.dpi, options);
    PreparedPage page;
    page.geometry = upright.geometry;
    page.orientation_confidence = upright.orientation_confidence;
    page.display = Display(upright.scan, upright.print, page.geometry);
    // Turning a bitonal page makes its edges gray, which reads better but is not what it was.
    page.bitonal = decoded.bitonal;
    if (page.bitonal && page.geometry.skew_degrees != 0) page.bitonal = IsNearlyBitonal(*upright.print);
    upright.print.reset();
    page.inks = std::move(upright.inks);
    page.ink_mask = std::move(upright.mask);
    if (page.ink_mask == nullptr) page.ink_mask = std::make_shared<EmptyMask>(page.geometry.width, page.geometry.height);
    const LocalImagePtr reading = std::move(upright.reading);
    const BitImage& dark = upright.dark;
    page.quality = JudgePage({*upright.scan, *reading, dark, page.geometry, decoded.dpi_known, decoded.bitonal, page.inks}).quality;
    if (options.barcodes && !page.quality.blank) FindCodes(*reading, dark, decoded.dpi, page.barcodes);
    // Last, for it makes edges steeper than they were scanned. Where a threshold made the page
    // bitonal, nothing tells its two sides apart any more.
    page.reading = decoded.bitonal ? reading : WithoutBleedThrough(reading);
    return page;
  }

  static void FindCodes(const LocalImage& reading, const BitImage& dark, double dpi, std::vector<Barcode>& barcodes) {
    barcodes = ReadBarcodes(reading, FindBarcodeRegions(dark, dpi));
    if (std::optional<Barcode> patch = FindPatchCode(dark, dpi)) barcodes.push_back(std::move(*patch));
  }

  // A scan without colours is shown as its print, which is made anyway.
  static ImageHandle Display(const LocalImagePtr& scan, const LocalImagePtr& print, const PageGeometry& geometry) {
    if (scan->channels() == 1) return print;
    if (geometry.rotation == 0 && geometry.skew_degrees == 0) return scan;
    return std::make_shared<UprightScan>(scan, geometry.rotation, geometry.skew_degrees, geometry.width, geometry.height);
  }

  static Result<PageLayer> EncodeNotBitonal(const PreparedPage& page, const LocalImagePtr& shown, bool colour, const EncodeOptions& options) {
    std::optional<PrintSplit> split;
    if (options.mixed && IsLocal(page.reading)) {
      const LocalImage* inks = colour ? LocalImage::From(page.ink_mask) : nullptr;
      split = SplitPrint({*shown, *LocalImage::From(page.reading), inks, page.geometry.dpi}, options.max_dpi);
    }
    if (split && split->detail <= kMostlySmooth) return EncodeSplit(*split, options);
    Result<EncodedPicture> whole = EncodeJpeg(*ScaleDown(shown, std::min(1.0, options.max_dpi / page.geometry.dpi)), 1, options.jpeg_quality);
    if (!whole) return whole.status();
    if (split && split->detail <= kMostDetail) {
      Result<PageLayer> mixed = EncodeSplit(*split, options);
      if (!mixed || static_cast<double>(mixed->bytes.size()) < kWorthSplitting * static_cast<double>(whole->bytes.size())) return mixed;
    }
    return PageLayer{PageLayer::Coding::kJpeg, whole->width, whole->height, whole->components, std::move(whole->bytes)};
  }

  static Result<PageLayer> EncodeSplit(const PrintSplit& split, const EncodeOptions& options) {
    Result<EncodedPicture> paper = EncodeJpeg(*split.paper, 1, options.jpeg_quality);
    if (!paper) return paper.status();
    if (split.print == nullptr) {
      return PageLayer{PageLayer::Coding::kJpeg, paper->width, paper->height, paper->components, std::move(paper->bytes)};
    }
    const Result<std::string> mask = EncodeG4(*split.print);
    if (!mask) return mask.status();
    PageLayer layer{PageLayer::Coding::kMixed, split.print->width(), split.print->height(), paper->components, std::move(paper->bytes)};
    layer.paper = {paper->width, paper->height, layer.bytes.size(), split.ink};
    layer.bytes += *mask;
    return layer;
  }

  static Result<PageLayer> EncodeBitonal(const LocalImage& display) {
    Result<std::string> bytes = EncodeG4(display);
    if (!bytes) return bytes.status();
    return PageLayer{PageLayer::Coding::kCcittG4, display.width(), display.height(), 1, std::move(*bytes)};
  }

  const ImagingLimits limits_;
};

}  // namespace

Status InitImaging() {
  const Status started = StartVips();
  if (!started.ok()) return Status(StatusCode::kInternal, started.message());
  StartLeptonica();
  cv::setNumThreads(1);
  const Status warm = WarmUp(*NewLocalPageImaging(ImagingLimits()));
  if (!warm.ok()) return Status(StatusCode::kInternal, "warm up imaging: " + warm.message());
  return Status();
}

std::vector<std::string> FoldersReadLater() { return FontFolders(); }

std::unique_ptr<PageImaging> NewLocalPageImaging(const ImagingLimits& limits) {
  return std::make_unique<LocalPageImaging>(limits);
}

}  // namespace sohoa
