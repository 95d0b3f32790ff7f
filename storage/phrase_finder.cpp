// SPDX-License-Identifier: Apache-2.0
#include "storage/phrase_finder.h"

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

// Positions of `b` that stand right behind one of `a`.
void KeepBehind(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b,
                std::vector<std::uint32_t>& behind) {
  behind.clear();
  auto i = a.begin();
  for (const std::uint32_t position : b) {
    while (i != a.end() && *i + 1 < position) ++i;
    if (i != a.end() && *i + 1 == position) behind.push_back(position);
  }
}

}  // namespace

Status PhraseFinder::OpenWords(const std::vector<PlannedTerms>& terms, std::vector<Word>& words) {
  for (const PlannedTerms& spellings : terms) {
    Word& word = words.emplace_back();
    for (const PlannedTerm& term : spellings) {
      if (typed_only_ && !term.exact) continue;
      Result<PostingCursor> cursor = PostingCursor::Open(segment_, term.entry, reader_);
      if (!cursor) return cursor.status();
      word.push_back({std::move(*cursor), term.factor});
    }
  }
  return {};
}

Status PhraseFinder::Open(const std::vector<PlannedTerms>& words, const std::vector<PlannedTerms>& pairs) {
  const Status opened = OpenWords(words, words_);
  return opened.ok() ? OpenWords(pairs, pairs_) : opened;
}

Result<std::uint32_t> PhraseFinder::ReadWord(Word& word, std::uint32_t page, std::vector<std::uint32_t>& positions) {
  positions.clear();
  std::uint32_t weight = 0;
  bool several = false;
  for (Place& place : word) {
    if (!place.cursor.MayHave(page)) continue;
    const Result<std::optional<std::size_t>> index = place.cursor.Seek(page);
    if (!index) return index.status();
    if (!*index) continue;
    const Result<std::span<const std::uint32_t>> there = place.cursor.Positions(**index);
    if (!there) return there.status();
    several = several || !positions.empty();
    positions.insert(positions.end(), there->begin(), there->end());
    weight += place.cursor.weights()[**index] * place.factor;
  }
  if (several) std::sort(positions.begin(), positions.end());
  return weight;
}

Result<std::uint32_t> PhraseFinder::WeightOfPair(Word& pair, std::uint32_t page) {
  std::uint32_t weight = 0;
  for (Place& place : pair) {
    if (!place.cursor.MayHave(page)) continue;
    const Result<std::optional<std::size_t>> index = place.cursor.Seek(page);
    if (!index) return index.status();
    if (*index) weight += place.cursor.weights()[**index] * place.factor;
  }
  return weight;
}

Result<std::uint32_t> PhraseFinder::WeightOn(std::uint32_t page) {
  Result<std::uint32_t> lightest = ReadWord(words_.front(), page, row_);
  for (std::size_t i = 1; lightest && i < words_.size(); ++i) {
    const Result<std::uint32_t> weight = ReadWord(words_[i], page, next_);
    if (!weight) return weight;
    KeepBehind(row_, next_, longer_);
    if (longer_.empty()) return 0u;
    std::swap(row_, longer_);
    lightest = std::min(*lightest, *weight);
  }
  if (!lightest || pairs_.empty()) return lightest;
  lightest = ~std::uint32_t{0};
  for (Word& pair : pairs_) {
    const Result<std::uint32_t> weight = WeightOfPair(pair, page);
    if (!weight) return weight;
    lightest = std::min(*lightest, *weight);
  }
  return lightest;
}

}  // namespace sohoa
