// SPDX-License-Identifier: Apache-2.0
#include "language/letters.h"

#include <array>
#include <utility>

namespace sohoa {
namespace {

// A row a vowel, in the order of ToneMark.
constexpr std::u32string_view kLower[] = {U"aàảãáạ", U"ăằẳẵắặ", U"âầẩẫấậ", U"eèẻẽéẹ",
                                          U"êềểễếệ", U"iìỉĩíị", U"oòỏõóọ", U"ôồổỗốộ",
                                          U"ơờởỡớợ", U"uùủũúụ", U"ưừửữứự", U"yỳỷỹýỵ"};
constexpr std::u32string_view kUpper[] = {U"AÀẢÃÁẠ", U"ĂẰẲẴẮẶ", U"ÂẦẨẪẤẬ", U"EÈẺẼÉẸ",
                                          U"ÊỀỂỄẾỆ", U"IÌỈĨÍỊ", U"OÒỎÕÓỌ", U"ÔỒỔỖỐỘ",
                                          U"ƠỜỞỠỚỢ", U"UÙỦŨÚỤ", U"ƯỪỬỮỨỰ", U"YỲỶỸÝỴ"};
constexpr std::u32string_view kPlain = U"aaaeeiooouuy";
constexpr char32_t kTableEnd = 0x1F00;

using LetterTable = std::array<PrintedLetter, kTableEnd>;

LetterTable MakeTable() {
  LetterTable table{};
  for (char32_t c = U'a'; c <= U'z'; ++c) {
    table[c] = {c, c, ToneMark::kNone, false};
    table[c - 32] = {c, c, ToneMark::kNone, true};
  }
  table[U'đ'] = {U'đ', U'd', ToneMark::kNone, false};
  table[U'Đ'] = {U'đ', U'd', ToneMark::kNone, true};
  for (std::size_t row = 0; row < kPlain.size(); ++row) {
    for (std::size_t tone = 0; tone < 6; ++tone) {
      table[kLower[row][tone]] = {kLower[row][0], kPlain[row], static_cast<ToneMark>(tone), false};
      table[kUpper[row][tone]] = {kLower[row][0], kPlain[row], static_cast<ToneMark>(tone), true};
    }
  }
  return table;
}

bool IsOpenPair(char32_t first, char32_t second) {
  return (first == U'o' && (second == U'a' || second == U'e')) || (first == U'u' && second == U'y');
}

// Takes the tone from one letter of a lower-case word and gives it to another.
void MoveTone(std::u32string& word, std::size_t from, std::size_t to) {
  const ToneMark tone = TakeLetterApart(word[from]).tone;
  word[from] = TakeLetterApart(word[from]).bare;
  word[to] = PutLetterTogether(TakeLetterApart(word[to]).bare, tone, false);
}

}  // namespace

const PrintedLetter& TakeLetterApart(char32_t letter) {
  static const LetterTable table = MakeTable();
  static const PrintedLetter none;
  return letter < kTableEnd ? table[letter] : none;
}

char32_t PutLetterTogether(char32_t bare, ToneMark tone, bool upper) {
  for (std::size_t row = 0; row < kPlain.size(); ++row) {
    if (kLower[row][0] == bare)
      return (upper ? kUpper : kLower)[row][static_cast<std::size_t>(tone)];
  }
  if (!upper) return bare;
  return bare == U'đ' ? U'Đ' : bare - 32;
}

std::u32string SyllableKey(std::u32string_view word) {
  std::u32string key;
  key.reserve(word.size());
  for (const char32_t c : word) {
    const PrintedLetter& letter = TakeLetterApart(c);
    key += letter.upper ? PutLetterTogether(letter.bare, letter.tone, false) : c;
  }
  if (key.size() < 2) return key;
  const std::size_t last = key.size() - 1;
  const PrintedLetter& first = TakeLetterApart(key[last - 1]);
  const PrintedLetter& second = TakeLetterApart(key[last]);
  if (first.tone != ToneMark::kNone && second.tone == ToneMark::kNone &&
      IsOpenPair(first.bare, second.bare)) {
    MoveTone(key, last - 1, last);
  }
  return key;
}

std::string PlainLetters(std::u32string_view word) {
  std::string plain;
  for (const char32_t c : word) plain += static_cast<char>(TakeLetterApart(c).plain);
  return plain;
}

bool HasTwoTonePlaces(std::u32string_view key) {
  if (key.size() < 2) return false;
  const std::size_t last = key.size() - 1;
  // The u of "qu" is no vowel: "quý" has one place.
  if (last >= 2 && key[last - 2] == U'q') return false;
  const PrintedLetter& second = TakeLetterApart(key[last]);
  return second.tone != ToneMark::kNone && IsOpenPair(key[last - 1], second.bare);
}

std::u32string WithOldTonePlace(std::u32string key) {
  if (HasTwoTonePlaces(key)) MoveTone(key, key.size() - 1, key.size() - 2);
  return key;
}

}  // namespace sohoa
