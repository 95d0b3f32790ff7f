// SPDX-License-Identifier: Apache-2.0
#include "ocr/digits/digit_decoder.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace sohoa {
namespace {

constexpr std::size_t kPaths = 32;
constexpr std::size_t kReadings = 5;
constexpr double kLeastProbability = 0.01;
constexpr float kNegligible = 1e-4F;
constexpr std::size_t kLongestText = 24;

// Of all ways to say one text: that end with nothing, and with its last character.
struct Ways {
  double with_nothing = 0;
  double with_last = 0;
  double all() const { return with_nothing + with_last; }
};
using Paths = std::map<std::string, Ways>;

char CharacterOf(std::size_t code) { return static_cast<char>(kDigitAlphabet[code - 1]); }

// Keeps the likeliest; of equals those that sort first.
void Prune(Paths& paths) {
  if (paths.size() <= kPaths) return;
  std::vector<double> all;
  for (const auto& [text, ways] : paths) all.push_back(ways.all());
  std::nth_element(all.begin(), all.begin() + kPaths, all.end(), std::greater<>());
  const double least = all[kPaths];
  std::erase_if(paths, [least](const auto& path) { return path.second.all() <= least; });
}

// One step on. Probabilities of a step sum to 1, so that a text's stay comparable; tiny ones do not
// underflow, for a slot has a few hundred steps at most and a likely path loses little at each.
Paths Continued(const Paths& paths, std::span<const float> step) {
  Paths next;
  for (const auto& [text, ways] : paths) {
    next[text].with_nothing += ways.all() * static_cast<double>(step[0]);
    for (std::size_t code = 1; code < step.size(); ++code) {
      const auto probability = static_cast<double>(step[code]);
      if (step[code] < kNegligible) continue;
      const char character = CharacterOf(code);
      const bool same = !text.empty() && text.back() == character;
      if (same) next[text].with_last += ways.with_last * probability;
      if (text.size() >= kLongestText) continue;
      next[text + character].with_last += (same ? ways.with_nothing : ways.all()) * probability;
    }
  }
  Prune(next);
  return next;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The digits of a text that is a slot; nullopt for another.
std::optional<std::string> DigitsOf(const std::string& text, DigitSlotKind kind) {
  std::size_t begin = 0;
  while (begin < text.size() && text[begin] == ' ') ++begin;
  std::size_t end = begin;
  while (end < text.size() && IsDigit(text[end])) ++end;
  if (kind == DigitSlotKind::kNumber) {
    if (end == text.size() || text[end] != '/') return std::nullopt;
  } else if (text.find('/') != std::string::npos || text.find_first_not_of(' ', end) != std::string::npos) {
    return std::nullopt;
  }
  return text.substr(begin, end - begin);
}

bool IsPossible(const std::string& digits, DigitSlotKind kind) {
  if (digits.empty()) return false;
  if (kind == DigitSlotKind::kNumber) return digits.size() <= 6 && digits.find_first_not_of('0') != std::string::npos;
  if (digits.size() > 2) return false;
  const int value = std::stoi(digits);
  return value >= 1 && value <= (kind == DigitSlotKind::kDay ? 31 : 12);
}

}  // namespace

std::vector<WordAlternative> DecodeDigits(const LineOutputs& outputs, DigitSlotKind kind) {
  std::vector<WordAlternative> readings;
  if (outputs.classes != static_cast<int>(kDigitAlphabet.size()) + 1) return readings;
  Paths paths = {{"", {1, 0}}};
  for (int step = 0; step < outputs.steps; ++step) paths = Continued(paths, outputs.Step(step));
  std::map<std::string, double> sums;
  double total = 0;
  for (const auto& [text, ways] : paths) {
    total += ways.all();
    const std::optional<std::string> digits = DigitsOf(text, kind);
    if (digits && IsPossible(*digits, kind)) sums[*digits] += ways.all();
  }
  if (total <= 0) return readings;
  for (const auto& [digits, sum] : sums) {
    if (sum / total >= kLeastProbability) readings.push_back({digits, sum / total});
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const WordAlternative& a, const WordAlternative& b) { return a.confidence > b.confidence; });
  if (readings.size() > kReadings) readings.resize(kReadings);
  return readings;
}

}  // namespace sohoa
