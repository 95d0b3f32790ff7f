// SPDX-License-Identifier: Apache-2.0
#include "imaging/clean_background.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

// Paper changes slowly: an eighth of the resolution shows it, and a window of 9 there is
// wider than the strokes of a heading.
constexpr double kScale = 0.125;
constexpr int kWindow = 9;
// Paper this bright all over needs no cleaning.
constexpr double kWhite = 238;
// What the paper becomes: a little under white, so that faint strokes are not washed out.
constexpr double kTarget = 250;

cv::Mat EstimatePaper(const cv::Mat& gray) {
  const cv::Mat small = ScaledDown(gray, kScale);
  cv::Mat paper;
  cv::morphologyEx(small, paper, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {kWindow, kWindow}));
  cv::medianBlur(paper, paper, kWindow);
  // A picture or a black border is no paper: dividing by it would turn it white and noisy.
  cv::max(paper, cv::Scalar(96), paper);
  return paper;
}

bool IsWhite(const cv::Mat& paper) {
  cv::Mat dark = paper < kWhite;
  return cv::countNonZero(dark) < 0.02 * static_cast<double>(paper.total());
}

// Dark patches that hang on the edge of the page and run along it.
void WhitenBorders(cv::Mat& gray) {
  const cv::Mat small = ScaledDown(gray, kScale);
  cv::Mat dark = small < 110;
  cv::morphologyEx(dark, dark, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(dark, labels, stats, centres);
  cv::Mat border = cv::Mat::zeros(small.size(), CV_8U);
  bool any = false;
  for (int i = 1; i < count; ++i) {
    const int left = stats.at<int>(i, cv::CC_STAT_LEFT);
    const int top = stats.at<int>(i, cv::CC_STAT_TOP);
    const int width = stats.at<int>(i, cv::CC_STAT_WIDTH);
    const int height = stats.at<int>(i, cv::CC_STAT_HEIGHT);
    const bool beside = left <= 1 || left + width >= small.cols - 1;
    const bool above = top <= 1 || top + height >= small.rows - 1;
    const bool runs = (beside && height > small.rows / 10) || (above && width > small.cols / 10);
    if (!runs) continue;
    border.setTo(255, labels == i);
    any = true;
  }
  if (!any) return;
  cv::dilate(border, border, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
  cv::Mat full;
  cv::resize(border, full, gray.size(), 0, 0, cv::INTER_NEAREST);
  gray.setTo(255, full);
}

}  // namespace

LocalImagePtr CleanBackground(const LocalImage& image) {
  if (image.width() < 64 || image.height() < 64) return ToLocalImage(View(image));
  auto clean = std::make_shared<LocalImage>(image.width(), image.height(), 1);
  cv::Mat out = View(*clean);
  const cv::Mat paper = EstimatePaper(View(image));
  if (IsWhite(paper)) {
    View(image).copyTo(out);
  } else {
    cv::Mat full;
    cv::resize(paper, full, out.size(), 0, 0, cv::INTER_LINEAR);
    cv::divide(View(image), full, out, kTarget);
  }
  WhitenBorders(out);
  return clean;
}

}  // namespace sohoa
