// SPDX-License-Identifier: Apache-2.0
#include "ocr/language/page_lexicon.h"

namespace sohoa {
namespace {

constexpr TokenId kNoToken = 0xFFFF;

std::uint32_t PairOf(TokenId before, TokenId token) {
  return static_cast<std::uint32_t>(before) << 16 | token;
}

bool IsConfident(const PageWord& word) {
  return word.word != nullptr && word.token >= kFirstSyllable &&
         word.word->confidence >= PageLexicon::kConfident;
}

}  // namespace

void PageLexicon::Add(const std::vector<PageWord>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!IsConfident(words[i])) continue;
    ++counts_[PairOf(kNoToken, words[i].token)];
    if (i > 0 && IsConfident(words[i - 1])) ++counts_[PairOf(words[i - 1].token, words[i].token)];
  }
}

int PageLexicon::Count(TokenId token) const { return PairCount(kNoToken, token); }

int PageLexicon::PairCount(TokenId before, TokenId token) const {
  const auto found = counts_.find(PairOf(before, token));
  return found == counts_.end() ? 0 : found->second;
}

}  // namespace sohoa
