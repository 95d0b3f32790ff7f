// SPDX-License-Identifier: Apache-2.0
//
// What a desk is told about a scan, on drawn pages that a scanner or a hand has spoilt.
#include "imaging/page_quality.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "imaging/imaging_fixture.h"

namespace sohoa {
namespace {

constexpr int kDpi = 200;
constexpr double kMm = kDpi / 25.4;

class PageQualityTest : public ImagingTest {
 protected:
  static SampleImage Draw(SampleKind kind, Degradation degradation = Degradation::kNone, std::uint32_t page = 0) {
    const Result<SamplePage> drawn = DrawSamplePage(kind, page, {.dpi = kDpi, .degradation = degradation, .seal = false});
    EXPECT_TRUE(drawn) << drawn.status().ToString();
    return drawn ? drawn->image : SampleImage{};
  }

  static LocalImagePtr Gray(const SampleImage& image) {
    auto gray = std::make_shared<LocalImage>(image.width, image.height, 1);
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        gray->row(y)[x] = static_cast<std::uint8_t>(image.pixels[static_cast<std::size_t>(y * image.width + x) * 3 + 1]);
      }
    }
    return gray;
  }

  static LocalImagePtr Decision() { return Gray(Draw(SampleKind::kDecision)); }

  PageQuality Judge(const LocalImagePtr& scan, bool bitonal = false, int rotation = 0) {
    DecodedPage decoded;
    decoded.image = scan;
    decoded.dpi = kDpi;
    decoded.dpi_known = true;
    decoded.bitonal = bitonal;
    PrepareOptions options;
    options.rotation = rotation;
    const Result<PreparedPage> page = imaging_->Prepare(decoded, options);
    EXPECT_TRUE(page) << page.status().ToString();
    return page ? page->quality : PageQuality();
  }
};

bool Has(const PageQuality& quality, const std::string& flag) {
  return std::find(quality.flags.begin(), quality.flags.end(), flag) != quality.flags.end();
}

std::string Flags(const PageQuality& quality) {
  std::string flags;
  for (const std::string& flag : quality.flags) flags += flag + ' ';
  return flags;
}

LocalImagePtr Mapped(const LocalImage& image, const std::function<int(int x, int y, int gray)>& map) {
  auto mapped = std::make_shared<LocalImage>(image.width(), image.height(), 1);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      mapped->row(y)[x] = static_cast<std::uint8_t>(std::clamp(map(x, y, image.row(y)[x]), 0, 255));
    }
  }
  return mapped;
}

LocalImagePtr Cropped(const LocalImage& image, const Box& box) {
  auto part = std::make_shared<LocalImage>(box.width(), box.height(), 1);
  for (int y = 0; y < box.height(); ++y) std::copy_n(image.row(box.top + y) + box.left, box.width(), part->row(y));
  return part;
}

LocalImagePtr TurnedUpsideDown(const LocalImage& image) {
  return Mapped(image, [&image](int x, int y, int) { return image.row(image.height() - 1 - y)[image.width() - 1 - x]; });
}

// By a spread of `sigma` pixels.
LocalImagePtr Blurred(const LocalImage& image, double sigma) {
  const int reach = static_cast<int>(std::ceil(3 * sigma));
  const auto weight = [sigma](int k) { return std::exp(-k * k / (2 * sigma * sigma)); };
  double sum = 0;
  for (int k = -reach; k <= reach; ++k) sum += weight(k);
  const auto spread = [&](const LocalImage& from, int across, int down) {
    return Mapped(from, [&](int x, int y, int) {
      double mixed = 0;
      for (int k = -reach; k <= reach; ++k) {
        mixed += weight(k) * from.row(std::clamp(y + k * down, 0, from.height() - 1))[std::clamp(x + k * across, 0, from.width() - 1)];
      }
      return static_cast<int>(std::lround(mixed / sum));
    });
  };
  return spread(*spread(image, 1, 0), 0, 1);
}

// The box of all that is dark.
Box PrintOf(const LocalImage& image) {
  Box print;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      if (image.row(y)[x] < 128) print = Union(print, {x, y, x + 1, y + 1});
    }
  }
  return print;
}

