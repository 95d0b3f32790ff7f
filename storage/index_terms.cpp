// SPDX-License-Identifier: Apache-2.0
#include "storage/index_terms.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr char kWord = 'w';
constexpr char kPair = 'p';
constexpr char kFilter = 'f';
constexpr char kEnd = '\0';  // stands in no word

// The letters that may bear marks, each with what it becomes, in the order of their numbers.
constexpr std::array<std::pair<char, std::u32string_view>, 7> kMarkedLetters = {{
    {'a', U"àảãáạăằẳẵắặâầẩẫấậ"},
    {'d', U"đ"},
    {'e', U"èẻẽéẹêềểễếệ"},
    {'i', U"ìỉĩíị"},
    {'o', U"òỏõóọôồổỗốộơờởỡớợ"},
    {'u', U"ùủũúụưừửữứự"},
    {'y', U"ỳỷỹýỵ"},
}};
constexpr std::string_view kMayBearMarks = "adeiouy";
constexpr unsigned kVariants = 17;        // of a letter, at most
constexpr unsigned kMaxSkipped = 14;      // skipped * kVariants + variant + 1 fits a byte
constexpr char32_t kLastMarked = 0x1EF9;  // ỹ

struct MarkedLetter {
  char plain = 0;  // 0: no letter of Vietnamese
  std::uint8_t variant = 0;
};

const MarkedLetter& MarkedLetterOf(char32_t letter) {
  static const std::vector<MarkedLetter> table = [] {
    std::vector<MarkedLetter> made(kLastMarked + 2);
    for (const auto& [plain, variants] : kMarkedLetters) {
      for (std::size_t i = 0; i < variants.size(); ++i) made[variants[i]] = {plain, static_cast<std::uint8_t>(i)};
    }
    return made;
  }();
  return table[std::min<char32_t>(letter, kLastMarked + 1)];
}

std::u32string_view VariantsOf(char plain) {
  for (const auto& [letter, variants] : kMarkedLetters) {
    if (letter == plain) return variants;
  }
  return {};
}

// What an exact spelling has beyond the folded one: for each letter with marks a byte of how many
// letters before it, behind the last one with marks, could have had some, and which it is. Where
// that is not all that differs: 0 and the spelling.
std::string MarksOf(std::string_view exact, std::string_view folded) {
  if (exact == folded) return "";
  const auto as_it_is = [&] { return std::string(1, kEnd) + std::string(exact); };
  std::string marks;
  unsigned skipped = 0;
  std::size_t at = 0;
  for (const char plain : folded) {
    if (at == exact.size()) return as_it_is();
    if (exact[at] == plain) {
      ++at;
      if (kMayBearMarks.find(plain) != std::string_view::npos) ++skipped;
      continue;
    }
    const std::size_t length = (static_cast<std::uint8_t>(exact[at]) & 0xF0) == 0xE0 ? 3 : 2;
    const std::u32string letter = ToCodePoints(exact.substr(at, length));
    if (letter.size() != 1) return as_it_is();
    const MarkedLetter& marked = MarkedLetterOf(letter.front());
    if (marked.plain != plain || skipped > kMaxSkipped) return as_it_is();
    marks += static_cast<char>(skipped * kVariants + marked.variant + 1);
    skipped = 0;
    at += length;
  }
  return at == exact.size() ? marks : as_it_is();
}

std::string ExactOf(std::string_view folded, std::string_view marks) {
  if (marks.empty()) return std::string(folded);
  if (marks.front() == kEnd) return std::string(marks.substr(1));
  std::u32string letters;
  unsigned to_skip = (static_cast<std::uint8_t>(marks.front()) - 1u) / kVariants;
  for (const char32_t plain : ToCodePoints(folded)) {
    const std::u32string_view variants = plain < 0x80 ? VariantsOf(static_cast<char>(plain)) : std::u32string_view();
    const bool here = !variants.empty() && !marks.empty() && to_skip == 0;
    if (!variants.empty() && to_skip > 0) --to_skip;
    const std::size_t variant = here ? (static_cast<std::uint8_t>(marks.front()) - 1u) % kVariants : 0;
    letters += here && variant < variants.size() ? variants[variant] : plain;
    if (!here) continue;
    marks.remove_prefix(1);
    if (!marks.empty()) to_skip = (static_cast<std::uint8_t>(marks.front()) - 1u) / kVariants;
  }
  return FromCodePoints(letters);
}

}  // namespace

std::string WordKey(std::string_view field, const TermKeys& word) {
  return SpellingsPrefix(field, word.folded) + MarksOf(word.exact, word.folded);
}

std::string SpellingsPrefix(std::string_view field, std::string_view folded) {
  return WordsPrefix(field, folded) + kEnd;
}

std::string WordsPrefix(std::string_view field, std::string_view folded_begin) {
  std::string key(1, kWord);
  key += field;
  key += kEnd;
  key += folded_begin;
  return key;
}

std::string PairKey(std::string_view field, const TermKeys& left, const TermKeys& right) {
  return PairSpellingsPrefix(field, left.folded, right.folded) +
         MarksOf(left.exact + ' ' + right.exact, left.folded + ' ' + right.folded);
}

std::string PairSpellingsPrefix(std::string_view field, std::string_view left_folded, std::string_view right_folded) {
  std::string key(1, kPair);
  key += field;
  key += kEnd;
  key += left_folded;
  key += ' ';
  key += right_folded;
  key += kEnd;
  return key;
}

std::string FilterKey(std::string_view value) { return std::string(1, kFilter) + std::string(value); }

std::optional<std::string_view> ReadFolded(std::string_view key) {
  if (key.empty() || (key.front() != kWord && key.front() != kPair)) return std::nullopt;
  const std::size_t field_end = key.find(kEnd);
  if (field_end == std::string_view::npos) return std::nullopt;
  const std::size_t end = key.find(kEnd, field_end + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return key.substr(field_end + 1, end - field_end - 1);
}

std::optional<TermKeys> ReadWordKey(std::string_view key) {
  const std::optional<std::string_view> folded = ReadFolded(key);
  if (!folded) return std::nullopt;
  TermKeys keys;
  keys.folded = *folded;
  keys.exact = ExactOf(keys.folded, key.substr(static_cast<std::size_t>(folded->data() + folded->size() - key.data()) + 1));
  return keys;
}

bool IsAlternativeKey(std::string_view key) { return key.size() > 1 && key.substr(1).starts_with(kAlternatives); }

bool HasPositions(std::string_view key) {
  return key.starts_with(kPair) || (key.starts_with(kWord) && key.size() > 1 && key[1] != kEnd);
}
bool IsFilterKey(std::string_view key) { return key.starts_with(kFilter); }

}  // namespace sohoa
