// SPDX-License-Identifier: Apache-2.0
//
// How often syllables, and syllables side by side, stand in a body of text: the data of the
// language model, and their form as a file.
//
// The file: one line of text that says what was counted and the SHA-256 of the rest; lines of
// syllables, those of the same plain letters on one line behind these ("to to tô tổ"), and an
// empty line; then for each token, in that order, LEB128 numbers: its count, how many kinds of
// token stood before and behind it, how many followers are listed, and these as (distance from
// the last one, count). Counts alone: no running text can be had back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

// Index of a token: first the classes, then syllables in the order of their plain letters.
using TokenId = std::uint16_t;
inline constexpr TokenId kBoundaryToken = 0;      // end of a sentence, punctuation, line of a list
inline constexpr TokenId kNumberToken = 1;        // numbers and codes
inline constexpr TokenId kAbbreviationToken = 2;  // "UBND"
inline constexpr TokenId kForeignToken = 3;       // words that are no syllable, and unknown ones
inline constexpr TokenId kFirstSyllable = 4;

struct TokenCount {
  std::uint32_t count = 0;
  std::uint32_t kinds_before = 0;  // N1+(·w), of all pairs, listed or not
  std::uint32_t kinds_behind = 0;  // N1+(w·)
  std::uint32_t first_follower = 0;
  std::uint32_t followers = 0;
};

struct SyllableGroup {
  std::string plain;  // FoldedKey of each
  TokenId begin = 0;
  TokenId end = 0;
};

struct SyllableCounts {
  std::string source;                 // what was counted, in words
  std::vector<std::string> texts;     // ExactKey of each token; "" of the classes
  std::vector<SyllableGroup> groups;  // by `plain`
  std::vector<TokenCount> tokens;     // as long as `texts`
  std::vector<TokenId> followers;     // of all tokens, each one's sorted
  std::vector<std::uint32_t> follower_counts;
};

// kCorruption: not what WriteSyllableCounts wrote.
Result<SyllableCounts> ParseSyllableCounts(std::string_view file);
// The same bytes for the same counts.
std::string WriteSyllableCounts(const SyllableCounts& counts);

// The file that was built into the program.
std::string_view BuiltInSyllableCounts();

}  // namespace sohoa
