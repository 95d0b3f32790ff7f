// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/reversed_print.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace sohoa {
namespace {

// Areas are looked for in cells of one word of pixels by so many rows.
constexpr int kCellRows = 16;
constexpr int kCellPixels = 32 * kCellRows;
constexpr double kSolidCell = 0.6;
// Of the whole area: letters take up to a third of it, and print on paper hardly ever so much.
constexpr double kSolidArea = 0.55;
constexpr double kLeastWidthMm = 8;
constexpr double kLeastHeightMm = 3;
constexpr double kLeastLetterMm = 1.2;
constexpr double kLargestLetterMm = 10;
constexpr std::size_t kFewestReversedLetters = 3;
// Fewer and larger pieces than specks: a picture in halftone has thousands of these.
constexpr std::size_t kMostSpecksALetter = 4;

BitImage SolidCells(const BitImage& ink) {
  BitImage solid(ink.words_per_row, std::max(1, ink.height / kCellRows));
  std::vector<int> counts(static_cast<std::size_t>(ink.words_per_row));
  for (int cell = 0; cell < ink.height / kCellRows; ++cell) {
    std::fill(counts.begin(), counts.end(), 0);
    for (int y = cell * kCellRows; y < (cell + 1) * kCellRows; ++y) {
      const std::uint32_t* row = ink.Row(y);
      for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += std::popcount(row[i]);
    }
    for (int i = 0; i < ink.words_per_row; ++i) {
      if (counts[static_cast<std::size_t>(i)] > kSolidCell * kCellPixels) solid.SetRun(cell, i, i + 1);
    }
  }
  return solid;
}

bool IsLargeEnough(const Box& box, double mm) {
  return box.width() >= kLeastWidthMm * mm && box.height() >= kLeastHeightMm * mm;
}

// The largest piece of ink that has its middle about `box`; empty where none is large enough.
Box DarkArea(const BitImage& ink, const Box& box, double mm) {
  const Box around = Intersection({box.left - 32, box.top - kCellRows, box.right + 32, box.bottom + kCellRows},
                                  {0, 0, ink.width, ink.height});
  Box best;
  for (const Box& piece : ConnectedComponents(Cropped(ink, around))) {
    if (piece.area() > best.area()) best = piece;
  }
  if (!IsLargeEnough(best, mm)) return {};
  return {best.left + around.left, best.top + around.top, best.right + around.left, best.bottom + around.top};
}

bool HoldsLetters(const BitImage& ink, const Box& area, double mm) {
  BitImage white = Cropped(ink, area);
  white.Invert({0, 0, white.width, white.height});
  std::size_t letters = 0;
  std::size_t specks = 0;
  for (const Box& piece : ConnectedComponents(white)) {
    const bool inside = piece.left > 0 && piece.top > 0 && piece.right < white.width && piece.bottom < white.height;
    const int side = std::max(piece.width(), piece.height());
    if (inside && piece.height() >= kLeastLetterMm * mm && side <= kLargestLetterMm * mm) ++letters;
    if (side < kLeastLetterMm / 4 * mm) ++specks;
  }
  return letters >= kFewestReversedLetters && specks <= kMostSpecksALetter * letters;
}

}  // namespace

std::vector<Box> FindReversedPrint(const BitImage& ink, double dpi) {
  const double mm = dpi / kMmPerInch;
  std::vector<Box> found;
  for (const Box& cells : ConnectedComponents(SolidCells(ink))) {
    const Box box{cells.left * 32, cells.top * kCellRows, std::min(ink.width, cells.right * 32), cells.bottom * kCellRows};
    if (!IsLargeEnough({0, 0, box.width() + 64, box.height() + 2 * kCellRows}, mm)) continue;
    const Box area = DarkArea(ink, box, mm);
    const bool known = std::any_of(found.begin(), found.end(), [&](const Box& other) { return !Intersection(area, other).empty(); });
    if (area.empty() || known) continue;
    if (static_cast<double>(CountInk(ink, area)) < kSolidArea * static_cast<double>(area.area())) continue;
    if (HoldsLetters(ink, area, mm)) found.push_back(area);
  }
  return found;
}

}  // namespace sohoa
