// SPDX-License-Identifier: Apache-2.0
//
// Letters of Vietnamese print taken apart without ICU: correction asks for each letter of each
// word of a page. What they give agrees with the keys of core/vietnamese.h (its tests say so).
// Pure functions; all text is NFC.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sohoa {

enum class ToneMark : std::uint8_t { kNone, kGrave, kHook, kTilde, kAcute, kDot };

struct PrintedLetter {
  char32_t bare = 0;  // lower case without its tone: 'ê' of 'Ế'; 0: no letter of a Vietnamese word
  char32_t plain = 0;  // 'e'
  ToneMark tone = ToneMark::kNone;
  bool upper = false;
};

// ASCII letters (f, j, w and z too) and the 134 marked ones.
const PrintedLetter& TakeLetterApart(char32_t letter);
// `bare` is lower case, as above.
char32_t PutLetterTogether(char32_t bare, ToneMark tone, bool upper);

// Lower case, the tone of an open oa, oe, uy on its second vowel: ExactKey of a word of letters.
std::u32string SyllableKey(std::u32string_view word);
// Lower-case ASCII: FoldedKey of a word of letters.
std::string PlainLetters(std::u32string_view word);

// The old place of the tone (hòa, thủy) of a key; the key itself where the places do not differ.
std::u32string WithOldTonePlace(std::u32string key);
// True for a key whose two places differ: "hoà", "thuỷ", but not "quý" or "hoa".
bool HasTwoTonePlaces(std::u32string_view key);

}  // namespace sohoa
