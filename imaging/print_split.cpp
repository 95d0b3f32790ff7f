// SPDX-License-Identifier: Apache-2.0
#include "imaging/print_split.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

#include <opencv2/imgproc.hpp>

#include "imaging/matrix_view.h"
#include "imaging/smooth_paper.h"

namespace sohoa {
namespace {

// Print has at least so many pixels an inch: of a page with fewer it gets twice as many, cut
// where its gray edges are half as dark as its ink.
constexpr double kPrintDpi = 250;
constexpr double kLeastDpiToSplit = 140;
// The reading's paper and the levels between which print ends.
constexpr int kReadingPaper = 250;
constexpr int kLeastThreshold = 110;
constexpr int kMostThreshold = 170;
// Pixels of the paper's size beyond the print that its gray edges and a JPEG's waves reach.
constexpr int kNear = 5;
// Ink is as dark as the darkest fourth of it.
constexpr int kInkShare = 4;

// ---- Comparing: at half the paper's size, in tiles of so many pixels a side (2 mm at 200 dpi)
constexpr int kTile = 8;
constexpr int kPaperTile = 2 * kTile;
constexpr int kPixelsOff = 2;
// Levels by which a pixel beside the print may differ: five times what grain does, within these.
constexpr double kGrains = 5;
constexpr double kLeastOff = 6;
constexpr double kMostOff = 16;
// The mean of nine pixels at the print: where it is thin, where there is nothing but print (which
// may be grayer or blacker than most), and of two channels against each other.
constexpr int kPrintOff = 26;
constexpr int kToneOff = 44;
constexpr int kHueOff = 14;
// A tile of letters has some pixels without print, and its paper is nearly as bright as most of the
// page's; one of a picture lacks one or the other. Pictures are whole: gaps of up to so many tiles
// less one belong to them.
constexpr int kLeastFree = 4;
constexpr double kDimPaper = 0.6;
constexpr int kPictureGap = 7;
// How far coloured ink darkens the edges of what is no print, in pixels of the scan.
constexpr int kInkEdge = 3;

using Ink = std::array<std::uint8_t, 3>;

int MedianInkLevel(const cv::Mat& reading) {
  std::array<int, 128> counts{};
  int dark = 0;
  for (int y = 0; y < reading.rows; y += 4) {
    const std::uint8_t* row = reading.ptr(y);
    for (int x = 0; x < reading.cols; ++x) {
      if (row[x] >= counts.size()) continue;
      ++counts[row[x]];
      ++dark;
    }
  }
  int level = 0;
  for (int seen = counts[0]; 2 * seen < dark; seen += counts[static_cast<std::size_t>(level)]) ++level;
  return level;
}

LocalImagePtr FindPrint(const cv::Mat& reading, int factor) {
  const int threshold = std::clamp((MedianInkLevel(reading) + kReadingPaper) / 2, kLeastThreshold, kMostThreshold);
  auto print = std::make_shared<LocalImage>(reading.cols * factor, reading.rows * factor, 1);
  cv::Mat finer = reading;
  if (factor > 1) cv::resize(reading, finer, {}, factor, factor, cv::INTER_CUBIC);
  cv::Mat found = View(*print);
  cv::compare(finer, threshold, found, cv::CMP_GT);
  return print;
}

// How much of each pixel of the paper's size is print: 0 to 255.
cv::Mat CoverageOf(const cv::Mat& print, double scale, const cv::Size& size) {
  cv::Mat free = ScaledDown(print, scale);
  if (free.size() != size) cv::resize(print, free, size, 0, 0, cv::INTER_AREA);
  cv::Mat coverage;
  cv::bitwise_not(free, coverage);
  return coverage;
}

Ink InkOf(const cv::Mat& page, const cv::Mat& coverage) {
  const int channels = page.channels();
  std::array<std::array<int, 256>, 3> counts{};
  int total = 0;
  for (int y = 0; y < page.rows; ++y) {
    const std::uint8_t* pixels = page.ptr(y);
    const std::uint8_t* covered = coverage.ptr(y);
    for (int x = 0; x < page.cols; ++x) {
      if (covered[x] < 255) continue;
      ++total;
      for (int c = 0; c < channels; ++c) ++counts[static_cast<std::size_t>(c)][pixels[x * channels + c]];
    }
  }
  Ink ink{};
  for (std::size_t c = 0; c < ink.size(); ++c) {
    const auto& levels = counts[channels == 3 ? c : 0];
    int level = 0;
    for (int seen = levels[0]; kInkShare * seen < total; seen += levels[static_cast<std::size_t>(level)]) ++level;
    ink[c] = static_cast<std::uint8_t>(level);
  }
  return ink;
}

// `paper` with print of `ink` over it.
cv::Mat Painted(const cv::Mat& paper, const cv::Mat& coverage, const Ink& ink) {
  cv::Mat painted(paper.size(), paper.type());
  const int channels = paper.channels();
  for (int y = 0; y < paper.rows; ++y) {
    const std::uint8_t* from = paper.ptr(y);
    const std::uint8_t* covered = coverage.ptr(y);
    std::uint8_t* to = painted.ptr(y);
    for (int x = 0; x < paper.cols; ++x) {
      for (int c = 0; c < channels; ++c, ++from, ++to) {
        *to = static_cast<std::uint8_t>((*from * (255 - covered[x]) + ink[static_cast<std::size_t>(c)] * covered[x] + 127) / 255);
      }
    }
  }
  return painted;
}

cv::Mat Rectangle(int side) { return cv::getStructuringElement(cv::MORPH_RECT, {side, side}); }

// What is seen in place of the page, compared with it pixel by pixel.
struct Comparison {
  cv::Mat off;         // 16S: the page less what is seen
  cv::Mat off_about;   // mean of nine
  cv::Mat coverage;    // of print
  cv::Mat coverage_about;
  cv::Mat near;        // not 0 at print
};

Comparison Compare(const cv::Mat& page, const cv::Mat& seen, const cv::Mat& coverage) {
  Comparison compared;
  cv::subtract(page, seen, compared.off, cv::noArray(), CV_16S);
  cv::blur(compared.off, compared.off_about, {3, 3});
  compared.coverage = coverage;
  cv::blur(coverage, compared.coverage_about, {3, 3});
  cv::dilate(coverage, compared.near, Rectangle(kNear));
  return compared;
}

// Levels by which the paper's grain lets a pixel differ from smooth paper.
int GrainOff(const Comparison& compared) {
  const int channels = compared.off.channels();
  double sum = 0;
  double count = 0;
  for (int y = 0; y < compared.off.rows; ++y) {
    const auto* off = compared.off.ptr<std::int16_t>(y);
    const std::uint8_t* near = compared.near.ptr(y);
    int row_sum = 0;
    int row_count = 0;
    for (int x = 0; x < compared.off.cols; ++x) {
      const bool paper = near[x] == 0;
      row_sum += paper ? std::min(32, std::abs(int{off[x * channels + channels / 2]})) : 0;
      row_count += paper;
    }
    sum += row_sum;
    count += row_count;
  }
  const double grain = count > 0 ? 1.25 * sum / count : 0;  // of the mean, as a standard deviation
  return static_cast<int>(std::clamp(kGrains * grain, kLeastOff, kMostOff));
}

struct Allowed {
  int grain = 0;
  int print = kPrintOff;
  int tone = kToneOff;
};

template <int kChannels>
bool IsOff(const std::int16_t* off, const std::int16_t* about, bool near, int coverage_about, const Allowed& allow) {
  const std::int16_t* levels = near ? about : off;
  const int allowed = near ? allow.print + allow.tone * coverage_about / 255 : allow.grain;
  bool is_off = false;
  for (int c = 0; c < kChannels; ++c) is_off |= std::abs(int{levels[c]}) > allowed;
  if constexpr (kChannels == 3) is_off |= std::abs(about[0] - about[1]) > kHueOff || std::abs(about[2] - about[1]) > kHueOff;
  return is_off;
}

cv::Size TilesOf(const cv::Size& half) { return {(half.width + kTile - 1) / kTile, (half.height + kTile - 1) / kTile}; }

// Tiles in which what is seen is not what is on the page: 255.
cv::Mat TilesOff(const Comparison& compared, const Allowed& allow) {
  const cv::Size size = compared.off.size();
  cv::Mat off = cv::Mat::zeros(TilesOf(size), CV_8U);
  const int channels = compared.off.channels();
  const auto is_off = channels == 3 ? IsOff<3> : IsOff<1>;
  for (int y = 0; y < size.height; ++y) {
    const auto* row = compared.off.ptr<std::int16_t>(y);
    const auto* about = compared.off_about.ptr<std::int16_t>(y);
    const std::uint8_t* near = compared.near.ptr(y);
    const std::uint8_t* coverage_about = compared.coverage_about.ptr(y);
    std::uint8_t* tile = off.ptr(y / kTile);
    for (int x = 0; x < size.width; ++x) {
      const bool found = is_off(row + x * channels, about + x * channels, near[x] != 0, coverage_about[x], allow);
      tile[x / kTile] = static_cast<std::uint8_t>(tile[x / kTile] + found);
    }
  }
  return off >= kPixelsOff;
}

// The level below which a fifth of the cells are bright; of a colour its brightest channel counts,
// so that a seal is no dark place.
cv::Mat Brightness(const cv::Mat& cells, int& paper) {
  cv::Mat bright = cells;
  if (cells.channels() == 3) {
    cv::Mat channels[3];
    cv::split(cells, channels);
    bright = cv::max(cv::max(channels[0], channels[1]), channels[2]);
  }
  std::array<int, 256> counts{};
  for (int y = 0; y < bright.rows; ++y) {
    for (int x = 0; x < bright.cols; ++x) ++counts[bright.at<std::uint8_t>(y, x)];
  }
  paper = 255;
  for (std::size_t above = 0; paper > 0 && 5 * above < bright.total(); --paper) above += static_cast<std::size_t>(counts[static_cast<std::size_t>(paper)]);
  return bright;
}

// Tiles of photographs, half-tones and black areas: 255.
cv::Mat PictureTiles(const cv::Mat& cells, const cv::Mat& half_coverage) {
  int paper = 0;
  const cv::Mat bright = Brightness(cells, paper);
  cv::Mat pictures = cv::Mat::zeros(TilesOf(half_coverage.size()), CV_8U);
  constexpr int kCells = kPaperTile / kPaperCell;
  for (int y = 0; y < pictures.rows; ++y) {
    for (int x = 0; x < pictures.cols; ++x) {
      const cv::Mat tile = half_coverage(cv::Rect(x * kTile, y * kTile, kTile, kTile) & cv::Rect({}, half_coverage.size()));
      const cv::Rect below = cv::Rect(x * kCells, y * kCells, kCells, kCells) & cv::Rect({}, bright.size());
      const bool is_whole = tile.total() == std::size_t{kTile} * kTile;  // at the edges there may be nearly nothing
      const bool is_dense = is_whole && static_cast<int>(tile.total()) - cv::countNonZero(tile) < kLeastFree;
      if (is_dense || (!below.empty() && cv::mean(bright(below))[0] < kDimPaper * paper)) pictures.at<std::uint8_t>(y, x) = 255;
    }
  }
  cv::morphologyEx(pictures, pictures, cv::MORPH_CLOSE, Rectangle(kPictureGap));
  return pictures;
}

// The page at the paper's size, and what is made of it.
class Splitting {
 public:
  Splitting(const PageViews& views, int factor, double scale)
      : views_(views), page_(ScaledDown(View(views.display), scale)) {
    split_.print = FindPrint(View(views.reading), factor);
    coverage_ = CoverageOf(View(*split_.print), scale / factor, page_.size());
    split_.ink = InkOf(page_, coverage_);
  }

