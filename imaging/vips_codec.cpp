// SPDX-License-Identifier: Apache-2.0
#include "imaging/vips_codec.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <vips/vips.h>

#include "imaging/original_kind.h"

namespace sohoa {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

Status VipsError(const std::string& operation) {
  std::string reason = vips_error_buffer();
  vips_error_clear();
  while (!reason.empty() && reason.back() == '\n') reason.pop_back();
  std::replace(reason.begin(), reason.end(), '\n', ';');
  return Status(StatusCode::kBadInput, operation + ": " + (reason.empty() ? "cannot be decoded" : reason));
}

VipsImage* OpenPnm(std::string_view bytes) {
  VipsSource* source = vips_source_new_from_memory(bytes.data(), bytes.size());
  if (source == nullptr) return nullptr;
  VipsImage* image = nullptr;
  vips_ppmload_source(source, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr);
  g_object_unref(source);
  return image;
}

// Reads the header; pixels come when they are asked for, from the top down where the format
// allows it: then strips of the page go through whole, instead of the page through small tiles.
Image Open(std::string_view bytes, OriginalKind kind, std::uint32_t page, double pdf_dpi) {
  void* data = const_cast<char*>(bytes.data());
  const std::size_t size = bytes.size();
  const int index = static_cast<int>(page);
  VipsImage* image = nullptr;
  switch (kind) {
    case OriginalKind::kPdf:
      vips_pdfload_buffer(data, size, &image, "page", index, "dpi", pdf_dpi, nullptr);
      break;
    case OriginalKind::kTiff:
      vips_tiffload_buffer(data, size, &image, "page", index, "fail_on", VIPS_FAIL_ON_TRUNCATED, "access",
                             VIPS_ACCESS_SEQUENTIAL, nullptr);
      break;
    case OriginalKind::kJpeg:
      vips_jpegload_buffer(data, size, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, "access",
                           VIPS_ACCESS_SEQUENTIAL, nullptr);
      break;
    case OriginalKind::kPng:
      vips_pngload_buffer(data, size, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, "access",
                          VIPS_ACCESS_SEQUENTIAL, nullptr);
      break;
    case OriginalKind::kJpeg2000:
      vips_jp2kload_buffer(data, size, &image, "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr);
      break;
    case OriginalKind::kWebp:
      vips_webpload_buffer(data, size, &image, "page", index, "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr);
      break;
    case OriginalKind::kGif:
      vips_gifload_buffer(data, size, &image, "page", index, "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr);
      break;
    case OriginalKind::kPnm:
      image = OpenPnm(bytes);
      break;
    case OriginalKind::kBmp:  // Leptonica's: libvips would ask ImageMagick
      break;
  }
  return Image(image);
}

Status CheckSize(VipsImage* image, const ImagingLimits& limits) {
  const std::uint64_t pixels = 1ull * static_cast<unsigned>(image->Xsize) * static_cast<unsigned>(image->Ysize);
  if (pixels <= limits.page_pixels && image->Xsize <= limits.page_side && image->Ysize <= limits.page_side) return Status();
  return Status(StatusCode::kResourceLimit, "decode: a page of " + std::to_string(image->Xsize) + " x " +
                                                std::to_string(image->Ysize) + " pixels is over the limit");
}

// Applies one libvips operation and drops its input; false leaves `image` empty.
template <typename Operation>
bool Apply(Image& image, Operation operation) {
  VipsImage* out = nullptr;
  const bool failed = operation(image.get(), &out) != 0;
  image.reset(failed ? nullptr : out);
  return !failed;
}

bool ToMemory(Image& image) {
  return Apply(image, [](VipsImage* in, VipsImage** out) { return (*out = vips_image_copy_memory(in)) == nullptr ? -1 : 0; });
}

// Whatever came: 8 bits, gray or sRGB, no alpha, upright by its own tag.
bool ToPlainPixels(Image& image) {
  // Turning needs pixels at random places, which a decoder does not give.
  if (vips_image_get_orientation(image.get()) > 1 && !ToMemory(image)) return false;
  if (!Apply(image, [](VipsImage* in, VipsImage** out) { return vips_autorot(in, out, nullptr); })) return false;
  const VipsInterpretation space = vips_image_guess_interpretation(image.get());
  const bool gray = image->Bands < 3 || space == VIPS_INTERPRETATION_B_W || space == VIPS_INTERPRETATION_GREY16;
  const VipsInterpretation target = gray ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
  if (!Apply(image, [target](VipsImage* in, VipsImage** out) { return vips_colourspace(in, out, target, nullptr); })) return false;
  if (vips_image_hasalpha(image.get())) {
    VipsArrayDouble* white = vips_array_double_newv(1, 255.0);
    const bool flat = Apply(image, [white](VipsImage* in, VipsImage** out) {
      return vips_flatten(in, out, "background", white, nullptr);
    });
    vips_area_unref(VIPS_AREA(white));
    if (!flat) return false;
  }
  if (!Apply(image, [](VipsImage* in, VipsImage** out) { return vips_cast_uchar(in, out, nullptr); })) return false;
  const int bands = gray ? 1 : 3;
  if (image->Bands == bands) return true;
  return Apply(image, [bands](VipsImage* in, VipsImage** out) { return vips_extract_band(in, out, 0, "n", bands, nullptr); });
}

Result<LocalImagePtr> Pixels(VipsImage* image) {
  auto pixels = std::make_shared<LocalImage>(image->Xsize, image->Ysize, image->Bands);
  // Rows of a LocalImage lie close together, as libvips writes them.
  const Image memory(vips_image_new_from_memory(pixels->data(), pixels->size_bytes(), image->Xsize, image->Ysize,
                                                image->Bands, VIPS_FORMAT_UCHAR));
  if (memory == nullptr || vips_image_write(image, memory.get()) != 0) return VipsError("decode");
  return pixels;
}

// Borrows the pixels; they must outlive the result.
Image Wrap(const LocalImage& image) {
  const std::size_t row = static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.channels());
  VipsImage* made = nullptr;
  if (image.stride() == row) {
    made = vips_image_new_from_memory(image.data(), image.size_bytes(), image.width(), image.height(),
                                      image.channels(), VIPS_FORMAT_UCHAR);
  } else {
    std::string packed;
    packed.reserve(row * static_cast<std::size_t>(image.height()));
    for (int y = 0; y < image.height(); ++y) packed.append(reinterpret_cast<const char*>(image.row(y)), row);
    made = vips_image_new_from_memory_copy(packed.data(), packed.size(), image.width(), image.height(),
                                           image.channels(), VIPS_FORMAT_UCHAR);
  }
  Image wrapped(made);
  const VipsInterpretation space = image.channels() == 3 ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_B_W;
  Apply(wrapped, [space](VipsImage* in, VipsImage** out) { return vips_copy(in, out, "interpretation", space, nullptr); });
  return wrapped;
}

Result<std::string> Save(VipsImage* image, PictureRequest::Format format, int quality) {
  void* data = nullptr;
  std::size_t size = 0;
  const int failed = format == PictureRequest::Format::kPng
                         ? vips_pngsave_buffer(image, &data, &size, "compression", 6, "strip", TRUE, nullptr)
                         : vips_jpegsave_buffer(image, &data, &size, "Q", quality, "strip", TRUE, "optimize_coding", TRUE, nullptr);
  if (failed != 0) return VipsError("encode");
  std::string bytes(static_cast<const char*>(data), size);
  g_free(data);
  return bytes;
}

bool Scale(Image& image, double horizontal, double vertical) {
  if (horizontal == 1 && vertical == 1) return true;
  return Apply(image, [=](VipsImage* in, VipsImage** out) {
    return vips_resize(in, out, horizontal, "vscale", vertical, nullptr);
  });
}

// Nothing of what was there is left in the pixels.
bool Cover(Image& image, const std::vector<Box>& boxes) {
  // Drawn into pixels of our own.
  if (!Apply(image, [](VipsImage* in, VipsImage** out) { return (*out = vips_image_copy_memory(in)) == nullptr ? -1 : 0; })) return false;
  double black[] = {0, 0, 0};
  for (const Box& wanted : boxes) {
    const Box box = Intersection(wanted, {0, 0, image->Xsize, image->Ysize});
    if (box.empty()) continue;
    if (vips_draw_rect(image.get(), black, image->Bands, box.left, box.top, box.width(), box.height(), "fill", TRUE, nullptr) != 0) return false;
  }
  return true;
}

Result<std::string> Render(Image image, const PictureRequest& request) {
  if (!request.covered.empty() && !Cover(image, request.covered)) return VipsError("render picture");
  if (request.region) {
    const Box box = Intersection(*request.region, {0, 0, image->Xsize, image->Ysize});
    if (box.empty()) return Status(StatusCode::kInvalidArgument, "render picture: the region lies outside the page");
    if (!Apply(image, [&box](VipsImage* in, VipsImage** out) {
          return vips_extract_area(in, out, box.left, box.top, box.width(), box.height(), nullptr);
        })) {
      return VipsError("render picture");
    }
  }
  if (request.width > 0 || request.height > 0) {
    const double horizontal = request.width > 0 ? 1.0 * request.width / image->Xsize : 1.0 * request.height / image->Ysize;
    const double vertical = request.height > 0 ? 1.0 * request.height / image->Ysize : horizontal;
    if (!Scale(image, horizontal, vertical)) return VipsError("render picture");
  }
  if (request.rotation != 0) {
    const VipsAngle angle = request.rotation == 90 ? VIPS_ANGLE_D90 : request.rotation == 180 ? VIPS_ANGLE_D180 : VIPS_ANGLE_D270;
    if (!ToMemory(image)) return VipsError("render picture");
    if (!Apply(image, [angle](VipsImage* in, VipsImage** out) { return vips_rot(in, out, angle, nullptr); })) return VipsError("render picture");
  }
  if (request.gray && image->Bands == 3) {
    if (!Apply(image, [](VipsImage* in, VipsImage** out) {
          return vips_colourspace(in, out, VIPS_INTERPRETATION_B_W, nullptr);
        })) {
      return VipsError("render picture");
    }
  }
  constexpr int kScreenQuality = 80;
  return Save(image.get(), request.format, kScreenQuality);
}

// Scales to exactly so many pixels.
bool ScaleTo(Image& image, int width, int height) {
  const double across = 1.0 * width / image->Xsize;
  const double down = 1.0 * height / image->Ysize;
  // Made larger, paper has no edges for a sharper kernel to bring out.
  const VipsKernel kernel = across > 1 ? VIPS_KERNEL_LINEAR : VIPS_KERNEL_LANCZOS3;
  return Apply(image, [=](VipsImage* in, VipsImage** out) {
    return vips_resize(in, out, across, "vscale", down, "kernel", kernel, nullptr);
  }) && image->Xsize == width && image->Ysize == height;
}

// `paper` with `ink` over it where `print` is black, and some of it where that is gray.
bool PaintPrint(Image& paper, const Image& print, const std::array<std::uint8_t, 3>& ink) {
  const double gray = 0.299 * ink[0] + 0.587 * ink[1] + 0.114 * ink[2];
  const double colour[] = {paper->Bands == 1 ? gray : ink[0], 1.0 * ink[1], 1.0 * ink[2]};
  const Image painted(vips_image_new_from_image(paper.get(), colour, paper->Bands));
  if (painted == nullptr) return false;
  VipsImage* page = nullptr;
  const bool failed = vips_ifthenelse(print.get(), paper.get(), painted.get(), &page, "blend", TRUE, nullptr) != 0;
  paper.reset(failed ? nullptr : page);
  return !failed;
}

}  // namespace

Result<PictureHeader> ReadPictureHeader(std::string_view bytes, OriginalKind kind) {
  const Image image = Open(bytes, kind, 0, 72);
  if (image == nullptr) return VipsError("read " + std::string(KindName(kind)) + " header");
  PictureHeader header;
  header.width = static_cast<std::uint64_t>(image->Xsize);
  header.height = static_cast<std::uint64_t>(image->Ysize);
  // An animation is one page; only documents have several.
  const bool paged = kind == OriginalKind::kPdf || kind == OriginalKind::kTiff;
  header.pages = paged ? static_cast<std::uint32_t>(vips_image_get_n_pages(image.get())) : 1;
  return header;
}

Result<LoadedPicture> LoadPicture(std::string_view bytes, OriginalKind kind, std::uint32_t page,
                                  double pdf_dpi, const ImagingLimits& limits) {
  Image image = Open(bytes, kind, page, pdf_dpi);
  if (image == nullptr) return VipsError("decode");
  const Status size = CheckSize(image.get(), limits);
  if (!size.ok()) return size;
  LoadedPicture picture;
  const double across = image->Xres * kMmPerInch;
  const double down = image->Yres * kMmPerInch;
  picture.dpi = across;
  if (!ToPlainPixels(image)) return VipsError("decode");
  // Fax has twice as many columns an inch as rows.
  const bool stretch = kind == OriginalKind::kTiff && across > 50 && down > 50 &&
                       std::max(across, down) / std::min(across, down) > 1.05 &&
                       std::max(across, down) / std::min(across, down) < 4;
  if (stretch) {
    picture.dpi = std::max(across, down);
    if (!Scale(image, picture.dpi / across, picture.dpi / down)) return VipsError("decode");
    const Status stretched = CheckSize(image.get(), limits);
    if (!stretched.ok()) return stretched;
  }
  Result<LocalImagePtr> pixels = Pixels(image.get());
  if (!pixels) return pixels.status();
  picture.image = std::move(*pixels);
  return picture;
}

Result<EncodedPicture> EncodeJpeg(const LocalImage& pixels, double scale, int quality) {
  Image image = Wrap(pixels);
  if (image == nullptr || !Scale(image, scale, scale)) return VipsError("encode");
  Result<std::string> bytes = Save(image.get(), PictureRequest::Format::kJpeg, quality);
  if (!bytes) return bytes.status();
  return EncodedPicture{std::move(*bytes), image->Xsize, image->Ysize, image->Bands};
}

Result<std::string> RenderFromEncoded(std::string_view bytes, OriginalKind kind, const PictureRequest& request) {
  Image image = Open(bytes, kind, 0, 72);
  if (image == nullptr || !ToPlainPixels(image)) return VipsError("render picture");
  return Render(std::move(image), request);
}

Result<std::string> RenderPrintOnPaper(std::string_view paper, std::string_view print, const std::array<std::uint8_t, 3>& ink,
                                       const ImagingLimits& limits, const PictureRequest& request) {
  Image below = Open(paper, OriginalKind::kJpeg, 0, 72);
  Image mask = Open(print, OriginalKind::kTiff, 0, 72);
  if (below == nullptr || mask == nullptr) return VipsError("render picture");
  for (VipsImage* part : {below.get(), mask.get()}) {
    if (const Status size = CheckSize(part, limits); !size.ok()) return size;
  }
  if (!ToPlainPixels(below) || !ToPlainPixels(mask) || !ToMemory(mask) || !ToMemory(below)) return VipsError("render picture");
  // All of the page made smaller: first, for there is less to paint then. Boxes to cover are those of the layer.
  PictureRequest rest = request;
  int width = mask->Xsize;
  int height = mask->Ysize;
  if (!request.region && request.covered.empty() && (request.width > 0 || request.height > 0)) {
    width = request.width > 0 ? request.width : std::max(1, static_cast<int>(std::lround(1.0 * request.height * width / height)));
    height = request.height > 0 ? request.height : std::max(1, static_cast<int>(std::lround(1.0 * request.width * mask->Ysize / mask->Xsize)));
    rest.width = rest.height = 0;
    if (!ScaleTo(mask, width, height)) return VipsError("render picture");
  }
  if (!ScaleTo(below, width, height) || !PaintPrint(below, mask, ink)) return VipsError("render picture");
  return Render(std::move(below), rest);
}

}  // namespace sohoa
