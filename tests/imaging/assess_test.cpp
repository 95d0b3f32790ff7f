// SPDX-License-Identifier: Apache-2.0
//
// What a desk is told while the paper is still at hand, on drawn pages that were spoilt on purpose.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include "imaging/imaging_fixture.h"
#include "imaging/paper_size.h"
#include "samples/sample_files.h"
#include "samples/spoilt_scan.h"

namespace sohoa {
namespace {

class AssessTest : public ImagingTest {
 protected:
  static SampleImage Draw(SampleKind kind, DrawOptions options = {}) {
    options.dpi = options.dpi == 300 ? 200 : options.dpi;
    Result<SamplePage> page = DrawSamplePage(kind, 0, options);
    EXPECT_TRUE(page) << page.status().ToString();
    return page ? std::move(page->image) : SampleImage{};
  }

  static SampleImage Scan(SampleKind kind = SampleKind::kDecision) { return Draw(kind, {.degradation = Degradation::kScan}); }

  PageAssessment Assess(const SampleImage& image, const AssessOptions& options = {}) {
    const Result<std::string> jpeg = EncodeJpeg(image, 88);
    EXPECT_TRUE(jpeg) << jpeg.status().ToString();
    const Result<PageAssessment> page = imaging_->Assess(Original(jpeg ? *jpeg : ""), 0, options);
    EXPECT_TRUE(page) << page.status().ToString();
    return page ? *page : PageAssessment();
  }
};

std::string AllFlags(const PageAssessment& page) {
  std::string all = " ";
  for (const std::string& flag : page.quality.flags) all += flag + " ";
  return all;
}

bool Flagged(const PageAssessment& page, const std::string& flag) { return AllFlags(page).find(" " + flag + " ") != std::string::npos; }

constexpr const char* kFaults[] = {"blurred", "cut_edge", "folded_corner", "low_contrast", "skewed", "too_dark", "too_light", "black_border", "punch_holes"};

TEST_F(AssessTest, TellsSizeAndResolutionAndNothingAmissOfAGoodScan) {
  for (const SampleKind kind : {SampleKind::kDecision, SampleKind::kLetter, SampleKind::kReceipt, SampleKind::kDeclaration}) {
    const PageAssessment page = Assess(Scan(kind));
    EXPECT_NEAR(page.width_mm(), 210, 1);
    EXPECT_NEAR(page.height_mm(), 297, 1);
    EXPECT_EQ(page.dpi, 200);
    for (const char* fault : kFaults) EXPECT_FALSE(Flagged(page, fault)) << SampleKindName(kind) << AllFlags(page);
    EXPECT_FALSE(page.quality.blank);
    EXPECT_FALSE(page.cut.any());
    EXPECT_EQ(page.rotation, 0);
    EXPECT_GT(page.contrast, 100);
    EXPECT_GT(page.ink, 0.005);
    EXPECT_LT(page.ink, 0.2);
  }
}

TEST_F(AssessTest, MakesAThumbnailOfTheWholePageAsItWasScanned) {
  const SampleImage turned = Draw(SampleKind::kDecision, {.rotation = 90});
  AssessOptions options;
  options.thumbnail_width = 300;
  const PageAssessment page = Assess(turned, options);
  const OriginalFile file = Original(page.thumbnail);
  const Result<OriginalSummary> summary = imaging_->Inspect(file);
  ASSERT_TRUE(summary) << summary.status().ToString();
  EXPECT_EQ(summary->kind, OriginalKind::kJpeg);
  const Result<DecodedPage> decoded = imaging_->Decode(file, 0, DecodeOptions());
  ASSERT_TRUE(decoded) << decoded.status().ToString();
  EXPECT_NEAR(decoded->image->width(), 300, 1);
  EXPECT_NEAR(decoded->image->height(), 300.0 * turned.height / turned.width, 1);
}

TEST_F(AssessTest, TellsHowAPageLies) {
  for (const int rotation : {90, 180, 270}) {
    const PageAssessment page = Assess(Draw(SampleKind::kDecision, {.degradation = Degradation::kScan, .rotation = rotation}));
    EXPECT_EQ(page.rotation, 360 - rotation);
    EXPECT_GT(page.orientation_confidence, 0.2);
  }
  const PageAssessment askew = Assess(Draw(SampleKind::kLetter, {.skew = -4}));
  EXPECT_NEAR(askew.skew_degrees, -4, 0.2);
  EXPECT_TRUE(Flagged(askew, "skewed"));
}

TEST_F(AssessTest, RulesOfATableAreNoEvidenceForATurn) {
  for (const SampleKind kind : {SampleKind::kReceipt, SampleKind::kDecision}) {
    SampleImage page = Draw(kind, {.degradation = Degradation::kScan});
    const int mm = page.dpi / 25;
    for (int y = 20 * mm; y < 270 * mm; ++y) {
      for (int x = 15 * mm; x < 195 * mm; ++x) {
        const bool rule = (x % (9 * mm) < 3 && (x / (9 * mm) + y / (8 * mm)) % 3 != 0) || y % (40 * mm) < 3;
        if (rule) page.pixels.replace(static_cast<std::size_t>(3 * (y * page.width + x)), 3, "\x30\x30\x30");
      }
    }
    const PageAssessment assessed = Assess(page);
    EXPECT_EQ(assessed.rotation, 0) << SampleKindName(kind) << " " << assessed.orientation_confidence;
  }
}

TEST_F(AssessTest, SeesBlurAtTheResolutionOfTheScan) {
  const SampleImage page = Scan();
  EXPECT_TRUE(Flagged(Assess(Blurred(page, 2)), "blurred"));
  EXPECT_FALSE(Flagged(Assess(Blurred(page, 0.7)), "blurred"));
}

TEST_F(AssessTest, TellsWhichSideIsCutHoweverThePageLies) {
  // The print of a decision begins 30 mm from the left and 20 from above.
  const SampleImage upright = Draw(SampleKind::kDecision);
  const std::pair<SampleImage, SheetSides> cases[] = {{CutOff(upright, 36, 0, 0, 0), {.left = true}},
                                                      {CutOff(upright, 0, 0, 24, 0), {.right = true}}};
  for (const auto& [image, sides] : cases) {
    const PageAssessment page = Assess(image);
    EXPECT_EQ(page.cut, sides) << AllFlags(page);
    EXPECT_TRUE(Flagged(page, "cut_edge"));
  }
  // Lying on its side, clockwise: its left edge is above.
  const PageAssessment turned = Assess(CutOff(Draw(SampleKind::kDecision, {.rotation = 90}), 0, 36, 0, 0));
  EXPECT_EQ(turned.rotation, 270);
  EXPECT_EQ(turned.cut, (SheetSides{.top = true})) << AllFlags(turned);
  const PageAssessment upside_down = Assess(CutOff(Draw(SampleKind::kDecision, {.rotation = 180}), 0, 0, 36, 0));
  EXPECT_EQ(upside_down.cut, (SheetSides{.right = true})) << AllFlags(upside_down);
}

TEST_F(AssessTest, TellsTooLittleLightFromTooMuch) {
  const PageAssessment dark = Assess(Darkened(Scan(), 40));
  EXPECT_TRUE(Flagged(dark, "too_dark")) << AllFlags(dark);
  EXPECT_FALSE(Flagged(dark, "too_light"));
  const PageAssessment light = Assess(Lightened(Scan(), 25));
  EXPECT_TRUE(Flagged(light, "too_light")) << AllFlags(light) << light.contrast;
  EXPECT_FALSE(Flagged(light, "too_dark"));
}

TEST_F(AssessTest, TakesAnEmptySheetForBlankWhateverTheScannerAdds) {
  for (const Degradation degradation : {Degradation::kNone, Degradation::kLight, Degradation::kScan, Degradation::kHeavy, Degradation::kCopy}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const SampleImage sheet = Draw(SampleKind::kBlank, {.seed = seed, .degradation = degradation});
      EXPECT_TRUE(Assess(sheet).quality.blank) << static_cast<int>(degradation);
      EXPECT_TRUE(Assess(WithPunchHoles(sheet)).quality.blank) << "with holes, " << static_cast<int>(degradation);
    }
  }
}

TEST_F(AssessTest, NeverTakesPencilOrAStampAloneForBlank) {
  for (const Degradation degradation : {Degradation::kNone, Degradation::kLight, Degradation::kScan}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const SampleImage sheet = Draw(SampleKind::kBlank, {.seed = seed, .degradation = degradation});
      EXPECT_FALSE(Assess(WithPencil(sheet, 45, seed)).quality.blank) << static_cast<int>(degradation);
      EXPECT_FALSE(Assess(WithSeal(sheet, true)).quality.blank);
      EXPECT_FALSE(Assess(WithSeal(sheet, false)).quality.blank);
    }
  }
}