  PrintSplit Take() {
    cv::dilate(coverage_, near_, Rectangle(kNear));
    const cv::Mat cells = PaperCells(page_, near_);
    split_.paper = std::make_shared<LocalImage>(page_.cols, page_.rows, page_.channels());
    cv::Mat whole;
    cv::resize(cells, whole, {}, kPaperCell, kPaperCell, cv::INTER_LINEAR);
    cv::Mat paper = View(*split_.paper);
    whole(cv::Rect(0, 0, page_.cols, page_.rows)).copyTo(paper);

    const cv::Mat half_page = ScaledDown(page_, 0.5);
    cv::Mat half_coverage = ScaledDown(coverage_, 0.5);
    cv::Mat half_paper;
    cv::resize(paper, half_paper, half_page.size(), 0, 0, cv::INTER_AREA);
    const Comparison compared = Compare(half_page, Painted(half_paper, half_coverage, split_.ink), half_coverage);
    grain_off_ = GrainOff(compared);
    const cv::Mat pictures = PictureTiles(cells, half_coverage);
    cv::Mat tiles = TilesOff(compared, {.grain = grain_off_}) | pictures;
    cv::morphologyEx(tiles, tiles, cv::MORPH_CLOSE, Rectangle(3));
    KeepAsScanned(tiles, pictures, paper);
    split_.detail = cv::countNonZero(tiles) / static_cast<double>(tiles.total());
    const cv::Mat print = View(*split_.print);
    if (cv::countNonZero(print) == static_cast<int>(print.total())) split_.print.reset();
    return std::move(split_);
  }

