// SPDX-License-Identifier: Apache-2.0
#include "ocr/wrapped_rows.h"

#include <algorithm>

namespace sohoa {
namespace {

// Rows of a table stand so much further apart than the lines of a cell, where they do.
constexpr double kPause = 1.3;
// In text heights.
constexpr double kSpace = 0.35;
constexpr double kRagged = 0.5;  // a break comes a little before the edge

class RowJoiner {
 public:
  RowJoiner(const CellRows& rows, int text_height) : rows_(rows), height_(text_height) {
    edges_.resize(rows.empty() ? 0 : rows.front().size());
    for (const std::vector<Line>& row : rows) {
      for (std::size_t c = 0; c < row.size(); ++c) edges_[c] = std::max(edges_[c], row[c].box.right);
    }
  }

  std::vector<std::size_t> ByPauses() const {
    std::vector<double> pitches;
    for (std::size_t i = 1; i < rows_.size(); ++i) pitches.push_back(Level(i) - Level(i - 1));
    std::vector<std::size_t> begins = {0};
    if (pitches.empty()) return {};
    const double least = *std::min_element(pitches.begin(), pitches.end());
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      if (pitches[i - 1] > kPause * least) {
        begins.push_back(i);
      } else if (!MayGoOn(i)) {
        return {};  // a blank line between rows that stand apart anyhow
      }
    }
    return begins.size() < 3 ? std::vector<std::size_t>{} : begins;
  }

  std::vector<std::size_t> ByCells() const {
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (i == 0 || !GoesOn(i)) begins.push_back(i);
    }
    return begins;
  }

 private:
  double Level(std::size_t row) const {
    std::vector<double> middles;
    for (const Line& cell : rows_[row]) {
      for (const Word& word : cell.words) middles.push_back(word.box.center_y());
    }
    const auto middle = middles.begin() + static_cast<std::ptrdiff_t>(middles.size() / 2);
    std::nth_element(middles.begin(), middle, middles.end());
    return *middle;
  }

  // True where the first word here would not have fitted into the line above. One word alone, or a
  // number, says nothing of how wide its cell is.
  bool Wraps(std::size_t row, std::size_t column) const {
    const Line& above = rows_[row - 1][column];
    const Line& here = rows_[row][column];
    if (above.words.size() < 2 || here.words.empty()) return false;
    const int end = above.box.right + here.words.front().box.width();
    return end + (kSpace + kRagged) * height_ > edges_[column];
  }

  // True where no cell says that this is a row of its own.
  bool MayGoOn(std::size_t row) const {
    for (std::size_t c = 0; c < rows_[row].size(); ++c) {
      const bool both = !rows_[row][c].words.empty() && !rows_[row - 1][c].words.empty();
      if (both && !Wraps(row, c)) return false;
    }
    return true;
  }

  bool GoesOn(std::size_t row) const {
    std::size_t filled = 0;
    bool all_wrap = true;
    for (std::size_t c = 0; c < rows_[row].size(); ++c) {
      if (rows_[row][c].words.empty()) continue;
      ++filled;
      all_wrap = all_wrap && Wraps(row, c);
    }
    // What names a row stands in its first column, unless it is said once for several rows.
    if (rows_[row].front().words.empty() && filled == 1) return true;
    return all_wrap && filled < rows_[row].size();
  }

  const CellRows& rows_;
  int height_;
  std::vector<int> edges_;  // right, of each column
};

}  // namespace

std::vector<std::size_t> BeginsOfRows(const CellRows& rows, int text_height) {
  const RowJoiner joiner(rows, text_height);
  std::vector<std::size_t> begins = joiner.ByPauses();
  return begins.empty() ? joiner.ByCells() : begins;
}

}  // namespace sohoa
