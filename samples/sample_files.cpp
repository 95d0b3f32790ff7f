// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_files.h"

#include <memory>
#include <utility>

#include <leptonica/allheaders.h>

namespace sohoa {
namespace {

struct PixFree {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, PixFree>;

PixPtr ToPix(const SampleImage& image) {
  PixPtr pix(pixCreateNoInit(image.width, image.height, 32));
  if (!pix) return pix;
  pixSetResolution(pix.get(), image.dpi, image.dpi);
  const auto* in = reinterpret_cast<const unsigned char*>(image.pixels.data());
  l_uint32* row = pixGetData(pix.get());
  const int words = pixGetWpl(pix.get());
  for (int y = 0; y < image.height; ++y, row += words) {
    for (int x = 0; x < image.width; ++x, in += 3) {
      row[x] = static_cast<l_uint32>(in[0]) << L_RED_SHIFT |
               static_cast<l_uint32>(in[1]) << L_GREEN_SHIFT |
               static_cast<l_uint32>(in[2]) << L_BLUE_SHIFT | 255u;
    }
  }
  return pix;
}

// Dark enough is black. A fixed threshold, as simple scanners have.
PixPtr ToBitonal(const SampleImage& image) {
  constexpr unsigned kThreshold = 150;
  PixPtr pix(pixCreate(image.width, image.height, 1));
  if (!pix) return pix;
  pixSetResolution(pix.get(), image.dpi, image.dpi);
  const auto* in = reinterpret_cast<const unsigned char*>(image.pixels.data());
  l_uint32* row = pixGetData(pix.get());
  const int words = pixGetWpl(pix.get());
  for (int y = 0; y < image.height; ++y, row += words) {
    for (int x = 0; x < image.width; ++x, in += 3) {
      if ((in[0] * 77u + in[1] * 150u + in[2] * 29u) >> 8 < kThreshold) SET_DATA_BIT(row, x);
    }
  }
  return pix;
}

Result<std::string> TakeBytes(bool failed, l_uint8* data, std::size_t size, const char* what) {
  if (failed || data == nullptr) {
    return Status(StatusCode::kInternal, std::string("encode a sample page as ") + what +
                                             ": the encoder refused it or memory is short");
  }
  std::string bytes(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  return bytes;
}

// "0000001234": offsets in a PDF cross-reference table have ten digits.
std::string TenDigits(std::size_t value) {
  std::string digits = std::to_string(value);
  return std::string(10 - digits.size(), '0') + digits;
}

std::string Points(int pixels, int dpi) {
  const long hundredths = (static_cast<long>(pixels) * 7200 + dpi / 2) / dpi;
  const std::string cents = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

}  // namespace

Result<std::string> EncodePng(const SampleImage& image, PngEffort effort) {
  const PixPtr pix = ToPix(image);
  if (pix && effort == PngEffort::kHaste) pixSetZlibCompression(pix.get(), 1);
  l_uint8* data = nullptr;
  std::size_t size = 0;
  const bool failed = !pix || pixWriteMemPng(&data, &size, pix.get(), 0) != 0;
  return TakeBytes(failed, data, size, "PNG");
}

Result<std::string> EncodeJpeg(const SampleImage& image, int quality) {
  const PixPtr pix = ToPix(image);
  l_uint8* data = nullptr;
  std::size_t size = 0;
  const bool failed = !pix || pixWriteMemJpeg(&data, &size, pix.get(), quality, 0) != 0;
  return TakeBytes(failed, data, size, "JPEG");
}

struct TiffFile::Pages {
  PIXA* pixa = pixaCreate(0);
};

TiffFile::TiffFile() : pages_(new Pages) {}

TiffFile::~TiffFile() {
  pixaDestroy(&pages_->pixa);
  delete pages_;
}

Status TiffFile::Add(const SampleImage& image) {
  PixPtr pix = ToBitonal(image);
  if (!pix || pixaAddPix(pages_->pixa, pix.release(), L_INSERT) != 0) {
    return {StatusCode::kInternal, "encode a sample page as TIFF: memory is short"};
  }
  return {};
}

Result<std::string> TiffFile::Finish() {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  const bool failed = pixaWriteMemMultipageTiff(&data, &size, pages_->pixa) != 0;
  return TakeBytes(failed, data, size, "TIFF");
}

void SamplePdf::Add(const SampleImage& image, std::string_view jpeg) {
  const std::string width = Points(image.width, image.dpi);
  const std::string height = Points(image.height, image.dpi);
  const std::size_t page = 3 + offsets_.size();
  const auto open = [&](std::size_t object) {
    offsets_.push_back(body_.size());
    body_ += std::to_string(object) + " 0 obj\n";
  };
  open(page);
  body_ += "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + width + " " + height +
           "] /Resources << /XObject << /Im0 " + std::to_string(page + 2) +
           " 0 R >> >> /Contents " + std::to_string(page + 1) + " 0 R >>\nendobj\n";
  const std::string content = "q " + width + " 0 0 " + height + " 0 0 cm /Im0 Do Q";
  open(page + 1);
  body_ += "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content +
           "\nendstream\nendobj\n";
  open(page + 2);
  body_ += "<< /Type /XObject /Subtype /Image /Width " + std::to_string(image.width) + " /Height " +
           std::to_string(image.height) +
           " /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length " +
           std::to_string(jpeg.size()) + " >>\nstream\n";
  body_.append(jpeg);
  body_ += "\nendstream\nendobj\n";
}

std::string SamplePdf::Finish() {
  const std::size_t catalog = body_.size();
  body_ += "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
  const std::size_t tree = body_.size();
  body_ += "2 0 obj\n<< /Type /Pages /Kids [";
  for (std::size_t i = 0; i < offsets_.size(); i += 3) body_ += std::to_string(3 + i) + " 0 R ";
  body_ += "] /Count " + std::to_string(offsets_.size() / 3) + " >>\nendobj\n";
  const std::size_t table = body_.size();
  const std::string size = std::to_string(3 + offsets_.size());
  body_ += "xref\n0 " + size + "\n0000000000 65535 f \n";
  for (const std::size_t offset : {catalog, tree}) body_ += TenDigits(offset) + " 00000 n \n";
  for (const std::size_t offset : offsets_) body_ += TenDigits(offset) + " 00000 n \n";
  body_ += "trailer\n<< /Size " + size + " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) +
           "\n%%EOF\n";
  return std::move(body_);
}

}  // namespace sohoa
