// SPDX-License-Identifier: Apache-2.0
#include "imaging/smooth_paper.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace sohoa {
namespace {

// Pixels without print of which a cell's mean is taken.
constexpr int kLeastOfCell = 3;

struct PaperSums {
  cv::Mat sums;    // 32F, channels of the page
  cv::Mat counts;  // 32F, one channel
};

// One row of pixels into the sums of its cells.
template <int kChannels>
void AddPaperRow(const std::uint8_t* pixels, const std::uint8_t* near, int width, std::uint16_t* sums, std::uint16_t* counts) {
  for (int x = 0; x < width; ++x) {
    const auto kept = static_cast<std::uint16_t>(near[x] == 0);
    const int cell = x / kPaperCell;
    counts[cell] = static_cast<std::uint16_t>(counts[cell] + kept);
    for (int c = 0; c < kChannels; ++c) {
      std::uint16_t& sum = sums[cell * kChannels + c];
      sum = static_cast<std::uint16_t>(sum + kept * pixels[x * kChannels + c]);
    }
  }
}

PaperSums SumPaper(const cv::Mat& page, const cv::Mat& near) {
  const int channels = page.channels();
  const cv::Size size((page.cols + kPaperCell - 1) / kPaperCell, (page.rows + kPaperCell - 1) / kPaperCell);
  PaperSums paper{cv::Mat(size, CV_32FC(channels)), cv::Mat(size, CV_32F)};
  std::vector<std::uint16_t> sums(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(channels));
  std::vector<std::uint16_t> counts(static_cast<std::size_t>(size.width));
  for (int cell_row = 0; cell_row < size.height; ++cell_row) {
    std::fill(sums.begin(), sums.end(), std::uint16_t{0});
    std::fill(counts.begin(), counts.end(), std::uint16_t{0});
    const int end = std::min(page.rows, (cell_row + 1) * kPaperCell);
    for (int y = cell_row * kPaperCell; y < end; ++y) {
      const auto add = channels == 3 ? AddPaperRow<3> : AddPaperRow<1>;
      add(page.ptr(y), near.ptr(y), page.cols, sums.data(), counts.data());
    }
    auto* sum = paper.sums.ptr<float>(cell_row);
    auto* count = paper.counts.ptr<float>(cell_row);
    for (int i = 0; i < size.width; ++i) {
      const std::uint16_t kept = counts[static_cast<std::size_t>(i)];
      const bool enough = kept >= kLeastOfCell;
      count[i] = enough ? kept : std::uint16_t{0};
      for (int c = 0; c < channels; ++c) sum[i * channels + c] = enough ? sums[static_cast<std::size_t>(i * channels + c)] : std::uint16_t{0};
    }
  }
  return paper;
}

// Means; what has none gets it from a picture half as large, which is filled likewise.
cv::Mat FilledMeans(const PaperSums& paper) {
  const int channels = paper.sums.channels();
  cv::Mat means = cv::Mat::zeros(paper.sums.size(), paper.sums.type());
  bool holes = false;
  for (int y = 0; y < means.rows; ++y) {
    const auto* sum = paper.sums.ptr<float>(y);
    const auto* count = paper.counts.ptr<float>(y);
    auto* mean = means.ptr<float>(y);
    for (int x = 0; x < means.cols; ++x) {
      holes |= count[x] <= 0;
      for (int c = 0; c < channels && count[x] > 0; ++c) mean[x * channels + c] = sum[x * channels + c] / count[x];
    }
  }
  if (!holes) return means;
  if (means.total() == 1) return cv::Mat(means.size(), means.type(), cv::Scalar::all(255));
  const cv::Size half((means.cols + 1) / 2, (means.rows + 1) / 2);
  PaperSums coarse;
  cv::resize(paper.sums, coarse.sums, half, 0, 0, cv::INTER_AREA);
  cv::resize(paper.counts, coarse.counts, half, 0, 0, cv::INTER_AREA);
  cv::Mat around;
  cv::resize(FilledMeans(coarse), around, means.size(), 0, 0, cv::INTER_LINEAR);
  around.copyTo(means, paper.counts <= 0);
  return means;
}

}  // namespace

cv::Mat PaperCells(const cv::Mat& page, const cv::Mat& near) {
  cv::Mat means = FilledMeans(SumPaper(page, near));
  cv::blur(means, means, {3, 3}, {-1, -1}, cv::BORDER_REPLICATE);
  cv::Mat cells;
  means.convertTo(cells, CV_8U);
  return cells;
}

}  // namespace sohoa
