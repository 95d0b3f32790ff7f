// SPDX-License-Identifier: Apache-2.0
#include "imaging/bleed_through.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

namespace sohoa {
namespace {

constexpr int kWidth = 1200;
constexpr int kHeight = 800;

// Strokes `spacing` pixels apart and five wide, as dark as `level` on paper of 250, whose edges
// spread over `blur` pixels.
LocalImagePtr Stripes(int spacing, int level, double blur, int offset = 0) {
  auto page = std::make_shared<LocalImage>(kWidth, kHeight, 1);
  for (int x = 0; x < kWidth; ++x) {
    const double from_middle = std::abs((x + offset) % spacing - spacing / 2);
    const double covered = std::clamp((2.5 - from_middle) / blur + 0.5, 0.0, 1.0);
    const auto gray = static_cast<std::uint8_t>(250 - std::lround((250 - level) * covered));
    for (int y = 0; y < kHeight; ++y) page->row(y)[x] = gray;
  }
  return page;
}

// Both sides of a sheet, as light that goes through it shows them.
LocalImagePtr Together(const LocalImage& front, const LocalImage& back) {
  auto page = std::make_shared<LocalImage>(kWidth, kHeight, 1);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) page->row(y)[x] = static_cast<std::uint8_t>(front.row(y)[x] * back.row(y)[x] / 250);
  }
  return page;
}

TEST(BleedThrough, ThePrintOfTheOtherSideFadesAndThatOfThisSideStays) {
  const LocalImagePtr front = Stripes(40, 20, 1);
  const LocalImagePtr page = Together(*front, *Stripes(40, 170, 8, 20));
  const LocalImagePtr clean = WithoutBleedThrough(page);
  ASSERT_NE(clean, page);
  for (int x = 40; x < 80; ++x) {
    const int before = page->row(100)[x];
    const int after = clean->row(100)[x];
    if (front->row(100)[x] < 60) {
      EXPECT_LE(after, before * 5 / 4) << "print at " << x;
    } else if (before < 250) {
      EXPECT_GE(after, std::min(250, before + 20)) << "show-through at " << x;
    }
  }
}

TEST(BleedThrough, ACleanPageIsTheSameImage) {
  const LocalImagePtr page = Stripes(40, 20, 1);
  EXPECT_EQ(WithoutBleedThrough(page), page);
  const LocalImagePtr faint = Together(*page, *Stripes(40, 225, 8, 20));
  EXPECT_EQ(WithoutBleedThrough(faint), faint) << "what shows through is paler than any print";
}

TEST(BleedThrough, PaleSharpPrintStays) {
  const LocalImagePtr page = Together(*Stripes(40, 20, 1), *Stripes(40, 170, 1, 20));
  EXPECT_EQ(WithoutBleedThrough(page), page);
}

TEST(BleedThrough, APageThatIsBlurredItselfStays) {
  const LocalImagePtr page = Together(*Stripes(40, 20, 9), *Stripes(40, 170, 9, 20));
  EXPECT_EQ(WithoutBleedThrough(page), page);
}

TEST(BleedThrough, ImagesOfAFewPixelsStay) {
  for (const int width : {1, 2, 5}) {
    const auto image = std::make_shared<LocalImage>(width, 1, 1, std::uint8_t{180});
    EXPECT_EQ(WithoutBleedThrough(image), image);
  }
}

}  // namespace
}  // namespace sohoa
