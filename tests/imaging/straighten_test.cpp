// SPDX-License-Identifier: Apache-2.0
#include "imaging/straighten.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include <gtest/gtest.h>

#include "core/geometry.h"

namespace sohoa {
namespace {

// Waves, so that every place looks different and mixing matters.
LocalImagePtr Waves(int width, int height, int channels) {
  auto image = std::make_shared<LocalImage>(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width * channels; ++x) {
      image->row(y)[x] = static_cast<std::uint8_t>(128 + 100 * std::sin(x / channels * 0.21 + x % channels) * std::cos(y * 0.17));
    }
  }
  return image;
}

PageGeometry GeometryOf(const LocalImage& scan, const LocalImage& straight, double skew) {
  PageGeometry geometry;
  geometry.scanned_width = scan.width();
  geometry.scanned_height = scan.height();
  geometry.skew_degrees = skew;
  geometry.width = straight.width();
  geometry.height = straight.height();
  return geometry;
}

double At(const LocalImage& image, int x, int y, int channel) {
  const bool inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
  return inside ? image.row(y)[x * image.channels() + channel] : 255.0;
}

// What lies between four pixels, by real numbers.
double Between(const LocalImage& image, double x, double y, int channel) {
  const int left = static_cast<int>(std::floor(x));
  const int top = static_cast<int>(std::floor(y));
  const double across = x - left;
  const double down = y - top;
  const double upper = At(image, left, top, channel) * (1 - across) + At(image, left + 1, top, channel) * across;
  const double lower = At(image, left, top + 1, channel) * (1 - across) + At(image, left + 1, top + 1, channel) * across;
  return upper * (1 - down) + lower * down;
}

TEST(Straighten, MixesThePixelsThatThePageGeometryLeadsBackTo) {
  for (const int channels : {1, 3}) {
    const LocalImagePtr scan = Waves(301, 222, channels);
    for (const double skew : {-11.0, -3.0, -0.4, 0.07, 1.0, 2.5, 12.0}) {
      const LocalImagePtr straight = Straighten(scan, skew);
      const PageGeometry geometry = GeometryOf(*scan, *straight, skew);
      double worst = 0;
      for (int y = 0; y < straight->height(); ++y) {
        for (int x = 0; x < straight->width() * channels; ++x) {
          const Point from = geometry.ToScanned({x / channels + 0.5, y + 0.5});
          const double expected = Between(*scan, from.x - 0.5, from.y - 0.5, x % channels);
          worst = std::max(worst, std::fabs(straight->row(y)[x] - expected));
        }
      }
      // Rounding twice, and weights of seven bits; at the white edge a weight counts most.
      EXPECT_LT(worst, 5) << channels << " channels, " << skew << " degrees";
    }
  }
}

TEST(Straighten, GivesEachColourWhatItGivesGray) {
  const LocalImagePtr colour = Waves(150, 90, 3);
  const LocalImagePtr straight = Straighten(colour, 1.7);
  for (int channel = 0; channel < 3; ++channel) {
    auto gray = std::make_shared<LocalImage>(150, 90, 1);
    for (int i = 0; i < 150 * 90; ++i) gray->data()[i] = colour->data()[3 * i + channel];
    const LocalImagePtr alone = Straighten(gray, 1.7);
    for (int i = 0; i < alone->width() * alone->height(); ++i) {
      ASSERT_EQ(straight->data()[3 * i + channel], alone->data()[i]) << "pixel " << i;
    }
  }
}

TEST(Straighten, LeavesAStraightImageUncopied) {
  const LocalImagePtr image = Waves(20, 20, 1);
  EXPECT_EQ(Straighten(image, 0), image);
  EXPECT_EQ(StraightenMask(image, 0), image);
}

TEST(Straighten, TakesTheNearestPixelOfAMaskAndNoneBesideIt) {
  auto mask = std::make_shared<LocalImage>(257, 190, 1, std::uint8_t{0});
  for (int y = 40; y < 120; ++y) std::fill_n(mask->row(y) + 60, 90, static_cast<std::uint8_t>(1 + y % 2));
  for (const double skew : {-12.0, -1.0, 0.3, 4.0}) {
    const LocalImagePtr straight = StraightenMask(mask, skew);
    const PageGeometry geometry = GeometryOf(*mask, *straight, skew);
    int wrong = 0;
    for (int y = 0; y < straight->height(); ++y) {
      for (int x = 0; x < straight->width(); ++x) {
        const Point from = geometry.ToScanned({x + 0.5, y + 0.5});
        const auto column = static_cast<int>(std::floor(from.x));
        const auto row = static_cast<int>(std::floor(from.y));
        const bool inside = column >= 0 && row >= 0 && column < mask->width() && row < mask->height();
        const int expected = inside ? mask->row(row)[column] : 0;
        // Half way between two pixels either is the nearest.
        const double off = std::min({from.x - column, 1 - (from.x - column), from.y - row, 1 - (from.y - row)});
        if (straight->row(y)[x] != expected && off > 1e-6) ++wrong;
      }
    }
    EXPECT_EQ(wrong, 0) << skew << " degrees";
  }
}

// Sizes at which there is no inside, or nothing but edges.
TEST(Straighten, TurnsImagesOfAFewPixels) {
  for (const int width : {1, 2, 3, 40}) {
    for (const int height : {1, 2, 3, 40}) {
      const LocalImagePtr straight = Straighten(std::make_shared<LocalImage>(width, height, 3, std::uint8_t{0}), 5);
      const auto [low, high] = std::minmax_element(straight->data(), straight->data() + straight->size_bytes());
      EXPECT_LT(*low, 255) << width << " x " << height;
      EXPECT_LE(*high, 255);
    }
  }
}

}  // namespace
}  // namespace sohoa
