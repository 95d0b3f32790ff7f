// SPDX-License-Identifier: Apache-2.0
#include "imaging/print_split.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "imaging/imaging_fixture.h"
#include "imaging/resample.h"

namespace sohoa {
namespace {

struct Rgb {
  double red = 0;
  double green = 0;
  double blue = 0;
};

class PrintSplitTest : public ImagingTest {
 protected:
  // What is seen at `dpi` of the layer, and of one that is a JPEG of the whole page.
  struct Seen {
    LocalImagePtr page;
    LocalImagePtr layer;
    PageLayer encoded;
    std::size_t whole_size = 0;
  };

  Seen See(const PreparedPage& page, double dpi) {
    Seen seen;
    EncodeOptions options;
    seen.encoded = Encoded(page, options);
    options.mixed = false;
    const PageLayer whole = Encoded(page, options);
    EXPECT_EQ(whole.coding, PageLayer::Coding::kJpeg);
    seen.whole_size = whole.bytes.size();
    PictureRequest request;
    request.format = PictureRequest::Format::kPng;
    request.width = static_cast<int>(page.geometry.width * dpi / page.geometry.dpi);
    request.height = static_cast<int>(page.geometry.height * dpi / page.geometry.dpi);
    seen.page = Rendered(whole, request);
    seen.layer = Rendered(seen.encoded, request);
    return seen;
  }

  PageLayer Encoded(const PreparedPage& page, const EncodeOptions& options) {
    Result<PageLayer> layer = imaging_->EncodeLayer(page, options);
    EXPECT_TRUE(layer) << layer.status().ToString();
    return layer ? std::move(*layer) : PageLayer{};
  }

  LocalImagePtr Rendered(const PageLayer& layer, const PictureRequest& request) {
    const Result<std::string> picture = imaging_->RenderPicture(layer, request);
    EXPECT_TRUE(picture) << picture.status().ToString();
    if (!picture) return nullptr;
    const Result<DecodedPage> back = imaging_->Decode(Original(*picture), 0, DecodeOptions());
    EXPECT_TRUE(back) << back.status().ToString();
    return back ? SharedPixels(back->image) : nullptr;
  }

  // A page with what `paint` puts on the scan.
  template <typename Paint>
  Result<PreparedPage> PreparePainted(SampleKind kind, const DrawOptions& options, const Paint& paint) {
    Result<DecodedPage> scan = imaging_->Decode(Original(Png(kind, options)), 0, DecodeOptions());
    if (!scan) return scan.status();
    const LocalImagePtr pixels = SharedPixels(scan->image);
    for (int y = 0; y < pixels->height(); ++y) {
      for (int x = 0; x < pixels->width(); ++x) paint(x, y, pixels->row(y) + x * pixels->channels(), pixels->channels());
    }
    scan->bitonal = false;
    return imaging_->Prepare(*scan, {.rotation = 0, .deskew = false});
  }
};

// One channel's or all three channels' mean in a box.
Rgb MeanOf(const LocalImage& image, const Box& box) {
  Rgb sum;
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const std::uint8_t* pixel = image.row(y) + x * image.channels();
      const int other = image.channels() == 3 ? 1 : 0;
      sum.red += pixel[0];
      sum.green += pixel[other];
      sum.blue += pixel[2 * other];
    }
  }
  const auto count = static_cast<double>(box.area());
  return {sum.red / count, sum.green / count, sum.blue / count};
}

// The greatest difference of the means of blocks of `side` pixels, any channel.
double GreatestDifference(const LocalImage& a, const LocalImage& b, int side) {
  double greatest = 0;
  for (int y = 0; y + side <= std::min(a.height(), b.height()); y += side) {
    for (int x = 0; x + side <= std::min(a.width(), b.width()); x += side) {
      const Rgb one = MeanOf(a, {x, y, x + side, y + side});
      const Rgb two = MeanOf(b, {x, y, x + side, y + side});
      greatest = std::max({greatest, std::abs(one.red - two.red), std::abs(one.green - two.green), std::abs(one.blue - two.blue)});
    }
  }
  return greatest;
}

