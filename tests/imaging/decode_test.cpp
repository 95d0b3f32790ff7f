// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "imaging/imaging_fixture.h"

namespace sohoa {
namespace {

std::string BigEndian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8), static_cast<char>(value)};
}

TEST_F(ImagingTest, CountsThePagesOfAPicture) {
  const Result<OriginalSummary> summary = imaging_->Inspect(Original(Png(SampleKind::kReceipt, {.dpi = 100})));
  ASSERT_TRUE(summary) << summary.status().ToString();
  EXPECT_EQ(summary->kind, OriginalKind::kPng);
  EXPECT_EQ(summary->pages, 1u);
}

TEST_F(ImagingTest, KeepsTheResolutionThatTheFileSays) {
  const OriginalFile file = Original(Png(SampleKind::kReceipt, {.dpi = 150}));
  const Result<DecodedPage> page = imaging_->Decode(file, 0, DecodeOptions());
  ASSERT_TRUE(page) << page.status().ToString();
  EXPECT_NEAR(page->dpi, 150, 1);
  EXPECT_NEAR(page->image->width(), 8.27 * 150, 3);
}

TEST_F(ImagingTest, RefusesWhatIsNoPicture) {
  EXPECT_EQ(imaging_->Inspect(Original("PK\x03\x04 an office document")).status().code(), StatusCode::kUnsupported);
  EXPECT_FALSE(imaging_->Inspect(Original("")));
}

TEST_F(ImagingTest, NamesADamagedFile) {
  EXPECT_EQ(imaging_->Inspect(Original("%PDF-1.7\nnothing here\n", "broken.pdf")).status().code(), StatusCode::kBadInput);
  std::string png = Png(SampleKind::kReceipt, {.dpi = 100});
  png.resize(png.size() / 2);
  const Result<DecodedPage> page = imaging_->Decode(Original(png, "half.png"), 0, DecodeOptions());
  EXPECT_EQ(page.status().code(), StatusCode::kBadInput);
  EXPECT_NE(page.status().message().find("half.png"), std::string::npos) << page.status().message();
}

// A PNG head that announces 60,000 x 60,000 pixels.
TEST_F(ImagingTest, RefusesABombByItsHeader) {
  std::string head = "\x89PNG\r\n\x1A\n" + BigEndian(13) + "IHDR" + BigEndian(60'000) + BigEndian(60'000);
  head += std::string("\x08\x00\x00\x00\x00", 5) + BigEndian(0);
  const StatusCode code = imaging_->Inspect(Original(head)).status().code();
  EXPECT_TRUE(code == StatusCode::kResourceLimit || code == StatusCode::kBadInput);
}

TEST_F(ImagingTest, HasNoPageBehindTheLast) {
  const OriginalFile file = Original(Png(SampleKind::kReceipt, {.dpi = 100}));
  EXPECT_FALSE(imaging_->Decode(file, 1, DecodeOptions()));
}

}  // namespace
}  // namespace sohoa
