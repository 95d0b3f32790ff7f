// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/page_ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "imaging/bit_image.h"
#include "ocr/lines/reversed_print.h"
#include "ocr/millimetres.h"

namespace sohoa {
namespace {

// Letters have no stroke as long as these; the em dash of a 14-point text is 5 mm.
constexpr double kLongestDashMm = 8;
constexpr double kTallestStrokeMm = 15;  // of a title page, or a stamp
// A rule this thick is a bar or the edge of a picture, and no letter stands across it.
constexpr double kThickestRuleMm = 1.2;

// Gray levels between paper and the faintest ink.
constexpr int kLeastContrast = 45;

// Of every second row, which is enough to tell. Neighbours are counted apart: most are the same
// white, and one counter would wait for itself.
std::array<std::int64_t, 256> Histogram(const GrayImage& page) {
  std::array<std::array<std::uint32_t, 256>, 4> counts{};
  for (int y = 0; y < page.height; y += 2) {
    const std::uint8_t* row = page.Row(y);
    int x = 0;
    for (; x + 4 <= page.width; x += 4) {
      for (std::size_t i = 0; i < 4; ++i) ++counts[i][row[x + static_cast<int>(i)]];
    }
    for (; x < page.width; ++x) ++counts[0][row[x]];
  }
  std::array<std::int64_t, 256> histogram{};
  for (std::size_t level = 0; level < 256; ++level) {
    for (const auto& count : counts) histogram[level] += count[level];
  }
  return histogram;
}

// Otsu, A threshold selection method from gray-level histograms, 1979. Pixels at or below are
// ink.
int InkThreshold(const GrayImage& page) {
  const std::array<std::int64_t, 256> histogram = Histogram(page);
  double all = 0;
  double sum = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    all += static_cast<double>(histogram[i]);
    sum += static_cast<double>(i) * static_cast<double>(histogram[i]);
  }
  double below = 0;
  double sum_below = 0;
  double best = -1;
  int first = 0;
  int last = 0;
  for (int i = 0; i < 255; ++i) {
    below += static_cast<double>(histogram[static_cast<std::size_t>(i)]);
    sum_below += i * static_cast<double>(histogram[static_cast<std::size_t>(i)]);
    const double above = all - below;
    if (below == 0 || above == 0) continue;
    const double apart = sum_below / below - (sum - sum_below) / above;
    const double between = below * above * apart * apart;
    // Nothing between two levels: the middle of that gap.
    if (between > best * (1 + 1e-9)) {
      best = between;
      first = last = i;
    } else if (between >= best * (1 - 1e-9)) {
      last = i;
    }
  }
  // Where there is no ink, Otsu parts the grain of the paper in two.
  const auto paper = std::max_element(histogram.begin() + 128, histogram.end()) - histogram.begin();
  return std::min((first + last) / 2, static_cast<int>(paper) - kLeastContrast);
}

// Strokes that go on above and below a level rule cross it: there the rule is left standing.
void KeepCrossings(const BitImage& rest, BitImage& rules, int thickest) {
  const auto ink_at = [&rest](int x, int y) { return rest.At(x, y) || rest.At(x - 1, y) || rest.At(x + 1, y); };
  for (const Box& rule : ConnectedComponents(rules)) {
    for (int x = rule.left; x < rule.right; ++x) {
      for (int y = rule.top; y < rule.bottom; ++y) {
        if (!rules.At(x, y)) continue;
        int end = y;
        while (rules.At(x, end)) ++end;
        if (end - y <= thickest && ink_at(x, y - 1) && ink_at(x, end)) {
          for (int row = y; row < end; ++row) rules.Clear(x, row);
        }
        y = end;
      }
    }
  }
}

// The gray edge of a rule goes with it, but no ink beside it.
void Whiten(GrayImage& page, const BitImage& rules, const BitImage& ink) {
  for (int y = 0; y < page.height; ++y) {
    const std::uint32_t* words = rules.Row(y);
    for (int word = 0; word < rules.words_per_row; ++word) {
      if (words[word] == 0) continue;
      for (int x = word * 32; x < std::min(page.width, (word + 1) * 32); ++x) {
        if (!rules.At(x, y)) continue;
        for (int row = std::max(0, y - 1); row <= std::min(page.height - 1, y + 1); ++row) {
          for (int column = std::max(0, x - 1); column <= std::min(page.width - 1, x + 1); ++column) {
            if (!ink.At(column, row)) page.Row(row)[column] = 255;
          }
        }
      }
    }
  }
}

// Its ground, which is the commonest level, becomes white, and what was white black.
void TurnReversed(GrayImage& page, const Box& box) {
  std::array<int, 256> histogram{};
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) ++histogram[page.Row(y)[x]];
  }
  const auto ground = static_cast<int>(std::max_element(histogram.begin(), histogram.end()) - histogram.begin());
  for (int y = box.top; y < box.bottom; ++y) {
    std::uint8_t* row = page.Row(y);
    for (int x = box.left; x < box.right; ++x) {
      row[x] = static_cast<std::uint8_t>(std::min(255, 255 * (255 - row[x]) / std::max(1, 255 - ground)));
    }
  }
}

}  // namespace

PageInk FindInk(GrayImage page, double dpi) {
  PageInk ink;
  const int threshold = InkThreshold(page);
  BitImage bits = DarkPixels(page.pixels.data(), static_cast<std::size_t>(page.width), page.width, page.height, threshold);
  if (const std::vector<Box> reversed = FindReversedPrint(bits, dpi); !reversed.empty()) {
    for (const Box& box : reversed) TurnReversed(page, box);
    bits = DarkPixels(page.pixels.data(), static_cast<std::size_t>(page.width), page.width, page.height, threshold);
  }
  BitImage rules = LongAlongRows(bits, PixelsOfMillimetres(kLongestDashMm, dpi));
  const BitImage upright = LongAlongColumns(bits, PixelsOfMillimetres(kTallestStrokeMm, dpi));
  ink.dividers = ConnectedComponents(upright);
  const bool ruled = std::any_of(rules.words.begin(), rules.words.end(), [](std::uint32_t word) { return word != 0; });
  if (ruled || !ink.dividers.empty()) {
    BitImage rest = bits;
    for (std::size_t i = 0; i < rest.words.size(); ++i) rest.words[i] &= ~rules.words[i];
    if (ruled) KeepCrossings(rest, rules, PixelsOfMillimetres(kThickestRuleMm, dpi));
    for (std::size_t i = 0; i < bits.words.size(); ++i) {
      rules.words[i] |= upright.words[i];
      bits.words[i] &= ~rules.words[i];
    }
    Whiten(page, rules, bits);
  }
  ink.components = ConnectedComponents(bits);
  ink.gray = std::move(page);
  return ink;
}

}  // namespace sohoa
