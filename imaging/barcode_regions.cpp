// SPDX-License-Identifier: Apache-2.0
#include "imaging/barcode_regions.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

// Finer than this is not needed to tell a code from text.
constexpr double kEnoughDpi = 450;
// White around a code that its reader wants to see.
constexpr double kMarginInches = 0.25;

// How many pixels of a part of the page are dark, and how many differ from the one to the right
// and from the one below.
struct Texture {
  int dark = 0;
  int across = 0;
  int down = 0;
};

Texture operator+(const Texture& a, const Texture& b) { return {a.dark + b.dark, a.across + b.across, a.down + b.down}; }
Texture operator-(const Texture& a, const Texture& b) { return {a.dark - b.dark, a.across - b.across, a.down - b.down}; }

// Square cells in rows; sums of any rectangle of them at once.
class Cells {
 public:
  Cells(int columns, int rows) : columns_(columns), rows_(rows), sums_(Index(columns + 1, rows)) {}
  int columns() const { return columns_; }
  int rows() const { return rows_; }
  Texture& At(int x, int y) { return sums_[Index(x + 1, y + 1)]; }
  // Once, when all cells are known.
  void Accumulate() {
    for (int y = 0; y < rows_; ++y) {
      Texture row;
      for (int x = 0; x < columns_; ++x) {
        row = row + At(x, y);
        At(x, y) = row + sums_[Index(x + 1, y)];
      }
    }
  }
  Texture Sum(int x, int y, int columns, int rows) const {
    return sums_[Index(x + columns, y + rows)] - sums_[Index(x, y + rows)] - sums_[Index(x + columns, y)] + sums_[Index(x, y)];
  }

 private:
  std::size_t Index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_ + 1) + static_cast<std::size_t>(x);
  }
  int columns_;
  int rows_;
  std::vector<Texture> sums_;
};

// The bits of each byte of a word, counted in that byte.
std::uint32_t BitsOfBytes(std::uint32_t word) {
  word -= word >> 1 & 0x55555555;
  word = (word & 0x33333333) + (word >> 2 & 0x33333333);
  return (word + (word >> 4)) & 0x0f0f0f0f;
}

// Sums over the rows of a row of cells, for every eight pixels: up to 16 rows fit into a byte.
struct ByteSums {
  explicit ByteSums(int words) : dark(static_cast<std::size_t>(words)), across(dark.size()), down(dark.size()) {}
  void Clear() {
    for (std::vector<std::uint32_t>* sums : {&dark, &across, &down}) std::fill(sums->begin(), sums->end(), 0u);
  }
  std::vector<std::uint32_t> dark;
  std::vector<std::uint32_t> across;
  std::vector<std::uint32_t> down;
};

SOHOA_VECTOR_CLONES
void AddRow(const std::uint32_t* __restrict row, const std::uint32_t* __restrict below, int words, std::uint32_t* __restrict dark,
            std::uint32_t* __restrict across, std::uint32_t* __restrict down) {
  for (int i = 0; i < words; ++i) {
    dark[i] += BitsOfBytes(row[i]);
    down[i] += BitsOfBytes(row[i] ^ below[i]);
  }
  for (int i = 0; i + 1 < words; ++i) across[i] += BitsOfBytes(row[i] ^ (row[i] << 1 | row[i + 1] >> 31));
  across[words - 1] += BitsOfBytes(row[words - 1] ^ row[words - 1] << 1);
}

// Of `side` pixels, which is 8 or 16, from pixel `x` on.
int SumAt(const std::vector<std::uint32_t>& sums, int x, int side) {
  const std::uint32_t word = sums[static_cast<std::size_t>(x / 32)];
  const int shift = 24 - x % 32;
  const std::uint32_t first = word >> shift & 0xff;
  return static_cast<int>(side == 8 ? first : first + (word >> (shift - 8) & 0xff));
}

Cells Measure(const BitImage& dark, int side) {
  Cells cells(dark.width / side, dark.height / side);
  ByteSums sums(dark.words_per_row);
  for (int y = 0; y < cells.rows(); ++y) {
    sums.Clear();
    for (int from = y * side; from < (y + 1) * side; ++from) {
      AddRow(dark.Row(from), dark.Row(std::min(from + 1, dark.height - 1)), dark.words_per_row, sums.dark.data(), sums.across.data(),
             sums.down.data());
    }
    for (int x = 0; x < cells.columns(); ++x) {
      cells.At(x, y) = {SumAt(sums.dark, x * side, side), SumAt(sums.across, x * side, side), SumAt(sums.down, x * side, side)};
    }
  }
  cells.Accumulate();
  return cells;
}

// A window of cells that lies within a code, and what it holds there and hardly ever in text.
struct Window {
  double width_mm;
  double height_mm;
  double least_dark;  // shares of the window's pixels
  double most_dark;
  double least_changes;  // in a millimetre to the right, and below where it is not bars
  bool bars;             // hardly any change from row to row; otherwise half as much at least
};

