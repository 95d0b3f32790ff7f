// SPDX-License-Identifier: Apache-2.0
//
// PageImaging: the seam between everything that is sure of its bytes and the code that
// decodes hostile ones. Implemented in sohoa-reader on libvips, Leptonica and OpenCV
// (imaging/local_page_imaging.h), and over a pipe by workers/reader_client.
//
// One thread at a time per object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "core/result.h"
#include "imaging/original_file.h"
#include "imaging/page_assessment.h"

namespace sohoa {

// Pixels, wherever they are: in this process or, behind a token, in the reader that made
// them. Destroying the last handle frees them. A handle is good only for the object that
// gave it; after its reader died every use gives kUnavailable.
class RasterImage {
 public:
  virtual ~RasterImage() = default;
  virtual int width() const = 0;
  virtual int height() const = 0;
  virtual int channels() const = 0;  // 1 gray or mask, 3 sRGB; 8 bits each
};
using ImageHandle = std::shared_ptr<const RasterImage>;

// Limits checked before decoding; over one of them is kResourceLimit, never a crash.
struct ImagingLimits {
  std::uint64_t file_bytes = 200ull << 20;
  std::uint64_t page_pixels = 100'000'000;
  int page_side = 20'000;
  std::uint32_t pages = 2'000;
};

enum class OriginalKind : std::uint8_t {
  kPdf = 0, kTiff = 1, kJpeg = 2, kPng = 3, kJpeg2000 = 4, kWebp = 5, kGif = 6, kPnm = 7, kBmp = 8,
};

struct OriginalSummary {
  OriginalKind kind = OriginalKind::kPdf;
  std::uint32_t pages = 0;
};

struct DecodeOptions {
  // PDF pages are drawn at the resolution of the scan they hold, or at this one where they
  // hold none; images that do not say their resolution are taken to be A4 or, failing that, this.
  double default_dpi = 300;
  double max_dpi = 400;
};

struct DecodedPage {
  ImageHandle image;  // gray or sRGB on white, alpha flattened, EXIF turn applied
  double dpi = 0;     // never 0
  bool dpi_known = false;  // false: guessed
  bool bitonal = false;    // nothing but black and white in it
};

struct PrepareOptions {
  // The clockwise turn that makes the page upright, where the caller knows it.
  std::optional<int> rotation;
  bool deskew = true;
  bool barcodes = true;
};

struct PreparedPage {
  PageGeometry geometry;
  double orientation_confidence = 0;  // 0..1 that geometry.rotation is right
  PageQuality quality;
  std::vector<Barcode> barcodes;      // boxes in displayed pixels, as all below
  std::vector<ColouredInk> inks;
  ImageHandle display;  // upright, straight, colour as scanned: what is shown
  ImageHandle reading;  // same size, gray: coloured ink taken out, background white
  ImageHandle ink_mask;  // same size: 0 print or paper, 1 red ink, 2 blue ink
  bool bitonal = false;
};

struct AssessOptions {
  DecodeOptions decode = {};
  int thumbnail_width = 240;  // pixels; a page that is narrower is not made larger
};

struct EncodeOptions {
  int jpeg_quality = 75;
  double max_dpi = 200;  // colour layers are scaled down to this; TT 05/2025/TT-BNV art. 8 asks 200
  // Print may be kept apart, at full resolution or above, over the paper at max_dpi: a quarter of
  // the bytes. Where that would not look like the page the layer is a JPEG all the same.
  bool mixed = true;
};

// A picture for a screen: part of a page, scaled, turned (IIIF Image API 3 in pixels).
struct PictureRequest {
  std::optional<Box> region;  // pixels of the layer; all of it when absent
  int width = 0;              // of the result; 0 = from height, both 0 = as it is
  int height = 0;
  int rotation = 0;  // clockwise 0, 90, 180, 270
  bool gray = false;
  std::vector<Box> covered = {};  // pixels of the layer that are black, whatever is there
  enum class Format : std::uint8_t { kJpeg = 0, kPng = 1 } format = Format::kJpeg;
};

class PageImaging {
 public:
  virtual ~PageImaging() = default;

  // What the original is and how many pages it has, from its headers, by content and not by
  // name. kUnsupported: not a kind we read, or encrypted; kBadInput: one, but broken;
  // kResourceLimit. Cheap: no page is decoded.
  virtual Result<OriginalSummary> Inspect(const OriginalFile& original) = 0;

  // Decodes page `index` (from 0).
  virtual Result<DecodedPage> Decode(const OriginalFile& original, std::uint32_t index,
                                     const DecodeOptions& options) = 0;

  // Finds orientation, skew, coloured ink, background, blankness and barcodes, and gives the
  // upright images. Equal input gives equal output.
  virtual Result<PreparedPage> Prepare(const DecodedPage& decoded, const PrepareOptions& options) = 0;

  // What a desk wants to know of page `index` at once, by one decode; the errors are those of
  // Decode(), and kInvalidArgument where the thumbnail has no sensible size. Keeps no image.
  virtual Result<PageAssessment> Assess(const OriginalFile& original, std::uint32_t index, const AssessOptions& options) = 0;

  // The displayed page as the PDF keeps it: G4 where the page is bitonal, mixed or JPEG where not.
  virtual Result<PageLayer> EncodeLayer(const PreparedPage& page, const EncodeOptions& options) = 0;

  // A JPEG or PNG file of (part of) an encoded layer.
  virtual Result<std::string> RenderPicture(const PageLayer& layer, const PictureRequest& request) = 0;
};

}  // namespace sohoa