TEST_F(PrintSplitTest, PrintOverPaperLooksLikeThePageInLessThanHalfOfItsBytes) {
  for (const Degradation degradation : {Degradation::kNone, Degradation::kLight, Degradation::kScan}) {
    for (const int dpi : {200, 300}) {
      const Result<PreparedPage> page = PrepareSample(SampleKind::kLetter, {.dpi = dpi, .degradation = degradation});
      ASSERT_TRUE(page) << page.status().ToString();
      const Seen seen = See(*page, 50);
      ASSERT_NE(seen.layer, nullptr);
      EXPECT_EQ(seen.encoded.coding, PageLayer::Coding::kMixed);
      EXPECT_EQ(seen.encoded.components, 3) << "it has a seal";
      EXPECT_LE(GreatestDifference(*seen.page, *seen.layer, 2), 40) << "blocks of a millimetre, at " << dpi << " dpi";
      EXPECT_LE(GreatestDifference(*seen.page, *seen.layer, 10), 10) << "blocks of five millimetres, at " << dpi << " dpi";
      if (degradation == Degradation::kNone) continue;
      EXPECT_LT(2 * seen.encoded.bytes.size(), seen.whole_size) << "at " << dpi << " dpi";
    }
  }
}

TEST_F(PrintSplitTest, PrintIsAtTheScansResolutionOrTwiceThatAndPaperAt200) {
  for (const int dpi : {150, 200, 300}) {
    const Result<PreparedPage> page = PrepareSample(SampleKind::kDecision, {.dpi = dpi});
    ASSERT_TRUE(page);
    const Result<PageLayer> layer = imaging_->EncodeLayer(*page, EncodeOptions());
    ASSERT_TRUE(layer);
    ASSERT_EQ(layer->coding, PageLayer::Coding::kMixed);
    EXPECT_EQ(layer->width, page->geometry.width * (dpi < 250 ? 2 : 1));
    EXPECT_NEAR(layer->paper.width, page->geometry.width * std::min(1.0, 200.0 / dpi), 1);
    EXPECT_EQ(PaperOf(*layer).substr(0, 3), "\xff\xd8\xff");
    EXPECT_FALSE(MaskOf(*layer).empty());
    EXPECT_LT(layer->paper.ink[0], 60) << "the print is black";
  }
  const Result<PreparedPage> coarse = PrepareSample(SampleKind::kDecision, {.dpi = 100});
  ASSERT_TRUE(coarse);
  const Result<PageLayer> layer = imaging_->EncodeLayer(*coarse, EncodeOptions());
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->coding, PageLayer::Coding::kJpeg) << "too coarse for letters to be black or white";
}

TEST_F(PrintSplitTest, SealsAndPensKeepTheirColours) {
  const Result<PreparedPage> page = PrepareSample(SampleKind::kLetter, {.dpi = 200, .degradation = Degradation::kLight});
  ASSERT_TRUE(page);
  ASSERT_FALSE(page->inks.empty());
  const Seen seen = See(*page, 100);
  ASSERT_NE(seen.layer, nullptr);
  ASSERT_EQ(seen.encoded.coding, PageLayer::Coding::kMixed);
  for (const ColouredInk& ink : page->inks) {
    const Box box = Intersection({ink.box.left / 2, ink.box.top / 2, ink.box.right / 2, ink.box.bottom / 2},
                                 {0, 0, seen.page->width(), seen.page->height()});
    const Rgb before = MeanOf(*seen.page, box);
    const Rgb after = MeanOf(*seen.layer, box);
    EXPECT_NEAR(after.red, before.red, 3);
    EXPECT_NEAR(after.green, before.green, 3);
    EXPECT_NEAR(after.blue, before.blue, 3);
  }
}

