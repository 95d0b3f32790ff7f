// SPDX-License-Identifier: Apache-2.0
#include "storage/phrase_finder.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace sohoa {
namespace {

// Keeps those of `begins` at which the word of that number stands where it has to.
void KeepWith(const std::vector<std::uint32_t>& positions, std::uint32_t number, std::vector<std::uint32_t>& begins) {
  auto position = positions.begin();
  std::erase_if(begins, [&](std::uint32_t begin) {
    while (position != positions.end() && *position < begin + number) ++position;
    return position == positions.end() || *position != begin + number;
  });
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
  std::vector<std::uint64_t> pages(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const PlannedTerm& term : words[i]) pages[i] += term.entry.pages;
  }
  order_.resize(words.size());
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return pages[a] < pages[b]; });
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
  std::uint32_t lightest = ~std::uint32_t{0};
  for (const std::size_t number : order_) {
    const Result<std::uint32_t> weight = ReadWord(words_[number], page, positions_);
    if (!weight) return weight;
    lightest = std::min(lightest, *weight);
    const auto before = static_cast<std::uint32_t>(number);
    if (number != order_.front()) {
      KeepWith(positions_, before, begins_);
    } else {
      begins_.clear();
      for (const std::uint32_t position : positions_) {
        if (position >= before) begins_.push_back(position - before);
      }
    }
    if (begins_.empty()) return 0u;
  }
  if (pairs_.empty()) return lightest;
  lightest = ~std::uint32_t{0};
  for (Word& pair : pairs_) {
    const Result<std::uint32_t> weight = WeightOfPair(pair, page);
    if (!weight) return weight;
    lightest = std::min(lightest, *weight);
  }
  return lightest;
}

}  // namespace sohoa