TEST_F(PageQualityTest, FindsNothingAmissWithPagesAsTheyComeFromAScanner) {
  const struct {
    SampleKind kind;
    std::uint32_t page;
  } pages[] = {{SampleKind::kDecision, 0}, {SampleKind::kLetter, 0}, {SampleKind::kReceipt, 0}, {SampleKind::kDeclaration, 0}, {SampleKind::kPlan, 0}};
  for (const auto& [kind, number] : pages) {
    for (const Degradation degradation : {Degradation::kNone, Degradation::kLight, Degradation::kScan, Degradation::kHeavy}) {
      const PageQuality quality = Judge(Gray(Draw(kind, degradation, number)));
      for (const char* flag : {"blurred", "low_contrast", "too_dark", "cut_edge", "folded_corner"}) {
        EXPECT_FALSE(Has(quality, flag)) << SampleKindName(kind) << ", degradation " << static_cast<int>(degradation) << ": " << Flags(quality);
      }
    }
  }
}

TEST_F(PageQualityTest, SeesBlurHoweverPaleThePrintIsAndOnlyThere) {
  const auto pale = [](const LocalImage& image) { return Mapped(image, [](int, int, int gray) { return 245 - (255 - gray) / 2; }); };
  const LocalImagePtr sharp = Decision();
  // 2.5 pixels at 300 dpi, and half of that.
  const LocalImagePtr blurred = Blurred(*sharp, 2.5 * kDpi / 300);
  const LocalImagePtr soft = Blurred(*sharp, 1.2 * kDpi / 300);
  EXPECT_TRUE(Has(Judge(blurred), "blurred"));
  EXPECT_TRUE(Has(Judge(pale(*blurred)), "blurred"));
  EXPECT_FALSE(Has(Judge(soft), "blurred"));
  EXPECT_FALSE(Has(Judge(pale(*sharp)), "blurred"));
  EXPECT_FALSE(Has(Judge(pale(*soft)), "blurred"));
  EXPECT_FALSE(Has(Judge(Mapped(*sharp, [](int, int, int gray) { return gray < 128 ? 0 : 255; }), true), "blurred"));
}

TEST_F(PageQualityTest, ContrastIsThatOfThePrintHoweverLittleThereIs) {
  const LocalImagePtr page = Decision();
  const Box print = PrintOf(*page);
  const int few_lines = print.top + static_cast<int>(20 * kMm);
  const LocalImagePtr sparse = Mapped(*page, [few_lines](int, int y, int gray) { return y < few_lines ? gray : 255; });
  EXPECT_FALSE(Has(Judge(sparse), "low_contrast")) << "a page of a few lines";
  // Print that is a third darker than gray paper.
  const LocalImagePtr pale = Mapped(*page, [](int, int, int gray) { return 190 - (255 - gray) / 3; });
  EXPECT_TRUE(Has(Judge(pale), "low_contrast"));
}

TEST_F(PageQualityTest, SeesPagesThatHardlyAnyLightReached) {
  const LocalImagePtr page = Decision();
  EXPECT_TRUE(Has(Judge(Mapped(*page, [](int, int, int gray) { return gray * 2 / 5; })), "too_dark"));
  EXPECT_FALSE(Has(Judge(Mapped(*page, [](int, int, int gray) { return gray * 3 / 5; })), "too_dark")) << "coloured paper";
  // Bitonal, the threshold set so that a half of the paper is black.
  const auto speckled = Mapped(*page, [](int x, int y, int gray) { return gray < 128 || (x * 7919 + y * 104729) % 31 < 15 ? 0 : 255; });
  EXPECT_TRUE(Has(Judge(speckled, true), "too_dark"));
  // A slip of paper on the black lid of the scanner.
  const Box slip{0, 0, page->width() / 2, page->height() / 3};
  const auto on_lid = Mapped(*page, [&slip](int x, int y, int gray) { return x < slip.right && y < slip.bottom ? gray : 8; });
  EXPECT_FALSE(Has(Judge(on_lid), "too_dark"));
}

TEST_F(PageQualityTest, SeesPrintThatRunsOverAnEdge) {
  const LocalImagePtr page = Decision();
  const Box print = PrintOf(*page);
  const int bit = static_cast<int>(12 * kMm);
  const Box all{0, 0, page->width(), page->height()};
  EXPECT_TRUE(Has(Judge(Cropped(*page, {print.left + bit, 0, all.right, all.bottom})), "cut_edge"));
  EXPECT_TRUE(Has(Judge(Cropped(*page, {0, 0, print.right - bit, all.bottom})), "cut_edge"));
  const LocalImagePtr cut = Cropped(*page, {print.left + bit, 0, all.right, all.bottom});
  EXPECT_TRUE(Has(Judge(TurnedUpsideDown(*cut), false, 180), "cut_edge"));
  // Up to the print, and no further.
  const LocalImagePtr close = Cropped(*page, Intersection(all, {print.left - 6, print.top - 6, print.right + 6, print.bottom + 6}));
  EXPECT_FALSE(Has(Judge(close), "cut_edge"));
}

