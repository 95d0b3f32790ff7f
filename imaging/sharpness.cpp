// SPDX-License-Identifier: Apache-2.0
#include "imaging/sharpness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

// As far as this on both sides of an edge there is paper, and the middle of the stroke.
constexpr double kReachMm = 0.6;
// A weaker change of gray is noise, a weaker contrast no print.
constexpr int kLeastStep = 20;
constexpr int kLeastContrast = 40;
constexpr int kFewestEdges = 125;
// Rows that are looked at, one in so many.
constexpr int kRowStep = 16;
// Widths are counted in sixteenths of a pixel.
constexpr int kParts = 16;
constexpr int kWidest = 16 * kParts;

// How much each pixel differs from the next but one.
SOHOA_VECTOR_CLONES
void Differences(const std::uint8_t* row, int count, std::uint8_t* to) {
  for (int x = 0; x < count; ++x) {
    to[x] = static_cast<std::uint8_t>(std::max(row[x], row[x + 2]) - std::min(row[x], row[x + 2]));
  }
}

int Contrast(const std::uint8_t* begin, const std::uint8_t* end) {
  std::uint8_t low = 255;
  std::uint8_t high = 0;
  for (; begin != end; ++begin) {
    low = std::min(low, *begin);
    high = std::max(high, *begin);
  }
  return high - low;
}

// Edges of strokes by their contrast and width.
class Edges {
 public:
  Edges() : counts_(256 * kWidest, 0), of_contrast_{} {}

  void Add(int contrast, int width) {
    ++counts_[static_cast<std::size_t>(contrast * kWidest + std::min(width, kWidest - 1))];
    ++of_contrast_[static_cast<std::size_t>(contrast)];
    ++total_;
  }

  // By those whose contrast is that of print: dirt and noise are paler.
  StrokeEdges Measure() const {
    int strongest = 255;
    for (int sum = 0; strongest > 0 && (sum += of_contrast_[static_cast<std::size_t>(strongest)]) * 20LL < total_;) --strongest;
    std::array<int, kWidest> widths{};
    int edges = 0;
    for (int contrast = strongest * 3 / 5; contrast < 256; ++contrast) {
      for (int width = 0; width < kWidest; ++width) {
        const int count = counts_[static_cast<std::size_t>(contrast * kWidest + width)];
        widths[static_cast<std::size_t>(width)] += count;
        edges += count;
      }
    }
    if (edges < kFewestEdges) return {};
    int sum = 0;
    int width = 0;
    while (width < kWidest - 1 && (sum += widths[static_cast<std::size_t>(width)]) * 2LL < edges) ++width;
    return {width / static_cast<double>(kParts), strongest};
  }

 private:
  std::vector<int> counts_;
  std::array<int, 256> of_contrast_;
  int total_ = 0;
};

}  // namespace

StrokeEdges MeasureEdges(const LocalImage& reading, double dpi) {
  if (reading.width() < 5) return {};
  const int reach = std::max(2, static_cast<int>(std::lround(kReachMm * dpi / kMmPerInch)));
  const int count = reading.width() - 2;
  std::vector<std::uint8_t> steps(static_cast<std::size_t>(count));
  Edges edges;
  for (int y = 0; y < reading.height(); y += kRowStep) {
    const std::uint8_t* row = reading.row(y);
    Differences(row, count, steps.data());
    for (int x = 1; x + 1 < count; ++x) {
      const std::uint8_t* step = &steps[static_cast<std::size_t>(x)];
      if (*step < kLeastStep || step[-1] > *step || step[1] >= *step) continue;
      const int begin = std::max(0, x + 1 - reach);
      const int contrast = Contrast(row + begin, row + std::min(reading.width(), x + 2 + reach));
      if (contrast >= kLeastContrast) edges.Add(contrast, 2 * kParts * contrast / *step);
    }
  }
  return edges.Measure();
}

}  // namespace sohoa
