// SPDX-License-Identifier: Apache-2.0
#include "ocr/sealed_lines.h"

#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ocr/drawn_page.h"
#include "ocr/open_engine.h"
#include "ocr/prepared_pages.h"

namespace sohoa {
namespace {

// Two rings, as seals have them.
void StampRings(DrawnPage& page, double x, double y) {
  constexpr int kSides = 360;
  for (const auto& [radius, width] : {std::pair{130.0, 3.0}, std::pair{122.0, 1.5}}) {
    for (int i = 0; i < kSides; ++i) {
      const double from = 2 * std::numbers::pi * i / kSides;
      const double to = 2 * std::numbers::pi * (i + 1) / kSides;
      page.Stroke(x + radius * std::cos(from), y + radius * std::sin(from), x + radius * std::cos(to), y + radius * std::sin(to), width);
    }
  }
}

Word WordAt(int left, int right, std::string text, double confidence) {
  Word word;
  word.text = std::move(text);
  word.box = {left, 100, right, 130};
  word.confidence = confidence;
  return word;
}

Line LineWith(std::vector<Word> words) {
  Line line;
  line.words = std::move(words);
  for (const Word& word : line.words) line.box = Union(line.box, word.box);
  return line;
}

std::string Texts(const Line& line) {
  std::string text;
  for (const Word& word : line.words) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

// "g Thị Kim Ngân", and a seal over what stands in front of it.
struct UnderASeal {
  std::vector<Line> lines = {LineWith({WordAt(150, 160, "g", 0.9), WordAt(180, 230, "Thị", 1), WordAt(250, 300, "Kim", 1)})};
  SealedLines sealed;

  UnderASeal() {
    sealed.seal = {0, 0, 165, 110};
    sealed.lines = {0};
  }
};

TEST(SealedLines, AreReadUnderABlackRing) {
  Result<std::unique_ptr<OcrEngine>> engine = OpenEngine({"lines", "vie"});
  ASSERT_TRUE(engine) << engine.status().ToString();
  DrawnPage page(1000, 700);
  page.Text(420, 60, "PHÓ CHỦ TỊCH");
  page.Text(440, 372, "Phan Hữu Phong", 14);
  StampRings(page, 390, 272);

  const Result<PageText> text = (*engine)->Recognise(ToPreparedPage(page));

  ASSERT_TRUE(text);
  EXPECT_NE(PlainText(*text).find("Phan Hữu Phong"), std::string::npos) << PlainText(*text, true);
}

TEST(SealedLines, AreThoseThatTouchTheSeal) {
  const LocalImage reading(1000, 700, 1, std::uint8_t{255});
  const RoundSeal seal{390, 272, 130, 1};
  Line near = LineWith({WordAt(430, 500, "Lương", 0.9)});
  Line far = near;
  near.box = near.words.front().box = {430, 390, 500, 420};
  far.box = far.words.front().box = {430, 500, 500, 530};

  const std::vector<SealedLines> found = FindSealedLines(reading, nullptr, {seal}, {far, near});

  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front().lines, std::vector<std::size_t>{1});
}

TEST(SealedLines, TakeTheWordsOfTheSecondReading) {
  UnderASeal name;
  TakeSealedWords(name.sealed, {{LineWith({WordAt(80, 160, "Lương", 0.8), WordAt(180, 230, "Thi", 0.7), WordAt(250, 300, "Kim", 1)})}}, name.lines);
  EXPECT_EQ(Texts(name.lines.front()), "Lương Thị Kim");
}

TEST(SealedLines, StayAsTheyWereWhereTheSecondReadingIsNoText) {
  UnderASeal name;
  TakeSealedWords(name.sealed, {{LineWith({WordAt(80, 160, "NVÂ", 0.9), WordAt(180, 230, "Thị", 1)})}}, name.lines);
  EXPECT_EQ(Texts(name.lines.front()), "g Thị Kim");
}

TEST(SealedLines, LoseWhatTheFirstReadingMadeOfTheirLetters) {
  UnderASeal name;
  Word fragment = WordAt(90, 120, "1", 0.9);
  fragment.ink = InkKind::kStamp;
  name.lines.push_back(LineWith({fragment}));
  TakeSealedWords(name.sealed, {{LineWith({WordAt(80, 160, "Lương", 0.8)})}}, name.lines);
  EXPECT_EQ(name.lines.size(), 1u);
}

}  // namespace
}  // namespace sohoa
