// SPDX-License-Identifier: Apache-2.0
//
// Corrects marks of Vietnamese words that an engine read wrong, where what stands about them
// leaves no doubt: "cơ quan tô chức" -> "cơ quan tổ chức".
//
// A noisy-channel choice (C. E. Shannon; for spelling M. D. Kernighan, K. W. Church and W. A.
// Gale, 1990): of all syllables with a word's plain letters, the most likely path through the row
// of words by a bigram model (Viterbi), less what it costs to believe that the engine took the one
// for the other. A word is changed only where every path that leaves it is worse by a margin.
// Syllables that the page has elsewhere count for themselves (R. Kuhn and R. De Mori, 1990).
//
// Never touched: anything with a digit, codes, addresses, words of one letter, words in capitals,
// words that may be names, foreign words, anything that is not print.
#pragma once

#include <memory>
#include <vector>

#include "core/page_text.h"
#include "language/language_model.h"

namespace sohoa {

// Natural logarithms, chosen on scans with known text.
struct CorrectionWeights {
  double language = 0.8;  // of the model's logarithms: both neighbours of a word tell much the same
  double margin = 3.0;    // what a change must be better by
  double title_margin = 5.0;  // the same where a sentence begins
  double unknown = 7.0;       // a syllable that the model has never seen
  double impossible = 11.0;   // a word that no spelling allows
  double listed = 1.0;        // the engine thought of it too
  double page_word = 0.5;     // a syllable that the page has elsewhere
  double page_pair = 0.8;     // and beside the same neighbour
};

// Keeps nothing between pages: all threads may use one.
class TextCorrector {
 public:
  explicit TextCorrector(std::shared_ptr<const LanguageModel> model,
                         const CorrectionWeights& weights = {});

  // Blocks of one page. A changed word keeps what was read in Word::raw.
  void Correct(const std::vector<Block*>& blocks) const;

 private:
  std::shared_ptr<const LanguageModel> model_;
  CorrectionWeights weights_;
};

}  // namespace sohoa