TEST_F(AssessTest, FindsHolesAndTheLidOfTheScanner) {
  const PageAssessment punched = Assess(WithPunchHoles(Scan()));
  ASSERT_EQ(punched.holes.size(), 2u);
  for (const Box& hole : punched.holes) {
    EXPECT_NEAR(hole.center_x(), 12 * 200 / 25.4, 6);
    EXPECT_NEAR(hole.width(), 6 * 200 / 25.4, 6);
  }
  EXPECT_TRUE(Flagged(punched, "punch_holes"));
  EXPECT_EQ(punched.border, SheetMargins());
  const PageAssessment bordered = Assess(WithBlackBorder(Scan(), 5));
  EXPECT_NEAR(bordered.border.left, 5, 0.5);
  EXPECT_NEAR(bordered.border.bottom, 5, 0.5);
  EXPECT_EQ(bordered.border.top, 0);
  EXPECT_EQ(bordered.border.right, 0);
  EXPECT_TRUE(Flagged(bordered, "black_border"));
}

TEST_F(AssessTest, SeesACornerThatIsFoldedOver) {
  EXPECT_TRUE(Flagged(Assess(WithFoldedCorner(Scan(), 20)), "folded_corner"));
}

// Black on white, its upper left corner at 20 mm from the left and 120 from above.
SampleImage WithCode(SampleImage page, ZXing::BarcodeFormat format, const std::string& text, double width_mm, double height_mm) {
  ZXing::MultiFormatWriter writer(format);
  writer.setMargin(0);
  const ZXing::BitMatrix modules = writer.encode(text, 1, 1);
  const double mm = page.dpi / 25.4;
  const int width = static_cast<int>(width_mm * mm);
  const int height = static_cast<int>(height_mm * mm);
  const int quiet = static_cast<int>(4 * mm);
  for (int y = -quiet; y < height + quiet; ++y) {
    for (int x = -quiet; x < width + quiet; ++x) {
      const bool inside = x >= 0 && x < width && y >= 0 && y < height;
      const bool black = inside && modules.get(x * modules.width() / width, y * modules.height() / height);
      const int at = (y + static_cast<int>(120 * mm)) * page.width + x + static_cast<int>(20 * mm);
      page.pixels.replace(static_cast<std::size_t>(3 * at), 3, black ? "\x18\x18\x18" : "\xfa\xfa\xfa");
    }
  }
  return page;
}