 private:
  void KeepAsScanned(const cv::Mat& tiles, const cv::Mat& pictures, cv::Mat& paper) {
    for (int y = 0; y < tiles.rows; ++y) {
      for (int x = 0; x < tiles.cols; ++x) {
        if (tiles.at<std::uint8_t>(y, x) == 0) continue;
        const cv::Rect place = cv::Rect(x * kPaperTile, y * kPaperTile, kPaperTile, kPaperTile) & cv::Rect({}, page_.size());
        if (!place.empty()) KeepTile(place, pictures.at<std::uint8_t>(y, x) != 0, paper);
      }
    }
  }

  // The page as it was scanned but for its print, which stays apart; with it where there is
  // coloured ink as well, or where that would not look much like the page.
  void KeepTile(const cv::Rect& place, bool is_picture, cv::Mat& paper) {
    const cv::Mat page = page_(place);
    const cv::Mat coverage = coverage_(place);
    cv::Mat kept = page.clone();
    bool alike = !is_picture && !HasInk(place);
    if (alike) {
      paper(place).copyTo(kept, near_(place));
      const Comparison compared = Compare(ScaledDown(page, 0.5), ScaledDown(Painted(kept, coverage, split_.ink), 0.5), ScaledDown(coverage, 0.5));
      alike = cv::countNonZero(TilesOff(compared, {grain_off_, kPrintOff / 2, kToneOff / 2})) == 0;
    }
    (alike ? kept : page).copyTo(paper(place));
    if (alike) return;
    cv::Mat print = View(*split_.print);
    print(Scaled(place, print.size())).setTo(255);
  }

