// SPDX-License-Identifier: Apache-2.0
#include "samples/degrade.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "samples/random.h"

namespace sohoa {
namespace {

struct Strength {
  double skew = 0;         // degrees at most
  int paper = 255;         // how white the paper is
  int shade = 0;           // how much darker the far corner is
  int show_through = 0;    // of 256, of what stands on the other side
  int blur = 0;            // of 256, share of the neighbours' mean
  int noise = 0;           // deviation
  int specks = 0;          // per page
  bool dark_edge = false;  // a shadow along the left side
  int contrast = 256;      // of 256, by which grey moves away from the middle
  bool grey = false;       // without colour
  bool half_rows = false;  // every second row is its neighbour's, and black or white
};

Strength StrengthOf(Degradation degradation) {
  switch (degradation) {
    case Degradation::kNone:
      return {};
    case Degradation::kLight:
      return {0.5, 250, 4, 0, 60, 2, 20, false};
    case Degradation::kScan:
      return {1.2, 243, 14, 6, 110, 5, 120, false};
    case Degradation::kHeavy:
      return {2.4, 226, 40, 22, 200, 12, 500, true};
    case Degradation::kCopy:
      return {1.4, 250, 10, 0, 180, 9, 420, true, 560, true};
    case Degradation::kFax:
      return {0.8, 246, 6, 0, 130, 8, 160, false, 300, true, true};
  }
  return {};
}

std::size_t Offset(const SampleImage& image, int x, int y) {
  return (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
          static_cast<std::size_t>(x)) *
         3;
}

int At(const std::string& pixels, std::size_t offset) {
  return static_cast<unsigned char>(pixels[offset]);
}

char Clamp(int value) { return static_cast<char>(std::clamp(value, 0, 255)); }

// The box round a box whose corners are moved.
template <typename Move>
Box MoveBox(const Box& box, const Move& move) {
  const std::array<Point, 4> corners = {
      move(Point{static_cast<double>(box.left), static_cast<double>(box.top)}),
      move(Point{static_cast<double>(box.right), static_cast<double>(box.top)}),
      move(Point{static_cast<double>(box.right), static_cast<double>(box.bottom)}),
      move(Point{static_cast<double>(box.left), static_cast<double>(box.bottom)})};
  const auto [x1, x2] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [y1, y2] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  return {static_cast<int>(std::floor(x1 + 0.001)), static_cast<int>(std::floor(y1 + 0.001)),
          static_cast<int>(std::ceil(x2 - 0.001)), static_cast<int>(std::ceil(y2 - 0.001))};
}

template <typename Move>
void MoveTruth(SamplePageTruth& truth, const Move& move) {
  for (SampleLine& line : truth.lines) {
    for (SampleWord& word : line.words) word.box = MoveBox(word.box, move);
  }
}

constexpr int kShift = 20;

// Turns the page about its centre; what comes in at the corners is white.
void Skew(SamplePage& page, double degrees) {
  if (degrees == 0) return;
  const double radians = degrees * 3.14159265358979 / 180;
  const std::int64_t cosine = std::llround(std::cos(radians) * (1 << kShift));
  const std::int64_t sine = std::llround(std::sin(radians) * (1 << kShift));
  SampleImage& image = page.image;
  const std::string from = std::exchange(image.pixels, std::string(image.pixels.size(), '\xFF'));
  const std::int64_t cx = image.width / 2;
  const std::int64_t cy = image.height / 2;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const std::int64_t dx = x - cx;
      const std::int64_t dy = y - cy;
      const std::int64_t sx = (cx << kShift) + cosine * dx + sine * dy;
      const std::int64_t sy = (cy << kShift) - sine * dx + cosine * dy;
      const int px = static_cast<int>(sx >> kShift);
      const int py = static_cast<int>(sy >> kShift);
      if (px < 0 || py < 0 || px + 1 >= image.width || py + 1 >= image.height) continue;
      const int fx = static_cast<int>(sx >> (kShift - 8) & 255);
      const int fy = static_cast<int>(sy >> (kShift - 8) & 255);
      const std::size_t above = Offset(image, px, py);
      const std::size_t below = Offset(image, px, py + 1);
      const std::size_t to = Offset(image, x, y);
      for (std::size_t c = 0; c < 3; ++c) {
        const int top = At(from, above + c) * (256 - fx) + At(from, above + 3 + c) * fx;
        const int bottom = At(from, below + c) * (256 - fx) + At(from, below + 3 + c) * fx;
        image.pixels[to + c] = static_cast<char>((top * (256 - fy) + bottom * fy) >> 16);
      }
    }
  }
  const double cos_exact = static_cast<double>(cosine) / (1 << kShift);
  const double sin_exact = static_cast<double>(sine) / (1 << kShift);
  MoveTruth(page.truth, [&](Point p) {
    const double dx = p.x - static_cast<double>(cx);
    const double dy = p.y - static_cast<double>(cy);
    return Point{static_cast<double>(cx) + cos_exact * dx - sin_exact * dy,
                 static_cast<double>(cy) + sin_exact * dx + cos_exact * dy};
  });
  page.truth.skew_degrees = degrees;
}

// The mirrored page, faintly, as thin paper lets it through.
void ShowThrough(SampleImage& image, int share) {
  if (share == 0) return;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width / 2; ++x) {
      const std::size_t left = Offset(image, x, y);
      const std::size_t right = Offset(image, image.width - 1 - x, y);
      const int left_dark = 255 - At(image.pixels, left + 1);
      const int right_dark = 255 - At(image.pixels, right + 1);
      for (std::size_t c = 0; c < 3; ++c) {
        image.pixels[left + c] = Clamp(At(image.pixels, left + c) - right_dark * share / 256);
        image.pixels[right + c] = Clamp(At(image.pixels, right + c) - left_dark * share / 256);
      }
    }
  }
}