TEST_F(PageQualityTest, SeesALineOfPrintOfWhichOnlyPartIsThere) {
  const LocalImagePtr page = Decision();
  const auto ink = [&page](int y) {
    return std::count_if(page->row(y), page->row(y) + page->width(), [](std::uint8_t gray) { return gray < 128; });
  };
  // The line of the body that has the row with most ink, from its first row to its last.
  int fullest = page->height() / 3;
  for (int y = fullest; y < page->height() * 2 / 3; ++y) fullest = ink(y) > ink(fullest) ? y : fullest;
  int top = fullest;
  int bottom = fullest;
  while (ink(top) * 5 > ink(fullest)) --top;
  while (ink(bottom) * 5 > ink(fullest)) ++bottom;
  const int middle = (top + bottom) / 2;
  EXPECT_TRUE(Has(Judge(Cropped(*page, {0, middle, page->width(), page->height()})), "cut_edge"));
  EXPECT_TRUE(Has(Judge(Cropped(*page, {0, 0, page->width(), middle})), "cut_edge"));
}

TEST_F(PageQualityTest, RulesBordersAndHolesAtAnEdgeAreNoCutPrint) {
  const LocalImagePtr page = Decision();
  const int left = PrintOf(*page).left;
  const auto spoilt = Mapped(*page, [&](int x, int y, int gray) {
    const bool rule = y % 200 < 3 && x < page->width() - left && y > page->height() / 2;
    const bool border = x > page->width() - 15 || (y > page->height() - 8 && x % 90 < 60);
    const bool hole = std::hypot(x - 12, y - page->height() / 4) < 3 * kMm;
    return rule || border || hole ? 0 : gray;
  });
  EXPECT_FALSE(Has(Judge(spoilt), "cut_edge"));
}

// How far a place lies behind the fold that cuts off `across` and `down` millimetres of a corner.
double BehindFold(const LocalImage& page, int corner, double across, double down, int x, int y) {
  const double from_side = corner % 2 == 0 ? x : page.width() - 1 - x;
  const double from_end = corner < 2 ? y : page.height() - 1 - y;
  return (1 - from_side / (across * kMm) - from_end / (down * kMm)) / std::hypot(1 / (across * kMm), 1 / (down * kMm));
}

TEST_F(PageQualityTest, SeesAFoldedCorner) {
  const LocalImagePtr page = Gray(Draw(SampleKind::kDecision, Degradation::kScan));
  for (int corner = 0; corner < 4; ++corner) {
    const auto lid = Mapped(*page, [&](int x, int y, int gray) { return BehindFold(*page, corner, 14, 20, x, y) > 0 ? 12 : gray; });
    EXPECT_TRUE(Has(Judge(lid), "folded_corner")) << "black lid, corner " << corner;
    const auto shadow = Mapped(*page, [&](int x, int y, int gray) {
      const double behind = std::fabs(BehindFold(*page, corner, 25, 18, x, y)) / kMm;
      return behind < 0.6 ? gray - 45 : gray;
    });
    EXPECT_TRUE(Has(Judge(shadow), "folded_corner")) << "shadow, corner " << corner;
  }
}

TEST_F(PageQualityTest, WedgesAndShadowsAlongTheEdgesAreNoFolds) {
  const LocalImagePtr page = Decision();
  const auto wedge = Mapped(*page, [&](int x, int y, int gray) { return x < 60 - y / 12 || y < 40 - x / 14 ? 10 : gray; });
  EXPECT_FALSE(Has(Judge(wedge), "folded_corner")) << "black lid beside a sheet that lies askew";
  const auto gutter = Mapped(*page, [](int x, int, int gray) { return static_cast<int>(gray * (1 - 0.8 * std::exp(-x / (6 * kMm)))); });
  EXPECT_FALSE(Has(Judge(gutter), "folded_corner")) << "the gutter of a book";
  const auto framed = Mapped(*page, [&](int x, int y, int gray) {
    return std::min({x, y, page->width() - 1 - x, page->height() - 1 - y}) < 5 * kMm ? 10 : gray;
  });
  EXPECT_FALSE(Has(Judge(framed), "folded_corner")) << "a black border all round";
}

}  // namespace
}  // namespace sohoa
