// SPDX-License-Identifier: Apache-2.0
#include "scanners/picture_likeness.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "samples/sample_pages.h"

namespace sohoa {
namespace {

SampleImage Draw(SampleKind kind, const DrawOptions& options) {
  Result<SamplePage> page = DrawSamplePage(kind, 0, options);
  EXPECT_TRUE(page) << page.status().ToString();
  return page ? std::move(page->image) : SampleImage{};
}

PngFormat FormatOf(const SampleImage& image, int channels, int depth) {
  PngFormat format;
  format.width = static_cast<std::uint32_t>(image.width);
  format.height = static_cast<std::uint32_t>(image.height);
  format.channels = channels;
  format.depth = depth;
  format.dpi = image.dpi;
  return format;
}

PictureSketch Sketch(const SampleImage& image, int channels = 3, int depth = 8) {
  const PngFormat format = FormatOf(image, channels, depth);
  SketchMaker maker(format);
  std::vector<std::uint8_t> row(format.RowBytes());
  for (int y = 0; y < image.height; ++y) {
    std::fill(row.begin(), row.end(), std::uint8_t{0});
    for (int x = 0; x < image.width; ++x) {
      const std::size_t at = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x));
      for (int c = 0; c < channels; ++c) {
        const auto value = static_cast<std::uint8_t>(image.pixels[at + static_cast<std::size_t>(channels == 1 ? 1 : c)]);
        const auto sample = static_cast<std::size_t>(channels * x + c);
        if (depth == 1) {
          if (value >= 128) row[sample / 8] = static_cast<std::uint8_t>(row[sample / 8] | 0x80 >> sample % 8);
        } else {
          row[sample * static_cast<std::size_t>(depth / 8)] = value;
        }
      }
    }
    maker.AddRow(row);
  }
  return maker.Finish();
}

// As another compression or another reading of the same light would have it.
SampleImage WithNoise(SampleImage image, int strength) {
  std::uint32_t state = 12345;
  for (char& sample : image.pixels) {
    state = state * 1664525 + 1013904223;
    const int noise = static_cast<int>(state >> 16) % (2 * strength + 1) - strength;
    sample = static_cast<char>(std::clamp(static_cast<unsigned char>(sample) + noise, 0, 255));
  }
  return image;
}

TEST(PictureLikeness, FindsAFrameThatCameTwice) {
  for (const SampleKind kind : {SampleKind::kDecision, SampleKind::kLetter, SampleKind::kReceipt, SampleKind::kDeclaration}) {
    const SampleImage page = Draw(kind, {.dpi = 150, .degradation = Degradation::kScan});
    EXPECT_TRUE(AreOfOneFrame(Sketch(page), Sketch(page)));
    EXPECT_TRUE(AreOfOneFrame(Sketch(page), Sketch(WithNoise(page, 12)))) << SampleKindName(kind);
  }
}

TEST(PictureLikeness, TellsPagesOfOneFormApart) {
  for (const SampleKind kind : {SampleKind::kDecision, SampleKind::kLetter, SampleKind::kReceipt, SampleKind::kDeclaration}) {
    std::vector<SampleImage> images;
    std::vector<PictureSketch> pages;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      SampleImage image = Draw(kind, {.dpi = 100, .seed = seed});
      // Some kinds have the same words for several seeds.
      const bool known = std::any_of(images.begin(), images.end(), [&image](const SampleImage& other) { return other.pixels == image.pixels; });
      if (known) continue;
      pages.push_back(Sketch(image));
      images.push_back(std::move(image));
    }
    ASSERT_GE(pages.size(), 2u);
    for (std::size_t i = 0; i < pages.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(AreOfOneFrame(pages[i], pages[j])) << SampleKindName(kind);
    }
  }
}

TEST(PictureLikeness, BlankPagesAreLikeNothing) {
  const PictureSketch blank = Sketch(Draw(SampleKind::kBlank, {.dpi = 150, .degradation = Degradation::kScan}));
  EXPECT_FALSE(blank.has_content);
  EXPECT_FALSE(AreOfOneFrame(blank, blank));
}

TEST(PictureLikeness, WorksOnEveryDepth) {
  const SampleImage page = Draw(SampleKind::kDecision, {.dpi = 150});
  const SampleImage other = Draw(SampleKind::kLetter, {.dpi = 150});
  for (const auto& [channels, depth] : {std::pair{1, 1}, {1, 8}, {1, 16}, {3, 8}, {3, 16}}) {
    EXPECT_TRUE(AreOfOneFrame(Sketch(page, channels, depth), Sketch(page, channels, depth))) << depth;
    EXPECT_FALSE(AreOfOneFrame(Sketch(page, channels, depth), Sketch(other, channels, depth))) << depth;
  }
}

TEST(PictureLikeness, TakesFramesThatAreSmallerThanACell) {
  for (const std::uint32_t side : {1u, 3u, 12u}) {
    PngFormat format;
    format.width = format.height = side;
    SketchMaker maker(format);
    for (std::uint32_t y = 0; y < side; ++y) maker.AddRow(std::vector<std::uint8_t>(side, 0));
    EXPECT_FALSE(maker.Finish().has_content);
  }
}

}  // namespace
}  // namespace sohoa
