// SPDX-License-Identifier: Apache-2.0
//
// What a page itself says often: a rare term that comes again and again is no misreading.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "ocr/language/page_words.h"

namespace sohoa {

class PageLexicon {
 public:
  static constexpr double kConfident = 0.9;

  // Counts what was read with this confidence or more.
  void Add(const std::vector<PageWord>& words);

  // How often a syllable, and a pair of them, stands on the page.
  int Count(TokenId token) const;
  int PairCount(TokenId before, TokenId token) const;

 private:
  std::unordered_map<std::uint32_t, int> counts_;  // pairs; a syllable alone behind kNoToken
};

}  // namespace sohoa
