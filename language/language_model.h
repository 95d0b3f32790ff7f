// SPDX-License-Identifier: Apache-2.0
//
// How likely a syllable is behind another. Bigrams, interpolated Kneser-Ney with three discounts
// (S. F. Chen and J. Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling",
// 1999, section 3): pairs that were counted but are not listed give their share to the shorter
// history, so that the probabilities behind any token sum to one.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>

#include "language/syllable_counts.h"

namespace sohoa {

// Never changes once made: all threads of a process share one.
class LanguageModel {
 public:
  explicit LanguageModel(SyllableCounts counts);

  // The token of an ExactKey and its FoldedKey; kForeignToken where it is none of the syllables.
  TokenId Find(std::string_view key, std::string_view plain) const;
  // Syllables of these plain letters ("to": to tô tổ ...), possibly none.
  struct Range {
    TokenId begin = 0;
    TokenId end = 0;
  };
  Range WithPlainLetters(std::string_view plain) const;

  std::string_view Text(TokenId token) const { return counts_.texts[token]; }
  const SyllableCounts& counts() const { return counts_; }

  double Probability(TokenId before, TokenId token) const;
  double LogProbability(TokenId before, TokenId token) const;
  // How often the pair was counted; 0 where it is not listed.
  std::uint32_t PairCount(TokenId before, TokenId token) const;

 private:
  double Discount(std::uint32_t count) const;

  SyllableCounts counts_;
  std::array<double, 4> discounts_{};
  std::vector<float> continuation_;  // of each token: how many kinds of token it stands behind
  std::vector<float> back_off_;      // of each token: what its listed followers leave
};

// The model of the counts in the program, opened once. kCorruption: they are damaged.
Result<std::shared_ptr<const LanguageModel>> BuiltInLanguageModel();

}  // namespace sohoa