TEST_F(PrintSplitTest, YellowedPaperWithAShadowStaysSo) {
  const Result<PreparedPage> page = PreparePainted(SampleKind::kLetter, {.dpi = 150, .skew = 0}, [](int x, int, std::uint8_t* pixel, int channels) {
    const double light = 0.75 + 0.25 * std::min(1.0, x / 600.0);
    const double tint[] = {0.95, 0.88, 0.70};
    for (int c = 0; c < channels; ++c) pixel[c] = static_cast<std::uint8_t>(pixel[c] * light * tint[c]);
  });
  ASSERT_TRUE(page) << page.status().ToString();
  const Seen seen = See(*page, 50);
  ASSERT_NE(seen.layer, nullptr);
  ASSERT_EQ(seen.encoded.coding, PageLayer::Coding::kMixed);
  ASSERT_EQ(seen.encoded.components, 3);
  EXPECT_LE(GreatestDifference(*seen.page, *seen.layer, 10), 10);
}

// A pencil's stroke is darker than its paper by no more than a tenth of what print is.
TEST_F(PrintSplitTest, FaintPencilStaysOnThePaper) {
  const auto is_stroke = [](int x, int y) { return x > 200 && x < 1000 && std::abs(y - (1450 + std::lround(40 * std::sin(x / 30.0)))) <= 1; };
  const DrawOptions options{.dpi = 200, .degradation = Degradation::kLight, .skew = 0};
  const auto paint = [&](int x, int y, std::uint8_t* pixel, int channels) {
    for (int c = 0; c < channels && is_stroke(x, y); ++c) pixel[c] = static_cast<std::uint8_t>(std::max(0, pixel[c] - 24));
  };
  const Result<PreparedPage> page = PreparePainted(SampleKind::kDeclaration, options, paint);
  ASSERT_TRUE(page) << page.status().ToString();
  const Seen seen = See(*page, 200);
  ASSERT_NE(seen.layer, nullptr);
  ASSERT_EQ(seen.encoded.coding, PageLayer::Coding::kMixed);
  double before = 0;
  double after = 0;
  int count = 0;
  for (int x = 201; x < 1000; ++x) {
    const int y = static_cast<int>(1450 + std::lround(40 * std::sin(x / 30.0)));
    const Box on{x, y, x + 1, y + 1};
    const Box beside{x, y + 12, x + 1, y + 13};
    before += MeanOf(*seen.page, beside).green - MeanOf(*seen.page, on).green;
    after += MeanOf(*seen.layer, beside).green - MeanOf(*seen.layer, on).green;
    ++count;
  }
  ASSERT_GT(before / count, 15);
  EXPECT_GT(after, 0.75 * before) << "strokes are " << before / count << " darker than their paper";
}

TEST_F(PrintSplitTest, APhotographIsKeptAsItWasScanned) {
  const Box photograph{900, 300, 1300, 860};
  const auto paint = [&](int x, int y, std::uint8_t* pixel, int channels) {
    if (x < photograph.left || x >= photograph.right || y < photograph.top || y >= photograph.bottom) return;
    const double shade = 128 + 90 * std::sin(x / 47.0) * std::cos(y / 61.0) + 30 * std::sin(x / 3.0) * std::sin(y / 4.0);
    for (int c = 0; c < channels; ++c) pixel[c] = static_cast<std::uint8_t>(std::clamp(shade + 8 * c, 0.0, 255.0));
  };
  const Result<PreparedPage> page = PreparePainted(SampleKind::kBlank, {.dpi = 200, .skew = 0}, paint);
  ASSERT_TRUE(page) << page.status().ToString();
  const Seen seen = See(*page, 200);
  ASSERT_NE(seen.layer, nullptr);
  // Here and there at its edges a tile may look like print on paper.
  const Box inside{photograph.left + 20, photograph.top + 20, photograph.right - 20, photograph.bottom - 20};
  int alike = 0;
  int all = 0;
  for (int y = inside.top; y < inside.bottom; y += 4) {
    for (int x = inside.left; x < inside.right; x += 4) {
      const Box block{x, y, x + 4, y + 4};
      alike += std::abs(MeanOf(*seen.layer, block).green - MeanOf(*seen.page, block).green) <= 4;
      ++all;
    }
  }
  EXPECT_GE(alike, all * 99 / 100);
}

