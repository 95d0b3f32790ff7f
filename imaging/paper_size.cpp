// SPDX-License-Identifier: Apache-2.0
#include "imaging/paper_size.h"

#include <algorithm>
#include <cmath>

namespace sohoa {
namespace {

struct PaperSize {
  std::string_view name;
  double width_mm;
  double height_mm;
};

// ISO 216, ANSI, ISO/IEC 7810 ID-1, and F4, which is sold beside A4.
constexpr PaperSize kSizes[] = {{"A4", 210, 297}, {"A5", 148, 210},      {"A3", 297, 420},   {"A6", 105, 148},   {"B4", 250, 353},
                                {"B5", 176, 250}, {"Letter", 216, 279}, {"Legal", 216, 356}, {"F4", 210, 330}, {"card", 85.6, 54}};
// A glass of 216 mm shows sheets of A4 with what is beside them.
constexpr double kSlackMm = 7;
constexpr double kSmallSlackMm = 3;  // of what is smaller than A5
constexpr double kLeastWidthMm = 190;
constexpr double kMostWidthMm = 225;
constexpr double kLongestMm = 365;

}  // namespace

std::string_view PaperSizeOf(double width_mm, double height_mm) {
  const double shorter = std::min(width_mm, height_mm);
  const double longer = std::max(width_mm, height_mm);
  std::string_view best;
  double least = 2 * kSlackMm;
  for (const PaperSize& size : kSizes) {
    const double across = std::fabs(std::min(size.width_mm, size.height_mm) - shorter);
    const double along = std::fabs(std::max(size.width_mm, size.height_mm) - longer);
    const double slack = longer < 180 ? kSmallSlackMm : kSlackMm;
    if (across > slack || along > slack || across + along >= least) continue;
    least = across + along;
    best = size.name;
  }
  return best;
}

bool IsOverLong(double width_mm, double height_mm) {
  const double shorter = std::min(width_mm, height_mm);
  return shorter >= kLeastWidthMm && shorter <= kMostWidthMm && std::max(width_mm, height_mm) > kLongestMm;
}

}  // namespace sohoa
