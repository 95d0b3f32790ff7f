// SPDX-License-Identifier: Apache-2.0
// Texts of barcodes as UTF-8 strings.
#define ZX_USE_UTF8 1

#include "samples/sample_pages.h"

#include <algorithm>
#include <set>

#include <ZXing/ReadBarcode.h>
#include <gtest/gtest.h>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr SampleKind kPrinted[] = {SampleKind::kPlan, SampleKind::kLetter, SampleKind::kDecision,
                                   SampleKind::kReceipt, SampleKind::kDeclaration};

DrawOptions Small() {
  DrawOptions options;
  options.dpi = 100;
  return options;
}

SamplePage Page(SampleKind kind, const DrawOptions& options, std::uint32_t page = 0) {
  Result<SamplePage> drawn = DrawSamplePage(kind, page, options);
  EXPECT_TRUE(drawn.ok()) << drawn.status().message();
  return drawn ? std::move(*drawn) : SamplePage();
}

bool IsDark(const SampleImage& image, int x, int y) {
  const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                          static_cast<std::size_t>(x)) *
                         3;
  return static_cast<unsigned char>(image.pixels[at + 1]) < 140;
}

int DarkPixels(const SampleImage& image, const Box& box) {
  int dark = 0;
  for (int y = std::max(0, box.top); y < std::min(image.height, box.bottom); ++y) {
    for (int x = std::max(0, box.left); x < std::min(image.width, box.right); ++x) {
      dark += IsDark(image, x, y) ? 1 : 0;
    }
  }
  return dark;
}

void ExpectInkInEveryWord(const SamplePage& page) {
  ASSERT_FALSE(page.truth.lines.empty());
  for (const SampleLine& line : page.truth.lines) {
    for (const SampleWord& word : line.words) {
      EXPECT_GT(DarkPixels(page.image, word.box), 0) << word.text << " in: " << line.text;
      EXPECT_GE(word.box.left, 0);
      EXPECT_LE(word.box.right, page.image.width);
      EXPECT_LE(word.box.bottom, page.image.height);
    }
  }
}

std::string JoinedText(const SampleTruth& truth) {
  std::string text;
  for (const SamplePageTruth& page : truth.pages) {
    for (const SampleLine& line : page.lines) {
      for (const SampleWord& word : line.words) text += word.text + " ";
    }
  }
  return text;
}

TEST(SamplePages, AreEqualForEqualOptions) {
  DrawOptions options = Small();
  options.degradation = Degradation::kHeavy;
  const SamplePage first = Page(SampleKind::kLetter, options);
  EXPECT_TRUE(first.image.pixels == Page(SampleKind::kLetter, options).image.pixels);
  options.seed = 2;
  EXPECT_FALSE(first.image.pixels == Page(SampleKind::kLetter, options).image.pixels);
}

TEST(SamplePages, HaveInkInTheBoxOfEveryWord) {
  for (const SampleKind kind : kPrinted) ExpectInkInEveryWord(Page(kind, Small()));
}

TEST(SamplePages, HaveNoPrintOutsideTheBoxes) {
  DrawOptions options = Small();
  options.seal = false;
  const SamplePage page = Page(SampleKind::kLetter, options);
  long in_boxes = 0;
  for (const SampleLine& line : page.truth.lines) {
    for (const SampleWord& word : line.words) in_boxes += DarkPixels(page.image, word.box);
  }
  const long all = DarkPixels(page.image, {0, 0, page.image.width, page.image.height});
  // Two rules in the head and the frame of the urgency mark are no words.
  EXPECT_GT(in_boxes, all * 90 / 100);
}

TEST(SamplePages, TakeTheBoxesAlongWhenSkewedAndTurned) {
  DrawOptions options = Small();
  options.seal = false;
  options.skew = 3.0;
  for (const int rotation : {0, 90, 180, 270}) {
    options.rotation = rotation;
    const SamplePage page = Page(SampleKind::kDecision, options);
    EXPECT_EQ(page.truth.rotation, (360 - rotation) % 360);
    EXPECT_EQ(page.truth.skew_degrees, 3.0);
    EXPECT_EQ(page.image.width > page.image.height, rotation % 180 == 90);
    EXPECT_EQ(page.truth.width, page.image.width);
    ExpectInkInEveryWord(page);
  }
}

