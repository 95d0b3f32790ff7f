// SPDX-License-Identifier: Apache-2.0
#include "imaging/bit_image.h"

#include <algorithm>
#include <functional>
#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace sohoa {
namespace {

// Widths about the words of a row.
constexpr int kWidths[] = {1, 5, 31, 32, 33, 64, 100, 131};

BitImage Noise(int width, int height, double ink, unsigned seed) {
  std::mt19937 random(seed);
  BitImage image(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (random() % 1000 < static_cast<unsigned>(ink * 1000)) image.SetRun(y, x, x + 1);
    }
  }
  return image;
}

// What an operation gives, pixel by pixel, and nothing beyond the last pixel of a row.
void ExpectPixels(const BitImage& image, const std::function<bool(int, int)>& expected) {
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      ASSERT_EQ(image.At(x, y), expected(x, y)) << x << ',' << y << " of " << image.width << 'x' << image.height;
    }
    if (image.width % 32 != 0) {
      ASSERT_EQ(image.Row(y)[image.words_per_row - 1] & (~0u >> (image.width % 32)), 0u) << "beyond the end of row " << y;
    }
  }
}

// Any pixel of `image` in the box of `width` x `height` that begins at x, y.
bool AnyIn(const BitImage& image, int x, int y, int width, int height) {
  for (int dy = 0; dy < height; ++dy) {
    for (int dx = 0; dx < width; ++dx) {
      if (image.At(x + dx, y + dy)) return true;
    }
  }
  return false;
}

TEST(BitImage, SetsTheBitsOfDarkPixelsWhateverTheWidth) {
  std::mt19937 random(7);
  for (const int width : kWidths) {
    const std::size_t stride = static_cast<std::size_t>(width) + 3;
    std::vector<std::uint8_t> pixels(stride * 5);
    for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(random() & 255);
    for (const int threshold : {0, 127, 128, 254}) {
      ExpectPixels(DarkPixels(pixels.data(), stride, width, 5, threshold), [&](int x, int y) {
        return pixels[stride * static_cast<std::size_t>(y) + static_cast<std::size_t>(x)] <= threshold;
      });
    }
  }
}

TEST(BitImage, SetsClearsAndCountsRunsOfPixels) {
  BitImage image(100, 2);
  image.SetRun(1, 10, 90);
  image.ClearRun(1, 31, 65);
  ExpectPixels(image, [](int x, int y) { return y == 1 && ((x >= 10 && x < 31) || (x >= 65 && x < 90)); });
  EXPECT_EQ(CountInk(image, {-5, -5, 200, 200}), 21 + 25);
  EXPECT_EQ(CountInk(image, {20, 1, 70, 2}), 11 + 5);
  EXPECT_EQ(CountInk(image, {20, 0, 70, 1}), 0);
}

TEST(BitImage, CropsAndInvertsAnyPart) {
  const BitImage noise = Noise(131, 12, 0.4, 13);
  for (const Box& box : {Box{0, 0, 131, 12}, Box{1, 2, 33, 9}, Box{31, 0, 64, 5}, Box{95, 3, 131, 4}, Box{64, 1, 65, 12}}) {
    ExpectPixels(Cropped(noise, box), [&](int x, int y) { return noise.At(x + box.left, y + box.top); });
    BitImage inverted = noise;
    inverted.Invert(box);
    ExpectPixels(inverted, [&](int x, int y) {
      const bool inside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
      return noise.At(x, y) != inside;
    });
  }
}

TEST(BitImage, FindsLongRunsAndNoShorterOnes) {
  BitImage bits(300, 40);
  bits.SetRun(10, 20, 84);    // 64
  bits.SetRun(20, 20, 83);    // 63
  for (int y = 0; y < 30; ++y) bits.SetRun(y, 200, 201);
  for (int y = 5; y < 34; ++y) bits.SetRun(y, 220, 221);
  const BitImage rows = LongAlongRows(bits, 64);
  EXPECT_TRUE(rows.At(20, 10));
  EXPECT_TRUE(rows.At(83, 10));
  EXPECT_FALSE(rows.At(84, 10));
  EXPECT_FALSE(rows.At(50, 20));
  const BitImage short_rows = LongAlongRows(bits, 40);
  EXPECT_TRUE(short_rows.At(50, 20));
  EXPECT_FALSE(short_rows.At(200, 10));
  const BitImage columns = LongAlongColumns(bits, 30);
  EXPECT_TRUE(columns.At(200, 0));
  EXPECT_TRUE(columns.At(200, 29));
  EXPECT_FALSE(columns.At(220, 20));
}

