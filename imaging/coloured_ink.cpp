// SPDX-License-Identifier: Apache-2.0
#include "imaging/coloured_ink.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

// How far the strongest channel stands out before a pixel counts as coloured. JPEG lets black
// strokes bleed by some 20; stamp ink has 60 and more.
constexpr int kSaturation = 42;
// A pixel darker than this in its best channel is black whatever its hue.
constexpr int kDark = 70;
// Ink of one colour that makes up more of a page's ink than this is what it is printed in.
constexpr double kPrintShare = 0.6;
// Patches are joined over gaps of 2 mm and counted from 4 x 4 mm.
constexpr double kJoinInches = 0.08;
constexpr double kLeastInches = 0.16;

struct InkCount {
  std::uint64_t red = 0;
  std::uint64_t blue = 0;
  std::uint64_t black = 0;
};

// 0 paper, print or gray; 1 red; 2 blue.
std::uint8_t ClassOf(int red, int green, int blue) {
  if (red > kDark && red - std::max(green, blue) > kSaturation) return 1;
  if (blue > kDark && blue - red > kSaturation) return 2;
  return 0;
}

InkCount MarkInk(const LocalImage& image, LocalImage& mask) {
  InkCount count;
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* from = image.row(y);
    std::uint8_t* to = mask.row(y);
    for (int x = 0; x < image.width(); ++x, from += 3) {
      to[x] = ClassOf(from[0], from[1], from[2]);
      if (to[x] == 1) ++count.red;
      if (to[x] == 2) ++count.blue;
      if (to[x] == 0 && std::max({from[0], from[1], from[2]}) < 128) ++count.black;
    }
  }
  return count;
}

void Clear(LocalImage& mask, std::uint8_t kind) {
  for (int y = 0; y < mask.height(); ++y) {
    std::uint8_t* row = mask.row(y);
    std::replace(row, row + mask.width(), kind, std::uint8_t{0});
  }
}

// Red ink is bright in the red channel and blue ink in the blue one; black is dark in both.
LocalImagePtr TakePrint(const LocalImage& image, bool drop_red, bool drop_blue) {
  auto print = std::make_shared<LocalImage>(image.width(), image.height(), 1);
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* from = image.row(y);
    std::uint8_t* to = print->row(y);
    for (int x = 0; x < image.width(); ++x, from += 3) {
      const int luminance = (77 * from[0] + 151 * from[1] + 28 * from[2]) >> 8;
      int value = luminance;
      if (drop_red) value = std::max<int>(value, from[0]);
      if (drop_blue) value = std::max<int>(value, from[2]);
      to[x] = static_cast<std::uint8_t>(value);
    }
  }
  return print;
}

void FindPatches(const LocalImage& mask, std::uint8_t kind, double dpi, std::vector<ColouredInk>& inks) {
  constexpr double kScale = 0.25;
  cv::Mat ink = View(mask) == kind;
  cv::Mat small = ScaledDown(ink, kScale) > 48;
  const int join = std::max(3, static_cast<int>(kJoinInches * dpi * kScale));
  cv::dilate(small, small, cv::getStructuringElement(cv::MORPH_RECT, {join, join}));
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(small, labels, stats, centres);
  const int least = static_cast<int>(kLeastInches * dpi);
  for (int i = 1; i < count; ++i) {
    const auto at = [&](int column) { return static_cast<int>(stats.at<int>(i, column) / kScale); };
    Box box{at(cv::CC_STAT_LEFT), at(cv::CC_STAT_TOP), 0, 0};
    box.right = std::min(mask.width(), box.left + at(cv::CC_STAT_WIDTH));
    box.bottom = std::min(mask.height(), box.top + at(cv::CC_STAT_HEIGHT));
    if (box.width() < least || box.height() < least) continue;
    inks.push_back({kind == 1 ? ColouredInk::Kind::kRed : ColouredInk::Kind::kBlue, box});
  }
}

}  // namespace

InkSeparation SeparateInk(const LocalImage& image, double dpi) {
  InkSeparation result;
  result.mask = std::make_shared<LocalImage>(image.width(), image.height(), 1, std::uint8_t{0});
  if (image.channels() == 1) {
    result.print = ToLocalImage(View(image));
    return result;
  }
  const InkCount count = MarkInk(image, *result.mask);
  const double all = static_cast<double>(count.red + count.blue + count.black);
  const bool drop_red = static_cast<double>(count.red) <= kPrintShare * all;
  const bool drop_blue = static_cast<double>(count.blue) <= kPrintShare * all;
  if (!drop_red) Clear(*result.mask, 1);
  if (!drop_blue) Clear(*result.mask, 2);
  result.print = TakePrint(image, drop_red, drop_blue);
  if (drop_red && count.red > 0) FindPatches(*result.mask, 1, dpi, result.inks);
  if (drop_blue && count.blue > 0) FindPatches(*result.mask, 2, dpi, result.inks);
  return result;
}

}  // namespace sohoa
