// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "imaging/imaging_fixture.h"

namespace sohoa {
namespace {

// Shares of pixels that are darker than `level`.
double DarkShare(const ImageHandle& handle, int level) {
  const LocalImage& image = *LocalImage::From(handle);
  std::uint64_t dark = 0;
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* row = image.row(y);
    dark += static_cast<std::uint64_t>(std::count_if(row, row + image.width(), [level](std::uint8_t value) { return value < level; }));
  }
  return static_cast<double>(dark) / (1.0 * image.width() * image.height());
}

TEST_F(ImagingTest, LeavesAStraightPageAlone) {
  const Result<PreparedPage> page = PrepareSample(SampleKind::kDecision, {.dpi = 150});
  ASSERT_TRUE(page) << page.status().ToString();
  EXPECT_EQ(page->geometry.rotation, 0);
  EXPECT_EQ(page->geometry.skew_degrees, 0);
  EXPECT_FALSE(page->quality.blank);
}

TEST_F(ImagingTest, FindsTheSkewToATenthOfADegree) {
  for (const double skew : {-4.0, 1.3, 3.0}) {
    const Result<PreparedPage> page = PrepareSample(SampleKind::kDecision, {.dpi = 150, .skew = skew});
    ASSERT_TRUE(page) << page.status().ToString();
    EXPECT_NEAR(page->geometry.skew_degrees, skew, 0.1);
  }
}

// Where the shapes of letters do not tell, the confidence says so and the letters are asked.
TEST_F(ImagingTest, TurnsAPageUprightOrIsNotSure) {
  for (const int rotation : {90, 180, 270}) {
    const Result<PreparedPage> page = PrepareSample(SampleKind::kDecision, {.dpi = 150, .rotation = rotation});
    ASSERT_TRUE(page) << page.status().ToString();
    const bool upright = (page->geometry.rotation + rotation) % 360 == 0;
    EXPECT_TRUE(upright || page->orientation_confidence < 0.5) << "scanned turned by " << rotation;
  }
}

TEST_F(ImagingTest, TurnsAPageAsItIsTold) {
  const OriginalFile file = Original(Png(SampleKind::kDecision, {.dpi = 100, .rotation = 90}));
  const Result<DecodedPage> decoded = imaging_->Decode(file, 0, DecodeOptions());
  ASSERT_TRUE(decoded);
  PrepareOptions options;
  options.rotation = 270;
  const Result<PreparedPage> page = imaging_->Prepare(*decoded, options);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->geometry.rotation, 270);
  EXPECT_LT(page->geometry.width, page->geometry.height);
}

// As small or as thin as hostile or cropped images are: an answer, and no side of no pixels.
TEST_F(ImagingTest, PreparesImagesOfAFewPixels) {
  struct Size {
    int width;
    int height;
  };
  for (const Size size : {Size{1, 1}, Size{2, 3}, Size{1, 900}, Size{3000, 1}, Size{70, 64}}) {
    for (const int channels : {1, 3}) {
      for (const std::uint8_t gray : {std::uint8_t{0}, std::uint8_t{255}}) {
        const auto image = std::make_shared<LocalImage>(size.width, size.height, channels, gray);
        if (channels == 3 && gray == 0) image->data()[0] = 255;  // with a little red ink
        DecodedPage decoded;
        decoded.image = image;
        decoded.dpi = 1200;
        const Result<PreparedPage> page = imaging_->Prepare(decoded, PrepareOptions());
        ASSERT_TRUE(page) << size.width << " x " << size.height << ": " << page.status().ToString();
        const Result<PageLayer> layer = imaging_->EncodeLayer(*page, EncodeOptions());
        ASSERT_TRUE(layer) << size.width << " x " << size.height << ": " << layer.status().ToString();
        EXPECT_GT(layer->width, 0);
        EXPECT_GT(layer->height, 0);
      }
    }
  }
}

// The shadow of the sheet's edge falls apart into pieces as large as letters.
TEST_F(ImagingTest, TakesAnEmptySheetOfAPoorScanForBlank) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Result<PreparedPage> blank = PrepareSample(SampleKind::kBlank, {.dpi = 200, .seed = seed, .degradation = Degradation::kHeavy});
    ASSERT_TRUE(blank) << blank.status().ToString();
    EXPECT_TRUE(blank->quality.blank) << "seed " << seed;
  }
}

