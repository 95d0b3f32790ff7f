// SPDX-License-Identifier: Apache-2.0
//
// The loops over whole pages against the same in the plainest words, at sizes that leave
// something over everywhere: whichever version of a loop the processor gets, its bytes are these.
#include <algorithm>
#include <cstdint>
#include <random>

#include <gtest/gtest.h>

#include "imaging/bit_image.h"
#include "imaging/block_means.h"
#include "imaging/clean_background.h"
#include "imaging/coloured_ink.h"
#include "imaging/matrix_view.h"

namespace sohoa {
namespace {

LocalImagePtr Noise(int width, int height, int channels) {
  auto image = std::make_shared<LocalImage>(width, height, channels);
  std::mt19937 random(5);
  std::generate_n(image->data(), image->size_bytes(), [&random] { return static_cast<std::uint8_t>(random()); });
  return image;
}

TEST(PageBits, BlockMeansAreTheMeansOfTheBlocks) {
  for (int factor = 2; factor <= kLargestBlock; ++factor) {
    const LocalImagePtr image = Noise(131, 77, 1);
    const cv::Mat means = BlockMeans(View(*image), factor);
    for (int y = 0; y < means.rows; ++y) {
      for (int x = 0; x < means.cols; ++x) {
        int sum = 0;
        int pixels = 0;
        for (int v = y * factor; v < std::min(77, (y + 1) * factor); ++v) {
          for (int u = x * factor; u < std::min(131, (x + 1) * factor); ++u, ++pixels) sum += image->row(v)[u];
        }
        ASSERT_EQ(means.at<std::uint8_t>(y, x), (sum + pixels / 2) / pixels) << factor << ": " << x << ", " << y;
      }
    }
  }
}

TEST(PageBits, HalvingKeepsInkWhereTwoOfFourPixelsAre) {
  const LocalImagePtr image = Noise(203, 59, 1);
  const BitImage bits = DarkPixels(image->data(), image->stride(), image->width(), image->height(), 90);
  const BitImage half = Halved(bits);
  ASSERT_EQ(half.width, 101);
  ASSERT_EQ(half.height, 29);
  for (int y = 0; y < half.height; ++y) {
    for (int x = 0; x < half.width; ++x) {
      const int ink = bits.At(2 * x, 2 * y) + bits.At(2 * x + 1, 2 * y) + bits.At(2 * x, 2 * y + 1) + bits.At(2 * x + 1, 2 * y + 1);
      ASSERT_EQ(half.At(x, y), ink >= 2) << x << ", " << y;
    }
  }
  EXPECT_EQ(half.Row(3)[half.words_per_row - 1] & (~0u >> (half.width % 32)), 0u) << "ink beyond the last column";
}

// 0 none, 1 red, 2 blue.
int InkOf(const std::uint8_t* rgb) {
  if (rgb[0] > 70 && rgb[0] - std::max(rgb[1], rgb[2]) > 42) return 1;
  return rgb[2] > 70 && rgb[2] - rgb[0] > 42 ? 2 : 0;
}

TEST(PageBits, InkIsPartedPixelByPixel) {
  const LocalImagePtr image = Noise(333, 41, 3);
  // Black enough all over, or the noise would pass for print in colours.
  for (std::size_t i = 0; i < image->size_bytes() / 3 * 2; ++i) image->data()[i] = static_cast<std::uint8_t>(image->data()[i] / 8);
  const InkSeparation ink = SeparateInk(image);
  ASSERT_NE(ink.mask, nullptr);
  for (int i = 0; i < image->width() * image->height(); ++i) {
    const std::uint8_t* rgb = image->data() + 3 * i;
    const int luminance = (77 * rgb[0] + 151 * rgb[1] + 28 * rgb[2]) >> 8;
    ASSERT_EQ(ink.mask->data()[i], InkOf(rgb)) << "pixel " << i;
    ASSERT_EQ(ink.print->data()[i], std::max({luminance, int{rgb[0]}, int{rgb[2]}})) << "pixel " << i;
  }
}

TEST(PageBits, APageWithoutColouredInkHasNoMask) {
  auto page = std::make_shared<LocalImage>(100, 80, 3, std::uint8_t{240});
  std::fill_n(page->row(40), 150, std::uint8_t{20});
  EXPECT_EQ(SeparateInk(page).mask, nullptr);
  page->row(70)[33 * 3] = 255;
  page->row(70)[33 * 3 + 1] = page->row(70)[33 * 3 + 2] = 30;
  const InkSeparation dotted = SeparateInk(page);
  ASSERT_NE(dotted.mask, nullptr);
  EXPECT_EQ(std::count(dotted.mask->data(), dotted.mask->data() + dotted.mask->size_bytes(), 0), 100 * 80 - 1);
  EXPECT_EQ(dotted.mask->row(70)[33], 1);
}

TEST(PageBits, APagePrintedInBlueKeepsItsPrint) {
  auto page = std::make_shared<LocalImage>(100, 80, 3, std::uint8_t{250});
  for (int x = 10; x < 90; ++x) {
    page->row(20)[3 * x] = page->row(20)[3 * x + 1] = 30;  // blue of a pen, dark in all channels
    page->row(20)[3 * x + 2] = 110;
  }
  const InkSeparation ink = SeparateInk(page);
  EXPECT_EQ(ink.mask, nullptr);
  EXPECT_LT(ink.print->row(20)[50], 60);
}

TEST(PageBits, CleaningLeavesAWhitePageUncopied) {
  const auto white = std::make_shared<LocalImage>(200, 300, 1, std::uint8_t{250});
  std::fill_n(white->row(150) + 40, 100, std::uint8_t{0});
  EXPECT_EQ(CleanBackground(white), white);
}

TEST(PageBits, CleaningDividesByThePaper) {
  // Paper that darkens from left to right, with strokes half as bright as the paper around them.
  auto shaded = std::make_shared<LocalImage>(407, 301, 1);
  const auto paper = [](int x) { return 230 - x / 8; };
  for (int y = 0; y < 301; ++y) {
    for (int x = 0; x < 407; ++x) {
      const bool stroke = x % 50 == 25 && y > 100 && y < 200;
      shaded->row(y)[x] = static_cast<std::uint8_t>(stroke ? paper(x) / 2 : paper(x));
    }
  }
  const LocalImagePtr clean = CleanBackground(shaded);
  for (const int y : {0, 3, 57, 150, 300}) {
    for (int x = 0; x < 407; ++x) {
      const bool stroke = x % 50 == 25 && y == 150;
      ASSERT_NEAR(clean->row(y)[x], stroke ? 125 : 250, 10) << x << ", " << y;
    }
  }
}

}  // namespace
}  // namespace sohoa