TEST(BitImage, FindsRunsOfAnyLengthAlongRowsOfAnyWidth) {
  for (const int width : kWidths) {
    const BitImage noise = Noise(width, 1, 0.93, 11);
    for (const int length : {1, 2, 7, 31, 32, 33, 40, 65}) {
      ExpectPixels(LongAlongRows(noise, length), [&](int x, int) {
        int begin = x;
        int end = x;
        while (noise.At(begin - 1, 0)) --begin;
        while (noise.At(end, 0)) ++end;
        return noise.At(x, 0) && end - begin >= length;
      });
    }
  }
}

TEST(BitImage, ThickensInkByAPixelOnEverySide) {
  for (const int width : kWidths) {
    const BitImage noise = Noise(width, 9, 0.05, 3);
    ExpectPixels(Thickened(noise), [&](int x, int y) { return AnyIn(noise, x - 1, y - 1, 3, 3); });
  }
}

TEST(BitImage, ClosesGapsAndTakesNothingAway) {
  BitImage bits(120, 60);
  bits.SetRun(30, 10, 50);
  bits.SetRun(30, 54, 110);  // 4 pixels on
  for (int y = 5; y < 25; ++y) bits.SetRun(y, 80, 81);  // 5 above
  const BitImage closed = Closed(bits, 5, 6);
  for (const int x : {50, 53}) EXPECT_TRUE(closed.At(x, 30)) << x;
  EXPECT_FALSE(Closed(bits, 4, 6).At(52, 30));
  for (const int y : {25, 29}) EXPECT_TRUE(closed.At(80, y)) << y;
  EXPECT_FALSE(Closed(bits, 5, 5).At(80, 27));
  for (const int width : kWidths) {
    const BitImage noise = Noise(width, 12, 0.1, 5);
    const BitImage whole = Closed(noise, 6, 4);
    for (int y = 0; y < noise.height; ++y) {
      for (int x = 0; x < width; ++x) ASSERT_TRUE(!noise.At(x, y) || whole.At(x, y)) << x << ',' << y;
    }
  }
  EXPECT_EQ(CountInk(Closed(BitImage(100, 40), 7, 7), {0, 0, 100, 40}), 0);
}

TEST(BitImage, HalvesToWhereTwoOfFourPixelsAreInk) {
  const BitImage noise = Noise(131, 11, 0.4, 9);
  const BitImage half = Halved(noise);
  ASSERT_EQ(half.width, 65);
  ASSERT_EQ(half.height, 5);
  ExpectPixels(half, [&](int x, int y) { return CountInk(noise, {2 * x, 2 * y, 2 * x + 2, 2 * y + 2}) >= 2; });
}

// Boxes by flooding from every pixel: slow and plain.
std::vector<Box> Flooded(const BitImage& image, bool corners) {
  BitImage left = image;
  std::vector<Box> boxes;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (!left.At(x, y)) continue;
      Box box{x, y, x + 1, y + 1};
      std::vector<std::pair<int, int>> open = {{x, y}};
      left.Clear(x, y);
      while (!open.empty()) {
        const auto [px, py] = open.back();
        open.pop_back();
        box = Union(box, {px, py, px + 1, py + 1});
        for (int dy = -1; dy <= 1; ++dy) {
          for (int dx = -1; dx <= 1; ++dx) {
            if ((!corners && dx != 0 && dy != 0) || !left.At(px + dx, py + dy)) continue;
            left.Clear(px + dx, py + dy);
            open.emplace_back(px + dx, py + dy);
          }
        }
      }
      boxes.push_back(box);
    }
  }
  return boxes;
}

std::vector<Box> Sorted(std::vector<Box> boxes) {
  std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) {
    return std::tie(a.top, a.left, a.bottom, a.right) < std::tie(b.top, b.left, b.bottom, b.right);
  });
  return boxes;
}

TEST(BitImage, FindsThePiecesOfInkThatHangTogether) {
  for (const int width : kWidths) {
    for (const double ink : {0.05, 0.35, 0.6, 1.0}) {
      const BitImage noise = Noise(width, 40, ink, 21);
      EXPECT_EQ(Sorted(ConnectedComponents(noise)), Sorted(Flooded(noise, true))) << width << ", " << ink;
      EXPECT_EQ(Sorted(ConnectedComponents(noise, Neighbours::kFour)), Sorted(Flooded(noise, false))) << width << ", " << ink;
    }
  }
  EXPECT_TRUE(ConnectedComponents(BitImage(70, 70)).empty());
}

}  // namespace
}  // namespace sohoa
