// SPDX-License-Identifier: Apache-2.0
#include "imaging/clean_background.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/vector_clones.h"
#include "imaging/block_means.h"
#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

// Paper changes slowly: an eighth of the resolution shows it, and a window of 9 there is
// wider than the strokes of a heading.
constexpr int kBlock = 8;
constexpr int kWindow = 9;
constexpr int kSmallWindow = 5;
// Paper this bright all over needs no cleaning.
constexpr double kWhite = 238;
// What the paper becomes: a little under white, so that faint strokes are not washed out.
constexpr int kTarget = 250;
// A picture or a black border is no paper: dividing by it would turn it white and noisy.
constexpr int kDarkestPaper = 96;

cv::Mat WithoutStrokes(const cv::Mat& small, int window) {
  cv::Mat closed;
  cv::morphologyEx(small, closed, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {window, window}));
  return closed;
}

cv::Mat EstimatePaper(const cv::Mat& small) {
  cv::Mat paper = WithoutStrokes(small, kWindow);
  cv::medianBlur(paper, paper, kWindow);
  cv::max(paper, cv::Scalar(kDarkestPaper), paper);
  return paper;
}

bool IsWhite(const cv::Mat& paper) {
  cv::Mat dark = paper < kWhite;
  return cv::countNonZero(dark) < 0.02 * static_cast<double>(paper.total());
}

// ---- Dividing by the paper ----
// What each pixel is multiplied by is known for the middles of blocks and lies evenly between
// them. In 2^-10 there, in 2^-14 (sixteen steps from middle to middle) at each pixel: at most
// 250 / 96 of them fit into 16 bits.
constexpr int kSteps = 2 * kBlock;

std::vector<std::uint16_t> GainsOf(const cv::Mat& paper) {
  std::vector<std::uint16_t> gains;
  gains.reserve(paper.total());
  for (int y = 0; y < paper.rows; ++y) {
    for (int x = 0; x < paper.cols; ++x) {
      const int level = paper.at<std::uint8_t>(y, x);
      gains.push_back(static_cast<std::uint16_t>((kTarget * 1024 + level / 2) / level));
    }
  }
  return gains;
}

// Two rows of gains mixed, `below` sixteenths of the lower.
void MixGains(const std::uint16_t* upper, const std::uint16_t* lower, int count, int below, std::uint16_t* to) {
  for (int i = 0; i < count; ++i) {
    to[i] = static_cast<std::uint16_t>((upper[i] * (kSteps - below) + lower[i] * below + kSteps / 2) / kSteps);
  }
}

// Pixel by pixel from middle to middle of the blocks; `to` begins half a block before the first.
void SpreadGains(const std::vector<std::uint16_t>& gains, std::uint16_t* to) {
  for (std::size_t i = 0; i + 1 < gains.size(); ++i, to += kBlock) {
    for (int k = 0; k < kBlock; ++k) {
      const int right = 2 * k + 1;
      to[k] = static_cast<std::uint16_t>(gains[i] * (kSteps - right) + gains[i + 1] * right);
    }
  }
}

SOHOA_VECTOR_CLONES
void MultiplyRow(const std::uint8_t* from, const std::uint16_t* gains, int pixels, std::uint8_t* to) {
  for (int x = 0; x < pixels; ++x) {
    const auto level = static_cast<std::uint16_t>(from[x] << 8);
    const auto product = static_cast<std::uint16_t>(static_cast<std::uint32_t>(level) * gains[x] >> 16);
    const auto cleaned = static_cast<std::uint16_t>((product + 32) >> 6);
    to[x] = static_cast<std::uint8_t>(std::min<std::uint16_t>(cleaned, 255));
  }
}