// Each pixel moves towards the mean of its four neighbours.
void Blur(SampleImage& image, int share) {
  if (share == 0) return;
  const std::string from = image.pixels;
  const std::size_t row = static_cast<std::size_t>(image.width) * 3;
  for (int y = 1; y + 1 < image.height; ++y) {
    const std::size_t first = Offset(image, 1, y);
    const std::size_t last = Offset(image, image.width - 1, y);
    for (std::size_t i = first; i < last; ++i) {
      const int around = At(from, i - 3) + At(from, i + 3) + At(from, i - row) + At(from, i + row);
      image.pixels[i] = Clamp((At(from, i) * (256 - share) + around * share / 4) >> 8);
    }
  }
}

// Paper that is not white, unevenly lit, and the sensor's noise.
void LightAndNoise(SampleImage& image, const Strength& strength, SampleRandom& random) {
  const std::int64_t area = static_cast<std::int64_t>(image.width) * image.height;
  const int edge = image.dpi / 6;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto across = static_cast<std::int64_t>(x) * y;
      int white = strength.paper - static_cast<int>(strength.shade * across / area);
      if (strength.dark_edge && x < edge) white -= 90 * (edge - x) / edge;
      // Noise is mostly of brightness, as of one lamp and one row of sensors.
      const int grain = strength.noise * random.Bell() / 256;
      const std::size_t at = Offset(image, x, y);
      for (std::size_t c = 0; c < 3; ++c) {
        const int tint = c == 2 ? (255 - strength.paper) / 4 : 0;
        image.pixels[at + c] = Clamp(At(image.pixels, at + c) * (white - tint) / 255 + grain);
      }
    }
  }
}

void Specks(SampleImage& image, int count, SampleRandom& random) {
  for (int i = 0; i < count; ++i) {
    const int size = 1 + random.Below(std::max(1, image.dpi / 100));
    const int left = random.Below(image.width - size);
    const int top = random.Below(image.height - size);
    const char shade = static_cast<char>(40 + random.Below(90));
    for (int y = top; y < top + size; ++y) {
      for (int x = left; x < left + size; ++x) {
        const std::size_t at = Offset(image, x, y);
        for (std::size_t c = 0; c < 3; ++c) image.pixels[at + c] = shade;
      }
    }
  }
}

// What a copier makes of it: no colour, and grey that is nearly black or white.
void GreyContrast(SampleImage& image, int contrast) {
  constexpr int kMiddle = 150;
  for (std::size_t at = 0; at + 2 < image.pixels.size(); at += 3) {
    const int grey = (At(image.pixels, at) * 77 + At(image.pixels, at + 1) * 150 +
                      At(image.pixels, at + 2) * 29) >>
                     8;
    const char out = Clamp(kMiddle + (grey - kMiddle) * contrast / 256);
    image.pixels[at] = image.pixels[at + 1] = image.pixels[at + 2] = out;
  }
}

// The standard of a fax line: half as many rows, each black or white.
void HalfRows(SampleImage& image) {
  constexpr int kThreshold = 160;
  for (int y = 0; y + 1 < image.height; y += 2) {
    for (int x = 0; x < image.width; ++x) {
      const std::size_t above = Offset(image, x, y);
      const std::size_t below = Offset(image, x, y + 1);
      const bool black = (At(image.pixels, above) + At(image.pixels, below)) / 2 < kThreshold;
      for (std::size_t c = 0; c < 3; ++c)
        image.pixels[above + c] = image.pixels[below + c] = black ? '\0' : '\xFF';
    }
  }
}

// Turns clockwise by 90 degrees.
void QuarterTurn(SamplePage& page) {
  SampleImage turned;
  turned.width = page.image.height;
  turned.height = page.image.width;
  turned.dpi = page.image.dpi;
  turned.pixels.resize(page.image.pixels.size());
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      const std::size_t from = Offset(page.image, y, page.image.height - 1 - x);
      const std::size_t to = Offset(turned, x, y);
      for (std::size_t c = 0; c < 3; ++c) turned.pixels[to + c] = page.image.pixels[from + c];
    }
  }
  const double height = page.image.height;
  MoveTruth(page.truth, [height](Point p) { return Point{height - p.y, p.x}; });
  page.image = std::move(turned);
  std::swap(page.truth.width, page.truth.height);
}

}  // namespace

void Degrade(SamplePage& page, const DrawOptions& options, std::uint64_t seed) {
  const Strength strength = StrengthOf(options.degradation);
  SampleRandom random(seed * 7919 + 17);
  // In hundredths, so that the truth states it exactly.
  const double drawn = std::round(strength.skew * random.Signed() * 100) / 100;
  Skew(page, options.skew.value_or(drawn));
  if (options.degradation != Degradation::kNone) {
    ShowThrough(page.image, strength.show_through);
    Blur(page.image, strength.blur);
    LightAndNoise(page.image, strength, random);
    Specks(page.image, strength.specks, random);
    if (strength.grey) GreyContrast(page.image, strength.contrast);
    if (strength.half_rows) HalfRows(page.image);
  }
  for (int turned = 0; turned < options.rotation; turned += 90) QuarterTurn(page);
  page.truth.rotation = (360 - options.rotation) % 360;
}

}  // namespace sohoa
