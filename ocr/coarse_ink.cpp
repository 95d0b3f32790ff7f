// SPDX-License-Identifier: Apache-2.0
#include "ocr/coarse_ink.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sohoa {
namespace {

constexpr double kDpi = 100;
constexpr double kPieceMm = 5;

}  // namespace

int CoarseInk::Pixels(double millimetres) const {
  return std::max(1, static_cast<int>(std::lround(millimetres * dpi / kMmPerInch)));
}

Box CoarseInk::ToPage(const Box& box) const {
  const auto page = [this](int v) { return static_cast<int>(std::lround(v * scale)); };
  return {page(box.left), page(box.top), page(box.right), page(box.bottom)};
}

std::vector<Box> LargePieces(const BitImage& ink, int least) {
  std::vector<Box> pieces = ConnectedComponents(ink);
  std::erase_if(pieces, [least](const Box& box) { return std::max(box.width(), box.height()) < least; });
  return pieces;
}

CoarseInk MakeCoarseInk(const BitImage& page, double dpi) {
  BitImage ink = page;
  double scale = 1;
  for (; dpi / scale > 1.5 * kDpi; scale *= 2) ink = Halved(ink);
  CoarseInk coarse{std::move(ink), scale, dpi / scale, {}};
  coarse.pieces = LargePieces(coarse.ink, coarse.Pixels(kPieceMm));
  return coarse;
}

BitImage InkOfColour(const std::uint8_t* mask, std::size_t stride, int width, int height, int colour) {
  BitImage ink = DarkPixels(mask, stride, width, height, colour);
  const BitImage below = DarkPixels(mask, stride, width, height, colour - 1);
  for (std::size_t i = 0; i < ink.words.size(); ++i) ink.words[i] &= ~below.words[i];
  return ink;
}

}  // namespace sohoa
