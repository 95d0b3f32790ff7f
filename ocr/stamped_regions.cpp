// SPDX-License-Identifier: Apache-2.0
//
// Where red ink may be text: without round seals, frames, and what is too large or too small for
// letters.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "imaging/bit_image.h"
#include "imaging/lept_bits.h"
#include "ocr/coarse_ink.h"
#include "ocr/millimetres.h"
#include "ocr/rubber_stamps.h"

namespace sohoa {
namespace {

constexpr int kRed = 1;
// Round seals of organs measure 30 to 42 mm (Circular 08/2003/TT-BCA and its successors).
constexpr double kSealLeast = 28;
constexpr double kSealMost = 46;
constexpr double kSealDpi = 50;  // enough to find a ring of that size

// Calls use(x, y) for every pixel of ink.
template <typename Use>
void ForInk(const BitImage& image, const Use& use) {
  for (int y = 0; y < image.height; ++y) {
    const std::uint32_t* row = image.Row(y);
    for (int i = 0; i < image.words_per_row; ++i) {
      for (std::uint32_t rest = row[i]; rest != 0; rest &= rest - 1) use(32 * i + 31 - std::countr_zero(rest), y);
    }
  }
}

// Shares of ink, 0..255, in squares of `side` pixels.
cv::Mat InkShares(const BitImage& image, int side) {
  cv::Mat counts(image.height / side + 1, image.width / side + 1, CV_32S, cv::Scalar(0));
  ForInk(image, [&](int x, int y) { ++counts.at<int>(y / side, x / side); });
  cv::Mat shares;
  counts.convertTo(shares, CV_8U, 255.0 / (side * side));
  return shares;
}

void EraseDisc(BitImage& image, int x, int y, int radius) {
  for (int dy = -radius; dy <= radius; ++dy) {
    if (y + dy < 0 || y + dy >= image.height) continue;
    const int half = static_cast<int>(std::sqrt(static_cast<double>(radius) * radius - static_cast<double>(dy) * dy));
    image.ClearRun(y + dy, std::max(0, x - half), std::min(image.width, x + half + 1));
  }
}

void EraseSeals(BitImage& red, double dpi) {
  const int side = std::max(1, static_cast<int>(std::lround(dpi / kSealDpi)));
  const double small_dpi = dpi / side;
  std::vector<cv::Vec3f> circles;
  cv::HoughCircles(InkShares(red, side), circles, cv::HOUGH_GRADIENT, 1, PixelsOfMillimetres(kSealLeast / 2, small_dpi), 100,
                   30, PixelsOfMillimetres(kSealLeast / 2, small_dpi), PixelsOfMillimetres(kSealMost / 2, small_dpi));
  for (const cv::Vec3f& circle : circles) {
    const auto full = [side](float v) { return static_cast<int>(std::lround(v * static_cast<float>(side))); };
    // The ring's own width lies about its radius.
    EraseDisc(red, full(circle[0]), full(circle[1]), full(circle[2]) + PixelsOfMillimetres(0.7, dpi));
  }
}

// A frame around text: wide, and empty in its middle but for what is not joined to it.
bool IsFrame(const BitImage& piece, double dpi) {
  if (piece.width < PixelsOfMillimetres(9, dpi) || piece.height < PixelsOfMillimetres(5, dpi)) return false;
  const Box middle{piece.width / 5, piece.height * 3 / 10, piece.width / 5 + piece.width * 3 / 5,
                   piece.height * 3 / 10 + piece.height * 2 / 5};
  return CountInk(piece, middle) == 0;
}

// Leaves what may be letters: nothing too large or too small, and no frames.
BitImage LettersOf(const BitImage& red, double dpi) {
  const PixPtr letters = ToPix(red);
  PIXA* pieces = nullptr;
  BOXA* boxes = pixConnComp(letters.get(), &pieces, 8);
  for (l_int32 i = 0; i < boxaGetCount(boxes); ++i) {
    l_int32 left = 0, top = 0, width = 0, height = 0;
    boxaGetBoxGeometry(boxes, i, &left, &top, &width, &height);
    const PixPtr piece(pixaGetPix(pieces, i, L_CLONE));
    const bool speck = width < PixelsOfMillimetres(0.3, dpi) && height < PixelsOfMillimetres(0.3, dpi);
    const bool large = height > PixelsOfMillimetres(12, dpi);
    if (speck || large || IsFrame(ToBitImage(*piece), dpi)) {
      pixRasterop(letters.get(), left, top, width, height, PIX_SRC ^ PIX_DST, piece.get(), 0, 0);
    }
  }
  boxaDestroy(&boxes);
  pixaDestroy(&pieces);
  return ToBitImage(*letters);
}

std::vector<Box> TextRegions(const BitImage& red, double dpi) {
  const int margin = PixelsOfMillimetres(1.5, dpi);
  std::vector<Box> regions;
  for (const Box& box : ConnectedComponents(Closed(red, PixelsOfMillimetres(4, dpi), PixelsOfMillimetres(1.5, dpi)))) {
    const bool line_like = box.height() >= PixelsOfMillimetres(2.2, dpi) && box.width() > box.height() * 3 / 2 &&
                           CountInk(red, box) * 10 > box.area();
    if (!line_like) continue;
    regions.push_back(Intersection({box.left - margin, box.top - margin, box.right + margin, box.bottom + margin},
                                   {0, 0, red.width, red.height}));
  }
  return regions;
}

}  // namespace

StampedText FindStampedText(const LocalImage& ink_mask, double dpi) {
  StampedText found;
  BitImage red = InkOfColour(ink_mask.data(), ink_mask.stride(), ink_mask.width(), ink_mask.height(), kRed);
  if (std::all_of(red.words.begin(), red.words.end(), [](std::uint32_t word) { return word == 0; })) return found;
  EraseSeals(red, dpi);
  red = LettersOf(red, dpi);
  found.regions = TextRegions(red, dpi);
  if (found.regions.empty()) return found;
  found.page = {red.width, red.height, {}};
  found.page.pixels.assign(static_cast<std::size_t>(red.width) * static_cast<std::size_t>(red.height), 255);
  ForInk(red, [&found](int x, int y) { found.page.Row(y)[x] = 0; });
  return found;
}

}  // namespace sohoa
