// SPDX-License-Identifier: Apache-2.0
#include "ocr/gutter_runs.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

// In text heights. Spaces of justified text stay below one.
constexpr double kGutter = 1.5;
constexpr double kLeastGutter = 1.2;  // what all rows together leave of it
constexpr double kWidestPause = 2.4;  // of white between two rows

bool ContainsAny(const std::string& text, std::initializer_list<std::string_view> cues) {
  return std::any_of(cues.begin(), cues.end(), [&text](std::string_view cue) { return text.find(cue) != std::string::npos; });
}

// What the head of a paper says, or the day over a signature.
bool IsOfHead(const std::string& folded) {
  return ContainsAny(folded, {"cong hoa xa hoi", "xa hoi chu nghia", "doc lap -", "tu do -", "hanh phuc", "dang cong san"}) ||
         (ContainsAny(folded, {"ngay"}) && ContainsAny(folded, {"thang"}) && ContainsAny(folded, {" nam "}));
}

bool BeginsFoot(const std::string& folded) { return ContainsAny(folded, {"noi nhan:", "noi nhan :"}); }

Line PrintOf(const Line& row) {
  Line print;
  for (const Word& word : row.words) {
    if (word.ink != InkKind::kPrint) continue;
    print.words.push_back(word);
    print.box = Union(print.box, word.box);
  }
  return print;
}

class RunFinder {
 public:
  RunFinder(const std::vector<PrintedRow>& rows, int text_height) : height_(text_height) {
    for (const PrintedRow& row : rows) {
      rows_.push_back(PrintOf(row.line));
      const std::string folded = FoldedKey(LineText(rows_.back())) + " ";
      if (BeginsFoot(folded)) break;
      barred_.push_back(rows_.back().words.empty() || IsOfHead(folded));
      width_ = std::max(width_, rows_.back().box.right);
    }
    rows_.resize(barred_.size());
  }

  std::vector<GutterRun> Find() const {
    std::vector<std::pair<int, GutterRun>> found;
    for (std::size_t seed = 0; seed < rows_.size(); ++seed) {
      // A row may have a gap that the others have not, which must not end the run; but then a
      // row below may not take a column from the table either.
      for (const bool all : {true, false}) {
        GutterRun run = Grow(seed, all);
        if (const int cuts = Cuts(run); cuts > 0) found.emplace_back(cuts, std::move(run));
      }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<GutterRun> best;
    for (auto& [cuts, run] : found) {
      const bool free = std::none_of(best.begin(), best.end(), [&run = run](const GutterRun& other) {
        return run.first < other.last && other.first < run.last;
      });
      if (free) best.push_back(std::move(run));
    }
    std::sort(best.begin(), best.end(), [](const GutterRun& a, const GutterRun& b) { return a.first < b.first; });
    return best;
  }

 private:
  // From `seed` down, with all of its gutters or with those that last.
  GutterRun Grow(std::size_t seed, bool all) const {
    GutterRun run{seed, seed, {}};
    if (barred_[seed]) return run;
    for (const Interval& space : Spaces(rows_[seed], width_)) {
      const bool inner = space.begin > rows_[seed].box.left && space.end < rows_[seed].box.right;
      if (inner && space.width() >= kGutter * height_) run.gutters.push_back(space);
    }
    if (run.gutters.empty()) return run;
    run.last = seed + 1;
    for (; run.last < rows_.size() && !barred_[run.last]; ++run.last) {
      const Line& row = rows_[run.last];
      if (row.box.top - rows_[run.last - 1].box.bottom > kWidestPause * height_) break;
      std::vector<Interval> left = Narrowed(run.gutters, row);
      if (left.empty() || (all && left.size() < run.gutters.size())) break;
      run.gutters = std::move(left);
    }
    Trim(run);
    return run;
  }

  std::vector<Interval> Narrowed(const std::vector<Interval>& gutters, const Line& row) const {
    const std::vector<Interval> spaces = Spaces(row, width_);
    std::vector<Interval> left;
    for (const Interval& gutter : gutters) {
      Interval widest;
      for (const Interval& space : spaces) {
        const Interval shared{std::max(space.begin, gutter.begin), std::min(space.end, gutter.end)};
        if (shared.width() > widest.width()) widest = shared;
      }
      if (widest.width() >= kLeastGutter * height_) left.push_back(widest);
    }
    return left;
  }

  int Filled(std::size_t row, const std::vector<Interval>& gutters) const {
    int filled = 0;
    for (const Line& cell : CellsOf(rows_[row], gutters)) filled += cell.words.empty() ? 0 : 1;
    return filled;
  }

  // A last line below the table that is in one column by chance stays, for it may be a cell's.
  void Trim(GutterRun& run) const {
    while (run.first < run.last && Filled(run.first, run.gutters) < 2) ++run.first;
  }

  int Cuts(const GutterRun& run) const {
    int cuts = 0;
    for (std::size_t row = run.first; row < run.last; ++row) cuts += Filled(row, run.gutters) - 1;
    return cuts;
  }

  int height_;
  int width_ = 0;
  std::vector<Line> rows_;     // print of each, to the foot
  std::vector<bool> barred_;
};

}  // namespace

std::vector<Line> CellsOf(const Line& row, const std::vector<Interval>& gutters) {
  std::vector<Line> cells(gutters.size() + 1);
  for (const Word& word : row.words) {
    const auto right = std::find_if(gutters.begin(), gutters.end(), [&word](const Interval& gutter) {
      return word.box.center_x() < (gutter.begin + gutter.end) / 2.0;
    });
    Line& cell = cells[static_cast<std::size_t>(right - gutters.begin())];
    cell.words.push_back(word);
    cell.box = Union(cell.box, word.box);
    cell.x_height = row.x_height;
  }
  return cells;
}

std::vector<GutterRun> FindGutterRuns(const std::vector<PrintedRow>& rows, int text_height) {
  return RunFinder(rows, text_height).Find();
}

}  // namespace sohoa
