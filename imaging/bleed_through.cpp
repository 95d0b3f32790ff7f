// SPDX-License-Identifier: Apache-2.0
#include "imaging/bleed_through.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

constexpr int kPaperWhite = 225;       // paper, and what no reader takes for print
constexpr int kInk = 120;         // darker than what shows through
constexpr int kShowsThrough = 205;
constexpr int kFewestPixels = 4;  // of a stroke that shows through: it is blurred, and so wide
constexpr int kRowStep = 8;
// Pale blurred strokes to a hundred of ink from which on they are the other side's: blurred
// hairlines of the print itself are 4 at most.
constexpr int kMostPale = 10;
constexpr int kFewestStrokes = 200;
// What becomes paper; darker levels stay as far apart as they were, seen from black.
constexpr int kBecomesPaper = 210;
constexpr int kPaper = 250;

struct Strokes {
  std::int64_t ink = 0;
  std::int64_t blurred_ink = 0;
  std::int64_t pale = 0;  // and blurred
};

// Whether the gray changes so slowly as where light went through paper.
bool IsBlurred(const std::uint8_t* begin, const std::uint8_t* end, int lowest) {
  int steepest = 0;
  for (const std::uint8_t* pixel = begin; pixel + 2 < end; ++pixel) steepest = std::max(steepest, std::abs(pixel[0] - pixel[2]));
  return steepest * 2 < kPaper - lowest;
}

void CountStrokes(const std::uint8_t* row, int width, Strokes& strokes) {
  for (int x = 0; x < width; ++x) {
    if (row[x] >= kPaperWhite) continue;
    const int begin = x;
    int lowest = 255;
    for (; x < width && row[x] < kPaperWhite; ++x) lowest = std::min<int>(lowest, row[x]);
    const bool pale = lowest >= kInk;
    if (pale && (lowest >= kShowsThrough || x - begin < kFewestPixels)) continue;
    const bool blurred = IsBlurred(row + std::max(0, begin - 2), row + std::min(width, x + 2), lowest);
    if (pale) {
      strokes.pale += blurred;
    } else {
      ++strokes.ink;
      strokes.blurred_ink += blurred;
    }
  }
}

SOHOA_VECTOR_CLONES
void Brighten(const std::uint8_t* from, int pixels, std::uint8_t* to) {
  constexpr int kGain = (kPaper * 128 + kBecomesPaper / 2) / kBecomesPaper;
  for (int x = 0; x < pixels; ++x) to[x] = static_cast<std::uint8_t>(std::min((from[x] * kGain + 64) >> 7, 255));
}

}  // namespace

LocalImagePtr WithoutBleedThrough(const LocalImagePtr& reading) {
  Strokes strokes;
  for (int y = 0; y < reading->height(); y += kRowStep) CountStrokes(reading->row(y), reading->width(), strokes);
  // Where the print is blurred itself, its pale strokes may be its own.
  if (strokes.blurred_ink * 2 > strokes.ink) return reading;
  if (strokes.pale < kFewestStrokes || strokes.pale * 100 < strokes.ink * kMostPale) return reading;
  auto clean = std::make_shared<LocalImage>(reading->width(), reading->height(), 1);
  for (int y = 0; y < reading->height(); ++y) Brighten(reading->row(y), reading->width(), clean->row(y));
  return clean;
}

}  // namespace sohoa
