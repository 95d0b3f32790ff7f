// SPDX-License-Identifier: Apache-2.0
#include "language/letters.h"

#include <gtest/gtest.h>

#include "core/vietnamese.h"
#include "language/syllable_counts.h"

namespace sohoa {
namespace {

TEST(Letters, AgreeWithTheKeysOfTheArchive) {
  for (const char* word : {"HÒA", "Thủy", "khoẻ", "QUÝ", "giặt", "Đường", "nguyễn", "OÁNH", "xuyên",
                           "ưỡn", "kỹ", "ẨM"}) {
    EXPECT_EQ(FromCodePoints(SyllableKey(ToCodePoints(word))), ExactKey(word)) << word;
    EXPECT_EQ(PlainLetters(ToCodePoints(word)), FoldedKey(word)) << word;
  }
}

TEST(Letters, AgreeWithThemForEverySyllableThatWasCounted) {
  const Result<SyllableCounts> counts = ParseSyllableCounts(BuiltInSyllableCounts());
  ASSERT_TRUE(counts);
  for (const std::string& text : counts->texts) {
    EXPECT_EQ(FromCodePoints(SyllableKey(ToCodePoints(ToUpper(text)))), ExactKey(text));
    EXPECT_EQ(PlainLetters(ToCodePoints(text)), FoldedKey(text));
  }
}

TEST(Letters, GoTogetherAsTheyWereTakenApart) {
  for (const char32_t c : std::u32string(U"aÀảÃếỆĐđƯựỹZzÔ")) {
    const PrintedLetter& letter = TakeLetterApart(c);
    EXPECT_EQ(PutLetterTogether(letter.bare, letter.tone, letter.upper), c);
  }
}

TEST(Letters, AreThoseOfVietnameseWordsAlone) {
  for (const char32_t c : std::u32string(U"öñçå1-ʼßЖ")) EXPECT_EQ(TakeLetterApart(c).bare, U'\0');
}

TEST(TonePlaces, DifferOnlyInOpenRimes) {
  EXPECT_EQ(WithOldTonePlace(U"hoà"), U"hòa");
  EXPECT_EQ(WithOldTonePlace(U"thuỷ"), U"thủy");
  for (const char32_t* same : {U"quý", U"hoàn", U"hoa", U"toán", U"huỳnh"})
    EXPECT_EQ(WithOldTonePlace(same), same);
}

}  // namespace
}  // namespace sohoa
