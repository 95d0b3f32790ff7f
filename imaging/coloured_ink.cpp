// SPDX-License-Identifier: Apache-2.0
#include "imaging/coloured_ink.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include <opencv2/imgproc.hpp>

#include "core/vector_clones.h"
#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

// How far the strongest channel stands out before a pixel counts as coloured. JPEG lets black
// strokes bleed by some 20; stamp ink has 60 and more.
constexpr int kSaturation = 42;
// A pixel darker than this in its best channel is black whatever its hue.
constexpr int kDark = 70;
// Print below this counts as ink where coloured ink is compared with it.
constexpr int kBlack = 128;
// Ink of one colour that makes up more of a page's ink than this is what it is printed in.
constexpr double kPrintShare = 0.6;
// Patches are joined over gaps of 2 mm and counted from 4 x 4 mm.
constexpr double kJoinInches = 0.08;
constexpr double kLeastInches = 0.16;
// They are sought in blocks of so many pixels a side, of which so many have ink.
constexpr int kBlock = 4;
constexpr int kInkedPixels = 4;
constexpr double kColourShare = 0.0008;

// Which inks are taken out: 255 or 0.
struct Dropped {
  std::uint8_t red = 255;
  std::uint8_t blue = 255;
};

// Gives each pixel's ink and the print without the dropped ones; not 0 where any pixel has ink.
// Red ink is bright in the red channel and blue ink in the blue one; black is dark in both.
SOHOA_VECTOR_CLONES
std::uint8_t SeparateRow(const std::uint8_t* from, int pixels, Dropped dropped, std::uint8_t* ink, std::uint8_t* print) {
  std::uint8_t any = 0;
  for (int x = 0; x < pixels; ++x) {
    const std::uint8_t r = from[3 * x];
    const std::uint8_t g = from[3 * x + 1];
    const std::uint8_t b = from[3 * x + 2];
    const std::uint8_t other = std::max(g, b);
    const auto redder = static_cast<std::uint8_t>(std::max(r, other) - other);
    const auto bluer = static_cast<std::uint8_t>(std::max(r, b) - r);
    const auto is_red = static_cast<std::uint8_t>((r > kDark) & (redder > kSaturation));
    const auto is_blue = static_cast<std::uint8_t>((b > kDark) & (bluer > kSaturation));
    ink[x] = static_cast<std::uint8_t>(is_red | is_blue << 1);
    any |= ink[x];
    const auto weighted = static_cast<std::uint16_t>(77 * r + 151 * g + 28 * b);
    const auto luminance = static_cast<std::uint8_t>(weighted >> 8);
    print[x] = std::max(luminance, std::max(static_cast<std::uint8_t>(r & dropped.red), static_cast<std::uint8_t>(b & dropped.blue)));
  }
  return any;
}

struct InkCount {
  std::uint64_t red = 0;
  std::uint64_t blue = 0;
  std::uint64_t black = 0;
};

SOHOA_VECTOR_CLONES
void CountRow(const std::uint8_t* ink, const std::uint8_t* print, int pixels, InkCount& count) {
  // In bytes, which a vector has most of: few enough at a time not to overflow.
  constexpr int kPiece = 128;
  for (int begin = 0; begin < pixels; begin += kPiece) {
    const int end = std::min(pixels, begin + kPiece);
    std::uint8_t red = 0;
    std::uint8_t blue = 0;
    std::uint8_t black = 0;
    for (int x = begin; x < end; ++x) {
      red = static_cast<std::uint8_t>(red + (ink[x] & 1));
      blue = static_cast<std::uint8_t>(blue + (ink[x] >> 1));
      black = static_cast<std::uint8_t>(black + static_cast<std::uint8_t>((ink[x] == 0) & (print[x] < kBlack)));
    }
    count.red += red;
    count.blue += blue;
    count.black += black;
  }
}

InkCount CountInk(const InkSeparation& separated) {
  InkCount count;
  const LocalImage& mask = *separated.mask;
  for (int y = 0; y < mask.height(); ++y) CountRow(mask.row(y), separated.print->row(y), mask.width(), count);
  return count;
}

// Fills print and, from the first row on that has coloured ink, the mask.
InkSeparation Separate(const LocalImage& image, Dropped dropped) {
  InkSeparation result;
  result.print = std::make_shared<LocalImage>(image.width(), image.height(), 1);
  std::vector<std::uint8_t> ink(static_cast<std::size_t>(image.width()));
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t any = SeparateRow(image.row(y), image.width(), dropped, ink.data(), result.print->row(y));
    if (any != 0 && result.mask == nullptr) {
      result.mask = std::make_shared<LocalImage>(image.width(), image.height(), 1);
      std::memset(result.mask->data(), 0, static_cast<std::size_t>(y) * result.mask->stride());
    }
    if (result.mask != nullptr) std::copy(ink.begin(), ink.end(), result.mask->row(y));
  }
  return result;
}

