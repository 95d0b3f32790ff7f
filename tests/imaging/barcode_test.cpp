// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include "imaging/barcode_reader.h"
#include "imaging/barcode_regions.h"
#include "imaging/bit_image.h"
#include "imaging/imaging_fixture.h"

namespace sohoa {
namespace {

struct Code {
  ZXing::BarcodeFormat format;
  double width_mm;
  double height_mm;
};

constexpr char kText[] = "42181004";

// Small and large, of bars and of squares.
const Code kCodes[] = {
    {ZXing::BarcodeFormat::Code128, 25, 5},  {ZXing::BarcodeFormat::Code128, 80, 15}, {ZXing::BarcodeFormat::Code39, 45, 6},
    {ZXing::BarcodeFormat::QRCode, 10, 10},  {ZXing::BarcodeFormat::QRCode, 40, 40},  {ZXing::BarcodeFormat::DataMatrix, 10, 10},
    {ZXing::BarcodeFormat::PDF417, 50, 12},
};

// Draws it over the page, with 3 mm of white around.
Box Draw(const Code& code, double dpi, int left, int top, LocalImage& page) {
  ZXing::MultiFormatWriter writer(code.format);
  writer.setMargin(0);
  const ZXing::BitMatrix modules = writer.encode(std::string(kText), 1, 1);
  const double mm = dpi / 25.4;
  const Box box{left, top, left + static_cast<int>(code.width_mm * mm), top + static_cast<int>(code.height_mm * mm)};
  const int quiet = static_cast<int>(3 * mm);
  for (int y = box.top - quiet; y < box.bottom + quiet; ++y) {
    for (int x = box.left - quiet; x < box.right + quiet; ++x) {
      const bool inside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
      const bool black = inside && modules.get((x - box.left) * modules.width() / box.width(), (y - box.top) * modules.height() / box.height());
      page.row(y)[x] = black ? 20 : 250;
    }
  }
  return box;
}

std::vector<Box> RegionsOf(const LocalImage& page, double dpi) {
  return FindBarcodeRegions(DarkPixels(page.data(), page.stride(), page.width(), page.height(), 149), dpi);
}

LocalImagePtr CopyOf(const ImageHandle& image) {
  const LocalImage& from = *LocalImage::From(image);
  auto copy = std::make_shared<LocalImage>(from.width(), from.height(), 1);
  std::copy_n(from.data(), from.size_bytes(), copy->data());
  return copy;
}

// Over text, beside it and at the page's edges, at any place between the cells of the search.
TEST_F(ImagingTest, EveryCodeLiesWhollyInARegionWhereverItStands) {
  for (const int dpi : {150, 200, 300, 400}) {
    const Result<PreparedPage> text = PrepareSample(SampleKind::kDecision, {.dpi = dpi, .seal = false});
    ASSERT_TRUE(text) << text.status().ToString();
    const int mm = static_cast<int>(dpi / 25.4);
    for (const Code& code : kCodes) {
      for (const int place : {0, 1, 2}) {
        const LocalImagePtr page = CopyOf(text->reading);
        const Box box = Draw(code, dpi, (5 + 40 * place) * mm + 3 * place, (6 + 90 * place) * mm + 5 * place, *page);
        const std::vector<Box> regions = RegionsOf(*page, dpi);
        EXPECT_TRUE(std::any_of(regions.begin(), regions.end(), [&box](const Box& region) { return Union(region, box) == region; }))
            << ZXing::ToString(code.format) << " of " << code.width_mm << " mm at " << dpi << " dpi, place " << place;
      }
    }
  }
}

TEST_F(ImagingTest, ReadsACodeWhereItStandsOnThePage) {
  constexpr int kDpi = 300;
  const Result<PreparedPage> text = PrepareSample(SampleKind::kDecision, {.dpi = kDpi, .seal = false});
  ASSERT_TRUE(text);
  for (const Code& code : kCodes) {
    const LocalImagePtr page = CopyOf(text->reading);
    const Box box = Draw(code, kDpi, 1003, 1511, *page);
    const std::vector<Barcode> found = ReadBarcodes(*page, RegionsOf(*page, kDpi));
    ASSERT_EQ(found.size(), 1u) << ZXing::ToString(code.format);
    EXPECT_EQ(found[0].text, kText);
    EXPECT_EQ(found[0].format, ZXing::ToString(code.format));
    EXPECT_GT(Intersection(found[0].box, box).area(), 0) << ZXing::ToString(code.format);
    EXPECT_NEAR(found[0].box.center_x(), box.center_x(), 20) << ZXing::ToString(code.format);
  }
}

TEST_F(ImagingTest, ReadsTheCodesOfAReceiptHoweverItWasScanned) {
  for (const Degradation degradation : {Degradation::kNone, Degradation::kLight, Degradation::kScan, Degradation::kHeavy}) {
    const Result<PreparedPage> page = PrepareSample(SampleKind::kReceipt, {.dpi = 300, .degradation = degradation});
    ASSERT_TRUE(page);
    const bool code128 = std::any_of(page->barcodes.begin(), page->barcodes.end(), [](const Barcode& code) { return code.format == "Code128"; });
    EXPECT_TRUE(code128) << "degradation " << static_cast<int>(degradation);
  }
}

// Pages of text are what comes in all day: they must not cost a search.
TEST_F(ImagingTest, SeeksNoCodesInText) {
  for (const SampleKind kind : {SampleKind::kDecision, SampleKind::kLetter, SampleKind::kPlan}) {
    for (const Degradation degradation : {Degradation::kNone, Degradation::kScan}) {
      const Result<PreparedPage> page = PrepareSample(kind, {.dpi = 300, .degradation = degradation});
      ASSERT_TRUE(page);
      const LocalImage& reading = *LocalImage::From(page->reading);
      long long area = 0;
      for (const Box& region : RegionsOf(reading, 300)) area += region.area();
      EXPECT_LT(static_cast<double>(area), 0.1 * reading.width() * reading.height()) << SampleKindName(kind);
    }
  }
}

TEST(BarcodeRegions, DoNotOverlapAndStayOnThePage) {
  LocalImage page(900, 700, 1, 250);
  Draw({ZXing::BarcodeFormat::QRCode, 20, 20}, 300, 36, 36, page);
  Draw({ZXing::BarcodeFormat::QRCode, 20, 20}, 300, 320, 50, page);
  Draw({ZXing::BarcodeFormat::Code128, 25, 6}, 300, 560, 590, page);
  const std::vector<Box> regions = RegionsOf(page, 300);
  ASSERT_GE(regions.size(), 2u);
  for (std::size_t i = 0; i < regions.size(); ++i) {
    EXPECT_EQ(Intersection(regions[i], {0, 0, 900, 700}), regions[i]);
    for (std::size_t j = 0; j < i; ++j) EXPECT_TRUE(Intersection(regions[i], regions[j]).empty());
  }
  LocalImage fine(1800, 1400, 1, 250);
  const Box code = Draw({ZXing::BarcodeFormat::Code128, 25, 6}, 600, 501, 703, fine);
  const std::vector<Box> around = RegionsOf(fine, 600);
  ASSERT_EQ(around.size(), 1u);
  EXPECT_EQ(Union(around[0], code), around[0]) << "finer than the search needs";
  EXPECT_TRUE(RegionsOf(LocalImage(900, 700, 1, 0), 300).empty()) << "a black page";
  EXPECT_TRUE(RegionsOf(LocalImage(3, 5, 1, 0), 300).empty()) << "less than a cell";
}

}  // namespace
}  // namespace sohoa
