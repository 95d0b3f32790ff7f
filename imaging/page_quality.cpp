// SPDX-License-Identifier: Apache-2.0
#include "imaging/page_quality.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "imaging/vector_clones.h"

namespace sohoa {
namespace {

constexpr double kMmPerInch = 25.4;
// Fewer letter-sized marks than this are dirt; the shortest word that matters has three.
constexpr int kFewestMarks = 3;
// What a punch hole or a staple leaves lies this near to an edge.
constexpr double kEdgeMm = 12;
constexpr double kLowResolutionDpi = 140;
constexpr double kSkewedDegrees = 3;
// Letters can be told from specks at this resolution.
constexpr double kLettersDpi = 150;
// A change of gray from here on is the edge of a stroke; with fewer of them nothing is said.
constexpr int kEdge = 24;
constexpr int kFewestEdges = 125;

struct Marks {
  int letters = 0;
  int large = 0;  // pictures, signatures, rules
};

Marks CountMarks(const BitImage& ink, double dpi) {
  BitImage small = ink;
  for (; dpi > 1.9 * kLettersDpi; dpi /= 2) small = Halved(small);
  const double mm = dpi / kMmPerInch;
  Marks marks;
  for (const Box& box : ConnectedComponents(small)) {
    const double height = box.height() / mm;
    const double width = box.width() / mm;
    const bool at_edge = box.left < kEdgeMm * mm || box.top < kEdgeMm * mm || box.right > small.width - kEdgeMm * mm ||
                         box.bottom > small.height - kEdgeMm * mm;
    if (std::max(width, height) < 0.9) continue;  // speck
    if (std::max(width, height) > 12) {
      // A shadow line along an edge is no content.
      if (!(at_edge && std::min(width, height) < 3)) ++marks.large;
      continue;
    }
    // A hole is as wide as high and stands alone at an edge.
    const bool hole = at_edge && height > 3.5 && std::fabs(width - height) < 2;
    if (!hole) ++marks.letters;
  }
  return marks;
}

// Gray levels between paper and the darkest strokes, by a pixel in 32.
double Contrast(const LocalImage& scan) {
  int histogram[256] = {};
  int total = 0;
  const int step = 4 * scan.channels();
  const int bytes = scan.width() * scan.channels();
  for (int y = 0; y < scan.height(); y += 8) {
    const std::uint8_t* row = scan.row(y);
    for (int x = 0; x < bytes; x += step, ++total) {
      ++histogram[scan.channels() == 1 ? row[x] : (77 * row[x] + 151 * row[x + 1] + 28 * row[x + 2]) >> 8];
    }
  }
  const auto level = [&](double share) {
    int sum = 0;
    for (int i = 0; i < 256; ++i) {
      sum += histogram[i];
      if (sum >= share * total) return i;
    }
    return 255;
  };
  return level(0.8) - level(0.005);
}

// How much each pixel differs from the next but one.
SOHOA_VECTOR_CLONES
void Differences(const std::uint8_t* row, int count, std::uint8_t* to) {
  for (int x = 0; x < count; ++x) {
    to[x] = static_cast<std::uint8_t>(std::max(row[x], row[x + 2]) - std::min(row[x], row[x + 2]));
  }
}

// Whether any of eight bytes is kEdge or more, which is rare.
bool AnyEdge(const std::uint8_t* bytes) {
  constexpr std::uint64_t kLow = 0x7f7f7f7f7f7f7f7f;
  constexpr std::uint64_t kToHigh = 0x0101010101010101 * (0x80 - kEdge);
  std::uint64_t eight = 0;
  std::memcpy(&eight, bytes, sizeof eight);
  return ((((eight & kLow) + kToHigh) | eight) & ~kLow) != 0;
}

// Steepest change of gray at strokes, as a share of their contrast: low where it is blurred. By
// a row in eight.
double Sharpness(const LocalImage& reading) {
  if (reading.width() < 3) return 1;
  int histogram[256] = {};
  int edges = 0;
  const int count = reading.width() - 2;
  std::vector<std::uint8_t> across(static_cast<std::size_t>(count + 8), std::uint8_t{0});
  for (int y = 0; y < reading.height(); y += 8) {
    Differences(reading.row(y), count, across.data());
    for (int x = 0; x < count; x += 8) {
      if (!AnyEdge(&across[static_cast<std::size_t>(x)])) continue;
      for (int i = x; i < x + 8; ++i) {
        const int step = across[static_cast<std::size_t>(i)];
        if (step < kEdge) continue;
        ++histogram[step];
        ++edges;
      }
    }
  }
  if (edges < kFewestEdges) return 1;
  int sum = 0;
  for (int i = 255; i >= 0; --i) {
    sum += histogram[i];
    if (sum * 10LL >= edges) return i / 255.0;
  }
  return 1;
}

}  // namespace

PageQuality JudgePage(const JudgedPage& page) {
  PageQuality quality;
  const Marks marks = CountMarks(page.dark, page.dpi);
  quality.blank = marks.large == 0 && marks.letters < kFewestMarks && page.inks.empty();
  const auto flag = [&quality](const char* name, double factor) {
    quality.flags.emplace_back(name);
    quality.score *= factor;
  };
  const bool red = std::any_of(page.inks.begin(), page.inks.end(), [](const ColouredInk& ink) { return ink.kind == ColouredInk::Kind::kRed; });
  if (red) flag("red_seal", 1);
  if (!page.dpi_known) flag("unknown_resolution", 1);
  if (std::fabs(page.skew_degrees) >= kSkewedDegrees) flag("skewed", 0.9);
  if (quality.blank) return quality;
  if (page.dpi < kLowResolutionDpi) flag("low_resolution", 0.6);
  if (Contrast(page.scan) < 90) flag("low_contrast", 0.7);
  if (Sharpness(page.reading) < 0.35) flag("blurred", 0.7);
  return quality;
}

}  // namespace sohoa
