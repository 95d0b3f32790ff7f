// SPDX-License-Identifier: Apache-2.0
//
// Every line that could be a fold is tried, by means of blocks: along a fold each place differs
// from the paper before it, and print, stamps or shadows do so for a part of a line only.
#include "imaging/folded_corner.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "imaging/block_means.h"
#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

constexpr double kBlockMm = 0.7;
// Legs of the triangle that is folded. Smaller ones hide no print: margins are wider.
constexpr double kShortestLegMm = 9;
constexpr double kLongestLegMm = 45;
// Sheets that lie askew on a black lid show wedges of up to 12 degrees, which are no folds.
constexpr int kMostOblique = 3;  // one leg to the other
// How far before and behind the line the levels are taken: further, and the wedges beside a sheet
// that lies askew would look like folds.
constexpr double kAsideMm = 1.3;
constexpr int kLeastStep = 24;
constexpr int kLeastShadow = 14;
constexpr int kPlaces = 24;   // along the line
constexpr int kMostAmiss = 2;  // dirt
// A dark border is no part of the sheet.
constexpr int kBorderStep = 50;
constexpr double kWidestBorderMm = 15;

// Blocks at one corner of the scan, mirrored so that the corner is the upper left.
struct Corner {
  cv::Mat blocks;
  double per_mm = 1;  // blocks
  int left = 0;       // where the sheet begins
  int top = 0;

  int At(double x, double y) const {
    const int column = std::clamp(static_cast<int>(x), 0, blocks.cols - 1);
    const int row = std::clamp(static_cast<int>(y), 0, blocks.rows - 1);
    return blocks.at<std::uint8_t>(row, column);
  }
};

int PaperLevel(const cv::Mat& blocks) {
  int histogram[256] = {};
  for (int y = 0; y < blocks.rows; ++y) {
    for (int x = 0; x < blocks.cols; ++x) ++histogram[blocks.at<std::uint8_t>(y, x)];
  }
  int sum = 0;
  for (int level = 255; level > 0; --level) {
    sum += histogram[level];
    if (sum * 4 >= blocks.rows * blocks.cols) return level;
  }
  return 0;
}

// Columns of border at the left, seen where no fold reaches; -1 where there is no sheet.
int BorderColumns(const cv::Mat& blocks, int paper, double per_mm) {
  const int first = std::min(blocks.rows - 1, static_cast<int>(kLongestLegMm * per_mm));
  const int most = static_cast<int>(kWidestBorderMm * per_mm);
  for (int x = 0; x < std::min(most, blocks.cols); ++x) {
    int sum = 0;
    for (int y = first; y < blocks.rows; ++y) sum += blocks.at<std::uint8_t>(y, x);
    if (sum >= (paper - kBorderStep) * (blocks.rows - first)) return x;
  }
  return -1;
}

// What the places along a line show.
struct Line {
  int darker = 0;   // behind it than before it
  int lighter = 0;
  int shadowed = 0;  // on it than on both sides
};

// From (`across`, 0) to (0, `down`), from the corner of the sheet on.
Line Look(const Corner& corner, int across, int down) {
  const double length = std::hypot(across, down);
  const double aside = kAsideMm * corner.per_mm;
  const double x_aside = down / length * aside;
  const double y_aside = across / length * aside;
  Line line;
  for (int i = 0; i < kPlaces; ++i) {
    const double share = (i + 1.0) / (kPlaces + 1);
    const double x = corner.left + across * (1 - share) + 0.5;
    const double y = corner.top + down * share + 0.5;
    const int behind = corner.At(std::max<double>(corner.left, x - x_aside), std::max<double>(corner.top, y - y_aside));
    const int before = corner.At(x + x_aside, y + y_aside);
    int on = 255;
    for (int k = -1; k <= 1; ++k) on = std::min(on, corner.At(x + k * x_aside / 3, y + k * y_aside / 3));
    line.darker += before - behind >= kLeastStep;
    line.lighter += behind - before >= kLeastStep;
    line.shadowed += std::min(before, behind) - on >= kLeastShadow;
    if (std::max({line.darker, line.lighter, line.shadowed}) < i + 1 - kMostAmiss) return {};
  }
  return line;
}

bool IsFolded(const Corner& corner) {
  const int shortest = static_cast<int>(kShortestLegMm * corner.per_mm);
  const int longest = std::min({static_cast<int>(kLongestLegMm * corner.per_mm), corner.blocks.cols - corner.left - 1,
                                corner.blocks.rows - corner.top - 1});
  for (int across = shortest; across <= longest; ++across) {
    for (int down = std::max(shortest, across / kMostOblique); down <= std::min(longest, across * kMostOblique); ++down) {
      const Line line = Look(corner, across, down);
      if (std::max({line.darker, line.lighter, line.shadowed}) >= kPlaces - kMostAmiss) return true;
    }
  }
  return false;
}

// The blocks of a square at a corner; empty where the scan is too small for one.
Corner Take(const cv::Mat& scan, double dpi, bool right, bool bottom) {
  const double mm = dpi / kMmPerInch;
  const int factor = std::clamp(static_cast<int>(std::lround(mm * kBlockMm)), 2, kLargestBlock);
  const int side = static_cast<int>((kLongestLegMm + kWidestBorderMm) * mm) / factor * factor;
  if (side < 8 * factor || side > std::min(scan.cols, scan.rows)) return {};
  const cv::Mat square = scan(cv::Rect(right ? scan.cols - side : 0, bottom ? scan.rows - side : 0, side, side));
  cv::Mat gray = square;
  if (scan.channels() == 3) cv::extractChannel(square, gray, 1);
  Corner corner{BlockMeans(gray, factor), mm / factor};
  if (right) cv::flip(corner.blocks, corner.blocks, 1);
  if (bottom) cv::flip(corner.blocks, corner.blocks, 0);
  return corner;
}

}  // namespace

bool HasFoldedCorner(const LocalImage& scan, double dpi) {
  const cv::Mat view = View(scan);
  for (const bool right : {false, true}) {
    for (const bool bottom : {false, true}) {
      Corner corner = Take(view, dpi, right, bottom);
      if (corner.blocks.empty()) continue;
      const int paper = PaperLevel(corner.blocks);
      corner.left = BorderColumns(corner.blocks, paper, corner.per_mm);
      corner.top = BorderColumns(corner.blocks.t(), paper, corner.per_mm);
      if (corner.left >= 0 && corner.top >= 0 && IsFolded(corner)) return true;
    }
  }
  return false;
}

}  // namespace sohoa