TEST(SamplePages, RunDownhillWhenTheSkewIsPositive) {
  DrawOptions options = Small();
  options.skew = 2.0;
  const SamplePage page = Page(SampleKind::kDecision, options);
  const auto longest = std::max_element(
      page.truth.lines.begin(), page.truth.lines.end(),
      [](const SampleLine& a, const SampleLine& b) { return a.words.size() < b.words.size(); });
  EXPECT_GT(longest->words.back().box.center_y(), longest->words.front().box.center_y() + 5);
}

TEST(SamplePages, ScaleWithTheResolution) {
  DrawOptions options = Small();
  const SamplePage small = Page(SampleKind::kLetter, options);
  options.dpi = 200;
  const SamplePage large = Page(SampleKind::kLetter, options);
  EXPECT_NEAR(large.image.width, 2 * small.image.width, 1);
  ASSERT_EQ(small.truth.lines.size(), large.truth.lines.size());
  for (std::size_t i = 0; i < small.truth.lines.size(); ++i) {
    EXPECT_EQ(small.truth.lines[i].text, large.truth.lines[i].text);
  }
}

TEST(SamplePages, StateFieldsThatStandOnThePages) {
  for (const SampleKind kind : kPrinted) {
    const Result<SampleTruth> truth = TruthOf(kind, Small());
    ASSERT_TRUE(truth.ok());
    const std::string text = JoinedText(*truth);
    for (const SampleField& field : truth->fields) {
      // Lists are printed in a form of their own.
      if (field.code == "recipients" || field.code == "legal_bases") continue;
      EXPECT_NE(text.find(field.value), std::string::npos)
          << SampleKindName(kind) << " " << field.code << ": " << field.value;
    }
  }
}

TEST(SamplePages, AreWrittenInNfcWithSingleSpaces) {
  for (const SampleKind kind : kPrinted) {
    const Result<SampleTruth> truth = TruthOf(kind, Small());
    ASSERT_TRUE(truth.ok());
    for (const SamplePageTruth& page : truth->pages) {
      const std::string text = TruthText(page);
      EXPECT_EQ(text, ToNfc(text));
      EXPECT_EQ(text.find("  "), std::string::npos);
      EXPECT_EQ(text.find("\n\n"), std::string::npos);
    }
  }
}

TEST(SamplePlan, HasTwentyFiveTasksFourGroupsAndTwoPhases) {
  const Result<SampleTruth> truth = TruthOf(SampleKind::kPlan, Small());
  ASSERT_TRUE(truth.ok());
  int tasks = 0;
  int groups = 0;
  int phases = 0;
  for (const std::vector<std::string>& row : truth->table_rows) {
    if (row.size() == 6) {
      ++tasks;
    } else if (row[0].find_first_not_of("IVX") == std::string::npos) {
      ++groups;
    } else {
      ++phases;
    }
  }
  EXPECT_EQ(tasks, 25);
  EXPECT_EQ(groups, 4);
  EXPECT_EQ(phases, 2);
}

TEST(SamplePlan, RepeatsTheTableHeaderOnEverySheetAndOnceWithoutTheNumberColumn) {
  const Result<SampleTruth> truth = TruthOf(SampleKind::kPlan, Small());
  ASSERT_TRUE(truth.ok());
  int sheets = 0;
  int headers = 0;
  int without_number = 0;
  for (const SamplePageTruth& page : truth->pages) {
    if (page.width < page.height) continue;
    ++sheets;
    for (const SampleLine& line : page.lines) {
      if (line.text.starts_with("TT | Nội dung công việc |")) ++headers;
      if (line.text.starts_with("Nội dung công việc |")) ++without_number;
    }
  }
  EXPECT_GE(sheets, 3);
  EXPECT_EQ(without_number, 1);
  EXPECT_EQ(headers + without_number, sheets);
}