void DivideByPaper(const cv::Mat& gray, const cv::Mat& paper, cv::Mat& out) {
  const std::vector<std::uint16_t> gains = GainsOf(paper);
  const std::size_t across = static_cast<std::size_t>(paper.cols);
  // The first and the last reach to the edges of the page, and over them.
  std::vector<std::uint16_t> row(across + 2);
  std::vector<std::uint16_t> spread(std::max(static_cast<std::size_t>(gray.cols), across * kBlock) + 2 * kBlock);
  for (int y = 0; y < gray.rows; ++y) {
    const int above = (y + kBlock / 2) / kBlock - 1;
    const int below = 2 * ((y + kBlock / 2) % kBlock) + 1;
    const auto row_of = [&](int block) { return gains.data() + static_cast<std::size_t>(std::clamp(block, 0, paper.rows - 1)) * across; };
    MixGains(row_of(above), row_of(above + 1), paper.cols, below, row.data() + 1);
    row.front() = row[1];
    row.back() = row[across];
    SpreadGains(row, spread.data());
    const std::size_t covered = (across + 1) * kBlock;
    std::fill(spread.begin() + static_cast<std::ptrdiff_t>(covered), spread.end(), static_cast<std::uint16_t>(row.back() * kSteps));
    MultiplyRow(gray.ptr(y), spread.data() + kBlock / 2, gray.cols, out.ptr(y));
  }
}

// ---- Borders ----

bool TouchesEdge(const cv::Mat& dark) {
  const int right = std::max(0, dark.cols - 2);
  const int bottom = std::max(0, dark.rows - 2);
  return cv::countNonZero(dark.colRange(0, std::min(2, dark.cols))) > 0 || cv::countNonZero(dark.colRange(right, dark.cols)) > 0 ||
         cv::countNonZero(dark.rowRange(0, std::min(2, dark.rows))) > 0 || cv::countNonZero(dark.rowRange(bottom, dark.rows)) > 0;
}

// Dark patches that hang on the edge of the page and run along it, in blocks; empty where there
// are none.
cv::Mat FindBorders(const cv::Mat& small) {
  cv::Mat dark = small < 110;
  cv::morphologyEx(dark, dark, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  if (!TouchesEdge(dark)) return {};
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(dark, labels, stats, centres);
  cv::Mat border;
  for (int i = 1; i < count; ++i) {
    const int left = stats.at<int>(i, cv::CC_STAT_LEFT);
    const int top = stats.at<int>(i, cv::CC_STAT_TOP);
    const int width = stats.at<int>(i, cv::CC_STAT_WIDTH);
    const int height = stats.at<int>(i, cv::CC_STAT_HEIGHT);
    const bool beside = left <= 1 || left + width >= small.cols - 1;
    const bool above = top <= 1 || top + height >= small.rows - 1;
    const bool runs = (beside && height > small.rows / 10) || (above && width > small.cols / 10);
    if (!runs) continue;
    if (border.empty()) border = cv::Mat::zeros(small.size(), CV_8U);
    border.setTo(255, labels == i);
  }
  if (!border.empty()) cv::dilate(border, border, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
  return border;
}

void Whiten(cv::Mat& gray, const cv::Mat& border) {
  cv::Mat full;
  cv::resize(border, full, gray.size(), 0, 0, cv::INTER_NEAREST);
  gray.setTo(255, full);
}

}  // namespace

LocalImagePtr CleanBackground(const LocalImagePtr& gray) {
  if (gray->width() < 64 || gray->height() < 64) return gray;
  const cv::Mat from = View(*gray);
  cv::Mat small = BlockMeans(from, kBlock);
  // Where a smaller window finds no paper that needs cleaning, the larger one does not either.
  cv::Mat paper;
  bool white = IsWhite(WithoutStrokes(small, kSmallWindow));
  if (!white) {
    paper = EstimatePaper(small);
    white = IsWhite(paper);
  }
  if (!white) cv::divide(small, paper, small, kTarget);
  const cv::Mat border = FindBorders(small);
  if (white && border.empty()) return gray;
  auto clean = std::make_shared<LocalImage>(gray->width(), gray->height(), 1);
  cv::Mat out = View(*clean);
  if (white) {
    from.copyTo(out);
  } else {
    DivideByPaper(from, paper, out);
  }
  if (!border.empty()) Whiten(out, border);
  return clean;
}

}  // namespace sohoa
