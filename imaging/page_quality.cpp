// SPDX-License-Identifier: Apache-2.0
#include "imaging/page_quality.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

constexpr double kMmPerInch = 25.4;
// Fewer letter-sized marks than this are dirt; the shortest word that matters has three.
constexpr int kFewestMarks = 3;
// What a punch hole or a staple leaves lies this near to an edge.
constexpr double kEdgeMm = 12;
constexpr double kLowResolutionDpi = 140;
constexpr double kSkewedDegrees = 3;

struct Marks {
  int letters = 0;
  int large = 0;  // pictures, signatures, rules
};

Marks CountMarks(const cv::Mat& reading, double dpi) {
  const double scale = std::min(1.0, 150 / dpi);
  const cv::Mat small = ScaledDown(reading, scale);
  const cv::Mat dark = small < 150;
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(dark, labels, stats, centres);
  const double mm = dpi * scale / kMmPerInch;
  Marks marks;
  for (int i = 1; i < count; ++i) {
    const double height = stats.at<int>(i, cv::CC_STAT_HEIGHT) / mm;
    const double width = stats.at<int>(i, cv::CC_STAT_WIDTH) / mm;
    const int left = stats.at<int>(i, cv::CC_STAT_LEFT);
    const int top = stats.at<int>(i, cv::CC_STAT_TOP);
    const bool at_edge = left < kEdgeMm * mm || top < kEdgeMm * mm ||
                         left + width * mm > small.cols - kEdgeMm * mm || top + height * mm > small.rows - kEdgeMm * mm;
    if (std::max(width, height) < 0.9) continue;  // speck
    if (std::max(width, height) > 12) {
      // A shadow line along an edge is no content.
      if (!(at_edge && std::min(width, height) < 3)) ++marks.large;
      continue;
    }
    // A hole is as wide as high and stands alone at an edge.
    const bool hole = at_edge && height > 3.5 && std::fabs(width - height) < 2;
    if (!hole) ++marks.letters;
  }
  return marks;
}

// Gray levels between paper and the darkest strokes, by every other pixel of every other row.
double Contrast(const cv::Mat& display) {
  int histogram[256] = {};
  cv::Mat gray;
  for (int y = 0; y < display.rows; y += 2) {
    if (display.channels() == 3) cv::cvtColor(display.row(y), gray, cv::COLOR_RGB2GRAY);
    const std::uint8_t* row = display.channels() == 3 ? gray.ptr() : display.ptr(y);
    for (int x = 0; x < display.cols; x += 2) ++histogram[row[x]];
  }
  const long long total = static_cast<long long>((display.rows + 1) / 2) * ((display.cols + 1) / 2);
  const auto level = [&](double share) {
    long long sum = 0;
    for (int i = 0; i < 256; ++i) {
      sum += histogram[i];
      if (static_cast<double>(sum) >= share * static_cast<double>(total)) return i;
    }
    return 255;
  };
  return level(0.8) - level(0.005);
}

// Steepest change of gray at strokes, as a share of their contrast: low where it is blurred.
double Sharpness(const cv::Mat& reading) {
  if (reading.cols < 3) return 1;
  int histogram[256] = {};
  long long edges = 0;
  cv::Mat across;
  for (int y = 0; y < reading.rows; y += 2) {
    cv::absdiff(reading.row(y).colRange(2, reading.cols), reading.row(y).colRange(0, reading.cols - 2), across);
    const std::uint8_t* row = across.ptr();
    for (int x = 0; x < across.cols; ++x) {
      const int step = row[x];
      if (step < 24) continue;
      ++histogram[step];
      ++edges;
    }
  }
  if (edges < 500) return 1;
  long long sum = 0;
  for (int i = 255; i >= 0; --i) {
    sum += histogram[i];
    if (sum * 10 >= edges) return i / 255.0;
  }
  return 1;
}

}  // namespace

PageQuality JudgePage(const LocalImage& reading, const LocalImage& display, double dpi, bool dpi_known, double skew_degrees,
                      const std::vector<ColouredInk>& inks) {
  PageQuality quality;
  const cv::Mat read = View(reading);
  const Marks marks = CountMarks(read, dpi);
  quality.blank = marks.large == 0 && marks.letters < kFewestMarks && inks.empty();
  const auto flag = [&quality](const char* name, double factor) {
    quality.flags.emplace_back(name);
    quality.score *= factor;
  };
  const bool red = std::any_of(inks.begin(), inks.end(), [](const ColouredInk& ink) { return ink.kind == ColouredInk::Kind::kRed; });
  if (red) flag("red_seal", 1);
  if (!dpi_known) flag("unknown_resolution", 1);
  if (std::fabs(skew_degrees) >= kSkewedDegrees) flag("skewed", 0.9);
  if (quality.blank) return quality;
  if (dpi < kLowResolutionDpi) flag("low_resolution", 0.6);
  if (Contrast(View(display)) < 90) flag("low_contrast", 0.7);
  if (Sharpness(read) < 0.35) flag("blurred", 0.7);
  return quality;
}

}  // namespace sohoa
