// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_straightening.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace sohoa {
namespace {

constexpr std::size_t kFewestLetters = 12;
// Letters beside each other among which the middle one tells where they stand: fewer than half
// of them have tails.
constexpr std::size_t kNeighbours = 9;
// In letter heights: how far off the baseline a letter may stand, and what bend is worth a turn.
constexpr double kTolerance = 0.12;
constexpr double kLeastRise = 0.15;

struct Foot {
  double x;
  double y;
};

// The lower edges of what is as high as a letter; marks and full stops stand elsewhere.
std::vector<Foot> FeetOf(const FoundLine& line) {
  std::vector<Foot> feet;
  for (const Box& letter : line.letters) {
    const double height = static_cast<double>(letter.height()) / std::max(1, line.letter_height);
    if (height > 0.6 && height < 1.9) feet.push_back({letter.center_x(), static_cast<double>(letter.bottom)});
  }
  return feet;
}

// Without letters that have tails, or stand too high.
std::vector<Foot> OnTheLevel(const std::vector<Foot>& feet, double tolerance) {
  std::vector<Foot> level;
  for (std::size_t i = 0; i < feet.size(); ++i) {
    const std::size_t first = std::min(i - std::min(i, kNeighbours / 2), feet.size() - std::min(feet.size(), kNeighbours));
    std::array<double, kNeighbours> near{};
    const std::size_t count = std::min(kNeighbours, feet.size());
    for (std::size_t j = 0; j < count; ++j) near[j] = feet[first + j].y;
    std::nth_element(near.begin(), near.begin() + count / 2, near.begin() + count);
    if (std::fabs(feet[i].y - near[count / 2]) <= tolerance) level.push_back(feet[i]);
  }
  return level;
}

// Least squares; false where the feet do not tell.
bool FitCubic(const std::vector<Foot>& feet, double middle, double half_width, double (&terms)[4]) {
  double sums[4][5] = {};
  for (const Foot& foot : feet) {
    const double x = (foot.x - middle) / half_width;
    const double powers[4] = {1, x, x * x, x * x * x};
    for (int row = 0; row < 4; ++row) {
      for (int column = 0; column < 4; ++column) sums[row][column] += powers[row] * powers[column];
      sums[row][4] += powers[row] * foot.y;
    }
  }
  for (int pivot = 0; pivot < 4; ++pivot) {
    int largest = pivot;
    for (int row = pivot + 1; row < 4; ++row) {
      if (std::fabs(sums[row][pivot]) > std::fabs(sums[largest][pivot])) largest = row;
    }
    std::swap(sums[pivot], sums[largest]);
    if (std::fabs(sums[pivot][pivot]) < 1e-6) return false;
    for (int row = 0; row < 4; ++row) {
      if (row == pivot) continue;
      const double factor = sums[row][pivot] / sums[pivot][pivot];
      for (int column = pivot; column < 5; ++column) sums[row][column] -= factor * sums[pivot][column];
    }
  }
  for (int row = 0; row < 4; ++row) terms[row] = sums[row][4] / sums[row][row];
  return true;
}

}  // namespace

std::optional<Baseline> Baseline::Of(const FoundLine& line) {
  const double tolerance = kTolerance * line.letter_height;
  const std::vector<Foot> feet = OnTheLevel(FeetOf(line), tolerance);
  if (feet.size() < kFewestLetters) return std::nullopt;
  // Beyond the outermost letters a cubic says nothing.
  if (feet.back().x - feet.front().x < 0.8 * line.box.width()) return std::nullopt;
  Baseline baseline;
  baseline.middle_ = line.box.center_x();
  baseline.half_width_ = std::max(1.0, line.box.width() / 2.0);
  if (!FitCubic(feet, baseline.middle_, baseline.half_width_, baseline.terms_)) return std::nullopt;
  const auto off = std::count_if(feet.begin(), feet.end(), [&](const Foot& foot) {
    return std::fabs(foot.y - baseline.At(foot.x)) > 2 * tolerance;
  });
  // Two lines in one, or a line of two sizes: no curve goes through them.
  if (static_cast<std::size_t>(off) * 8 > feet.size()) return std::nullopt;
  return baseline;
}

double Baseline::At(double x) const {
  const double at = std::clamp((x - middle_) / half_width_, -1.0, 1.0);
  return terms_[0] + at * (terms_[1] + at * (terms_[2] + at * terms_[3]));
}

double Baseline::Rise() const {
  constexpr int kPlaces = 32;
  double least = At(middle_);
  double greatest = least;
  for (int i = 0; i <= kPlaces; ++i) {
    const double y = At(middle_ + half_width_ * (2.0 * i / kPlaces - 1));
    least = std::min(least, y);
    greatest = std::max(greatest, y);
  }
  return greatest - least;
}

LineCrop Straightened(LineCrop crop, const FoundLine& line) {
  const std::optional<Baseline> baseline = Baseline::Of(line);
  if (!baseline || baseline->Rise() < std::max(2.0, kLeastRise * line.letter_height)) return crop;
  double above = 0;
  double below = 0;
  for (const Box& letter : line.letters) {
    above = std::max(above, baseline->At(letter.center_x()) - letter.top);
    below = std::max(below, letter.bottom - baseline->At(letter.center_x()));
  }
  // The white about the letters stays what it was.
  above += line.box.top - crop.top;
  below += crop.top + crop.image.height - line.box.bottom;
  const int height = static_cast<int>(std::ceil(above + below));
  if (height >= crop.image.height || height < 2) return crop;
  GrayImage level{crop.image.width, height, {}};
  level.pixels.assign(static_cast<std::size_t>(level.width) * static_cast<std::size_t>(height), 255);
  constexpr int kOne = 256;
  for (int x = 0; x < level.width; ++x) {
    // From a row of the result to that of the crop, in 256ths of a pixel.
    const double from = baseline->At(crop.left + x) - above - crop.top;
    const int offset = static_cast<int>(std::lround(from * kOne));
    const int whole = offset >> 8;
    const int rest = offset & (kOne - 1);
    const auto pixel = [&](int y) { return y < 0 || y >= crop.image.height ? 255 : static_cast<int>(crop.image.Row(y)[x]); };
    for (int y = 0; y < height; ++y) {
      const int sum = pixel(y + whole) * (kOne - rest) + pixel(y + whole + 1) * rest;
      level.Row(y)[x] = static_cast<std::uint8_t>((sum + kOne / 2) / kOne);
    }
  }
  crop.top = static_cast<int>(std::lround(baseline->At(line.box.center_x()) - above));
  crop.image = std::move(level);
  return crop;
}

}  // namespace sohoa
