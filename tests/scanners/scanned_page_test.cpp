// SPDX-License-Identifier: Apache-2.0
#include "scanners/scanned_page.h"

#include <bit>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include "scanners/read_png.h"

namespace sohoa {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Kind = SaneFrame::Kind;

SaneFrame MakeFrame(Kind kind, std::uint32_t width, std::int64_t lines, int depth,
                    std::size_t bytes_per_line) {
  SaneFrame frame;
  frame.kind = kind;
  frame.width = width;
  frame.lines = lines;
  frame.depth = depth;
  frame.bytes_per_line = bytes_per_line;
  return frame;
}

Status Take(ScannedPage& page, const SaneFrame& frame, const Bytes& bytes) {
  Status status = page.BeginFrame(frame);
  // Byte by byte, for lines are not pieces of what a device sends.
  for (std::size_t i = 0; status.ok() && i < bytes.size(); ++i) status = page.Append({&bytes[i], 1});
  return status.ok() ? page.EndFrame() : status;
}

PngPixels Finished(ScannedPage& page) {
  const Result<OriginalFile> file = page.Finish("test.png");
  EXPECT_TRUE(file) << file.status().ToString();
  const std::optional<PngPixels> pixels = file ? ReadPng(*file) : std::nullopt;
  EXPECT_TRUE(pixels.has_value());
  return pixels.value_or(PngPixels());
}

TEST(ScannedPage, TurnsBlackOfOneBitIntoBlack) {
  ScannedPage page(300);
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kGray, 10, 1, 1, 2), {0b10000000, 0b01000000}).ok());
  const PngPixels pixels = Finished(page);
  EXPECT_EQ(pixels.depth, 1);
  EXPECT_EQ(pixels.At(0, 0), 0);
  EXPECT_EQ(pixels.At(1, 0), 1);
  EXPECT_EQ(pixels.At(9, 0), 0);
  EXPECT_NEAR(pixels.dpi, 300, 0.02);
}

TEST(ScannedPage, KeepsSixteenBitsInTheRightOrder) {
  const std::uint16_t samples[2] = {0x1234, 0xFEDC};
  Bytes bytes(4);
  std::memcpy(bytes.data(), samples, 4);
  ScannedPage page(0);
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kGray, 2, 1, 16, 4), bytes).ok());
  const PngPixels pixels = Finished(page);
  EXPECT_EQ(pixels.At(0, 0), 0x1234);
  EXPECT_EQ(pixels.At(1, 0), 0xFEDC);
  EXPECT_EQ(pixels.dpi, 0);
}

TEST(ScannedPage, LeavesPaddingOut) {
  ScannedPage page(0);
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kRgb, 1, 2, 8, 5), {1, 2, 3, 99, 99, 4, 5, 6, 99, 99}).ok());
  const PngPixels pixels = Finished(page);
  EXPECT_EQ(pixels.rows, (std::vector<std::string>{"\1\2\3", "\4\5\6"}));
}

TEST(ScannedPage, SpreadsOneBitColour) {
  ScannedPage page(0);
  const Bytes row = {0b10000000, 0b01000000, 0b11000000};  // red, green, blue of three pixels
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kRgb, 3, 1, 1, 3), row).ok());
  const PngPixels pixels = Finished(page);
  EXPECT_EQ(pixels.rows[0], (std::string{"\xFF\x00\xFF\x00\xFF\xFF\x00\x00\x00", 9}));
}

TEST(ScannedPage, PutsThreePassesTogetherInAnyOrder) {
  ScannedPage page(0);
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kBlue, 2, 1, 8, 2), {5, 6}).ok());
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kRed, 2, 1, 8, 2), {1, 2}).ok());
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kGreen, 2, 1, 8, 2), {3, 4}).ok());
  EXPECT_EQ(Finished(page).rows[0], "\1\3\5\2\4\6");
}

