// SPDX-License-Identifier: Apache-2.0
#include "samples/spoilt_scan.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/geometry.h"
#include "samples/random.h"

namespace sohoa {
namespace {

constexpr int kLid = 22;

std::size_t PixelAt(const SampleImage& image, int x, int y) {
  return 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x));
}

double PixelsPerMm(const SampleImage& image) { return image.dpi / kMmPerInch; }

// Each level by a table.
template <typename Map>
SampleImage Recoloured(SampleImage image, Map map) {
  for (char& sample : image.pixels) sample = static_cast<char>(std::clamp(map(static_cast<unsigned char>(sample)), 0, 255));
  return image;
}

// Where `covers` says so.
template <typename Covers>
SampleImage Painted(SampleImage image, int red, int green, int blue, Covers covers) {
  const int colour[3] = {red, green, blue};
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (!covers(x, y)) continue;
      for (std::size_t c = 0; c < 3; ++c) image.pixels[PixelAt(image, x, y) + c] = static_cast<char>(colour[c]);
    }
  }
  return image;
}

// Means of 2 * reach + 1 samples along one direction.
void BoxBlur(std::vector<int>& line, int reach) {
  const int count = static_cast<int>(line.size());
  const std::vector<int> from = line;
  const auto at = [&](int i) { return from[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]; };
  int sum = 0;
  for (int i = -reach; i <= reach; ++i) sum += at(i);
  for (int i = 0; i < count; ++i) {
    line[static_cast<std::size_t>(i)] = sum / (2 * reach + 1);
    sum += at(i + reach + 1) - at(i - reach);
  }
}

void BlurLine(std::string& pixels, std::size_t begin, std::size_t step, int count, const std::vector<int>& reaches) {
  constexpr int kParts = 64;
  std::vector<int> line(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < line.size(); ++i) line[i] = kParts * static_cast<unsigned char>(pixels[begin + i * step]);
  for (const int reach : reaches) BoxBlur(line, reach);
  for (std::size_t i = 0; i < line.size(); ++i) pixels[begin + i * step] = static_cast<char>(line[i] / kParts);
}

}  // namespace

SampleImage Blurred(const SampleImage& image, double sigma) {
  // Three boxes are nearly a Gaussian; their variances, (w * w - 1) / 12 each, add up to its own.
  std::vector<int> reaches;
  for (double left = sigma * sigma; reaches.size() < 3;) {
    const double width = std::sqrt(12 * left / static_cast<double>(3 - reaches.size()) + 1);
    const int reach = static_cast<int>(std::lround((width - 1) / 2));
    left = std::max(0.0, left - ((2 * reach + 1) * (2 * reach + 1) - 1) / 12.0);
    reaches.push_back(reach);
  }
  SampleImage blurred = image;
  const auto row = static_cast<std::size_t>(3 * image.width);
  for (std::size_t c = 0; c < 3; ++c) {
    for (int y = 0; y < image.height; ++y) BlurLine(blurred.pixels, PixelAt(image, 0, y) + c, 3, image.width, reaches);
    for (int x = 0; x < image.width; ++x) BlurLine(blurred.pixels, PixelAt(image, x, 0) + c, row, image.height, reaches);
  }
  return blurred;
}

SampleImage CutOff(const SampleImage& image, double left_mm, double top_mm, double right_mm, double bottom_mm) {
  const double mm = PixelsPerMm(image);
  const int left = static_cast<int>(left_mm * mm);
  const int top = static_cast<int>(top_mm * mm);
  SampleImage cut;
  cut.dpi = image.dpi;
  cut.width = image.width - left - static_cast<int>(right_mm * mm);
  cut.height = image.height - top - static_cast<int>(bottom_mm * mm);
  for (int y = 0; y < cut.height; ++y) {
    cut.pixels.append(image.pixels, PixelAt(image, left, top + y), static_cast<std::size_t>(3 * cut.width));
  }
  return cut;
}

SampleImage Darkened(const SampleImage& image, int percent) {
  return Recoloured(image, [percent](int level) { return level * percent / 100; });
}

SampleImage Lightened(const SampleImage& image, int percent) {
  return Recoloured(image, [percent](int level) { return 255 - std::max(0, 245 - level) * percent / 100; });
}

SampleImage WithPencil(const SampleImage& image, int levels, std::uint64_t seed) {
  SampleImage written = image;
  SampleRandom random(seed);
  const double mm = PixelsPerMm(image);
  const int half = std::max(1, static_cast<int>(std::lround(0.25 * mm)));
  const double left = 30 * mm + 20 * mm * random.Signed();
  const double top = 90 * mm + 40 * mm * random.Signed();
  std::vector<bool> inked(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height), false);
  for (int line = 0; line < 3; ++line) {
    for (double along = 0; along < 60 * mm; along += 0.3) {
      // Letters go up and down every 3 mm, with room between words.
      if (std::fmod(along, 16 * mm) > 12 * mm) continue;
      const int x = static_cast<int>(left + along + mm * std::cos(along / mm * 2.1 + line));
      const int y = static_cast<int>(top + line * 9 * mm + 1.4 * mm * std::sin(along / mm * 2.1));
      for (int dy = -half; dy <= half; ++dy) {
        for (int dx = -half; dx <= half; ++dx) {
          if (x + dx < 0 || y + dy < 0 || x + dx >= image.width || y + dy >= image.height) continue;
          inked[PixelAt(image, x + dx, y + dy) / 3] = true;
        }
      }
    }
  }
  for (std::size_t i = 0; i < inked.size(); ++i) {
    for (std::size_t c = 0; inked[i] && c < 3; ++c) {
      const int level = static_cast<unsigned char>(written.pixels[3 * i + c]);
      written.pixels[3 * i + c] = static_cast<char>(std::max(0, level - levels));
    }
  }
  return written;
}

SampleImage WithSeal(const SampleImage& image, bool red) {
  const double mm = PixelsPerMm(image);
  const double middle_x = image.width * 0.6;
  const double middle_y = image.height * 0.45;
  return Painted(image, red ? 205 : 40, 40, red ? 50 : 45, [=](int x, int y) {
    const double from = std::hypot(x - middle_x, y - middle_y) / mm;
    const bool ring = (from > 16.5 && from < 17.3) || (from > 11 && from < 11.5);
    const bool star = from < 6 && std::fmod(std::fabs(std::atan2(y - middle_y, x - middle_x)) * 5, 3.14159) < 1.2;
    return ring || star;
  });
}

SampleImage WithPunchHoles(const SampleImage& image) {
  const double mm = PixelsPerMm(image);
  return Painted(image, kLid, kLid, kLid, [&image, mm](int x, int y) {
    const double down = std::fabs(y - image.height / 2.0) - 40 * mm;
    return std::hypot(x - 12 * mm, down) < 3 * mm;
  });
}

SampleImage WithBlackBorder(const SampleImage& image, double mm) {
  const auto deep = static_cast<int>(mm * PixelsPerMm(image));
  return Painted(image, kLid, kLid, kLid, [&image, deep](int x, int y) { return x < deep || y >= image.height - deep; });
}

SampleImage WithFoldedCorner(const SampleImage& image, double mm) {
  const double leg = mm * PixelsPerMm(image);
  return Painted(image, kLid, kLid, kLid, [&image, leg](int x, int y) { return image.width - x + y < leg; });
}

}  // namespace sohoa