TEST_F(AssessTest, ReadsCodesHoweverThePageLies) {
  const std::string code = "000.00.18.H42-261127-0007";
  for (const int rotation : {0, 90, 180, 270}) {
    SampleImage page = Draw(SampleKind::kLetter, {.degradation = Degradation::kScan, .rotation = rotation});
    // A strip of bars is drawn along its lines however they run, for a code is printed upright on its page.
    page = rotation % 180 == 0 ? WithCode(std::move(page), ZXing::BarcodeFormat::Code128, code, 70, 12)
                               : WithCode(std::move(page), ZXing::BarcodeFormat::QRCode, code, 25, 25);
    const PageAssessment assessed = Assess(page);
    ASSERT_EQ(assessed.codes.size(), 1u) << rotation;
    EXPECT_EQ(assessed.codes[0].text, code);
    EXPECT_NEAR(assessed.codes[0].box.left, 20 * 200 / 25.4, 16);
    EXPECT_NEAR(assessed.codes[0].box.top, 120 * 200 / 25.4, 60) << "within its bars";
  }
  EXPECT_TRUE(Assess(Scan()).codes.empty());
}

TEST_F(AssessTest, NamesTheSizeOfTheSheet) {
  EXPECT_EQ(Assess(Scan()).paper_size, "A4");
  EXPECT_EQ(Assess(WithBlackBorder(Scan(), 12)).paper_size, "") << "what is seen of it is less";
  const SampleImage half = CutOff(Scan(), 0, 0, 0, 148.5);
  EXPECT_EQ(Assess(half).paper_size, "A5");
  EXPECT_EQ(Assess(CutOff(Scan(), 0, 0, 0, 60)).paper_size, "");
  SampleImage two = Scan();
  two.pixels += two.pixels;
  two.height *= 2;
  const PageAssessment over_long = Assess(two);
  EXPECT_EQ(over_long.paper_size, "");
  EXPECT_TRUE(Flagged(over_long, "over_long"));
  EXPECT_FALSE(Flagged(Assess(half), "over_long"));
}

TEST(PaperSize, AllowsForSheetsThatSlipAndGlassesThatSeeMore) {
  EXPECT_EQ(PaperSizeOf(210, 297), "A4");
  EXPECT_EQ(PaperSizeOf(297, 210), "A4");
  EXPECT_EQ(PaperSizeOf(216, 297), "A4");
  EXPECT_EQ(PaperSizeOf(206, 291), "A4");
  EXPECT_EQ(PaperSizeOf(216, 279), "Letter");
  EXPECT_EQ(PaperSizeOf(216, 356), "Legal");
  EXPECT_EQ(PaperSizeOf(210, 330), "F4");
  EXPECT_EQ(PaperSizeOf(297, 420), "A3");
  EXPECT_EQ(PaperSizeOf(148, 210), "A5");
  EXPECT_EQ(PaperSizeOf(86, 54), "card");
  EXPECT_EQ(PaperSizeOf(100, 210), "");
  EXPECT_FALSE(IsOverLong(297, 420));
  EXPECT_FALSE(IsOverLong(80, 400)) << "a receipt of a till";
}

TEST_F(AssessTest, SaysOfABrokenFileWhatDecodingItSays) {
  EXPECT_EQ(imaging_->Assess(Original("nothing"), 0, {}).status().code(), StatusCode::kUnsupported);
  const OriginalFile page = Original(Png(SampleKind::kBlank, {.dpi = 75}));
  EXPECT_EQ(imaging_->Assess(page, 1, {}).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(imaging_->Assess(page, 0, {.thumbnail_width = 0}).status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
