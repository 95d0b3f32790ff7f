// SPDX-License-Identifier: Apache-2.0
#include "ocr/rubber_stamps.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr double kSureWord = 0.6;
constexpr double kSureLine = 0.75;
constexpr double kSureDegree = 0.4;

// "Hoàng"
bool IsCapitalised(const Word& word) {
  const std::u32string letters = ToCodePoints(word.text);
  if (letters.size() < 2) return false;
  const std::string first = FromCodePoints(letters.substr(0, 1));
  const std::string rest = FromCodePoints(letters.substr(1));
  return ToLower(first) != first && ToLower(rest) == rest;
}

bool IsName(const std::vector<Word>& words) {
  return words.size() >= 2 && words.size() <= 5 &&
         std::all_of(words.begin(), words.end(), IsCapitalised);
}

// Decree 30/2020/NĐ-CP, Appendix I part II: degrees of urgency; the signer's powers and title.
bool IsUrgencyOrTitle(const std::string& text) {
  static constexpr std::string_view kStarts[] = {
      "khan", "thuong khan", "hoa toc", "mat", "toi mat", "tuyet mat", "pho ", "kt.", "tm.",
      "tl.", "q.", "giam doc", "chu tich", "truong ", "chanh ", "thu truong", "bo truong",
      "cuc truong", "hieu truong", "tong giam doc"};
  const std::string key = FoldedKey(text);
  return std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&key](std::string_view start) { return key.starts_with(start); });
}

// Just a degree of urgency, which noise does not spell: it need not be as sure as other words.
bool IsDegreeOfUrgency(const Line& line) {
  static constexpr std::string_view kDegrees[] = {"khan", "thuong khan", "hoa toc", "hoa toc hen gio"};
  double confidence = 0;
  for (const Word& word : line.words) confidence += word.confidence;
  return confidence >= kSureDegree * static_cast<double>(line.words.size()) &&
         std::find(std::begin(kDegrees), std::end(kDegrees), FoldedKey(LineText(line, true))) != std::end(kDegrees);
}

// "CH 914204": the serial that a land certificate has in red print (Circular 23/2014/TT-BTNMT art. 3).
bool IsSerial(const Line& line) {
  std::u32string text;
  for (const Word& word : line.words) {
    if (word.confidence < kSureWord) return false;
    text += ToCodePoints(word.text);
  }
  const auto digit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
  const auto digits = std::find_if(text.begin(), text.end(), digit);
  const auto letters = digits - text.begin();
  return (letters == 1 || letters == 2) && text.end() - digits >= 6 && text.end() - digits <= 8 && std::all_of(digits, text.end(), digit) &&
         std::all_of(text.begin(), digits, [](char32_t c) { return (c >= U'A' && c <= U'Z') || c == U'Đ'; });
}

bool IsSure(const Line& line) {
  if (IsDegreeOfUrgency(line) || IsSerial(line)) return true;
  double confidence = 0;
  for (const Word& word : line.words) {
    std::string letters = word.text;
    while (!letters.empty() && std::string_view(".,:;").find(letters.back()) != std::string::npos) {
      letters.pop_back();
    }
    const bool abbreviation = letters == "KT" || letters == "TM" || letters == "TL";
    if (word.confidence < kSureWord || (!abbreviation && !IsVietnameseSyllable(letters))) {
      return false;
    }
    confidence += word.confidence;
  }
  return confidence >= kSureLine * static_cast<double>(line.words.size());
}

}  // namespace

std::vector<Line> KeepStampedText(std::vector<Line> lines) {
  std::erase_if(lines, [](const Line& line) { return line.words.empty() || !IsSure(line); });
  for (Line& line : lines) {
    if (IsName(line.words) || IsUrgencyOrTitle(LineText(line, true))) continue;
    for (Word& word : line.words) word.ink = InkKind::kStamp;
  }
  return lines;
}

}  // namespace sohoa
