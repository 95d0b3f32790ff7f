// SPDX-License-Identifier: Apache-2.0
#include "ocr/specks.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

constexpr Box kPage{0, 0, 1600, 2300};

Word Of(const std::string& text, double confidence, const Box& box) {
  Word word;
  word.text = text;
  word.confidence = confidence;
  word.box = box;
  return word;
}

std::vector<std::string> Left(std::vector<Word> words, SpeckPlace place = SpeckPlace::kPage) {
  std::vector<Line> lines(1);
  lines[0].words = std::move(words);
  for (const Word& word : lines[0].words) lines[0].box = Union(lines[0].box, word.box);
  DropSpecks(lines, kPage, place);
  std::vector<std::string> texts;
  for (const Line& line : lines) {
    for (const Word& word : line.words) texts.push_back(word.text);
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(DropSpecks, DropsMarksThatNeverStandAlone) {
  EXPECT_EQ(Left({Of("|", 0.9, {80, 300, 84, 340}), Of("Điều", 0.95, {200, 300, 280, 330}),
                  Of("1.", 0.95, {290, 300, 310, 330})}),
            (Texts{"Điều", "1."}));
}

TEST(DropSpecks, KeepsTheDashOfAListAndTheEndOfADocument) {
  EXPECT_EQ(Left({Of("-", 0.9, {200, 315, 212, 320}), Of("Như", 0.95, {220, 300, 280, 330}),
                  Of("trên", 0.95, {290, 300, 350, 330}), Of("./.", 0.9, {360, 300, 380, 330})}),
            (Texts{"-", "Như", "trên", "./."}));
}

TEST(DropSpecks, DropsUnlikelyLettersAtTheEdgeOfThePaper) {
  EXPECT_EQ(Left({Of("Ñ", 0.3, {2, 300, 20, 330}), Of("Căn", 0.95, {200, 300, 280, 330}),
                  Of("cứ", 0.95, {290, 300, 330, 330})}),
            (Texts{"Căn", "cứ"}));
}

TEST(DropSpecks, DropsPiecesOfTheSheetsEdgeHoweverSurelyTheyWereReadAsLetters) {
  EXPECT_EQ(Left({Of("I", 0.999, {8, 300, 17, 340}), Of("Bạc", 0.95, {250, 300, 320, 330}), Of("Liêu", 0.95, {330, 300, 390, 330})}),
            (Texts{"Bạc", "Liêu"}));
  EXPECT_EQ(Left({Of("Hương", 0.95, {700, 300, 800, 330}), Of("I", 0.98, {1588, 300, 1594, 330})}), (Texts{"Hương"}));
  EXPECT_TRUE(Left({Of("I", 0.999, {8, 300, 17, 340})}).empty());
  EXPECT_TRUE(Left({Of("Ệ", 0.9, {8, 300, 14, 320})}).empty());
}

TEST(DropSpecks, DropsPiecesOfAnEdgeFartherInWhereTheyStandOneUnderTheOther) {
  const auto bar = [](int x, int y) {
    Line line;
    line.words = {Of("I", 0.999, {x, y, x + 3, y + 20})};
    line.box = line.words[0].box;
    return line;
  };
  std::vector<Line> lines = {bar(1485, 508), bar(1487, 945)};
  DropSpecks(lines, kPage);
  EXPECT_TRUE(lines.empty());
  lines = {bar(1485, 508), bar(1540, 945)};
  DropSpecks(lines, kPage);
  EXPECT_EQ(lines.size(), 1u) << "that at 1540 is at the edge, the other might be a number";
}

TEST(DropSpecks, KeepsTheNumberOfAHeadingOnAPageThatWasCutDownToItsPrint) {
  EXPECT_EQ(Left({Of("I", 0.99, {4, 300, 12, 330}), Of("Mục", 0.95, {30, 300, 100, 330})}), (Texts{"I", "Mục"}));
  EXPECT_EQ(Left({Of("I", 0.99, {80, 300, 88, 330})}), (Texts{"I"}));
}

TEST(DropSpecks, DropsStrokesOfASignature) {
  EXPECT_TRUE(Left({Of("Ñz", 0.2, {900, 1500, 1000, 1600}), Of("ỹ(", 0.3, {1010, 1500, 1060, 1600})})
                  .empty());
}

TEST(DropSpecks, DropsTheFewLettersOfASealAndKeepsAPageNumber) {
  EXPECT_TRUE(Left({Of("ÂV", 0.65, {900, 1500, 950, 1530})}).empty());
  EXPECT_EQ(Left({Of("12", 0.6, {800, 60, 830, 90})}), (Texts{"12"}));
  EXPECT_EQ(Left({Of("định.", 0.7, {200, 700, 260, 730})}), (Texts{"định."}));
}

TEST(DropSpecks, KeepsTheNumberAndTheHeadingOfACellThatWereReadBadly) {
  const Word number = Of("L6", 0.28, {213, 1150, 250, 1173});
  EXPECT_TRUE(Left({number}).empty());
  EXPECT_EQ(Left({number}, SpeckPlace::kCell), (Texts{"L6"}));
  EXPECT_EQ(Left({Of("TT", 0.6, {213, 200, 250, 223})}, SpeckPlace::kCell), (Texts{"TT"}));
  EXPECT_TRUE(Left({Of("Ñz", 0.1, {213, 200, 250, 223})}, SpeckPlace::kCell).empty());
}

TEST(DropSpecks, KeepsACodeAboutAHandwrittenNumber) {
  EXPECT_EQ(Left({Of("Sô:4ó0T/QĐ-SYT", 0.02, {200, 300, 420, 330})}), (Texts{"Sô:4ó0T/QĐ-SYT"}));
}

TEST(DropSpecks, KeepsAShortUnlikelyLineOfSyllables) {
  EXPECT_EQ(Left({Of("Số", 0.4, {300, 1500, 340, 1530}), Of("hai", 0.4, {350, 1500, 400, 1530})}),
            (Texts{"Số", "hai"}));
}

}  // namespace
}  // namespace sohoa
