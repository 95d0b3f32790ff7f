// SPDX-License-Identifier: Apache-2.0
#include "language/printed_word.h"

#include <string>

#include <gtest/gtest.h>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

PrintedKind KindOf(const char* text) { return TakePrintedWord(ToCodePoints(text)).kind; }

TEST(PrintedWord, IsANumberWhereThereIsADigitOrACode) {
  for (const char* text : {"12", "12/2019/TT-BQP", "85/KH-UBND.", "a@b.vn", "và/hoặc", "(3)", "U23",
                           "H42-181004", "soyte.gov"}) {
    EXPECT_EQ(KindOf(text), PrintedKind::kNumber) << text;
  }
}

TEST(PrintedWord, IsAnAbbreviationWithCapitalsWithinAndNoSyllable) {
  for (const char* text : {"UBND", "TM.", "KT.", "TTr", "BYT", "HĐND;", "TTg", "NĐTr"}) {
    EXPECT_EQ(KindOf(text), PrintedKind::kAbbreviation) << text;
  }
}

TEST(PrintedWord, IsForeignWithLettersOrMarksThatNoWordHas) {
  for (const char* text : {"e-mail", "Mát-xcơ-va", "Müller", "Жук"})
    EXPECT_EQ(KindOf(text), PrintedKind::kForeign) << text;
}

TEST(PrintedWord, IsPunctuationWithoutLetters) {
  for (const char* text : {"-", "./.", "“", "...", "–", ""})
    EXPECT_EQ(KindOf(text), PrintedKind::kPunctuation) << text;
}

TEST(PrintedWord, LeavesPunctuationAboutIt) {
  const PrintedWord word = TakePrintedWord(U"“(Quyết;");
  EXPECT_EQ(word.kind, PrintedKind::kWord);
  EXPECT_EQ(word.letters, PrintedCase::kTitle);
  EXPECT_EQ(word.begin, 2u);
  EXPECT_EQ(word.end, 7u);
}

TEST(PrintedWord, InCapitalsThatCanBeASyllableIsAWord) {
  // A syllable whose tone was lost is no abbreviation.
  for (const char* text : {"QUYẾT", "QUYÊT", "ĐỊNH"}) {
    const PrintedWord word = TakePrintedWord(ToCodePoints(text));
    EXPECT_EQ(word.kind, PrintedKind::kWord) << text;
    EXPECT_EQ(word.letters, PrintedCase::kUpper) << text;
  }
}

}  // namespace
}  // namespace sohoa
