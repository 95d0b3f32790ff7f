// SPDX-License-Identifier: Apache-2.0
#include "ocr/word_doubt.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr double kSure = 0.8;
constexpr double kLikely = 0.6;
constexpr double kSureSyllable = 0.7;
constexpr double kSureOther = 0.9;

std::string LettersOf(const std::string& word) {
  std::u32string text = ToCodePoints(word);
  static const std::u32string kMarks = U".,:;!?()/\"'“”-";
  const auto mark = [](char32_t c) { return kMarks.find(c) != std::u32string::npos; };
  while (!text.empty() && mark(text.back())) text.pop_back();
  while (!text.empty() && mark(text.front())) text.erase(0, 1);
  return FromCodePoints(text);
}

bool SameSize(const Box& a, const Box& b) {
  return a.height() * 3 < b.height() * 5 && b.height() * 3 < a.height() * 5;
}

}  // namespace

bool IsWordOfPrint(const Word& word) {
  const std::string letters = LettersOf(word.text);
  // Powers of the signer, Decree 30/2020/NĐ-CP Appendix I part II 7.
  return IsVietnameseSyllable(letters) || letters == "KT" || letters == "TM" || letters == "TL" || letters == "TUQ" ||
         letters == "Q";
}

bool IsSurelyPrint(const Word& word) {
  return word.ink == InkKind::kPrint && word.confidence >= kSure && IsWordOfPrint(word);
}

bool IsDoubtful(const Word& word) { return word.confidence < (IsWordOfPrint(word) ? kSureSyllable : kSureOther); }

bool ContinuesPrint(const Line& line, std::size_t index) {
  const Word& word = line.words[index];
  if (ToCodePoints(LettersOf(word.text)).size() < 2) return false;
  const auto joins = [&word](const Word& other) {
    const int gap = std::max(other.box.left - word.box.right, word.box.left - other.box.right);
    return other.confidence >= kLikely && IsWordOfPrint(other) && SameSize(other.box, word.box) && gap < other.box.height();
  };
  return (index > 0 && joins(line.words[index - 1])) || (index + 1 < line.words.size() && joins(line.words[index + 1]));
}

}  // namespace sohoa
