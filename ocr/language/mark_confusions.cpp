// SPDX-License-Identifier: Apache-2.0
#include "ocr/language/mark_confusions.h"

#include <algorithm>
#include <cmath>

#include "language/letters.h"

namespace sohoa {
namespace {

constexpr double kToneLostOverMark = 3.6;  // "tổ" read "tô": two marks, and the upper one is small
constexpr double kToneLost = 6.5;          // "cá" read "ca"
constexpr double kToneSwapped = 4.8;       // hook, grave, tilde, acute: "để" read "đề"
constexpr double kDotSwapped = 7.0;        // the dot stands apart, below
constexpr double kHookForDot = 4.5;        // the dot of an i taken for a hook: "chi" read "chỉ"
constexpr double kToneGained = 6.0;
constexpr double kMarkChanged = 6.0;  // "kế" read "ké", "xung" read "xưng"
constexpr double kBarGained = 4.8;    // "dự" read "đự"
constexpr double kBarLost = 6.0;

struct Marks {
  ToneMark tone = ToneMark::kNone;
  char32_t toned = 0;  // the letter that bears it, bare
  bool any_marked = false;
};

Marks MarksOf(std::u32string_view key) {
  Marks marks;
  for (const char32_t c : key) {
    const PrintedLetter& letter = TakeLetterApart(c);
    if (letter.bare != letter.plain && letter.bare != U'đ') marks.any_marked = true;
    if (letter.tone == ToneMark::kNone) continue;
    marks.tone = letter.tone;
    marks.toned = letter.bare;
  }
  return marks;
}

double ToneCost(const Marks& printed, const Marks& read) {
  if (printed.tone == read.tone) return 0;
  if (printed.tone == ToneMark::kDot || read.tone == ToneMark::kDot) return kDotSwapped;
  if (read.tone == ToneMark::kNone) return read.any_marked ? kToneLostOverMark : kToneLost;
  if (printed.tone != ToneMark::kNone) return kToneSwapped;
  return read.toned == U'i' && read.tone == ToneMark::kHook ? kHookForDot : kToneGained;
}

}  // namespace

double MarkConfusionCost(std::u32string_view printed, std::u32string_view read) {
  double cost = ToneCost(MarksOf(printed), MarksOf(read));
  for (std::size_t i = 0; i < printed.size(); ++i) {
    const PrintedLetter& letter = TakeLetterApart(printed[i]);
    if (letter.bare == TakeLetterApart(read[i]).bare) continue;
    if (letter.plain != U'd')
      cost += kMarkChanged;
    else
      cost += letter.bare == U'd' ? kBarGained : kBarLost;
  }
  return cost;
}

double ConfidenceCost(double confidence) {
  // Words read right have 0.95 or more; the least that can be said is bounded.
  constexpr double kUsualDoubt = 0.045;
  return std::clamp(-0.8 * std::log((1 - confidence + 0.005) / kUsualDoubt), -2.0, 1.0);
}

}  // namespace sohoa
