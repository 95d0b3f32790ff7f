// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_scaling.h"

#include <allheaders.h>
#include <gtest/gtest.h>

#include <random>

namespace sohoa {
namespace {

TEST(LineScalingTest, GivesThePixelsOfLeptonica) {
  setMsgSeverity(L_SEVERITY_NONE);
  std::minstd_rand random;
  for (int i = 0; i < 300; ++i) {
    GrayImage image;
    image.width = 10 + static_cast<int>(random() % 200);
    image.height = 5 + static_cast<int>(random() % 170);
    image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    for (auto& pixel : image.pixels) pixel = static_cast<std::uint8_t>(random() >> 8);
    Pix* pix = pixCreate(image.width, image.height, 8);
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) pixSetPixel(pix, x, y, image.Row(y)[x]);
    }
    const float factor = 36.0F / static_cast<float>(image.height);
    Pix* expected = pixScale(pix, factor, factor);
    const GrayImage scaled = ScaleLineToHeight(image, 36);
    ASSERT_NE(expected, nullptr);
    ASSERT_EQ(scaled.width, pixGetWidth(expected)) << image.width << "x" << image.height;
    ASSERT_EQ(scaled.height, pixGetHeight(expected));
    for (int y = 0; y < scaled.height; ++y) {
      for (int x = 0; x < scaled.width; ++x) {
        l_uint32 pixel = 0;
        pixGetPixel(expected, x, y, &pixel);
        ASSERT_EQ(scaled.Row(y)[x], pixel) << image.width << "x" << image.height << " at " << x << ", " << y;
      }
    }
    pixDestroy(&pix);
    pixDestroy(&expected);
  }
}

TEST(LineScalingTest, NothingScalesToNothing) {
  EXPECT_TRUE(ScaleLineToHeight(GrayImage{}, 36).empty());
  EXPECT_TRUE(ScaleLineToHeight({1, 90, std::vector<std::uint8_t>(90, 7)}, 36).empty());
}

}  // namespace
}  // namespace sohoa
