// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_input.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "ocr/lines/line_scaling.h"

namespace sohoa {
namespace {

constexpr int kLevels = 256;
using Histogram = std::array<int, kLevels>;

// The grey level below which `fraction` of the counts lie, between two levels where need be.
double Quantile(const Histogram& counts, int total, double fraction) {
  const double wanted = std::clamp(fraction * total, 1.0, static_cast<double>(total));
  int sum = 0;
  std::size_t level = 0;
  while (level < counts.size() && sum < wanted) sum += counts[level++];
  return static_cast<double>(level) - (sum - wanted) / counts[level - 1];
}

struct Levels {
  float black = 0;
  float white = 255;
};

// From the dips and peaks along the middle row: the darker dips are ink, the lighter peaks paper.
Levels MeasureLevels(const GrayImage& image) {
  const int width = image.width;
  const std::uint8_t* row = image.Row(image.height / 2);
  Histogram dips{};
  Histogram peaks{};
  int dip_count = 0;
  int peak_count = 0;
  for (int x = 1; x + 1 < width; ++x) {
    const int before = row[x - 1];
    const int here = row[x];
    const int after = row[x + 1];
    if ((here < before && here <= after) || (here <= before && here < after)) {
      ++dips[static_cast<std::size_t>(here)];
      ++dip_count;
    }
    if ((here > before && here >= after) || (here >= before && here > after)) {
      ++peaks[static_cast<std::size_t>(here)];
      ++peak_count;
    }
  }
  // Quantile() of one count at 0 and at 255: what Tesseract does where there is none.
  constexpr double kInk = 0.25;
  constexpr double kPaper = 0.75;
  Levels levels;
  if (dip_count == 0) dips[0] = dip_count = 1;
  if (peak_count == 0) peaks[kLevels - 1] = peak_count = 1;
  levels.black = static_cast<float>(Quantile(dips, dip_count, kInk));
  levels.white = static_cast<float>(Quantile(peaks, peak_count, kPaper));
  return levels;
}

// What each grey level becomes.
std::array<std::int8_t, kLevels> LevelTable(const Levels& levels) {
  float contrast = (levels.white - levels.black) / 2.0F;
  if (contrast <= 0.0F) contrast = 1.0F;
  std::array<std::int8_t, kLevels> table{};
  for (int level = 0; level < kLevels; ++level) {
    float value = 128 * ((static_cast<float>(level) - levels.black) / contrast - 1.0F);
    value = std::clamp(value, -128.0F, 128.0F);
    const int rounded = value >= 0 ? static_cast<int>(value + 0.5F) : -static_cast<int>(-value + 0.5F);
    table[static_cast<std::size_t>(level)] = static_cast<std::int8_t>(std::clamp(rounded, -127, 127));
  }
  return table;
}

}  // namespace

LineInput PrepareLineInput(const GrayImage& line, int height) {
  LineInput input;
  if (line.empty() || line.width <= 0 || line.height <= 0) return input;
  if (static_cast<double>(line.width) * height > static_cast<double>(kWidestLineInput) * line.height) return input;
  const GrayImage scaled = ScaleLineToHeight(line, height);
  if (scaled.empty()) return input;
  const auto table = LevelTable(MeasureLevels(scaled));
  input.width = scaled.width;
  input.pixels.resize(static_cast<std::size_t>(input.width) * static_cast<std::size_t>(height));
  for (int y = 0; y < std::min(height, scaled.height); ++y) {
    const std::uint8_t* row = scaled.Row(y);
    std::int8_t* to = input.pixels.data() + y;
    for (int x = 0; x < input.width; ++x, to += height) *to = table[row[x]];
  }
  return input;
}

}  // namespace sohoa
