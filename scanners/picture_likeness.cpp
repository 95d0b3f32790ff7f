// SPDX-License-Identifier: Apache-2.0
#include "scanners/picture_likeness.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/geometry.h"

namespace sohoa {
namespace {

constexpr double kCellMm = 1;
// Where a device does not say.
constexpr double kUsualDpi = 300;
// Rows that are looked at, one in so many.
constexpr std::uint32_t kRowStep = 2;
// Grayer than the paper by less than this is noise.
constexpr int kLeastInk = 12;
// A line of print inks some hundred cells; specks and the shadow of an edge do not.
constexpr int kFewestInked = 60;
constexpr int kInked = 30;
// A frame that came again may be some rows longer.
constexpr int kMostRows = 2;
// Frames are compared place by place, for one form differs from the next by a name or a number.
// A place differs by more of its ink than another compression changes, noise left aside.
constexpr int kPlaceColumns = 8;
constexpr int kPlaceRows = 4;
constexpr double kMostOther = 0.3;
constexpr int kNoise = 6;  // a cell

int SampleAt(const PngFormat& format, std::span<const std::uint8_t> row, std::uint32_t x) {
  if (format.depth == 1) return (row[x / 8] >> (7 - x % 8) & 1) != 0 ? 255 : 0;
  // Green is nearest to gray; of 16 bits the first byte says enough.
  const std::size_t sample = std::size_t{x} * static_cast<std::size_t>(format.channels) + (format.channels == 3 ? 1 : 0);
  return row[format.depth == 16 ? 2 * sample : sample];
}

// Levels as bright as this are paper: what most of the page is.
int PaperLevel(const std::vector<std::uint8_t>& light) {
  int histogram[256] = {};
  for (const std::uint8_t level : light) ++histogram[level];
  std::size_t sum = 0;
  int level = 255;
  for (; level > 0; --level) {
    sum += static_cast<std::size_t>(histogram[level]);
    if (4 * sum >= light.size()) break;
  }
  return level;
}

bool DiffersAt(const PictureSketch& a, const PictureSketch& b, int left, int top, int rows) {
  int other = 0;
  int ink_a = 0;
  int ink_b = 0;
  int cells = 0;
  for (int y = top; y < std::min(rows, top + kPlaceRows); ++y) {
    for (int x = left; x < std::min(a.columns, left + kPlaceColumns); ++x, ++cells) {
      const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(a.columns) + static_cast<std::size_t>(x);
      ink_a += a.ink[at];
      ink_b += b.ink[at];
      other += std::abs(a.ink[at] - b.ink[at]);
    }
  }
  return other > kMostOther * std::max(ink_a, ink_b) + kNoise * cells;
}

}  // namespace

SketchMaker::SketchMaker(const PngFormat& format)
    : format_(format), cell_(kCellMm / kMmPerInch * (format.dpi > 0 ? format.dpi : kUsualDpi)) {
  const int columns = static_cast<int>(format.width / cell_);
  for (int i = 1; i <= columns; ++i) column_ends_.push_back(static_cast<std::uint32_t>(i * cell_));
  sums_.assign(column_ends_.size(), 0);
  band_end_ = static_cast<std::uint32_t>(cell_);
}

void SketchMaker::AddRow(std::span<const std::uint8_t> row) {
  if (row_ >= band_end_) EndBand();
  if (row_++ % kRowStep != 0) return;
  std::uint32_t x = 0;
  for (std::size_t column = 0; column < column_ends_.size(); ++column) {
    std::uint64_t sum = 0;
    for (; x < column_ends_[column]; ++x) sum += static_cast<std::uint64_t>(SampleAt(format_, row, x));
    sums_[column] += sum;
  }
  ++sampled_;
}

void SketchMaker::EndBand() {
  std::uint32_t begin = 0;
  for (std::size_t column = 0; column < column_ends_.size(); ++column) {
    const std::uint64_t count = std::uint64_t{column_ends_[column] - begin} * std::max(sampled_, 1u);
    light_.push_back(static_cast<std::uint8_t>(sums_[column] / std::max<std::uint64_t>(count, 1)));
    sums_[column] = 0;
    begin = column_ends_[column];
  }
  sampled_ = 0;
  const auto bands = column_ends_.empty() ? 1 : light_.size() / column_ends_.size() + 1;
  band_end_ = std::max(band_end_ + 1, static_cast<std::uint32_t>(static_cast<double>(bands) * cell_));
}

PictureSketch SketchMaker::Finish() {
  PictureSketch sketch;
  sketch.columns = static_cast<int>(column_ends_.size());
  if (sketch.columns == 0) return sketch;
  if (sampled_ > 0) EndBand();
  sketch.rows = static_cast<int>(light_.size() / column_ends_.size());
  const int paper = PaperLevel(light_);
  int inked = 0;
  sketch.ink.reserve(light_.size());
  for (const std::uint8_t light : light_) {
    const int ink = std::max(paper - light - kLeastInk, 0);
    inked += ink >= kInked;
    sketch.ink.push_back(static_cast<std::uint8_t>(ink));
  }
  sketch.has_content = inked >= kFewestInked;
  return sketch;
}

bool AreOfOneFrame(const PictureSketch& a, const PictureSketch& b) {
  if (!a.has_content || !b.has_content) return false;
  if (a.columns != b.columns || std::abs(a.rows - b.rows) > kMostRows) return false;
  const int rows = std::min(a.rows, b.rows);
  for (int top = 0; top < rows; top += kPlaceRows) {
    for (int left = 0; left < a.columns; left += kPlaceColumns) {
      if (DiffersAt(a, b, left, top, rows)) return false;
    }
  }
  return true;
}

}  // namespace sohoa