TEST_F(PrintSplitTest, APageFullOfPicturesIsOneJpeg) {
  const auto paint = [&](int x, int y, std::uint8_t* pixel, int channels) {
    const double shade = 128 + 60 * std::sin(x / 31.0) * std::cos(y / 27.0) + 50 * std::sin(x / 3.0) * std::sin(y / 4.0);
    for (int c = 0; c < channels; ++c) pixel[c] = static_cast<std::uint8_t>(shade);
  };
  const Result<PreparedPage> page = PreparePainted(SampleKind::kBlank, {.dpi = 150, .skew = 0}, paint);
  ASSERT_TRUE(page) << page.status().ToString();
  const Result<PageLayer> layer = imaging_->EncodeLayer(*page, EncodeOptions());
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->coding, PageLayer::Coding::kJpeg);
}

TEST_F(PrintSplitTest, ABlankPageIsPaperAlone) {
  const Result<PreparedPage> page = PreparePainted(SampleKind::kBlank, {.dpi = 150, .skew = 0}, [](int, int y, std::uint8_t* pixel, int channels) {
    for (int c = 0; c < channels; ++c) pixel[c] = static_cast<std::uint8_t>(230 + y % 2);
  });
  ASSERT_TRUE(page);
  const Result<PageLayer> layer = imaging_->EncodeLayer(*page, EncodeOptions());
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->coding, PageLayer::Coding::kJpeg);
}

TEST_F(PrintSplitTest, WhatIsReadStaysAsItWas) {
  const Result<PreparedPage> page = PrepareSample(SampleKind::kLetter, {.dpi = 150, .degradation = Degradation::kScan});
  ASSERT_TRUE(page);
  const LocalImage& reading = *LocalImage::From(page->reading);
  LocalImage before_reading(reading.width(), reading.height(), 1);
  std::copy_n(reading.data(), reading.size_bytes(), before_reading.data());
  ASSERT_TRUE(imaging_->EncodeLayer(*page, EncodeOptions()));
  EXPECT_TRUE(SamePixels(before_reading, *LocalImage::From(page->reading)));
}

TEST_F(PrintSplitTest, DamagedMixedLayersAreRefused) {
  const Result<PreparedPage> page = PrepareSample(SampleKind::kDecision, {.dpi = 150});
  ASSERT_TRUE(page);
  const Result<PageLayer> good = imaging_->EncodeLayer(*page, EncodeOptions());
  ASSERT_TRUE(good);
  ASSERT_EQ(good->coding, PageLayer::Coding::kMixed);
  const auto render = [&](auto damage) {
    PageLayer layer = *good;
    damage(layer);
    return imaging_->RenderPicture(layer, PictureRequest());
  };
  EXPECT_FALSE(render([](PageLayer& layer) { layer.paper.size = 0; }));
  EXPECT_FALSE(render([](PageLayer& layer) { layer.paper.size = layer.bytes.size(); }));
  EXPECT_FALSE(render([](PageLayer& layer) { layer.paper.size = std::uint64_t{1} << 63; }));
  EXPECT_FALSE(render([](PageLayer& layer) { layer.bytes = "no layer at all"; layer.paper.size = 5; }));
  EXPECT_FALSE(render([](PageLayer& layer) { layer.width = layer.height = 100'000; }));
  EXPECT_TRUE(render([](PageLayer&) {}));
}

}  // namespace
}  // namespace sohoa
