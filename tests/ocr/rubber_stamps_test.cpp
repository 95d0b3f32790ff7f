// SPDX-License-Identifier: Apache-2.0
#include "ocr/rubber_stamps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "ocr/drawn_page.h"
#include "ocr/ruled_tables.h"

namespace sohoa {
namespace {

// What is drawn is red ink.
std::unique_ptr<LocalImage> RedMask(const DrawnPage& drawn) {
  auto mask = std::make_unique<LocalImage>(drawn.width(), drawn.height(), 1, std::uint8_t{0});
  for (int y = 0; y < drawn.height(); ++y) {
    for (int x = 0; x < drawn.width(); ++x) {
      if ((drawn.Pixel(x, y) & 0xff) < 128) mask->row(y)[x] = 1;
    }
  }
  return mask;
}

// A seal of two rings, 36 mm across.
void DrawSeal(DrawnPage& drawn, double x, double y) {
  for (const double radius : {142.0, 105.0}) {
    for (int step = 0; step < 360; ++step) {
      const auto at = [&](int degrees, bool horizontal) {
        const double angle = degrees * 3.14159265 / 180;
        return horizontal ? x + radius * std::cos(angle) : y + radius * std::sin(angle);
      };
      drawn.Stroke(at(step, true), at(step, false), at(step + 1, true), at(step + 1, false), 5);
    }
  }
}

Line Of(const std::vector<std::string>& words, double confidence) {
  Line line;
  for (const std::string& text : words) {
    Word word;
    word.text = text;
    word.confidence = confidence;
    line.words.push_back(word);
  }
  return line;
}

TEST(RubberStamps, ClearsAwaySealsAndFramesAndLeavesText) {
  DrawnPage drawn(1653, 2338);
  DrawSeal(drawn, 900, 1800);
  const Box name = drawn.Text(1050, 1950, "Lê Hoàng Anh", 14);
  drawn.Rectangle({150, 500, 400, 590}, 6);
  const Box urgency = drawn.Text(190, 510, "KHẨN", 14);
  const StampedText found = FindStampedText(*RedMask(drawn), DrawnPage::kDpi);
  ASSERT_FALSE(found.page.empty());
  ASSERT_EQ(found.regions.size(), 2u);
  for (const Box& text : {name, urgency}) {
    EXPECT_GT(DarkShare(found.page, text), 0.1);
    const bool covered = std::any_of(found.regions.begin(), found.regions.end(),
                                     [&](const Box& box) { return Union(box, text) == box; });
    EXPECT_TRUE(covered);
  }
  EXPECT_LT(DarkShare(found.page, {740, 1640, 1040, 1900}), 0.001);  // where the seal was
  EXPECT_EQ(DarkShare(found.page, {140, 490, 180, 600}), 0);         // and the frame's side
}

TEST(RubberStamps, KeepTheSerialOfALandCertificate) {
  const std::vector<Line> kept = KeepStampedText({Of({"CH", "914204"}, 0.9), Of({"CH", "9142"}, 0.9), Of({"CH", "914204"}, 0.4)});
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept.front().words.front().ink, InkKind::kStamp);
}

TEST(RubberStamps, FindsNothingOnAPageWithoutRed) {
  const StampedText found = FindStampedText(LocalImage(300, 300, 1, 0), 200);
  EXPECT_TRUE(found.regions.empty());
  EXPECT_TRUE(found.page.empty());
}

TEST(RubberStamps, KeepsUrgencyTitleAndNameAsPrint) {
  const std::vector<Line> kept = KeepStampedText(
      {Of({"HỎA", "TỐC"}, 0.9), Of({"PHÓ", "GIÁM", "ĐỐC"}, 0.9), Of({"Hà", "Văn", "Phúc"}, 0.9)});
  ASSERT_EQ(kept.size(), 3u);
  for (const Line& line : kept) {
    for (const Word& word : line.words) EXPECT_EQ(word.ink, InkKind::kPrint) << word.text;
  }
}

TEST(RubberStamps, KeepsADegreeOfUrgencyThatIsHardlySure) {
  // Nothing else is spelt so; a word that is no degree must be surer.
  const std::vector<Line> kept = KeepStampedText({Of({"HỒA", "TỐC"}, 0.45), Of({"KHÁN"}, 0.45), Of({"KHÁC"}, 0.45)});
  ASSERT_EQ(kept.size(), 2u);
  for (const Line& line : kept) EXPECT_EQ(line.words[0].ink, InkKind::kPrint) << line.words[0].text;
}

TEST(RubberStamps, MarksOtherStampsAndDropsWhatIsUnsure) {
  const std::vector<Line> kept = KeepStampedText(
      {Of({"ĐÃ", "THU", "PHÍ"}, 0.9), Of({"Hà", "Văn"}, 0.4), Of({"xkq", "Văn"}, 0.9)});
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].words[0].ink, InkKind::kStamp);
}

}  // namespace
}  // namespace sohoa
