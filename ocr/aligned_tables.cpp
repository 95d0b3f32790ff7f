// SPDX-License-Identifier: Apache-2.0
#include "ocr/aligned_tables.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/vietnamese.h"
#include "ocr/gutter_runs.h"
#include "ocr/printed_rows.h"
#include "ocr/wrapped_rows.h"

namespace sohoa {
namespace {

constexpr std::size_t kFewestRows = 3;
constexpr double kMostCells = 0.75;  // that share an edge
// In text heights.
constexpr double kSameEdge = 0.6;
constexpr double kWideGutter = 3.0;  // parts a name from a price, neither of which ends at it
// A line of running text has so many words and fills so much of its column.
constexpr std::size_t kWordsOfText = 4;
constexpr double kFilledByText = 0.7;

// How the cells of a column stand.
struct Alignment {
  bool left = false;
  bool right = false;
  bool centred = false;
  std::size_t cells = 0;
  bool edge() const { return left || right; }
};

bool ShareAValue(const std::vector<int>& values, double tolerance) {
  std::ptrdiff_t most = 0;
  for (const int value : values) {
    most = std::max(most, std::count_if(values.begin(), values.end(),
                                        [&](int other) { return std::abs(other - value) <= tolerance; }));
  }
  return static_cast<double>(most) >= kMostCells * static_cast<double>(values.size());
}

// The first row may be a header, which stands in the middle of its column.
bool Align(std::vector<int> values, double tolerance) {
  if (ShareAValue(values, tolerance)) return true;
  values.erase(values.begin());
  return values.size() >= kFewestRows - 1 && ShareAValue(values, tolerance);
}

bool IsLetter(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || c >= 0xC0; }

bool IsNumber(const std::string& text) {
  std::size_t run = 0;
  bool digits = false;
  for (const char32_t c : ToCodePoints(text)) {
    const bool digit = c >= U'0' && c <= U'9';
    if (!digit && !IsLetter(c)) {
      run = 0;
      continue;
    }
    if (run > 0 && digit != digits) return false;
    digits = digit;
    if (++run > 3) return false;
  }
  return true;
}

// "1.", "a)", "(iv)", "2.1", a dash, dots: what stands before an item of a list.
bool IsMarker(const Line& cell) {
  std::size_t numbers = 0;
  for (const Word& word : cell.words) {
    const std::u32string text = ToCodePoints(word.text);
    const bool sign = std::none_of(text.begin(), text.end(), [](char32_t c) { return IsLetter(c) || (c >= U'0' && c <= U'9'); });
    if (sign) continue;
    if (++numbers > 1 || !IsNumber(word.text)) return false;
  }
  return true;
}

bool HasLabel(const Line& cell) {
  return std::any_of(cell.words.begin(), cell.words.end(), [](const Word& word) { return word.text.ends_with(':'); });
}

bool IsLabel(const Line& cell) { return cell.words.back().text.ends_with(':'); }

class Candidate {
 public:
  Candidate(const std::vector<PrintedRow>& rows, const GutterRun& run, int text_height)
      : run_(run), height_(text_height) {
    for (std::size_t i = run.first; i < run.last; ++i) {
      cells_.push_back(CellsOf(rows[i].line, run.gutters));
      levels_.push_back(rows[i].line.box);
    }
    begins_ = BeginsOfRows(cells_, text_height);
    DropRowsBelow();
    begins_.push_back(cells_.size());
  }

  bool IsTable() const {
    std::size_t full = 0;
    for (std::size_t row = 0; row < rows(); ++row) full += Filled(row) >= 2 ? 1 : 0;
    if (full < kFewestRows) return false;
    return !IsListOrForm() && IsAligned() && !IsRunningText();
  }

  // Printed rows of it, counted from the first of the run.
  std::size_t printed_rows() const { return cells_.size(); }

  AlignedTable Take() const;

 private:
  std::size_t rows() const { return begins_.size() - 1; }
  std::size_t columns() const { return run_.gutters.size() + 1; }

  Box BoxOf(std::size_t row, std::size_t column) const {
    Box box;
    for (std::size_t i = begins_[row]; i < begins_[row + 1]; ++i) box = Union(box, cells_[i][column].box);
    return box;
  }

  std::size_t Filled(std::size_t row) const {
    std::size_t filled = 0;
    for (std::size_t c = 0; c < columns(); ++c) filled += BoxOf(row, c).empty() ? 0 : 1;
    return filled;
  }

  // What stands below a table and in one of its columns by chance is none of its rows.
  void DropRowsBelow() {
    begins_.push_back(cells_.size());
    while (rows() > 0 && Filled(rows() - 1) < 2) begins_.pop_back();
    cells_.resize(begins_.back());
    begins_.pop_back();
  }

  template <typename Is>
  bool Most(std::size_t column, Is is) const {
    std::size_t all = 0;
    std::size_t such = 0;
    for (std::size_t row = 0; row < rows(); ++row) {
      const Line& first = cells_[begins_[row]][column];
      if (first.words.empty()) continue;
      ++all;
      such += is(first) ? 1 : 0;
    }
    return such * 2 > all;
  }