TEST(ScannedPage, RefusesAPageThatLacksAColourOrHasOneTwice) {
  ScannedPage two(0);
  ASSERT_TRUE(Take(two, MakeFrame(Kind::kRed, 1, 1, 8, 1), {1}).ok());
  EXPECT_EQ(Take(two, MakeFrame(Kind::kRed, 1, 1, 8, 1), {1}).code(), StatusCode::kBadInput);
  ScannedPage lacking(0);
  ASSERT_TRUE(Take(lacking, MakeFrame(Kind::kRed, 1, 1, 8, 1), {1}).ok());
  ASSERT_TRUE(Take(lacking, MakeFrame(Kind::kBlue, 1, 1, 8, 1), {1}).ok());
  EXPECT_EQ(lacking.Finish("x").status().code(), StatusCode::kBadInput);
}

TEST(ScannedPage, TakesTheHeightFromTheBytesWhereTheDeviceDoesNotKnowIt) {
  ScannedPage page(0);
  ASSERT_TRUE(Take(page, MakeFrame(Kind::kGray, 2, -1, 8, 3), {1, 2, 99, 3, 4, 99, 5, 6, 99}).ok());
  EXPECT_EQ(Finished(page).rows, (std::vector<std::string>{"\1\2", "\3\4", "\5\6"}));
}

TEST(ScannedPage, RefusesAFrameThatIsShortOrLongOrEmpty) {
  const SaneFrame known = MakeFrame(Kind::kGray, 2, 2, 8, 2);
  const SaneFrame unknown = MakeFrame(Kind::kGray, 2, -1, 8, 2);
  const std::pair<SaneFrame, Bytes> cases[] = {
      {known, {1, 2, 3}}, {known, {1, 2}}, {known, {}},        {known, {1, 2, 3, 4, 5}},
      {unknown, {}},      {unknown, {1}},  {unknown, {1, 2, 3}}};
  for (const auto& [frame, bytes] : cases) {
    ScannedPage page(0);
    EXPECT_EQ(Take(page, frame, bytes).code(), StatusCode::kBadInput) << bytes.size();
  }
}

TEST(ScannedPage, RefusesAPageWhoseEndWasMadeUp) {
  constexpr std::uint32_t kWidth = 40;
  constexpr std::int64_t kLines = 60;
  // From (column, row) on to the end: `filling`, and `rest` in the last rows.
  const auto finish = [&](std::uint32_t column, std::int64_t row, std::uint8_t filling, std::int64_t last_rows, std::uint8_t rest) {
    Bytes bytes;
    for (std::int64_t y = 0; y < kLines; ++y) {
      for (std::uint32_t x = 0; x < kWidth; ++x) {
        const bool filled = y >= row && x >= column;
        const auto paper = static_cast<std::uint8_t>(200 + (x * 7 + static_cast<std::uint32_t>(y) * 3) % 50);
        const std::uint8_t gray = y >= kLines - last_rows ? rest : filled ? filling : paper;
        bytes.insert(bytes.end(), 3, gray);
      }
    }
    ScannedPage page(0);
    EXPECT_TRUE(Take(page, MakeFrame(Kind::kRgb, kWidth, kLines, 8, 3 * kWidth), bytes).ok());
    return page.Finish("test.png").status().code();
  };
  EXPECT_EQ(finish(0, 40, 128, 0, 0), StatusCode::kBadInput);
  EXPECT_EQ(finish(20, 52, 128, 0, 0), StatusCode::kBadInput) << "in its last blocks";
  EXPECT_EQ(finish(0, 40, 128, 8, 255), StatusCode::kBadInput) << "with white below";
  EXPECT_EQ(finish(0, 40, 127, 0, 0), StatusCode::kOk);
  EXPECT_EQ(finish(0, 40, 255, 0, 0), StatusCode::kOk) << "a white page";
  EXPECT_EQ(finish(0, 20, 128, 8, 77), StatusCode::kOk) << "something gray that ends";
}

TEST(ScannedPage, RefusesLinesShorterThanTheirPixels) {
  ScannedPage page(0);
  EXPECT_EQ(page.BeginFrame(MakeFrame(Kind::kRgb, 10, 1, 8, 29)).code(), StatusCode::kBadInput);
}

TEST(ScannedPage, RefusesAPageThatWouldFillTheDisk) {
  ScannedPage page(0);
  EXPECT_EQ(page.BeginFrame(MakeFrame(Kind::kGray, 1 << 20, 1 << 20, 8, 1 << 20)).code(),
            StatusCode::kResourceLimit);
}

}  // namespace
}  // namespace sohoa