TEST(SamplePlan, MarksWhatThePenWrote) {
  const SamplePage page = Page(SampleKind::kPlan, Small());
  const std::string text = TruthText(page.truth);
  EXPECT_NE(text.find("Số: ⟦96⟧ /KH-UBND\n"), std::string::npos);
  EXPECT_NE(text.find("ngày ⟦04⟧ tháng 10 năm 2018\n"), std::string::npos);
  int hand = 0;
  for (const SampleLine& line : page.truth.lines) {
    for (const SampleWord& word : line.words) hand += word.ink == SampleInk::kHandwriting ? 1 : 0;
  }
  EXPECT_EQ(hand, 2);
}

TEST(SampleLetter, CarriesAnIncomingStampWhenAsked) {
  DrawOptions options = Small();
  EXPECT_EQ(TruthText(Page(SampleKind::kLetter, options).truth).find("§ "), std::string::npos);
  options.incoming_stamp = true;
  const std::string text = TruthText(Page(SampleKind::kLetter, options).truth);
  EXPECT_NE(text.find("§ ĐẾN\n"), std::string::npos);
  EXPECT_NE(text.find("§ Số: ⟦4127⟧\n"), std::string::npos);
}

TEST(SampleReceipt, BearsTheDossierCodeInBothBarcodes) {
  DrawOptions options;
  options.dpi = 200;
  const SamplePage page = Page(SampleKind::kReceipt, options);
  ZXing::DecodeHints hints;
  hints.setTryDownscale(false);
  hints.setFormats(ZXing::BarcodeFormat::Code128 | ZXing::BarcodeFormat::QRCode);
  const ZXing::ImageView view(reinterpret_cast<const std::uint8_t*>(page.image.pixels.data()),
                              page.image.width, page.image.height, ZXing::ImageFormat::RGB);
  std::set<ZXing::BarcodeFormat> formats;
  for (const ZXing::Result& found : ZXing::ReadBarcodes(view, hints)) {
    EXPECT_EQ(found.text(), "000.00.18.H42-181004-0001");
    formats.insert(found.format());
  }
  EXPECT_EQ(formats.size(), 2u);
}

TEST(SampleBlank, HasNothingOnIt) {
  const SamplePage page = Page(SampleKind::kBlank, Small());
  EXPECT_TRUE(page.truth.blank);
  EXPECT_TRUE(page.truth.lines.empty());
  EXPECT_EQ(DarkPixels(page.image, {0, 0, page.image.width, page.image.height}), 0);
}

TEST(SamplePages, RefuseOptionsOutOfRange) {
  DrawOptions options = Small();
  options.dpi = 40;
  EXPECT_EQ(DrawSamplePng(SampleKind::kBlank, 0, options).status().code(),
            StatusCode::kInvalidArgument);
  options = Small();
  options.rotation = 45;
  EXPECT_EQ(DrawSamplePng(SampleKind::kBlank, 0, options).status().code(),
            StatusCode::kInvalidArgument);
  options = Small();
  options.skew = 9;
  EXPECT_EQ(DrawSamplePng(SampleKind::kBlank, 0, options).status().code(),
            StatusCode::kInvalidArgument);
  EXPECT_EQ(DrawSamplePng(SampleKind::kLetter, 7, Small()).status().code(), StatusCode::kNotFound);
}

TEST(SamplePages, HandOnTheErrorOfTheirSink) {
  int pages = 0;
  const Result<SampleTruth> truth =
      DrawSample(SampleKind::kPlan, Small(), [&pages](const SamplePage&) {
        ++pages;
        return Status(StatusCode::kIoError, "disk full");
      });
  EXPECT_EQ(truth.status().code(), StatusCode::kIoError);
  EXPECT_EQ(pages, 1);
}

}  // namespace
}  // namespace sohoa
