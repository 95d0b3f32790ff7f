// SPDX-License-Identifier: Apache-2.0
#include "line_reading_scores.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <utility>

#include "core/vietnamese.h"
#include "language/letters.h"

namespace sohoa {
namespace {

constexpr const char* kClassNames[] = {"letter without a mark, small", "letter without a mark, capital", "letter with one mark, small",
                                       "letter with one mark, capital", "letter with two marks, small", "letter with two marks, capital",
                                       "digit", "sign"};
// Lower ends of the ranges of confidence.
constexpr double kRangeBegins[] = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};

std::size_t ClassOf(char32_t c) {
  if (c >= U'0' && c <= U'9') return 6;
  const PrintedLetter& letter = TakeLetterApart(c);
  if (letter.bare == 0) return 7;
  const std::size_t marks = (letter.bare != letter.plain ? 1U : 0U) + (letter.tone != ToneMark::kNone ? 1U : 0U);
  return 2 * marks + (letter.upper ? 1 : 0);
}

std::u32string Bare(const std::u32string& text) {
  std::u32string bare;
  for (const char32_t c : text) {
    const PrintedLetter& letter = TakeLetterApart(c);
    bare += letter.bare == 0 ? c : letter.upper ? letter.plain - 32 : letter.plain;
  }
  return bare;
}

// Pairs of equal places on a cheapest way from one row to the other (V. I. Levenshtein, 1966), and what it costs.
template <typename Row>
std::pair<std::vector<std::pair<std::size_t, std::size_t>>, int> Align(const Row& a, const Row& b) {
  const std::size_t columns = b.size() + 1;
  std::vector<int> costs((a.size() + 1) * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> int& { return costs[i * columns + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0)
        at(i, j) = static_cast<int>(i + j);
      else
        at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1)});
    }
  }
  std::vector<std::pair<std::size_t, std::size_t>> equal;
  for (std::size_t i = a.size(), j = b.size(); i > 0 && j > 0;) {
    const bool same = a[i - 1] == b[j - 1];
    if (at(i, j) == at(i - 1, j - 1) + (same ? 0 : 1)) {
      if (same) equal.emplace_back(i - 1, j - 1);
      --i, --j;
    } else {
      at(i, j) == at(i - 1, j) + 1 ? --i : --j;
    }
  }
  return {equal, costs.back()};
}

std::vector<std::u32string> WordsOf(const std::u32string& text) {
  std::vector<std::u32string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(U' ', begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

double PerCent(double part, double all) { return all > 0 ? 100 * part / all : 0; }

}  // namespace

void LineReadingScores::Add(const std::string& name, const std::u32string& text, const std::vector<ReadWord>& read) {
  std::u32string joined;
  for (const ReadWord& word : read) joined += (joined.empty() ? U"" : U" ") + word.text;
  if (!groups_.contains(name)) order_.push_back(name);
  Group& group = groups_[name];
  ++group.lines;
  group.exact += joined == text ? 1 : 0;
  if (joined != text && static_cast<int>(group.shown.size()) < show_)
    group.shown.push_back("    " + FromCodePoints(text) + "\n    " + FromCodePoints(joined));
  group.characters += static_cast<int>(text.size());
  group.wrong += Align(text, joined).second;
  group.wrong_bare += Align(Bare(text), Bare(joined)).second;
  AddCharacters(text, joined);
  AddWords(text, read);
}

void LineReadingScores::AddCharacters(const std::u32string& text, const std::u32string& read) {
  const auto [equal, cost] = Align(text, read);
  for (const char32_t c : text) {
    if (c != U' ') ++classes_[ClassOf(c)].all;
  }
  for (const auto& [i, j] : equal) {
    if (text[i] != U' ') ++classes_[ClassOf(text[i])].right;
  }
  inserted_ += std::max(0, static_cast<int>(read.size()) - static_cast<int>(text.size()));
}

void LineReadingScores::AddWords(const std::u32string& text, const std::vector<ReadWord>& read) {
  std::vector<std::u32string> words;
  for (const ReadWord& word : read) words.push_back(word.text);
  std::vector<bool> right(read.size(), false);
  for (const auto& [i, j] : Align(WordsOf(text), words).first) right[j] = true;
  for (std::size_t i = 0; i < read.size(); ++i) {
    const double confidence = read[i].confidence;
    std::size_t range = kRanges - 1;
    while (confidence < kRangeBegins[range] && range > 0) --range;
    Share& share = ranges_[range];
    ++share.all;
    share.right += right[i] ? 1 : 0;
    share.confidence += confidence;
    const double off = confidence - (right[i] ? 1 : 0);
    brier_ += off * off;
    confidences_.emplace_back(confidence, right[i]);
  }
}

bool LineReadingScores::WriteConfidences(const std::string& path) const {
  std::ofstream out(path);
  for (const auto& [confidence, right] : confidences_) out << confidence << ' ' << (right ? 1 : 0) << '\n';
  return out.flush().good();
}

void LineReadingScores::Print() const {
  Group all;
  for (const std::string& name : order_) {
    const Group& group = groups_.at(name);
    std::printf("%-28s exact %5.1f, characters wrong %5.2f, in their marks alone %5.2f\n", name.c_str(), PerCent(group.exact, group.lines),
                PerCent(group.wrong, group.characters), PerCent(group.wrong - group.wrong_bare, group.characters));
    for (const std::string& line : group.shown) std::printf("%s\n", line.c_str());
    all.lines += group.lines;
    all.exact += group.exact;
    all.characters += group.characters;
    all.wrong += group.wrong;
    all.wrong_bare += group.wrong_bare;
  }
  std::printf("%-28s exact %5.2f, characters wrong %5.3f, in their marks alone %5.3f\n", "all", PerCent(all.exact, all.lines),
              PerCent(all.wrong, all.characters), PerCent(all.wrong - all.wrong_bare, all.characters));
  for (std::size_t i = 0; i < kClasses; ++i)
    std::printf("%-32s %7d, wrong %6.3f\n", kClassNames[i], classes_[i].all, PerCent(classes_[i].all - classes_[i].right, classes_[i].all));
  std::printf("%-32s %7d\n", "characters too many", inserted_);
  double error = 0;
  int words = 0;
  for (std::size_t i = 0; i < kRanges; ++i) {
    const Share& share = ranges_[i];
    if (share.all == 0) continue;
    words += share.all;
    error += std::abs(share.confidence - share.right);
    std::printf("confidence from %.2f: %7d words, %.3f on average, %.3f right\n", kRangeBegins[i], share.all, share.confidence / share.all,
                static_cast<double>(share.right) / share.all);
  }
  std::printf("calibration error %.4f, Brier score %.4f\n", words > 0 ? error / words : 0, words > 0 ? brier_ / words : 0);
}

}  // namespace sohoa
