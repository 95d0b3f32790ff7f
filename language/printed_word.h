// SPDX-License-Identifier: Apache-2.0
//
// What kind of thing stands between two spaces, for counting syllables and for correcting them:
// both must take running text apart alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sohoa {

enum class PrintedKind : std::uint8_t {
  kPunctuation,   // neither letter nor digit
  kNumber,        // numbers, codes, addresses: any digit, or one of / @ . _ : within
  kAbbreviation,  // "UBND", "TTr": capitals within, and no syllable in capitals
  kForeign,       // other letters or marks within: "e-mail", "Mát-xcơ-va"
  kWord,          // letters of Vietnamese words alone; whether it is one is not said
};

enum class PrintedCase : std::uint8_t { kLower, kTitle, kUpper };

struct PrintedWord {
  PrintedKind kind = PrintedKind::kPunctuation;
  PrintedCase letters = PrintedCase::kLower;  // of kWord; one capital alone is kTitle
  std::size_t begin = 0;  // the word without what punctuation stands about it: [begin, end)
  std::size_t end = 0;
};

// `chunk`: NFC, no white space.
PrintedWord TakePrintedWord(std::u32string_view chunk);

}  // namespace sohoa