constexpr double kBarsShare = 0.3;
// How far beside what was found more of a code is looked for, and how dark it is at least.
constexpr double kReachMm = 6;
constexpr double kGoesOn = 0.2;
constexpr Window kWindows[] = {
    {8, 2.9, 0.36, 0.78, 0.25, true},   // bars of one-dimensional codes
    {5, 5, 0.42, 0.72, 0.8, false},     // the squares of small codes
    {18, 18, 0.36, 0.72, 0.15, false},  // and of large ones, or coarse bars
};

bool Fits(const Window& window, const Texture& texture, double pixels, double mm) {
  if (texture.dark < window.least_dark * pixels || texture.dark > window.most_dark * pixels) return false;
  if (!window.bars) return texture.across + texture.down >= window.least_changes * pixels / mm && 2 * texture.down >= texture.across;
  return texture.across >= window.least_changes * pixels / mm && texture.down <= kBarsShare * texture.across;
}

// Adds a box and takes in those that it meets.
void AddRegion(Box box, std::vector<Box>& regions) {
  for (bool met = true; met;) {
    met = false;
    for (std::size_t i = 0; i < regions.size(); ++i) {
      if (Intersection(regions[i], box).empty()) continue;
      box = Union(box, regions[i]);
      regions.erase(regions.begin() + static_cast<std::ptrdiff_t>(i));
      met = true;
      break;
    }
  }
  regions.push_back(box);
}

// Over what lies beside a box, as long as it is as dark as codes are. `reach`: cells, more than the
// widest space between bars.
Box Grown(Box box, const Cells& cells, int side, int reach) {
  const Box all{0, 0, cells.columns(), cells.rows()};
  const auto goes_on = [&](const Box& beside) {
    const Box strip = Intersection(beside, all);
    if (strip.empty()) return false;
    const double pixels = static_cast<double>(strip.area()) * side * side;
    return cells.Sum(strip.left, strip.top, strip.width(), strip.height()).dark >= kGoesOn * pixels;
  };
  for (bool grown = true; grown;) {
    const Box before = box;
    if (goes_on({box.left - reach, box.top, box.left, box.bottom})) --box.left;
    if (goes_on({box.right, box.top, box.right + reach, box.bottom})) ++box.right;
    if (goes_on({box.left, box.top - reach, box.right, box.top})) --box.top;
    if (goes_on({box.left, box.bottom, box.right, box.bottom + reach})) ++box.bottom;
    grown = !(box == before);
  }
  return box;
}

std::vector<Box> WholeRegions(const std::vector<Box>& found, const Cells& cells, const BitImage& dark, int side, int margin,
                             int reach) {
  std::vector<Box> seeds;
  for (const Box& box : found) AddRegion(box, seeds);
  std::vector<Box> regions;
  for (const Box& seed : seeds) {
    const Box box = Grown(seed, cells, side, reach);
    // Cells begin at multiples of eight pixels, and so do regions: ZXing tells black from white
    // by blocks of that size, which then are those of the whole page.
    const Box wide{(box.left - margin) * side, (box.top - margin) * side, (box.right + margin) * side, (box.bottom + margin) * side};
    AddRegion(Intersection(wide, {0, 0, dark.width, dark.height}), regions);
  }
  return regions;
}

}  // namespace

std::vector<Box> FindBarcodeRegions(const BitImage& dark, double dpi) {
  if (dpi > kEnoughDpi) {
    std::vector<Box> regions = FindBarcodeRegions(Halved(dark), dpi / 2);
    for (Box& box : regions) box = {2 * box.left, 2 * box.top, 2 * box.right, 2 * box.bottom};
    return regions;
  }
  // Cells of a millimetre to one and a half.
  const int side = dpi > 250 ? 16 : 8;
  const double cell_mm = side / dpi * kMmPerInch;
  const Cells cells = Measure(dark, side);
  std::vector<Box> found;  // in cells
  for (const Window& window : kWindows) {
    const int columns = std::max(1, static_cast<int>(std::lround(window.width_mm / cell_mm)));
    const int rows = std::max(1, static_cast<int>(std::lround(window.height_mm / cell_mm)));
    const double pixels = 1.0 * columns * rows * side * side;
    for (int y = 0; y + rows <= cells.rows(); ++y) {
      for (int x = 0; x + columns <= cells.columns(); ++x) {
        if (Fits(window, cells.Sum(x, y, columns, rows), pixels, side / cell_mm)) found.push_back({x, y, x + columns, y + rows});
      }
    }
  }
  return WholeRegions(found, cells, dark, side, static_cast<int>(std::ceil(kMarginInches * dpi / side)),
                      static_cast<int>(std::ceil(kReachMm / cell_mm)));
}

}  // namespace sohoa
