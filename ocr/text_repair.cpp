// SPDX-License-Identifier: Apache-2.0
#include "ocr/text_repair.h"

#include <algorithm>
#include <utility>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

std::u32string LowerOf(char32_t c) {
  return ToCodePoints(ToLower(FromCodePoints(std::u32string(1, c))));
}

bool IsUpper(char32_t c) {
  const std::u32string lower = LowerOf(c);
  return lower.size() == 1 && lower[0] != c;
}

bool IsLowerLetter(char32_t c) {
  const std::u32string upper = ToCodePoints(ToUpper(FromCodePoints(std::u32string(1, c))));
  return upper.size() == 1 && upper[0] != c;
}

// Letters with a mark, but Đ: that is a consonant, and stands in codes ("NĐTr").
bool IsMarkedUpperVowel(char32_t c) { return c >= 0xC0 && c != U'Đ' && IsUpper(c); }

// "tẾ" -> "tế". Codes mix cases too ("TTr", "QĐ-TTg"), but never with a marked vowel.
std::u32string MendCase(std::u32string word) {
  bool has_lower = false;
  for (const char32_t c : word) {
    if (IsLowerLetter(c)) has_lower = true;
  }
  if (!has_lower) return word;
  for (std::size_t i = 1; i < word.size(); ++i) {
    const bool plain_upper = IsUpper(word[i]) && !IsMarkedUpperVowel(word[i]);
    if (plain_upper || word[i] == U'-' || word[i] == U'/' || word[i] == U'.') return word;
  }
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (IsMarkedUpperVowel(word[i])) word[i] = LowerOf(word[i])[0];
  }
  return word;
}

// No Vietnamese word has Đ twice in a row; the model gives it for one broad Đ.
std::u32string MendDoubledD(const std::u32string& word) {
  std::u32string mended;
  for (const char32_t c : word) {
    const bool doubled = c == U'Đ' && !mended.empty() && mended.back() == U'Đ';
    if (!doubled) mended.push_back(c);
  }
  return mended;
}

// "nhiệm·", "ngành;·": Vietnamese text has no dot in the middle of the line; beside letters it is a speck.
std::u32string WithoutSpecks(std::u32string word) {
  const auto dot = [](char32_t c) { return c == U'·' || c == U'•'; };
  if (std::all_of(word.begin(), word.end(), dot)) return word;
  while (dot(word.back())) word.pop_back();
  return word;
}

// "llưu": no syllable begins with the same letter twice.
std::u32string MendDoubledOnset(std::u32string word) {
  if (word.size() < 3 || LowerOf(word[0]) != LowerOf(word[1]) || !IsLowerLetter(word[1]) || IsVietnameseSyllable(FromCodePoints(word))) return word;
  std::u32string mended = word;
  mended.erase(1, 1);
  while (!mended.empty() && std::u32string_view(U".,;:").find(mended.back()) != std::u32string_view::npos) mended.pop_back();
  if (!IsVietnameseSyllable(FromCodePoints(mended))) return word;
  return word.erase(1, 1);
}

bool IsCodeLetter(char32_t c) { return (c >= U'A' && c <= U'Z') || c == U'Đ'; }

// "12/2019/TT-", "85/KH-": the head of a document's number and sign.
bool IsTornCode(const std::string& text) {
  const std::u32string word = ToCodePoints(text);
  if (word.size() < 3 || word.back() != U'-' || word.find(U'/') == std::u32string::npos) {
    return false;
  }
  return IsCodeLetter(word[word.size() - 2]);
}

// "BQP", "UBND,", "TTg".
bool ContinuesCode(const std::string& text) {
  const std::u32string word = ToCodePoints(text);
  return word.size() >= 2 && IsCodeLetter(word[0]) && IsCodeLetter(word[1]);
}

void JoinTornCodes(Line& line) {
  for (std::size_t i = 0; i + 1 < line.words.size(); ++i) {
    Word& head = line.words[i];
    const Word& tail = line.words[i + 1];
    const int space = tail.box.left - head.box.right;
    if (!IsTornCode(head.text) || !ContinuesCode(tail.text) || space > head.box.height() ||
        head.ink != tail.ink) {
      continue;
    }
    const auto raw = [](const Word& word) { return word.raw.empty() ? word.text : word.raw; };
    std::string read = raw(head) + ' ' + raw(tail);
    head.text += tail.text;
    head.box = Union(head.box, tail.box);
    head.confidence = std::min(head.confidence, tail.confidence);
    head.alternatives = {{read, head.confidence}};
    head.raw = std::move(read);
    line.words.erase(line.words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

// What Decree 30/2020/NĐ-CP (Appendix I part II, Appendix III) has every paper say in these very
// words; in capitals no other phrase shares their letters. The model loses marks of capitals
// more than of any other letters.
constexpr std::string_view kFixedPhrases[] = {
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "GIÁM ĐỐC",
    "CHỦ TỊCH", "QUYẾT ĐỊNH", "SỞ Y TẾ", "BỘ Y TẾ",
};

std::vector<std::string> SplitAtSpaces(std::string_view phrase) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < phrase.size();) {
    const std::size_t end = std::min(phrase.find(' ', begin), phrase.size());
    words.emplace_back(phrase.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool StandsAt(const Line& line, std::size_t at, const std::vector<std::string>& phrase) {
  if (at + phrase.size() > line.words.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const std::string& text = line.words[at + i].text;
    if (ToUpper(text) != text || FoldedKey(text) != FoldedKey(phrase[i])) return false;
  }
  return true;
}

void MendFixedPhrases(Line& line) {
  for (const std::string_view fixed : kFixedPhrases) {
    const std::vector<std::string> phrase = SplitAtSpaces(fixed);
    for (std::size_t at = 0; at < line.words.size(); ++at) {
      if (!StandsAt(line, at, phrase)) continue;
      for (std::size_t i = 0; i < phrase.size(); ++i) {
        Word& word = line.words[at + i];
        // Either place of the tone mark is right (HÒA, HOÀ).
        if (ExactKey(word.text) != ExactKey(phrase[i])) Amend(word, phrase[i]);
      }
    }
  }
}

}  // namespace

std::string RepairWord(std::string_view word) {
  std::string text(word);
  ReplaceAll(text, "⁄", "/");
  ReplaceAll(text, "∕", "/");
  if (text.find('.') != std::string::npos) ReplaceAll(text, "(@", "@");
  if (text.starts_with("hftp:") || text.starts_with("hftps:")) text.replace(0, 4, "http");
  return FromCodePoints(MendDoubledOnset(MendCase(MendDoubledD(WithoutSpecks(ToCodePoints(text))))));
}

void RepairText(std::vector<Line>& lines) {
  for (Line& line : lines) {
    for (Word& word : line.words) Amend(word, RepairWord(word.text));
    JoinTornCodes(line);
    MendFixedPhrases(line);
  }
}

}  // namespace sohoa
