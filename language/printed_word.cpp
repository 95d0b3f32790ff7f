// SPDX-License-Identifier: Apache-2.0
#include "language/printed_word.h"

#include <algorithm>

#include "core/vietnamese.h"
#include "language/letters.h"

namespace sohoa {
namespace {

bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

// Anything beyond the Latin letters that is no general punctuation counts as a letter: it
// belongs to the word, and makes it a foreign one.
bool IsLetter(char32_t c) {
  if (TakeLetterApart(c).bare != 0) return true;
  if (c < 0xC0 || c == U'×' || c == U'÷') return false;
  return c < 0x2000 || (c >= 0x2100 && c < 0x2190);
}

bool JoinsCodes(char32_t c) {
  return c == U'/' || c == U'@' || c == U'.' || c == U'_' || c == U':';
}

// No abbreviation has one: "CÂP" is a syllable read wrong, "NĐ" is none.
bool HasMarkedVowel(std::u32string_view core) {
  return std::any_of(core.begin(), core.end(),
                     [](char32_t c) { return c >= 0xC0 && TakeLetterApart(c).bare != U'đ'; });
}

PrintedKind KindOf(std::u32string_view core) {
  if (std::any_of(core.begin(), core.end(),
                  [](char32_t c) { return IsDigit(c) || JoinsCodes(c); })) {
    return PrintedKind::kNumber;
  }
  const bool ours = std::all_of(core.begin(), core.end(),
                                [](char32_t c) { return TakeLetterApart(c).bare != 0; });
  return ours ? PrintedKind::kWord : PrintedKind::kForeign;
}

}  // namespace

PrintedWord TakePrintedWord(std::u32string_view chunk) {
  PrintedWord word;
  const auto belongs = [](char32_t c) { return IsDigit(c) || IsLetter(c); };
  const auto first = std::find_if(chunk.begin(), chunk.end(), belongs);
  if (first == chunk.end()) return word;
  const auto last = std::find_if(chunk.rbegin(), chunk.rend(), belongs);
  word.begin = static_cast<std::size_t>(first - chunk.begin());
  word.end = chunk.size() - static_cast<std::size_t>(last - chunk.rbegin());
  const std::u32string_view core = chunk.substr(word.begin, word.end - word.begin);
  word.kind = KindOf(core);
  if (word.kind != PrintedKind::kWord) return word;
  const auto uppers = static_cast<std::size_t>(
      std::count_if(core.begin(), core.end(), [](char32_t c) { return TakeLetterApart(c).upper; }));
  if (uppers == 0) return word;
  if (uppers == 1 && TakeLetterApart(core[0]).upper) {
    word.letters = PrintedCase::kTitle;
  } else if (uppers == core.size()) {
    word.letters = PrintedCase::kUpper;
    if (!HasMarkedVowel(core) && !IsVietnameseSyllable(FromCodePoints(core)))
      word.kind = PrintedKind::kAbbreviation;
  } else {
    word.kind = PrintedKind::kAbbreviation;
  }
  return word;
}

}  // namespace sohoa
