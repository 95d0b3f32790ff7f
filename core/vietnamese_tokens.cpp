// SPDX-License-Identifier: Apache-2.0
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr char32_t kTableEnd = 0x2000;  // Latin with all its additions is below

struct LetterKind {
  bool letter = false;  // or a digit, or a mark on one
  bool digit = false;
};

LetterKind AskIcu(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  return {u_isalnum(point) != 0 || u_charType(point) == U_NON_SPACING_MARK, u_isdigit(point) != 0};
}

LetterKind KindOf(char32_t c) {
  static const std::vector<LetterKind> table = [] {
    std::vector<LetterKind> made;
    for (char32_t letter = 0; letter < kTableEnd; ++letter) made.push_back(AskIcu(letter));
    return made;
  }();
  return c < kTableEnd ? table[c] : AskIcu(c);
}

// A run of letters and digits, and the one separator that stands right behind it, if any.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool has_digit = false;
  char separator = 0;  // '/', '-' or '.' with a letter or digit right after it
};

char32_t Next(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<std::uint8_t>(text[at]);
  if (byte < 0x80) return ++at, byte;
  auto i = static_cast<int32_t>(at);
  UChar32 c = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  U8_NEXT_OR_FFFD(bytes, i, static_cast<int32_t>(text.size()), c);
  at = static_cast<std::size_t>(i);
  return static_cast<char32_t>(c);
}

std::vector<Run> FindRuns(std::string_view text) {
  std::vector<Run> runs;
  runs.reserve(text.size() / 5);  // bytes of a Vietnamese word, and the space behind it
  std::size_t at = 0;
  bool in_run = false;
  while (at < text.size()) {
    const std::size_t begin = at;
    const char32_t c = Next(text, at);
    const LetterKind kind = KindOf(c);
    if (!kind.letter) {
      in_run = false;
      continue;
    }
    if (!in_run) {
      if (!runs.empty() && runs.back().end + 1 == begin) {
        const char between = text[begin - 1];
        if (between == '/' || between == '-' || between == '.') runs.back().separator = between;
      }
      runs.push_back({begin, at, false, 0});
      in_run = true;
    }
    runs.back().end = at;
    if (kind.digit) runs.back().has_digit = true;
  }
  return runs;
}

// How many runs from `first` on are one code. A dot joins only where there are digits on both
// sides, so that "năm 2018.Các" is two sentences; a whole without a digit ("và/hoặc", "NĐ-CP")
// is no code.
std::size_t CodeLength(const std::vector<Run>& runs, std::size_t first) {
  std::size_t last = first;
  bool digit = runs[first].has_digit;
  while (runs[last].separator != 0) {
    const bool dot = runs[last].separator == '.';
    if (dot && !(runs[last].has_digit && runs[last + 1].has_digit)) break;
    ++last;
    digit = digit || runs[last].has_digit;
  }
  return digit ? last - first + 1 : 1;
}

}  // namespace

std::vector<Token> Tokenize(std::string_view nfc_text) {
  const std::vector<Run> runs = FindRuns(nfc_text);
  std::vector<Token> tokens;
  tokens.reserve(runs.size());
  for (std::size_t i = 0; i < runs.size();) {
    const std::size_t length = CodeLength(runs, i);
    const std::size_t begin = runs[i].begin;
    const std::size_t end = runs[i + length - 1].end;
    tokens.push_back({nfc_text.substr(begin, end - begin), begin, end});
    i += length;
  }
  return tokens;
}

std::vector<std::string_view> CodeParts(std::string_view token) {
  const std::vector<Run> runs = FindRuns(token);
  std::vector<std::string_view> parts;
  if (runs.size() < 2) return parts;
  for (const Run& run : runs) parts.push_back(token.substr(run.begin, run.end - run.begin));
  return parts;
}

bool NaturalLess(std::string_view a, std::string_view b) {
  const std::string left = FoldedKey(a);
  const std::string right = FoldedKey(b);
  std::size_t i = 0;
  std::size_t j = 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  while (i < left.size() && j < right.size()) {
    if (digit(left[i]) && digit(right[j])) {
      const auto number = [&digit](const std::string& text, std::size_t& at) {
        while (at < text.size() && text[at] == '0') ++at;
        const std::size_t begin = at;
        while (at < text.size() && digit(text[at])) ++at;
        return std::string_view(text).substr(begin, at - begin);
      };
      const std::string_view m = number(left, i);
      const std::string_view n = number(right, j);
      if (m.size() != n.size()) return m.size() < n.size();
      if (m != n) return m < n;
      continue;
    }
    if (left[i] != right[j]) return left[i] < right[j];
    ++i;
    ++j;
  }
  if (left.size() - i != right.size() - j) return left.size() - i < right.size() - j;
  return a < b;
}

}  // namespace sohoa
