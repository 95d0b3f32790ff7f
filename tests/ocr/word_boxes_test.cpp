// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/word_boxes.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

// Letters 10 wide and 20 high, 2 apart, words 12 apart: "abc de".
FoundLine TwoWords() {
  FoundLine line;
  for (const int left : {100, 112, 124, 146, 158}) line.letters.push_back({left, 50, left + 10, 70});
  line.box = {100, 50, 168, 70};
  line.letter_height = 20;
  return line;
}

TEST(WordBoxes, GivesEachWordTheInkUpToTheWidestGap) {
  // The network is off where the words begin and end: half way between is within a letter.
  const std::vector<Box> boxes = WordBoxes(TwoWords(), {{105, 110}, {147, 160}});
  ASSERT_EQ(boxes.size(), 2u);
  EXPECT_EQ(boxes[0], (Box{100, 50, 134, 70}));
  EXPECT_EQ(boxes[1], (Box{146, 50, 168, 70}));
}

TEST(WordBoxes, KeepsMarksWithTheirWord) {
  FoundLine line = TwoWords();
  line.letters.insert(line.letters.begin() + 4, {148, 40, 154, 46});
  EXPECT_EQ(WordBoxes(line, {{105, 129}, {151, 163}})[1], (Box{146, 40, 168, 70}));
}

TEST(WordBoxes, PartsWordsThatTouchWhereTheNetworkSays) {
  FoundLine line;
  line.letters = {{0, 0, 100, 20}};
  line.box = {0, 0, 100, 20};
  const std::vector<Box> boxes = WordBoxes(line, {{10, 30}, {60, 90}});
  ASSERT_EQ(boxes.size(), 2u);
  for (const Box& box : boxes) EXPECT_FALSE(box.empty());
}

TEST(WordBoxes, GivesNoneForNoWords) { EXPECT_TRUE(WordBoxes(TwoWords(), {}).empty()); }

}  // namespace
}  // namespace sohoa
