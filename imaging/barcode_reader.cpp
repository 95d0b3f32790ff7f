// SPDX-License-Identifier: Apache-2.0
#include "imaging/barcode_reader.h"

#include <algorithm>
#include <exception>

#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>

#include "core/vietnamese.h"

namespace sohoa {

std::vector<Barcode> ReadBarcodes(const LocalImage& gray) {
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128 | ZXing::BarcodeFormat::Code39 |
                   ZXing::BarcodeFormat::EAN13 | ZXing::BarcodeFormat::DataMatrix | ZXing::BarcodeFormat::PDF417);
  hints.setTryHarder(true);
  hints.setTryRotate(false);  // the page is upright by now
  // ZXing 1.4 asserts on a Code 128 that it finds at two scales (zxing-cpp issue 740).
  hints.setTryDownscale(false);
  std::vector<Barcode> barcodes;
  try {
    const ZXing::ImageView view(gray.data(), gray.width(), gray.height(), ZXing::ImageFormat::Lum, static_cast<int>(gray.stride()));
    for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
      if (!result.isValid()) continue;
      Barcode barcode;
      barcode.format = ZXing::ToString(result.format());
      barcode.text = ToNfc(ZXing::TextUtfEncoding::ToUtf8(result.text()));
      for (const auto& corner : result.position()) {
        barcode.box = Union(barcode.box, {corner.x, corner.y, corner.x + 1, corner.y + 1});
      }
      barcodes.push_back(std::move(barcode));
    }
  } catch (const std::exception&) {
    return {};  // a code that cannot be decoded is none
  }
  std::stable_sort(barcodes.begin(), barcodes.end(), [](const Barcode& a, const Barcode& b) { return a.box.top < b.box.top; });
  return barcodes;
}

}  // namespace sohoa
