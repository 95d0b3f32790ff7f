// SPDX-License-Identifier: Apache-2.0
//
// The words of a page as the language model sees them: a row of tokens a block, across its lines,
// and for each word whether it may be corrected at all.
#pragma once

#include <string>
#include <vector>

#include "core/page_text.h"
#include "language/language_model.h"
#include "language/printed_word.h"

namespace sohoa {

struct PageWord {
  Word* word = nullptr;  // nullptr: a boundary between words
  std::u32string chunk;  // its text
  PrintedWord printed;
  std::u32string key;  // SyllableKey of what is between the punctuation, of kWord
  TokenId token = kBoundaryToken;
  bool open = false;     // may be corrected
  bool guessed = false;  // a boundary that nothing but a capital at the begin of a line speaks for
};

// The row begins and ends with a boundary. `block` must outlive it.
std::vector<PageWord> PageWordsOf(Block& block, const LanguageModel& model);

}  // namespace sohoa
