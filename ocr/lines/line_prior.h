// SPDX-License-Identifier: Apache-2.0
//
// LinePrior: which of the readings that a network leaves open is likely as Vietnamese. Each
// reading's likelihood, by the network alone, is weighed with how much likelier its syllable is
// beside its neighbours than elsewhere (language/language_model.h), and the best row of readings
// is taken (Viterbi). How common a syllable is by itself does not count: it would bend what
// is rare, as names are. Numbers, codes, abbreviations and foreign words stay as
// they are read.
//
// Never changes once made; safe from several threads.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "language/language_model.h"

namespace sohoa {

struct WordVariant {
  std::u32string text;
  double probability = 0;  // by the network alone; behind Choose() with the prior
};

// Of logarithms; chosen on drawn lines that were kept out of training.
struct PriorWeights {
  double pair = 0.8;        // how much likelier a syllable is behind the one before than elsewhere
  double impossible = 0.5;  // what no spelling allows
  double title = 0.6;       // of both where a capital begins the word: it may be a name
};

class LinePrior {
 public:
  explicit LinePrior(std::shared_ptr<const LanguageModel> language, const PriorWeights& weights = {});

  // Whether a word is of Vietnamese letters alone, so that something else may be meant.
  static bool MayBeJudged(std::u32string_view word);
  // Whether a word, with what punctuation stands about it, is a syllable that is known.
  bool Knows(std::u32string_view word) const;
  // Of each word of a line the reading to take. The first of a word's variants is what the network
  // says; none may be empty.
  std::vector<std::size_t> Choose(std::vector<std::vector<WordVariant>>& words) const;

 private:
  // What a reading is to its neighbours, and what it counts by itself.
  struct Judged {
    TokenId first = kBoundaryToken;  // what the word before sees
    TokenId token = kBoundaryToken;
    TokenId last = kBoundaryToken;  // what the word behind sees
    double weight = 1;
    double score = 0;  // with the network's
  };

  TokenId SyllableOf(std::u32string_view core) const;
  Judged Judge(const WordVariant& variant) const;
  double Pair(const Judged& before, const Judged& after) const;
  double Likelier(TokenId before, TokenId token) const;
  static void Share(const std::vector<double>& scores, std::vector<WordVariant>& variants);

  std::shared_ptr<const LanguageModel> language_;
  PriorWeights weights_;
  std::vector<double> commonness_;  // of each token, a logarithm
};

}  // namespace sohoa
