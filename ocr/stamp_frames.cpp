// SPDX-License-Identifier: Apache-2.0
#include "ocr/stamp_frames.h"

#include <algorithm>

namespace sohoa {
namespace {

constexpr double kLeastWidthMm = 10;
constexpr double kMostWidthMm = 95;
constexpr double kLeastHeightMm = 5;
constexpr double kMostHeightMm = 65;
// A stamp is seldom put on quite straight, and its edge is not inked everywhere.
constexpr double kFrameEdgeMm = 1.2;
constexpr double kEdgeSlope = 0.05;
constexpr double kLeastEdge = 0.6;

bool AnyInRow(const BitImage& ink, int y, int begin, int end) {
  return CountInk(ink, {begin, y, end, y + 1}) > 0;
}

bool AnyInColumn(const BitImage& ink, int x, int begin, int end) {
  for (int y = begin; y < end; ++y) {
    if (ink.At(x, y)) return true;
  }
  return false;
}

// Ink along each edge, as share of its length; the least of the four.
double EdgeShare(const CoarseInk& ink, const Box& box) {
  const int across = ink.Pixels(kFrameEdgeMm) + static_cast<int>(kEdgeSlope * box.width());
  const int aside = ink.Pixels(kFrameEdgeMm) + static_cast<int>(kEdgeSlope * box.height());
  int top = 0, bottom = 0, left = 0, right = 0;
  for (int x = box.left; x < box.right; ++x) {
    top += AnyInColumn(ink.ink, x, box.top, box.top + across) ? 1 : 0;
    bottom += AnyInColumn(ink.ink, x, box.bottom - across, box.bottom) ? 1 : 0;
  }
  for (int y = box.top; y < box.bottom; ++y) {
    left += AnyInRow(ink.ink, y, box.left, box.left + aside) ? 1 : 0;
    right += AnyInRow(ink.ink, y, box.right - aside, box.right) ? 1 : 0;
  }
  return std::min(std::min(top, bottom) / static_cast<double>(box.width()),
                  std::min(left, right) / static_cast<double>(box.height()));
}

}  // namespace

std::vector<Box> FindStampFrames(const CoarseInk& ink) {
  std::vector<Box> frames;
  for (const Box& piece : ink.pieces) {
    if (piece.width() < ink.Pixels(kLeastWidthMm) || piece.width() > ink.Pixels(kMostWidthMm) ||
        piece.height() < ink.Pixels(kLeastHeightMm) || piece.height() > ink.Pixels(kMostHeightMm)) {
      continue;
    }
    if (EdgeShare(ink, piece) >= kLeastEdge) frames.push_back(ink.ToPage(piece));
  }
  return frames;
}

}  // namespace sohoa
