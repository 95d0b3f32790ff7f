// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/line_prior.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/vietnamese.h"
#include "language/letters.h"
#include "language/printed_word.h"

namespace sohoa {
namespace {

// No pair says more for a reading than this, nor against it.
constexpr double kMostForPair = 7.0;
constexpr double kMostAgainstPair = -2.0;
constexpr double kLeastProbability = 1e-12;

std::u32string_view CoreOf(std::u32string_view word, const PrintedWord& printed) {
  return word.substr(printed.begin, printed.end - printed.begin);
}

TokenId ClassOf(PrintedKind kind) {
  switch (kind) {
    case PrintedKind::kPunctuation:
      return kBoundaryToken;
    case PrintedKind::kNumber:
      return kNumberToken;
    case PrintedKind::kAbbreviation:
      return kAbbreviationToken;
    case PrintedKind::kForeign:
    case PrintedKind::kWord:
      break;
  }
  return kForeignToken;
}

}  // namespace

LinePrior::LinePrior(std::shared_ptr<const LanguageModel> language, const PriorWeights& weights)
    : language_(std::move(language)), weights_(weights) {
  double all = 0;
  for (const TokenCount& token : language_->counts().tokens) all += token.count;
  for (const TokenCount& token : language_->counts().tokens) commonness_.push_back(std::log((token.count + 1.0) / all));
}

bool LinePrior::MayBeJudged(std::u32string_view word) {
  const PrintedWord printed = TakePrintedWord(word);
  return printed.kind == PrintedKind::kWord && printed.end - printed.begin > 1;
}

TokenId LinePrior::SyllableOf(std::u32string_view core) const {
  const std::u32string key = SyllableKey(core);
  return language_->Find(FromCodePoints(key), PlainLetters(key));
}

bool LinePrior::Knows(std::u32string_view word) const {
  const PrintedWord printed = TakePrintedWord(word);
  return printed.kind == PrintedKind::kWord && SyllableOf(CoreOf(word, printed)) >= kFirstSyllable;
}

LinePrior::Judged LinePrior::Judge(const WordVariant& variant) const {
  Judged judged;
  judged.score = std::log(std::max(variant.probability, kLeastProbability));
  const PrintedWord printed = TakePrintedWord(variant.text);
  judged.token = judged.first = judged.last = ClassOf(printed.kind);
  if (printed.kind == PrintedKind::kPunctuation) return judged;
  if (printed.kind == PrintedKind::kWord) {
    const std::u32string_view core = CoreOf(variant.text, printed);
    if (printed.letters == PrintedCase::kTitle) judged.weight = weights_.title;
    judged.token = judged.first = judged.last = SyllableOf(core);
    const bool impossible = judged.token < kFirstSyllable && !IsVietnameseSyllable(FromCodePoints(core));
    if (impossible) judged.score -= judged.weight * weights_.impossible;
  }
  if (printed.begin > 0) judged.first = kBoundaryToken;
  if (printed.end < variant.text.size()) judged.last = kBoundaryToken;
  return judged;
}

double LinePrior::Likelier(TokenId before, TokenId token) const {
  if (before == kForeignToken || token == kForeignToken) return 0;
  const double likelier = language_->LogProbability(before, token) - commonness_[token];
  return std::clamp(likelier, kMostAgainstPair, kMostForPair);
}

double LinePrior::Pair(const Judged& before, const Judged& after) const {
  return weights_.pair * std::min(before.weight, after.weight) * Likelier(before.last, after.first);
}

std::vector<std::size_t> LinePrior::Choose(std::vector<std::vector<WordVariant>>& words) const {
  std::vector<std::vector<Judged>> row;
  std::vector<std::vector<double>> best;       // of all paths that end in a variant
  std::vector<std::vector<std::size_t>> from;  // the variant of the word before on it
  for (const std::vector<WordVariant>& variants : words) {
    std::vector<Judged>& judged = row.emplace_back();
    std::vector<double>& scores = best.emplace_back();
    std::vector<std::size_t>& before = from.emplace_back();
    for (const WordVariant& variant : variants) {
      judged.push_back(Judge(variant));
      std::size_t origin = 0;
      double score = 0;
      for (std::size_t i = 0; row.size() > 1 && i < row[row.size() - 2].size(); ++i) {
        const double through = best[row.size() - 2][i] + Pair(row[row.size() - 2][i], judged.back());
        if (i == 0 || through > score) {
          score = through;
          origin = i;
        }
      }
      scores.push_back(score + judged.back().score);
      before.push_back(origin);
    }
  }
  std::vector<std::size_t> chosen(words.size());
  for (std::size_t at = words.size(); at-- > 0;) {
    chosen[at] = at + 1 == words.size()
                     ? static_cast<std::size_t>(std::max_element(best[at].begin(), best[at].end()) - best[at].begin())
                     : from[at + 1][chosen[at + 1]];
  }
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at].size() == 1) continue;
    std::vector<double> scores;
    for (const Judged& judged : row[at]) {
      double score = judged.score;
      if (at > 0) score += Pair(row[at - 1][chosen[at - 1]], judged);
      if (at + 1 < words.size()) score += Pair(judged, row[at + 1][chosen[at + 1]]);
      scores.push_back(score);
    }
    Share(scores, words[at]);
  }
  return chosen;
}

// What the network gives to all variants together is shared out by the scores.
void LinePrior::Share(const std::vector<double>& scores, std::vector<WordVariant>& variants) {
  const double most = *std::max_element(scores.begin(), scores.end());
  double all = 0;
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    all += variants[i].probability;
    sum += std::exp(scores[i] - most);
  }
  for (std::size_t i = 0; i < scores.size(); ++i)
    variants[i].probability = std::min(all, 1.0) * std::exp(scores[i] - most) / sum;
}

}  // namespace sohoa