// Takes ink that is kept as print out of the mask.
void Clear(LocalImage& mask, Dropped dropped) {
  const auto kept = static_cast<std::uint8_t>((dropped.red & 1) | (dropped.blue & 2));
  std::transform(mask.data(), mask.data() + mask.size_bytes(), mask.data(),
                 [kept](std::uint8_t ink) { return static_cast<std::uint8_t>(ink & kept); });
}

struct Blocks {
  cv::Mat red;
  cv::Mat blue;
};

// Adds one row's pixels to the counts of its blocks. Most of it is 0, and skipped by eights.
void AddToBlocks(const std::uint8_t* ink, int pixels, std::uint8_t* red, std::uint8_t* blue) {
  for (int x = 0; x < pixels;) {
    std::uint64_t eight = 0;
    if (x + 8 <= pixels) {
      std::memcpy(&eight, ink + x, sizeof eight);
      if (eight == 0) {
        x += 8;
        continue;
      }
    }
    for (const int end = std::min(pixels, x + 8); x < end; ++x) {
      red[x / kBlock] = static_cast<std::uint8_t>(red[x / kBlock] + (ink[x] & 1));
      blue[x / kBlock] = static_cast<std::uint8_t>(blue[x / kBlock] + (ink[x] >> 1));
    }
  }
}

Blocks InkedBlocks(const LocalImage& mask) {
  const cv::Size size((mask.width() + kBlock - 1) / kBlock, (mask.height() + kBlock - 1) / kBlock);
  Blocks blocks{cv::Mat::zeros(size, CV_8U), cv::Mat::zeros(size, CV_8U)};
  for (int y = 0; y < mask.height(); ++y) {
    AddToBlocks(mask.row(y), mask.width(), blocks.red.ptr(y / kBlock), blocks.blue.ptr(y / kBlock));
  }
  blocks.red = blocks.red >= kInkedPixels;
  blocks.blue = blocks.blue >= kInkedPixels;
  return blocks;
}

void FindPatches(const LocalImage& mask, cv::Mat& blocks, ColouredInk::Kind kind, double dpi, std::vector<ColouredInk>& inks) {
  if (cv::countNonZero(blocks) == 0) return;
  const int join = std::max(3, static_cast<int>(kJoinInches * dpi / kBlock));
  cv::dilate(blocks, blocks, cv::getStructuringElement(cv::MORPH_RECT, {join, join}));
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(blocks, labels, stats, centres);
  const int least = static_cast<int>(kLeastInches * dpi);
  for (int i = 1; i < count; ++i) {
    const auto at = [&](int column) { return stats.at<int>(i, column) * kBlock; };
    Box box{at(cv::CC_STAT_LEFT), at(cv::CC_STAT_TOP), 0, 0};
    box.right = std::min(mask.width(), box.left + at(cv::CC_STAT_WIDTH));
    box.bottom = std::min(mask.height(), box.top + at(cv::CC_STAT_HEIGHT));
    if (box.width() < least || box.height() < least) continue;
    inks.push_back({kind, box});
  }
}

}  // namespace

InkSeparation SeparateInk(const LocalImagePtr& image) {
  if (image->channels() == 1) return {nullptr, image};
  // Both inks are dropped from nearly every page: it is taken for that at first.
  InkSeparation result = Separate(*image, Dropped());
  if (result.mask == nullptr) return result;
  const InkCount count = CountInk(result);
  const double all = static_cast<double>(count.red + count.blue + count.black);
  const auto drop = [all](std::uint64_t ink) {
    return static_cast<std::uint8_t>(static_cast<double>(ink) <= kPrintShare * all ? 255 : 0);
  };
  const Dropped dropped{drop(count.red), drop(count.blue)};
  if (dropped.red == 0 || dropped.blue == 0) {
    result = Separate(*image, dropped);
    const bool any = (dropped.red != 0 && count.red > 0) || (dropped.blue != 0 && count.blue > 0);
    if (any) {
      Clear(*result.mask, dropped);
    } else {
      result.mask.reset();
    }
  }
  return result;
}

std::vector<ColouredInk> FindInkPatches(const LocalImage& mask, double dpi) {
  std::vector<ColouredInk> inks;
  Blocks blocks = InkedBlocks(mask);
  FindPatches(mask, blocks.red, ColouredInk::Kind::kRed, dpi, inks);
  FindPatches(mask, blocks.blue, ColouredInk::Kind::kBlue, dpi, inks);
  return inks;
}

bool HasColour(const LocalImage& mask) {
  return cv::countNonZero(View(mask)) > kColourShare * mask.width() * mask.height();
}

}  // namespace sohoa
