// SPDX-License-Identifier: Apache-2.0
#include "imaging/patch_code.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace sohoa {
namespace {

// So fine, and no finer, are bars looked for: a narrow one has at least five pixels.
constexpr double kLeastDpi = 75;
constexpr double kBarLength = 40;      // mm; somewhat less than what must be printed
constexpr double kColumnStep = 5;      // mm
constexpr int kLeastColumns = 6;       // that show the same bars next to each other
constexpr double kLeastModule = 1.2;   // mm
constexpr double kMostModule = 3.1;
constexpr double kModules = 10;        // of two wide bars of 2.5, two narrow ones and three gaps

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kPatches = {
    {{"WWNN", "1"}, {"WNNW", "2"}, {"WNWN", "3"}, {"NWWN", "4"}, {"NNWW", "6"}, {"NWNW", "T"}}};

struct BarRun {
  int begin = 0;
  int end = 0;
  int length() const { return end - begin; }
};

struct Found {
  std::string_view patch;
  int top = 0;
  int bottom = 0;
};

std::vector<BarRun> RunsOfColumn(const BitImage& image, int x) {
  std::vector<BarRun> runs;
  for (int y = 0; y < image.height; ++y) {
    if (!image.At(x, y)) continue;
    if (runs.empty() || runs.back().end != y) runs.push_back({y, y});
    runs.back().end = y + 1;
  }
  return runs;
}

bool IsNarrow(double length, double module) { return length > 0.55 * module && length < 1.6 * module; }
bool IsWide(double length, double module) { return length > 1.9 * module && length < 3.1 * module; }

std::string_view PatchOf(const BarRun* bars, double mm) {
  const double module = (bars[3].end - bars[0].begin) / kModules;
  if (module < kLeastModule * mm || module > kMostModule * mm) return {};
  std::string order;
  for (int i = 0; i < 4; ++i) {
    if (!IsNarrow(bars[i].length(), module) && !IsWide(bars[i].length(), module)) return {};
    order += IsWide(bars[i].length(), module) ? 'W' : 'N';
    if (i > 0 && !IsNarrow(bars[i].begin - bars[i - 1].end, module)) return {};
  }
  for (const auto& [bars_in_order, name] : kPatches) {
    if (order == bars_in_order) return name;
  }
  return {};
}

Found PatchOfColumn(const BitImage& bars, int x, double mm) {
  const std::vector<BarRun> runs = RunsOfColumn(bars, x);
  for (std::size_t i = 0; i + 4 <= runs.size(); ++i) {
    const std::string_view patch = PatchOf(&runs[i], mm);
    if (patch.empty()) continue;
    const int quiet = (runs[i + 3].end - runs[i].begin) / 10;
    const bool free_before = i == 0 || runs[i].begin - runs[i - 1].end > quiet * 3 / 2;
    const bool free_after = i + 4 == runs.size() || runs[i + 4].begin - runs[i + 3].end > quiet * 3 / 2;
    if (free_before && free_after) return {patch, runs[i].begin, runs[i + 3].end};
  }
  return {};
}

// Long runs are found with the rows about them, which would narrow the gaps between bars.
BitImage LongInk(const BitImage& dark, int length) {
  BitImage bars = LongAlongRows(dark, length);
  for (std::size_t i = 0; i < bars.words.size(); ++i) bars.words[i] &= dark.words[i];
  return bars;
}

// Bars that lie along the rows.
std::optional<Barcode> FindAlongRows(const BitImage& dark, double dpi) {
  const double mm = dpi / kMmPerInch;
  const BitImage bars = LongInk(dark, static_cast<int>(kBarLength * mm));
  const int step = std::max(1, static_cast<int>(kColumnStep * mm));
  Found last;
  int columns = 0;
  std::optional<Barcode> code;
  for (int x = step; x < bars.width; x += step) {
    const Found found = PatchOfColumn(bars, x, mm);
    const bool goes_on = !found.patch.empty() && found.patch == last.patch && std::abs(found.top - last.top) <= mm && std::abs(found.bottom - last.bottom) <= mm;
    columns = goes_on ? columns + 1 : (found.patch.empty() ? 0 : 1);
    last = found;
    if (columns == kLeastColumns) code = Barcode{"PatchCode", std::string(found.patch), {x - (columns - 1) * step, found.top, x, found.bottom}};
    if (columns > kLeastColumns) code->box.right = x;
    if (code && columns == 0) break;
  }
  return code;
}

BitImage Transposed(const BitImage& image) {
  BitImage turned(image.height, image.width);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (image.At(x, y)) turned.Row(x)[y / 32] |= std::uint32_t{1} << (31 - y % 32);
    }
  }
  return turned;
}

Box Scaled(const Box& box, int by) { return {box.left * by, box.top * by, box.right * by, box.bottom * by}; }

}  // namespace

std::optional<Barcode> FindPatchCode(const BitImage& dark, double dpi) {
  BitImage coarse = dark;
  int scale = 1;
  for (; dpi >= 2 * kLeastDpi; dpi /= 2, scale *= 2) coarse = Halved(coarse);
  std::optional<Barcode> code = FindAlongRows(coarse, dpi);
  if (!code) {
    code = FindAlongRows(Transposed(coarse), dpi);
    if (code) code->box = {code->box.top, code->box.left, code->box.bottom, code->box.right};
  }
  if (code) code->box = Scaled(code->box, scale);
  return code;
}

}  // namespace sohoa
