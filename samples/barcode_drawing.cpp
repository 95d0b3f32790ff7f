// SPDX-License-Identifier: Apache-2.0
#include "samples/barcode_drawing.h"

#include <exception>
#include <memory>

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <qrencode.h>

namespace sohoa {
namespace {

struct QrFree {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Status DrawCode128(PageCanvas& canvas, const std::string& text, double x, double y, double width,
                   double height) {
  try {
    ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::Code128);
    writer.setEncoding(ZXing::CharacterSet::UTF8);
    writer.setMargin(0);
    const ZXing::BitMatrix bars = writer.encode(text, 0, 1);
    const double module = width / bars.width();
    for (int i = 0; i < bars.width();) {
      int end = i;
      while (end < bars.width() && bars.get(end, 0)) ++end;
      if (end > i) canvas.Fill(x + module * i, y, module * (end - i), height);
      i = end + (end == i ? 1 : 0);
    }
  } catch (const std::exception& error) {
    return {StatusCode::kInternal, std::string("draw a Code 128 barcode: ") + error.what()};
  }
  return {};
}

Status DrawQr(PageCanvas& canvas, const std::string& text, double x, double y, double side) {
  const std::unique_ptr<QRcode, QrFree> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
  if (!code) {
    return {StatusCode::kInternal,
            "draw a QR code: the encoder refused " + std::to_string(text.size()) + " bytes"};
  }
  const double module = side / code->width;
  for (int row = 0; row < code->width; ++row) {
    for (int column = 0; column < code->width; ++column) {
      if ((code->data[row * code->width + column] & 1) == 0) continue;
      canvas.Fill(x + module * column, y + module * row, module, module);
    }
  }
  return {};
}

}  // namespace sohoa
