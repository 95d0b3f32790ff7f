// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/growing_line.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "ocr/lines/box_measures.h"

namespace sohoa {
namespace {

class LineGrower {
 public:
  LineGrower(int height, const Dividers& dividers) : height_(height), dividers_(dividers) {}

  // From left to right.
  void Add(const Box& core) {
    GrowingLine* home = nullptr;
    double best = std::numeric_limits<double>::max();
    for (GrowingLine& line : lines_) {
      const double distance = Distance(line, core);
      if (distance < best) {
        best = distance;
        home = &line;
      }
    }
    if (home == nullptr) {
      lines_.push_back({{core}, core, core});
      return;
    }
    home->cores.push_back(core);
    home->box = Union(home->box, core);
    if (core.height() < 0.8 * height_) {
      // Low letters and punctuation say little about the level.
      if (core.right > home->last.right) {
        home->last.left = core.left;
        home->last.right = core.right;
      }
    } else {
      home->last = core;
    }
  }

  std::vector<GrowingLine> Take() {
    for (GrowingLine& line : lines_) line.middle_bottom = Median(line.cores, [](const Box& box) { return box.bottom; });
    return std::move(lines_);
  }

 private:
  // How badly `core` goes on with `line`; the greatest number where it does not.
  double Distance(const GrowingLine& line, const Box& core) const {
    constexpr double kNever = std::numeric_limits<double>::max();
    const Box& last = line.last;
    const int gap = core.left - line.box.right;
    if (gap > kWidestGap * height_ || gap < -3 * height_) return kNever;
    const int shared = std::min(last.bottom, core.bottom) - std::max(last.top, core.top);
    if (shared < 0.45 * std::min(last.height(), core.height())) return kNever;
    const double off_centre = std::abs(core.center_y() - last.center_y());
    if (std::abs(core.bottom - last.bottom) > 0.6 * height_ && off_centre > 0.5 * height_) return kNever;
    if (gap > 2 && dividers_.Between(line.box.right, core.left, static_cast<int>(core.center_y()))) return kNever;
    return off_centre + 0.3 * std::max(0, gap);
  }

  const int height_;
  const Dividers& dividers_;
  std::vector<GrowingLine> lines_;
};

}  // namespace

Dividers::Dividers(std::vector<Box> boxes) : boxes_(std::move(boxes)) {
  std::sort(boxes_.begin(), boxes_.end(), [](const Box& a, const Box& b) { return a.left < b.left; });
}

bool Dividers::Between(int left, int right, int y) const {
  auto at = std::lower_bound(boxes_.begin(), boxes_.end(), left,
                             [](const Box& box, int x) { return box.left < x; });
  for (; at != boxes_.end() && at->left <= right; ++at) {
    if (at->top <= y && y <= at->bottom) return true;
  }
  return false;
}

std::vector<GrowingLine> GrowLines(const std::vector<Box>& cores, int height, const Dividers& dividers) {
  LineGrower grower(height, dividers);
  for (const Box& core : cores) grower.Add(core);
  return grower.Take();
}

}  // namespace sohoa
