// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_variants.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace sohoa {
namespace {

// White, with a stroke of full height that is four pixels wide.
GrayImage Stroke(int width, int height, int left) {
  GrayImage line{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), 255)};
  for (int y = 0; y < height; ++y) std::fill_n(line.Row(y) + left, 4, std::uint8_t{0});
  return line;
}

// Of a row: where its ink lies and how much there is.
struct RowInk {
  double middle = 0;
  double sum = 0;
};

RowInk InkOf(const GrayImage& image, int y) {
  RowInk ink;
  for (int x = 0; x < image.width; ++x) {
    const double level = 255 - image.Row(y)[x];
    ink.sum += level;
    ink.middle += level * (x + 0.5);
  }
  ink.middle /= ink.sum;
  return ink;
}

TEST(LineVariants, SayWhereAColumnOfTheLineHasGone) {
  for (const int left : {0, 37, 100, 196}) {
    const GrayImage line = Stroke(200, 60, left);
    for (const LineVariant& variant : LineVariants(line)) {
      const RowInk ink = InkOf(variant.image, variant.image.height / 2);
      EXPECT_NEAR(ink.middle, variant.margin + variant.width * (left + 2), 0.1) << left << ' ' << variant.width;
      EXPECT_NEAR(ink.sum, 4 * 255 * variant.width, 8) << left << ' ' << variant.width;
    }
  }
}

TEST(LineVariants, AreHigherByASixthAndDifferFromEachOther) {
  const std::vector<LineVariant> variants = LineVariants(Stroke(200, 60, 50));
  ASSERT_EQ(variants.size(), 2U);
  for (const LineVariant& variant : variants) {
    EXPECT_EQ(variant.image.height, 70);
    EXPECT_EQ(variant.image.Row(0)[static_cast<int>(variant.margin + variant.width * 52)], 255);
    EXPECT_EQ(variant.image.pixels.size(), static_cast<std::size_t>(variant.image.width * variant.image.height));
  }
  EXPECT_EQ(variants[0].image.width, 210);
  EXPECT_EQ(variants[1].image.width, 189);
}

TEST(LineVariants, HoldForTheSmallestLines) {
  EXPECT_TRUE(LineVariants({}).empty());
  for (const int height : {1, 2, 5}) {
    for (const LineVariant& variant : LineVariants({1, height, std::vector<std::uint8_t>(static_cast<std::size_t>(height), 0)})) {
      EXPECT_EQ(variant.image.height, height + 2);
      EXPECT_GE(variant.image.width, 2);
    }
  }
}

}  // namespace
}  // namespace sohoa