  bool HasInk(const cv::Rect& place) const {
    if (views_.inks == nullptr) return false;
    const cv::Mat inks = View(*views_.inks);
    const cv::Rect of_scan = Scaled(place, inks.size());
    const cv::Rect about(of_scan.x - kInkEdge, of_scan.y - kInkEdge, of_scan.width + 2 * kInkEdge, of_scan.height + 2 * kInkEdge);
    return cv::countNonZero(inks(about & cv::Rect({}, inks.size()))) != 0;
  }

  // A part of the page in an image of all of it that has another size.
  cv::Rect Scaled(const cv::Rect& place, const cv::Size& size) const {
    const double across = static_cast<double>(size.width) / page_.cols;
    const double down = static_cast<double>(size.height) / page_.rows;
    return {cv::Point(cvRound(place.x * across), cvRound(place.y * down)), cv::Point(cvRound(place.br().x * across), cvRound(place.br().y * down))};
  }

  const PageViews& views_;
  const cv::Mat page_;
  cv::Mat coverage_;
  cv::Mat near_;  // not 0 at print
  int grain_off_ = 0;
  PrintSplit split_;
};

}  // namespace

std::optional<PrintSplit> SplitPrint(const PageViews& page, double paper_dpi) {
  if (page.dpi < kLeastDpiToSplit) return std::nullopt;
  return Splitting(page, page.dpi < kPrintDpi ? 2 : 1, std::min(1.0, paper_dpi / page.dpi)).Take();
}

}  // namespace sohoa
