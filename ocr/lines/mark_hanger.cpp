// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/mark_hanger.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ocr/lines/box_measures.h"

namespace sohoa {
namespace {

// In letter heights of the page, but for kLeastMark: of those of its line.
constexpr double kLeastMark = 0.11;     // the dot of an i is a quarter
constexpr double kLeastAside = 0.15;    // where no letter stands above or below it
constexpr double kWidestIndent = 4.0;   // from the dash of a list to its text
constexpr double kFarthestMark = 1.15;  // of the upper of two marks from its letter
constexpr double kGreatestDot = 0.35;
constexpr double kUnlikelyBelow = 0.3;

// Lines by height, so that a mark asks only those near it.
class LineIndex {
 public:
  LineIndex(const std::vector<GrowingLine>& lines, int height) : cell_(std::max(8, 2 * height)) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (int row = lines[i].box.top / cell_ - 1; row <= lines[i].box.bottom / cell_ + 1; ++row) {
        const auto at = static_cast<std::size_t>(std::max(0, row));
        if (rows_.size() <= at) rows_.resize(at + 1);
        if (rows_[at].empty() || rows_[at].back() != i) rows_[at].push_back(i);
      }
    }
  }
  const std::vector<std::size_t>& Near(double y) const {
    static const std::vector<std::size_t> kNone;
    const auto at = static_cast<std::size_t>(std::max(0.0, y) / cell_);
    return at < rows_.size() ? rows_[at] : kNone;
  }

 private:
  int cell_;
  std::vector<std::vector<std::size_t>> rows_;
};

double Distance(const Box& piece, const Box& mark) {
  return GapBetween(piece.top, piece.bottom, mark.top, mark.bottom) +
         0.5 * GapBetween(piece.left, piece.right, mark.left, mark.right);
}

// To the nearest of a line's letters, which are sorted by their left edge.
double DistanceToLetters(const GrowingLine& line, const Box& mark, int reach) {
  double best = std::numeric_limits<double>::max();
  for (const Box& core : line.cores) {
    if (core.left > mark.right + reach) break;
    if (core.right + reach >= mark.left) best = std::min(best, Distance(core, mark));
  }
  return best;
}

// True where the line is no more than a mark of two storeys above (or below) a line's letters.
bool HangsOn(const GrowingLine& line, const GrowingLine& other, int height) {
  if (line.cores.size() > 2 || other.cores.size() <= line.cores.size()) return false;
  if (line.box.height() >= height || line.box.width() > 2 * height) return false;
  return DistanceToLetters(other, line.box, height / 4) <= kFarthestMark * height;
}

// Marks above and below letters, dots, commas, dashes. The nearest go first, and what has found
// its line is a place to hang on for others: the upper of two marks stands nearer to the line
// above than to its own letter, but nearest to the lower mark.
class MarkHanger {
 public:
  MarkHanger(const std::vector<GrowingLine>& lines, int height, const Dividers& dividers)
      : lines_(lines), height_(height), dividers_(dividers), index_(lines, height), added_(lines.size()) {
    for (const GrowingLine& line : lines) {
      least_mark_.push_back(kLeastMark * Median(line.cores, [](const Box& box) { return box.height(); }));
    }
  }

  // What finds no line stays in `marks`.
  std::vector<std::vector<Box>> Hang(std::vector<Box>& marks) {
    constexpr int kRounds = 12;
    for (int round = 1; round <= kRounds && !marks.empty(); ++round) {
      const double reach = kFarthestMark * height_ * round / kRounds;
      // All of a round see the same line, so that their order does not matter.
      std::vector<std::pair<std::size_t, Box>> homes;
      std::erase_if(marks, [&](const Box& mark) {
        const std::size_t home = HomeOf(mark, reach);
        if (home < lines_.size()) homes.emplace_back(home, mark);
        return home < lines_.size();
      });
      for (const auto& [home, mark] : homes) added_[home].push_back(mark);
    }
    return std::move(added_);
  }

 private:
  // The line nearest to the mark within `reach`; the number of lines where there is none.
  std::size_t HomeOf(const Box& mark, double reach) const {
    std::size_t home = lines_.size();
    for (const std::size_t i : index_.Near(mark.center_y())) {
      const double distance = DistanceTo(i, mark);
      if (distance > reach) continue;
      reach = distance;
      home = i;
    }
    return home;
  }

  double DistanceTo(std::size_t i, const Box& mark) const {
    constexpr double kNever = std::numeric_limits<double>::max();
    const GrowingLine& line = lines_[i];
    if (std::max(mark.width(), mark.height()) < least_mark_[i]) return kNever;
    const int aside = GapBetween(line.box.left, line.box.right, mark.left, mark.right);
    const int away = std::max(line.box.top - mark.bottom, mark.top - line.box.bottom);
    if (away > kFarthestMark * height_) return kNever;
    if (aside > 0) {
      // Beside the line: a dash, a bullet, a full stop on its level.
      const bool level = mark.center_y() > line.box.top && mark.center_y() < line.box.bottom;
      const bool dash = level && mark.right <= line.box.left && mark.width() >= 0.3 * height_ && mark.height() < 0.4 * height_;
      const double widest = dash ? kWidestIndent : level ? kWidestGap : kWidestMarkGap;
      if (aside > widest * height_ || std::max(mark.width(), mark.height()) < kLeastAside * height_) return kNever;
      if (dividers_.Between(std::min(mark.right, line.box.right), std::max(mark.left, line.box.left),
                            static_cast<int>(mark.center_y()))) return kNever;
      return 0.3 * aside + std::max(0, away);
    }
    double best = DistanceToLetters(line, mark, height_);
    for (const Box& other : added_[i]) {
      if (GapBetween(other.left, other.right, mark.left, mark.right) <= height_) best = std::min(best, Distance(other, mark));
    }
    // Under a letter there is a dot at most; whatever else is there belongs to the line below.
    const bool dot = std::max(mark.width(), mark.height()) < kGreatestDot * height_;
    const bool below = mark.top >= line.middle_bottom;
    return below && !dot ? best + kUnlikelyBelow * height_ : best;
  }

  const std::vector<GrowingLine>& lines_;
  const int height_;
  const Dividers& dividers_;
  const LineIndex index_;
  std::vector<std::vector<Box>> added_;
  std::vector<double> least_mark_;  // by line
};

}  // namespace

void TakeOutMarks(std::vector<GrowingLine>& lines, int height, std::vector<Box>& marks) {
  const LineIndex index(lines, height);
  std::vector<bool> out(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<std::size_t>& near = index.Near(lines[i].box.center_y());
    out[i] = std::any_of(near.begin(), near.end(), [&](std::size_t j) {
      return j != i && HangsOn(lines[i], lines[j], height);
    });
  }
  std::vector<GrowingLine> kept;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (out[i]) {
      marks.insert(marks.end(), lines[i].cores.begin(), lines[i].cores.end());
    } else {
      kept.push_back(std::move(lines[i]));
    }
  }
  lines = std::move(kept);
}

std::vector<std::vector<Box>> HangMarks(std::vector<Box>& marks, const std::vector<GrowingLine>& lines, int height,
                                        const Dividers& dividers) {
  return MarkHanger(lines, height, dividers).Hang(marks);
}

}  // namespace sohoa
