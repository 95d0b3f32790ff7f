// SPDX-License-Identifier: Apache-2.0
//
// What a word may have been: the syllables of its plain letters with what each costs.
#pragma once

#include <vector>

#include "language/language_model.h"
#include "ocr/language/page_lexicon.h"
#include "ocr/language/page_words.h"
#include "ocr/language/text_corrector.h"

namespace sohoa {

struct WordChoice {
  TokenId token = kForeignToken;
  double score = 0;  // logarithm, without the language model; higher is better
};

// The first is the word as it was read; words that are not open have no other.
std::vector<WordChoice> ChoicesOf(const std::vector<PageWord>& words, std::size_t at,
                                  const LanguageModel& model, const PageLexicon& page,
                                  const CorrectionWeights& weights);

// The word's text with a syllable in the place of its own: case, punctuation and place of the
// tone stay as they were read.
std::string WithSyllable(const PageWord& word, std::string_view syllable);

}  // namespace sohoa