TEST_F(ImagingTest, TellsABlankPageFromOneWithText) {
  const Result<PreparedPage> blank = PrepareSample(SampleKind::kBlank, {.dpi = 150, .degradation = Degradation::kScan});
  ASSERT_TRUE(blank) << blank.status().ToString();
  EXPECT_TRUE(blank->quality.blank);
  const Result<PreparedPage> letter = PrepareSample(SampleKind::kLetter, {.dpi = 150, .degradation = Degradation::kScan});
  ASSERT_TRUE(letter);
  EXPECT_FALSE(letter->quality.blank);
}

TEST_F(ImagingTest, TakesTheSealOutOfWhatIsReadAndKeepsItInWhatIsShown) {
  const Result<PreparedPage> sealed = PrepareSample(SampleKind::kDecision, {.dpi = 150, .seal = true});
  const Result<PreparedPage> bare = PrepareSample(SampleKind::kDecision, {.dpi = 150, .seal = false});
  ASSERT_TRUE(sealed);
  ASSERT_TRUE(bare);
  const bool red = std::any_of(sealed->inks.begin(), sealed->inks.end(),
                               [](const ColouredInk& ink) { return ink.kind == ColouredInk::Kind::kRed; });
  EXPECT_TRUE(red);
  EXPECT_NEAR(DarkShare(sealed->reading, 128), DarkShare(bare->reading, 128), 0.002);
  EXPECT_EQ(sealed->display->channels(), 3);
}

TEST_F(ImagingTest, MakesUnevenPaperWhite) {
  const Result<PreparedPage> page = PrepareSample(SampleKind::kDecision, {.dpi = 150, .degradation = Degradation::kHeavy});
  ASSERT_TRUE(page);
  EXPECT_LT(DarkShare(page->reading, 200), 0.15);
}

TEST_F(ImagingTest, ReadsTheBarcodesOfAReceipt) {
  const Result<PreparedPage> page = PrepareSample(SampleKind::kReceipt, {.dpi = 200});
  ASSERT_TRUE(page);
  ASSERT_GE(page->barcodes.size(), 2u);
  for (const Barcode& barcode : page->barcodes) {
    EXPECT_NE(barcode.text.find("000.00.18.H42-181004-0001"), std::string::npos) << barcode.format;
    EXPECT_FALSE(barcode.box.empty());
  }
}

TEST_F(ImagingTest, GivesEqualOutputForEqualInput) {
  const DrawOptions options{.dpi = 150, .degradation = Degradation::kScan};
  const Result<PreparedPage> one = PrepareSample(SampleKind::kLetter, options);
  const Result<PreparedPage> two = PrepareSample(SampleKind::kLetter, options);
  ASSERT_TRUE(one);
  ASSERT_TRUE(two);
  EXPECT_EQ(one->geometry, two->geometry);
  EXPECT_TRUE(SamePixels(*LocalImage::From(one->reading), *LocalImage::From(two->reading)));
}

TEST_F(ImagingTest, ALayerComesBackAsAPicture) {
  Result<PreparedPage> page = PrepareSample(SampleKind::kLetter, {.dpi = 150});
  ASSERT_TRUE(page);
  for (const PageLayer::Coding coding : {PageLayer::Coding::kJpeg, PageLayer::Coding::kCcittG4, PageLayer::Coding::kMixed}) {
    page->bitonal = coding == PageLayer::Coding::kCcittG4;
    EncodeOptions options;
    options.mixed = coding == PageLayer::Coding::kMixed;
    const Result<PageLayer> layer = imaging_->EncodeLayer(*page, options);
    ASSERT_TRUE(layer) << layer.status().ToString();
    EXPECT_EQ(layer->coding, coding);
    PictureRequest request;
    request.width = 300;
    request.format = PictureRequest::Format::kPng;
    const Result<std::string> picture = imaging_->RenderPicture(*layer, request);
    ASSERT_TRUE(picture) << picture.status().ToString();
    const Result<DecodedPage> back = imaging_->Decode(Original(*picture), 0, DecodeOptions());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->image->width(), 300);
  }
}

TEST_F(ImagingTest, GetsByWithTheSmallestPages) {
  auto dot = std::make_shared<LocalImage>(1, 1, 1, std::uint8_t{255});
  DecodedPage decoded;
  decoded.image = dot;
  decoded.dpi = 300;
  const Result<PreparedPage> page = imaging_->Prepare(decoded, PrepareOptions());
  EXPECT_TRUE(!page || page->quality.blank);
}

}  // namespace
}  // namespace sohoa
