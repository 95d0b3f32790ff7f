// SPDX-License-Identifier: Apache-2.0
#include "imaging/coloured_ink.h"

#include <algorithm>
#include <array>
#include <cstddef>

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

// The channels of some pixels one after another and not in turns, so that the loops below take
// sixteen pixels at a time. Few enough to stay in the nearest cache.
struct Channels {
  static constexpr std::size_t kPixels = 4096;
  std::array<std::uint8_t, kPixels> red;
  std::array<std::uint8_t, kPixels> green;
  std::array<std::uint8_t, kPixels> blue;
};

// Gives `use` the whole image (three channels) in pieces: channels, first pixel, pixels.
template <typename Use>
void ForChannels(const LocalImage& image, const Use& use) {
  const std::size_t pixels = image.size_bytes() / 3;
  Channels channels;
  for (std::size_t first = 0; first < pixels; first += Channels::kPixels) {
    const int count = static_cast<int>(std::min(Channels::kPixels, pixels - first));
    const cv::Mat piece(1, count, CV_8UC3, const_cast<std::uint8_t*>(image.data() + 3 * first));
    cv::Mat apart[] = {cv::Mat(1, count, CV_8U, channels.red.data()), cv::Mat(1, count, CV_8U, channels.green.data()),
                       cv::Mat(1, count, CV_8U, channels.blue.data())};
    cv::split(piece, apart);
    use(channels, first, count);
  }
}

// 0 paper, print or gray; 1 red; 2 blue. In bytes throughout: wider ones would be four times
// the work.
void MarkInk(const Channels& from, int pixels, std::uint8_t* to, InkCount& count) {
  std::uint32_t red = 0;
  std::uint32_t blue = 0;
  std::uint32_t black = 0;
  for (int x = 0; x < pixels; ++x) {
    const std::uint8_t r = from.red[x];
    const std::uint8_t b = from.blue[x];
    const std::uint8_t other = std::max(from.green[x], b);
    const std::uint8_t best = std::max(r, other);
    const auto redder = static_cast<std::uint8_t>(best - other);
    const auto bluer = static_cast<std::uint8_t>(std::max(r, b) - r);
    const auto is_red = static_cast<std::uint8_t>((r > kDark) & (redder > kSaturation));
    const auto is_blue = static_cast<std::uint8_t>((b > kDark) & (bluer > kSaturation));
    to[x] = static_cast<std::uint8_t>(is_red | is_blue << 1);
    red += is_red;
    blue += is_blue;
    black += static_cast<std::uint8_t>((to[x] == 0) & (best < 128));
  }
  count.red += red;
  count.blue += blue;
  count.black += black;
}

void Clear(LocalImage& mask, std::uint8_t kind) {
  for (int y = 0; y < mask.height(); ++y) {
    std::uint8_t* row = mask.row(y);
    std::replace(row, row + mask.width(), kind, std::uint8_t{0});
  }
}

// Red ink is bright in the red channel and blue ink in the blue one; black is dark in both.
void TakePrint(const Channels& from, int pixels, bool drop_red, bool drop_blue, std::uint8_t* to) {
  const std::uint8_t red_mask = drop_red ? 255 : 0;
  const std::uint8_t blue_mask = drop_blue ? 255 : 0;
  for (int x = 0; x < pixels; ++x) {
    const auto weighted = static_cast<std::uint16_t>(77 * from.red[x] + 151 * from.green[x] + 28 * from.blue[x]);
    const auto luminance = static_cast<std::uint8_t>(weighted >> 8);
    const auto red = static_cast<std::uint8_t>(from.red[x] & red_mask);
    const auto blue = static_cast<std::uint8_t>(from.blue[x] & blue_mask);
    to[x] = std::max(luminance, std::max(red, blue));
  }
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
  result.print = std::make_shared<LocalImage>(image.width(), image.height(), 1);
  InkCount count;
  // Both inks are dropped from nearly every page: it is taken for that while it is at hand.
  ForChannels(image, [&](const Channels& from, std::size_t first, int pixels) {
    MarkInk(from, pixels, result.mask->data() + first, count);
    TakePrint(from, pixels, true, true, result.print->data() + first);
  });
  const double all = static_cast<double>(count.red + count.blue + count.black);
  const bool drop_red = static_cast<double>(count.red) <= kPrintShare * all;
  const bool drop_blue = static_cast<double>(count.blue) <= kPrintShare * all;
  if (!drop_red) Clear(*result.mask, 1);
  if (!drop_blue) Clear(*result.mask, 2);
  if (!drop_red || !drop_blue) {
    ForChannels(image, [&](const Channels& from, std::size_t first, int pixels) {
      TakePrint(from, pixels, drop_red, drop_blue, result.print->data() + first);
    });
  }
  if (drop_red && count.red > 0) FindPatches(*result.mask, 1, dpi, result.inks);
  if (drop_blue && count.blue > 0) FindPatches(*result.mask, 2, dpi, result.inks);
  return result;
}

}  // namespace sohoa
