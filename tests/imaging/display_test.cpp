// SPDX-License-Identifier: Apache-2.0
//
// What is shown, and the mask of coloured ink: made late, or not at all.
#include <algorithm>
#include <cstdint>

#include "imaging/deferred_image.h"
#include "imaging/imaging_fixture.h"
#include "imaging/resample.h"
#include "imaging/straighten.h"

namespace sohoa {
namespace {

class DisplayTest : public ImagingTest {
 protected:
  Result<DecodedPage> DecodeSample(const DrawOptions& options) {
    return imaging_->Decode(Original(Png(SampleKind::kDecision, options)), 0, DecodeOptions());
  }
};

TEST_F(DisplayTest, IsTheStraightenedScanThoughMadeWhenAskedFor) {
  for (const int rotation : {0, 270}) {
    const Result<DecodedPage> scan = DecodeSample({.dpi = 100, .rotation = (360 - rotation) % 360, .skew = 2.0});
    ASSERT_TRUE(scan) << scan.status().ToString();
    const Result<PreparedPage> page = imaging_->Prepare(*scan, {.rotation = rotation});
    ASSERT_TRUE(page) << page.status().ToString();
    ASSERT_NE(dynamic_cast<const DeferredImage*>(page->display.get()), nullptr) << "made at once";
    const LocalImagePtr expected = Straighten(TurnQuarter(SharedPixels(scan->image), rotation), page->geometry.skew_degrees);
    EXPECT_TRUE(SamePixels(*LocalImage::From(page->display), *expected)) << "rotation " << rotation;
    EXPECT_EQ(LocalImage::From(page->display), LocalImage::From(page->display)) << "made twice";
  }
}

TEST_F(DisplayTest, OfAStraightPageIsTheScanItself) {
  const Result<DecodedPage> scan = DecodeSample({.dpi = 100});
  ASSERT_TRUE(scan);
  const Result<PreparedPage> page = imaging_->Prepare(*scan, {.rotation = 0});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->display, scan->image);
}

TEST_F(DisplayTest, IsEncodedAlikeWhetherItWasAskedForBeforeOrNot) {
  for (const bool seal : {true, false}) {
    const Result<DecodedPage> scan = DecodeSample({.dpi = 150, .skew = 1.0, .seal = seal});
    ASSERT_TRUE(scan);
    const Result<PreparedPage> fresh = imaging_->Prepare(*scan, {.rotation = 0});
    const Result<PreparedPage> seen = imaging_->Prepare(*scan, {.rotation = 0});
    ASSERT_TRUE(fresh);
    ASSERT_TRUE(seen);
    ASSERT_NE(LocalImage::From(seen->display), nullptr);
    const Result<PageLayer> late = imaging_->EncodeLayer(*fresh, EncodeOptions());
    const Result<PageLayer> early = imaging_->EncodeLayer(*seen, EncodeOptions());
    ASSERT_TRUE(late);
    ASSERT_TRUE(early);
    EXPECT_EQ(*late, *early);
    EXPECT_EQ(late->components, seal ? 3 : 1);
  }
}

TEST_F(DisplayTest, OfASkewedBitonalPageIsKeptAsFax) {
  const auto scan = std::make_shared<LocalImage>(800, 600, 1, std::uint8_t{255});
  for (int y = 100; y < 500; ++y) {
    if (y % 20 < 8) std::fill_n(scan->row(y) + 100, 600, std::uint8_t{0});
  }
  DecodedPage decoded;
  decoded.image = Straighten(scan, -2);  // lines that run downhill by two degrees
  LocalImage& bits = *SharedPixels(decoded.image);
  std::transform(bits.data(), bits.data() + bits.size_bytes(), bits.data(),
                 [](std::uint8_t gray) { return static_cast<std::uint8_t>(gray < 128 ? 0 : 255); });
  decoded.dpi = 100;
  decoded.bitonal = true;
  const Result<PreparedPage> page = imaging_->Prepare(decoded, {.rotation = 0});
  ASSERT_TRUE(page);
  EXPECT_NEAR(page->geometry.skew_degrees, 2, 0.1);
  EXPECT_TRUE(page->bitonal);
  const Result<PageLayer> layer = imaging_->EncodeLayer(*page, EncodeOptions());
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->coding, PageLayer::Coding::kCcittG4);
  EXPECT_EQ(layer->width, page->geometry.width);
}

TEST_F(DisplayTest, InkOfASkewedPageLiesInTheMaskWhereItWasPainted) {
  Result<DecodedPage> scan = DecodeSample({.dpi = 150, .skew = -3.0, .seal = false});
  ASSERT_TRUE(scan);
  LocalImage& pixels = *SharedPixels(scan->image);
  for (int y = 400; y < 460; ++y) {
    for (int x = 300; x < 360; ++x) {
      pixels.row(y)[3 * x] = 208;
      pixels.row(y)[3 * x + 1] = pixels.row(y)[3 * x + 2] = 16;
    }
  }
  const Result<PreparedPage> page = imaging_->Prepare(*scan, {.rotation = 0});
  ASSERT_TRUE(page);
  EXPECT_NEAR(page->geometry.skew_degrees, -3, 0.1);
  const LocalImage& mask = *LocalImage::From(page->ink_mask);
  int inked = 0;
  int astray = 0;
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      if (mask.row(y)[x] == 0) continue;
      ++inked;
      const Point from = page->geometry.ToScanned({x + 0.5, y + 0.5});
      if (from.x < 300 || from.x > 360 || from.y < 400 || from.y > 460) ++astray;
    }
  }
  EXPECT_NEAR(inked, 60 * 60, 60);
  EXPECT_EQ(astray, 0);
}

TEST_F(DisplayTest, APageWithoutColouredInkHasAnEmptyMaskOfItsSize) {
  const Result<DecodedPage> scan = DecodeSample({.dpi = 100, .skew = 1.0, .seal = false});
  ASSERT_TRUE(scan);
  const Result<PreparedPage> page = imaging_->Prepare(*scan, {.rotation = 0});
  ASSERT_TRUE(page);
  EXPECT_NE(dynamic_cast<const EmptyMask*>(page->ink_mask.get()), nullptr) << "made at once";
  const LocalImage& mask = *LocalImage::From(page->ink_mask);
  EXPECT_EQ(mask.width(), page->geometry.width);
  EXPECT_EQ(mask.height(), page->geometry.height);
  EXPECT_EQ(static_cast<std::size_t>(std::count(mask.data(), mask.data() + mask.size_bytes(), 0)), mask.size_bytes());
}

}  // namespace
}  // namespace sohoa