  bool IsListOrForm() const {
    if (columns() > 2) return false;
    return Most(0, IsMarker) || Most(0, IsLabel) || (Most(0, HasLabel) && Most(1, HasLabel));
  }

  Alignment AlignmentOf(std::size_t column) const {
    std::vector<int> lefts, rights, middles;
    for (std::size_t row = 0; row < rows(); ++row) {
      const Box box = BoxOf(row, column);
      if (box.empty()) continue;
      lefts.push_back(box.left);
      rights.push_back(box.right);
      middles.push_back((box.left + box.right) / 2);
    }
    if (lefts.empty()) return {};
    const double tolerance = kSameEdge * height_;
    return {Align(lefts, tolerance), Align(rights, tolerance), Align(middles, tolerance), lefts.size()};
  }

  bool IsAligned() const {
    std::vector<Alignment> all;
    std::size_t edged = 0;
    for (std::size_t c = 0; c < columns(); ++c) {
      all.push_back(AlignmentOf(c));
      // Remarks stand in few rows; they prove nothing.
      if (all[c].cells < kFewestRows) continue;
      if (!all[c].edge() && !all[c].centred) return false;
      edged += all[c].edge() ? 1 : 0;
    }
    if (edged < 2 || edged * 2 < columns()) return false;
    for (std::size_t g = 0; g < run_.gutters.size(); ++g) {
      const bool sharp = all[g].right || all[g + 1].left || all[g].centred || all[g + 1].centred;
      if (!sharp && run_.gutters[g].width() < kWideGutter * height_) return false;
    }
    return true;
  }

  // Two columns of it beside each other, line by line, without pauses between rows of a table.
  bool IsRunningText() const {
    std::size_t texts = 0;
    for (std::size_t c = 0; c < columns(); ++c) {
      Box column;
      for (const auto& row : cells_) column = Union(column, row[c].box);
      std::size_t lines = 0;
      std::size_t filled = 0;
      for (const auto& row : cells_) {
        if (row[c].words.empty()) continue;
        ++lines;
        const bool text = row[c].words.size() >= kWordsOfText && row[c].box.width() > kFilledByText * column.width();
        filled += text ? 1 : 0;
      }
      texts += filled * 2 > lines ? 1 : 0;
    }
    return texts >= 2 && rows() * 2 > cells_.size();
  }

  const GutterRun& run_;
  int height_;
  CellRows cells_;                   // a printed row each
  std::vector<Box> levels_;          // likewise
  std::vector<std::size_t> begins_;  // of the table's rows, and the end of the last
};

AlignedTable Candidate::Take() const {
  AlignedTable table;
  std::vector<int> xs, ys;
  Box all;
  for (std::size_t i = 0; i < cells_.size(); ++i) all = Union(all, levels_[i]);
  xs.push_back(all.left);
  for (const Interval& gutter : run_.gutters) xs.push_back((gutter.begin + gutter.end) / 2);
  xs.push_back(all.right);
  ys.push_back(all.top);
  for (std::size_t row = 1; row < rows(); ++row) ys.push_back((levels_[begins_[row] - 1].bottom + levels_[begins_[row]].top) / 2);
  ys.push_back(all.bottom);
  table.grid.box = all;
  table.grid.rows = static_cast<int>(rows());
  table.grid.columns = static_cast<int>(columns());
  for (std::size_t row = 0; row < rows(); ++row) {
    for (std::size_t c = 0; c < columns(); ++c) {
      TableCell cell;
      cell.row = static_cast<int>(row);
      cell.column = static_cast<int>(c);
      cell.box = {xs[c], ys[row], xs[c + 1], ys[row + 1]};
      table.grid.cells.push_back(cell);
      std::vector<Line>& lines = table.lines.emplace_back();
      for (std::size_t i = begins_[row]; i < begins_[row + 1]; ++i) {
        if (!cells_[i][c].words.empty()) lines.push_back(cells_[i][c]);
      }
    }
  }
  return table;
}

}  // namespace

std::vector<AlignedTable> TakeAlignedTables(std::vector<Line>& lines) {
  std::vector<AlignedTable> tables;
  const int text_height = TypicalWordHeight(lines);
  if (text_height == 0) return tables;
  const std::vector<PrintedRow> rows = MakeRows(lines);
  std::vector<bool> taken(lines.size());
  for (const GutterRun& run : FindGutterRuns(rows, text_height)) {
    const Candidate candidate(rows, run, text_height);
    if (!candidate.IsTable()) continue;
    tables.push_back(candidate.Take());
    for (std::size_t i = 0; i < candidate.printed_rows(); ++i) {
      for (const std::size_t piece : rows[run.first + i].pieces) taken[piece] = true;
    }
  }
  if (tables.empty()) return tables;
  std::vector<Line> left;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!taken[i]) left.push_back(std::move(lines[i]));
  }
  lines = std::move(left);
  return tables;
}

}  // namespace sohoa
