// SPDX-License-Identifier: Apache-2.0
#include "ocr/text_sense.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(TextSense, TellsWordsFromWhatIsReadUpsideDown) {
  TextSense upright;
  for (int i = 0; i < 10; ++i) upright.Add(4, 0.95);
  for (int i = 0; i < 5; ++i) upright.Add(4, 0.3);  // a signature
  EXPECT_TRUE(upright.MakesSense());
  TextSense turned;
  for (int i = 0; i < 5; ++i) turned.Add(4, 0.95);
  for (int i = 0; i < 10; ++i) turned.Add(4, 0.3);
  EXPECT_FALSE(turned.MakesSense());
  EXPECT_NEAR(turned.sure(), 1.0 / 3, 1e-9);
}

TEST(TextSense, TakesSignsThatStandAloneForNothingSure) {
  TextSense signs;
  for (int i = 0; i < 100; ++i) signs.Add(1, 0.99);
  EXPECT_TRUE(signs.enough());
  EXPECT_FALSE(signs.MakesSense());
}

TEST(TextSense, DoesNotJudgeByAFewLetters) {
  TextSense few;
  few.Add(14, 0.99);
  EXPECT_FALSE(few.enough());
  EXPECT_FALSE(few.MakesSense());
  EXPECT_FALSE(TextSense().MakesSense());
}

TEST(TextSense, CountsCharactersAndNotBytes) {
  PageText text;
  text.blocks.resize(1);
  text.blocks[0].lines.resize(1);
  Word word;
  word.text = "Quyết";
  word.confidence = 0.9;
  text.blocks[0].lines[0].words = {word, word};
  EXPECT_EQ(SenseOf(text).characters(), 10);
}

}  // namespace
}  // namespace sohoa
