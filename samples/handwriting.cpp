// SPDX-License-Identifier: Apache-2.0
#include "samples/handwriting.h"

#include <algorithm>
#include <array>

namespace sohoa {
namespace {

using Strokes = std::vector<std::vector<Point>>;

// Unit square, y down from the top of the digit to the baseline.
const std::array<Strokes, 10>& Digits() {
  static const std::array<Strokes, 10> kDigits = {
      Strokes{{{.62, .04},
               {.25, .18},
               {.14, .6},
               {.36, .97},
               {.74, .86},
               {.86, .42},
               {.66, .06},
               {.5, .06}}},
      Strokes{{{.3, .28}, {.62, .04}, {.58, .5}, {.53, .98}}},
      Strokes{{{.18, .25},
               {.42, .04},
               {.76, .18},
               {.68, .48},
               {.36, .78},
               {.14, .95},
               {.5, .9},
               {.88, .97}}},
      Strokes{{{.2, .12},
               {.54, .03},
               {.78, .2},
               {.64, .42},
               {.4, .47},
               {.72, .55},
               {.82, .78},
               {.54, .97},
               {.16, .88}}},
      Strokes{{{.62, .03}, {.4, .34}, {.13, .66}, {.5, .66}, {.9, .62}},
              {{.66, .4}, {.62, .7}, {.6, 1.0}}},
      Strokes{{{.34, .06},
               {.29, .28},
               {.24, .45},
               {.54, .4},
               {.8, .6},
               {.7, .88},
               {.4, .98},
               {.15, .88}},
              {{.34, .06}, {.58, .07}, {.84, .03}}},
      Strokes{{{.7, .04},
               {.38, .25},
               {.18, .62},
               {.3, .93},
               {.6, .96},
               {.78, .74},
               {.62, .53},
               {.32, .6},
               {.2, .72}}},
      Strokes{{{.15, .1}, {.5, .09}, {.86, .05}, {.66, .42}, {.46, .98}},
              {{.34, .52}, {.56, .51}, {.78, .48}}},
      Strokes{{{.68, .16},
               {.46, .03},
               {.24, .2},
               {.42, .44},
               {.72, .66},
               {.66, .93},
               {.34, .95},
               {.24, .7},
               {.56, .44},
               {.74, .2},
               {.62, .09}}},
      Strokes{{{.74, .28},
               {.52, .05},
               {.22, .2},
               {.26, .46},
               {.54, .48},
               {.76, .26},
               {.74, .54},
               {.62, .98}}},
  };
  return kDigits;
}

}  // namespace

bool PenCanWrite(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Strokes PenStrokes(std::string_view text, double left, double baseline, double width, double height,
                   SampleRandom& random) {
  Strokes strokes;
  const double advance = width / static_cast<double>(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const double x = left + advance * static_cast<double>(i) + advance * 0.08 * random.Signed();
    const double top = baseline - height + height * 0.06 * random.Signed();
    const double slant = 0.16 + 0.05 * random.Signed();
    for (const std::vector<Point>& shape : Digits()[static_cast<std::size_t>(text[i] - '0')]) {
      std::vector<Point> stroke;
      for (const Point& p : shape) {
        const double px = p.x + slant * (0.5 - p.y) + 0.035 * random.Signed();
        const double py = p.y + 0.03 * random.Signed();
        stroke.push_back({x + px * advance, top + py * height});
      }
      strokes.push_back(std::move(stroke));
    }
  }
  return strokes;
}

Strokes SignatureStrokes(double left, double top, double width, double height,
                         SampleRandom& random) {
  // A tall first loop, a run of small waves, and a long line back under them.
  std::vector<Point> name = {{0.02, 0.62}, {0.12, 0.18}, {0.22, 0.02}, {0.2, 0.5},
                             {0.1, 0.95},  {0.08, 0.7},  {0.28, 0.42}};
  const int waves = 5 + random.Below(3);
  for (int i = 0; i < waves; ++i) {
    const double x = 0.32 + 0.5 * i / waves;
    name.push_back({x, 0.36 + 0.1 * random.Signed()});
    name.push_back({x + 0.25 / waves, 0.66 + 0.1 * random.Signed()});
  }
  name.push_back({0.9, 0.3});
  name.push_back({1.0, 0.24});
  std::vector<Point> line = {{0.94, 0.5}, {0.6, 0.78}, {0.3, 0.84},
                             {0.18, 0.8}, {0.5, 0.72}, {0.98, 0.66}};
  Strokes strokes = {std::move(name), std::move(line)};
  for (std::vector<Point>& stroke : strokes) {
    for (Point& p : stroke) {
      p = {left + width * (p.x + 0.012 * random.Signed()),
           top + height * (p.y + 0.02 * random.Signed())};
    }
  }
  return strokes;
}

}  // namespace sohoa
