// SPDX-License-Identifier: Apache-2.0
#include "ocr/printed_rows.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

void Append(Line& line, const Line& other) {
  if (line.words.empty()) line.x_height = other.x_height;
  line.words.insert(line.words.end(), other.words.begin(), other.words.end());
  line.box = Union(line.box, other.box);
}

bool HasLetterOrDigit(const std::string& text) {
  const std::u32string code_points = ToCodePoints(text);
  return std::any_of(code_points.begin(), code_points.end(), [](char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || c >= 0xC0;
  });
}

// Where most words of the line stand: one word of a tall pen must not decide that.
Interval MiddleHeight(const Line& line) {
  std::vector<int> tops, bottoms;
  // Dashes and dots say nothing of it where there are letters.
  for (const bool letters : {true, false}) {
    for (const Word& word : line.words) {
      if (letters && !HasLetterOrDigit(word.text)) continue;
      tops.push_back(word.box.top);
      bottoms.push_back(word.box.bottom);
    }
    if (!tops.empty()) break;
  }
  const auto median = [](std::vector<int>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  };
  return {median(tops), median(bottoms)};
}

// Columns that words of both cover: one line may stand in a gap of the other.
int SharedWidth(const Line& a, const Line& b) {
  int shared = 0;
  for (const Word& first : a.words) {
    for (const Word& second : b.words) {
      shared += std::max(0, std::min(first.box.right, second.box.right) - std::max(first.box.left, second.box.left));
    }
  }
  return shared;
}

// True where both stand on one printed line, beside each other.
bool SameRow(const Line& a, const Line& b) {
  const Interval at = MiddleHeight(a);
  const Interval bt = MiddleHeight(b);
  const int overlap = std::min(at.end, bt.end) - std::max(at.begin, bt.begin);
  const int low = std::min(at.width(), bt.width());
  const int high = std::max(at.width(), bt.width());
  if (overlap * 2 < low || high > low * 5 / 2) return false;
  return SharedWidth(a, b) < std::min(a.box.width(), b.box.width()) / 4;
}

}  // namespace

void SortWords(Line& line) {
  std::stable_sort(line.words.begin(), line.words.end(), [](const Word& a, const Word& b) {
    return a.box.center_x() < b.box.center_x();
  });
}

std::vector<PrintedRow> MakeRows(const std::vector<Line>& lines) {
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<int> middles;
  for (const Line& line : lines) {
    const Interval height = MiddleHeight(line);
    middles.push_back(height.begin + height.end);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&middles](std::size_t a, std::size_t b) { return middles[a] < middles[b]; });
  std::vector<PrintedRow> rows;
  for (const std::size_t i : order) {
    PrintedRow* home = nullptr;
    for (auto row = rows.rbegin(); row != rows.rend() && row - rows.rbegin() < 3; ++row) {
      if (SameRow(row->line, lines[i])) {
        home = &*row;
        break;
      }
    }
    if (home == nullptr) home = &rows.emplace_back();
    Append(home->line, lines[i]);
    home->pieces.push_back(i);
  }
  for (PrintedRow& row : rows) SortWords(row.line);
  return rows;
}

std::vector<Interval> Spaces(const Line& row, int page_width) {
  std::vector<Interval> spaces;
  int right = 0;
  for (const Word& word : row.words) {
    if (word.box.left > right) spaces.push_back({right, word.box.left});
    right = std::max(right, word.box.right);
  }
  if (right < page_width) spaces.push_back({right, page_width});
  return spaces;
}

int TypicalWordHeight(const std::vector<Line>& lines) {
  std::vector<int> heights;
  for (const Line& line : lines) {
    for (const Word& word : line.words) {
      if (ToCodePoints(word.text).size() >= 2) heights.push_back(word.box.height());
    }
  }
  if (heights.empty()) return 0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

}  // namespace sohoa
