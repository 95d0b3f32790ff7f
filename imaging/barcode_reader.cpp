// SPDX-License-Identifier: Apache-2.0
#include "imaging/barcode_reader.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>

#include "core/vietnamese.h"

namespace sohoa {

namespace {

ZXing::DecodeHints Hints(bool turned) {
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128 | ZXing::BarcodeFormat::Code39 |
                   ZXing::BarcodeFormat::EAN13 | ZXing::BarcodeFormat::DataMatrix | ZXing::BarcodeFormat::PDF417);
  hints.setTryHarder(true);
  hints.setTryRotate(turned);
  // ZXing 1.4 asserts on a Code 128 that it finds at two scales (zxing-cpp issue 740).
  hints.setTryDownscale(false);
  return hints;
}

void ReadRegion(const LocalImage& gray, const Box& region, const ZXing::DecodeHints& hints, std::vector<Barcode>& barcodes) {
  const ZXing::ImageView view(gray.row(region.top) + region.left, region.width(), region.height(), ZXing::ImageFormat::Lum,
                              static_cast<int>(gray.stride()));
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    Barcode barcode;
    barcode.format = ZXing::ToString(result.format());
    barcode.text = ToNfc(ZXing::TextUtfEncoding::ToUtf8(result.text()));
    for (const auto& corner : result.position()) {
      const int x = region.left + corner.x;
      const int y = region.top + corner.y;
      barcode.box = Union(barcode.box, {x, y, x + 1, y + 1});
    }
    barcodes.push_back(std::move(barcode));
  }
}

}  // namespace

std::vector<Barcode> ReadBarcodes(const LocalImage& gray, const std::vector<Box>& regions, bool turned) {
  std::vector<Barcode> barcodes;
  const ZXing::DecodeHints hints = Hints(turned);
  for (const Box& region : regions) {
    try {
      ReadRegion(gray, region, hints, barcodes);
    } catch (const std::exception&) {
      continue;  // a code that cannot be decoded is none
    }
  }
  std::stable_sort(barcodes.begin(), barcodes.end(), [](const Barcode& a, const Barcode& b) { return a.box.top < b.box.top; });
  return barcodes;
}

}  // namespace sohoa
