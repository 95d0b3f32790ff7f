// SPDX-License-Identifier: Apache-2.0
#include "imaging/block_means.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

SOHOA_VECTOR_CLONES
void TakeRow(const std::uint8_t* row, int width, std::uint16_t* sums) {
  for (int x = 0; x < width; ++x) sums[x] = row[x];
}

SOHOA_VECTOR_CLONES
void AddRow(const std::uint8_t* row, int width, std::uint16_t* sums) {
  for (int x = 0; x < width; ++x) sums[x] = static_cast<std::uint16_t>(sums[x] + row[x]);
}

// Whole blocks: a divisor that the compiler knows becomes a multiplication.
template <int kFactor>
void MeansOf(const std::uint16_t* sums, int count, std::uint8_t* to) {
  constexpr int kPixels = kFactor * kFactor;
  for (int i = 0; i < count; ++i, sums += kFactor) {
    int sum = kPixels / 2;
    for (int k = 0; k < kFactor; ++k) sum += sums[k];
    to[i] = static_cast<std::uint8_t>(sum / kPixels);
  }
}

void WholeBlocks(const std::uint16_t* sums, int factor, int count, std::uint8_t* to) {
  switch (factor) {
    case 2: return MeansOf<2>(sums, count, to);
    case 3: return MeansOf<3>(sums, count, to);
    case 4: return MeansOf<4>(sums, count, to);
    case 5: return MeansOf<5>(sums, count, to);
    case 6: return MeansOf<6>(sums, count, to);
    case 7: return MeansOf<7>(sums, count, to);
    default: return MeansOf<8>(sums, count, to);
  }
}

// Blocks [first, last) that the edge of the image may cut.
void CutBlocks(const std::uint16_t* sums, int width, int factor, int rows, int first, int last, std::uint8_t* to) {
  for (int i = first; i < last; ++i) {
    const int begin = i * factor;
    const int end = std::min(width, begin + factor);
    const int pixels = (end - begin) * rows;
    int sum = pixels / 2;
    for (int x = begin; x < end; ++x) sum += sums[x];
    to[i] = static_cast<std::uint8_t>(sum / pixels);
  }
}

}  // namespace

cv::Mat BlockMeans(const cv::Mat& gray, int factor) {
  CV_Assert(gray.type() == CV_8UC1 && factor >= 2 && factor <= kLargestBlock);
  const double scale = 1.0 / factor;
  cv::Mat means(std::max(1, cvRound(gray.rows * scale)), std::max(1, cvRound(gray.cols * scale)), CV_8UC1);
  std::vector<std::uint16_t> sums(static_cast<std::size_t>(gray.cols));
  const int whole = std::min(means.cols, gray.cols / factor);
  for (int y = 0; y < means.rows; ++y) {
    const int top = y * factor;
    const int bottom = std::min(gray.rows, top + factor);
    TakeRow(gray.ptr(top), gray.cols, sums.data());
    for (int from = top + 1; from < bottom; ++from) AddRow(gray.ptr(from), gray.cols, sums.data());
    const bool cut = bottom - top < factor;
    if (!cut) WholeBlocks(sums.data(), factor, whole, means.ptr(y));
    CutBlocks(sums.data(), gray.cols, factor, bottom - top, cut ? 0 : whole, means.cols, means.ptr(y));
  }
  return means;
}

}  // namespace sohoa
