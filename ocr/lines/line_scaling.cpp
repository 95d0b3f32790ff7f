// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_scaling.h"

#include <allheaders.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace sohoa {
namespace {

struct DestroyPix {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, DestroyPix>;

// pixScale() averages areas below this factor, and sharpens what comes out above the other.
constexpr float kAreaBelow = 0.7F;
constexpr float kSharpAbove = 0.2F;
constexpr float kSharpening = 0.2F;

// Leptonica keeps four pixels in a word, the left one in its highest byte.
PixPtr ToPix(const GrayImage& image) {
  PixPtr pix(pixCreateNoInit(image.width, image.height, 8));
  if (!pix) return pix;
  const std::ptrdiff_t words = pixGetWpl(pix.get());
  for (int y = 0; y < image.height; ++y) {
    l_uint32* to = pixGetData(pix.get()) + y * words;
    const std::uint8_t* from = image.Row(y);
    int x = 0;
    for (; x + 4 <= image.width; x += 4) {
      to[x / 4] = static_cast<l_uint32>(from[x]) << 24 | static_cast<l_uint32>(from[x + 1]) << 16 |
                  static_cast<l_uint32>(from[x + 2]) << 8 | static_cast<l_uint32>(from[x + 3]);
    }
    for (; x < image.width; ++x) SET_DATA_BYTE(to, x, from[x]);
  }
  return pix;
}

GrayImage FromPix(Pix* pix) {
  GrayImage image;
  if (pix == nullptr) return image;
  image.width = pixGetWidth(pix);
  image.height = pixGetHeight(pix);
  image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  const std::ptrdiff_t words = pixGetWpl(pix);
  for (int y = 0; y < image.height; ++y) {
    const l_uint32* from = pixGetData(pix) + y * words;
    std::uint8_t* to = image.Row(y);
    for (int x = 0; x < image.width; ++x) to[x] = static_cast<std::uint8_t>(from[x / 4] >> (24 - 8 * (x % 4)));
  }
  return image;
}

// The pixels that one pixel of the result covers along one side, in sixteenths.
struct Span {
  int first = 0;
  int last = 0;
  int first_weight = 0;
  int last_weight = 0;
  int size() const { return first_weight + 16 * (last - first - 1) + last_weight; }
  int Weight(int at) const { return at == first ? first_weight : at == last ? last_weight : 16; }
};

std::vector<Span> Spans(int from, int to) {
  // In single and double precision where Leptonica is: the cut to whole sixteenths depends on it.
  const auto step = static_cast<float>(16. * static_cast<float>(from) / static_cast<float>(to));
  std::vector<Span> spans(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const auto begin = static_cast<int>(step * static_cast<float>(i));
    const auto end = static_cast<int>(step * (i + 1.0));
    spans[static_cast<std::size_t>(i)] = {begin / 16, end / 16, 16 - begin % 16, end % 16};
  }
  return spans;
}

// Leptonica has ways of its own for these.
bool IsPowerOfHalf(float factor) {
  return factor == 0.5F || factor == 0.25F || factor == 0.125F || factor == 0.0625F;
}

// pixUnsharpMasking(image, 1, kSharpening): what a pixel differs from the mean of the nine about it
// counts a little more; those at the edge stay. In single precision but for the last addition.
GrayImage Sharpen(const GrayImage& image) {
  GrayImage sharp = image;
  constexpr float kNinth = 1.0F / 9.0F;
  std::vector<int> columns(static_cast<std::size_t>(image.width));
  for (int y = 1; y + 1 < image.height; ++y) {
    const std::uint8_t* above = image.Row(y - 1);
    const std::uint8_t* here = image.Row(y);
    const std::uint8_t* below = image.Row(y + 1);
    for (int x = 0; x < image.width; ++x) columns[static_cast<std::size_t>(x)] = above[x] + here[x] + below[x];
    const int* sums = columns.data();
    std::uint8_t* to = sharp.Row(y);
    for (int x = 1; x + 1 < image.width; ++x) {
      const auto pixel = static_cast<float>(here[x]);
      const float mean = kNinth * static_cast<float>(sums[x - 1] + sums[x] + sums[x + 1]);
      const float value = std::max(pixel + kSharpening * (pixel - mean), 0.0F);
      const int whole = static_cast<int>(value);
      const int rounded = whole + (value - static_cast<float>(whole) >= 0.5F ? 1 : 0);
      to[x] = static_cast<std::uint8_t>(std::min(rounded, 255));
    }
  }
  return sharp;
}

GrayImage ScaleOnce(const GrayImage& line, int height) {
  const float factor = static_cast<float>(height) / static_cast<float>(line.height);
  if (factor < kAreaBelow && !IsPowerOfHalf(factor)) {
    const GrayImage scaled = ScaleByArea(line, factor);
    if (scaled.width < 2) return {};  // Leptonica refuses it
    return factor > kSharpAbove ? Sharpen(scaled) : scaled;
  }
  const PixPtr pix = ToPix(line);
  if (!pix) return {};
  const PixPtr scaled(pixScale(pix.get(), factor, factor));
  return FromPix(scaled.get());
}

}  // namespace

GrayImage ScaleByArea(const GrayImage& image, float factor) {
  GrayImage scaled;
  scaled.width = std::max(1, static_cast<int>(static_cast<float>(image.width) * factor + 0.5));
  scaled.height = std::max(1, static_cast<int>(static_cast<float>(image.height) * factor + 0.5));
  scaled.pixels.resize(static_cast<std::size_t>(scaled.width) * static_cast<std::size_t>(scaled.height));
  const std::vector<Span> columns = Spans(image.width, scaled.width);
  const std::vector<Span> rows = Spans(image.height, scaled.height);
  std::vector<std::int32_t> sums(static_cast<std::size_t>(image.width));
  for (int y = 0; y < scaled.height; ++y) {
    const Span& row = rows[static_cast<std::size_t>(y)];
    std::uint8_t* to = scaled.Row(y);
    const std::uint8_t* top = image.Row(row.first);
    const bool inside = row.last <= image.height - 2;
    if (inside) {
      std::fill(sums.begin(), sums.end(), 0);
      for (int from = row.first; from <= row.last; ++from) {
        const int weight = row.Weight(from);
        const std::uint8_t* pixels = image.Row(from);
        for (int x = 0; x < image.width; ++x) sums[static_cast<std::size_t>(x)] += weight * pixels[x];
      }
    }
    for (int x = 0; x < scaled.width; ++x) {
      const Span& column = columns[static_cast<std::size_t>(x)];
      // At the right and lower edge one pixel stands for its neighbours.
      if (!inside || column.last > image.width - 2) {
        to[x] = top[column.first];
        continue;
      }
      const std::int32_t* from = sums.data() + column.first;
      const int count = column.last - column.first;
      std::int32_t sum = from[0] * column.first_weight + from[count] * column.last_weight;
      for (int i = 1; i < count; ++i) sum += 16 * from[i];
      to[x] = static_cast<std::uint8_t>((sum + 128) / (row.size() * column.size()));
    }
  }
  return scaled;
}

GrayImage ScaleLineToHeight(const GrayImage& line, int height) {
  if (line.empty() || line.width <= 0 || line.height <= 0) return {};
  GrayImage scaled = ScaleOnce(line, height);
  // Rounding may have missed the height by a pixel; then it is scaled a second time.
  if (!scaled.empty() && scaled.height != height) scaled = ScaleOnce(scaled, height);
  return scaled;
}

}  // namespace sohoa
