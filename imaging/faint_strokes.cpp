// SPDX-License-Identifier: Apache-2.0
#include "imaging/faint_strokes.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/geometry.h"
#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

// A stroke of a pencil is half a millimetre wide, a pixel or two here, and noise is evened out.
constexpr double kDpi = 75;
// Darker than the paper about it by so much. Print of the other side comes through with 17 levels
// on thin paper; a hard pencil makes 40.
constexpr double kStep = 24;
// As far as this there is paper about a stroke, whatever is written.
constexpr double kAboutMm = 12;
// A stroke is as long as this; a page with less than that of them is empty.
constexpr double kShortestMm = 2;
constexpr double kLeastLengthMm = 10;
// Shadows and staples.
constexpr double kEdgeMm = 8;
// Holes of a punch lie nearer to the edge than this, and are full.
constexpr double kPunchedMm = 20;
constexpr double kHoleShare = 0.6;

// How far a piece goes within the page; 0 for what is no stroke.
double StrokeLength(const int* box, const cv::Size& page, double mm) {
  const int left = box[cv::CC_STAT_LEFT];
  const int top = box[cv::CC_STAT_TOP];
  const int width = box[cv::CC_STAT_WIDTH];
  const int height = box[cv::CC_STAT_HEIGHT];
  const int from_edge = std::min({left, top, page.width - left - width, page.height - top - height});
  const bool full = box[cv::CC_STAT_AREA] > kHoleShare * width * height;
  if (from_edge < kEdgeMm * mm || (full && from_edge < kPunchedMm * mm)) return 0;
  const int extent = std::max(width, height);
  return extent < kShortestMm * mm ? 0 : extent;
}

}  // namespace

bool HasFaintStrokes(const LocalImage& scan, double dpi) {
  cv::Mat gray;
  if (scan.channels() == 3) {
    cv::extractChannel(View(scan), gray, 1);
  } else {
    gray = View(scan);
  }
  gray = ScaledDown(gray, kDpi / dpi);
  const double mm = std::min(dpi, kDpi) / kMmPerInch;
  const int about = 2 * static_cast<int>(std::lround(kAboutMm * mm / 2)) + 1;
  cv::Mat paper;
  cv::blur(gray, paper, {about, about}, {-1, -1}, cv::BORDER_REPLICATE);
  cv::Mat darker;
  cv::subtract(paper, gray, darker);
  const cv::Mat strokes = darker >= kStep;
  cv::Mat labels;
  cv::Mat boxes;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(strokes, labels, boxes, centres, 8);
  double length = 0;
  for (int i = 1; i < count; ++i) length += StrokeLength(boxes.ptr<int>(i), gray.size(), mm);
  return length >= kLeastLengthMm * mm;
}

}  // namespace sohoa
