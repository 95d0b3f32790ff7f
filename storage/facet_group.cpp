// SPDX-License-Identifier: Apache-2.0
#include "storage/facet_group.h"

#include <bit>
#include <span>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

// Of 64 pages: so few hits are gone through one by one for two groups at once.
constexpr int kFewHits = 24;

// Of 64 pages, those in `hits`, one by one or all of a run at once, whichever are fewer. `tuple_of` is
// that of the first run that begins among them; the one before goes on into them. Two counts of each
// tuple, in turns: a count that was just written is slow to be read again. Inlined whatever it costs:
// counting bits is one instruction where the loop around it is compiled for AVX2, and a call elsewhere.
template <typename Number>
[[gnu::always_inline]] inline void CountWord(const Number* tuple_of, std::uint64_t hits, std::uint64_t begins, std::uint32_t* const (&counts)[2]) {
  if (std::popcount(hits) <= std::popcount(begins)) {
    unsigned turn = 0;
    for (; hits != 0; hits &= hits - 1) {
      const std::uint64_t up_to_it = hits ^ (hits - 1);
      ++counts[turn ^= 1][tuple_of[std::popcount(begins & up_to_it) - 1]];
    }
    return;
  }
  const Number* run = tuple_of - (begins & 1 ? 0 : 1);
  for (std::uint64_t rest = begins | 1; rest != 0; ++run) {
    const int first = std::countr_zero(rest);
    rest &= rest - 1;
    const std::uint64_t pages = ((rest & (~rest + 1)) - 1) & ~std::uint64_t{0} << first;
    counts[0][*run] += static_cast<std::uint32_t>(std::popcount(hits & pages));
  }
}

template <typename Number>
[[gnu::always_inline]] inline void CountWords(const Number* tuple_of, const std::uint32_t* runs_before, const std::uint64_t* hits, const std::uint64_t* begins, std::size_t words,
                std::uint32_t* const (&counts)[2]) {
  for (std::size_t word = 0; word < words; ++word) {
    if (hits[word] != 0) CountWord(tuple_of + runs_before[word], hits[word], begins[word], counts);
  }
}

SOHOA_VECTOR_CLONES void CountWords16(const std::uint16_t* tuple_of, const std::uint32_t* runs_before, const std::uint64_t* hits, const std::uint64_t* begins,
                                      std::size_t words, std::uint32_t* even, std::uint32_t* odd) {
  CountWords(tuple_of, runs_before, hits, begins, words, {even, odd});
}

SOHOA_VECTOR_CLONES void CountWords32(const std::uint32_t* tuple_of, const std::uint32_t* runs_before, const std::uint64_t* hits, const std::uint64_t* begins,
                                      std::size_t words, std::uint32_t* even, std::uint32_t* odd) {
  CountWords(tuple_of, runs_before, hits, begins, words, {even, odd});
}

// Both at once where there are few hits, so that these are gone through once; where there are many each
// does what is less for it.
SOHOA_VECTOR_CLONES void CountWordsOfBoth(const std::uint16_t* first_tuple_of, const std::uint32_t* first_runs_before, const std::uint64_t* first_begins,
                                          const std::uint16_t* second_tuple_of, const std::uint32_t* second_runs_before, const std::uint64_t* second_begins,
                                          const std::uint64_t* hits, std::size_t words, std::uint32_t* const* first_counts, std::uint32_t* const* second_counts) {
  std::uint32_t* const first_in_turn[2] = {first_counts[0], first_counts[1]};
  std::uint32_t* const second_in_turn[2] = {second_counts[0], second_counts[1]};
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t rest = hits[word];
    if (rest == 0) continue;
    const std::uint16_t* const first = first_tuple_of + first_runs_before[word];
    const std::uint16_t* const second = second_tuple_of + second_runs_before[word];
    if (std::popcount(rest) > kFewHits) {
      CountWord(first, rest, first_begins[word], first_in_turn);
      CountWord(second, rest, second_begins[word], second_in_turn);
      continue;
    }
    unsigned turn = 0;
    for (; rest != 0; rest &= rest - 1) {
      const std::uint64_t up_to_it = rest ^ (rest - 1);
      turn ^= 1;
      ++first_in_turn[turn][first[std::popcount(first_begins[word] & up_to_it) - 1]];
      ++second_in_turn[turn][second[std::popcount(second_begins[word] & up_to_it) - 1]];
    }
  }
}

}  // namespace

std::uint32_t FacetGroup::NumberOf(std::uint32_t page) const {
  const std::size_t word = page / PageBits::kPagesOfWord;
  const std::uint64_t up_to_it = ~std::uint64_t{0} >> (PageBits::kPagesOfWord - 1 - page % PageBits::kPagesOfWord);
  return tuple_of_[runs_before_[word] + static_cast<std::uint32_t>(std::popcount(begins_.word(word) & up_to_it)) - 1];
}

void FacetGroup::Add(const FacetTuple& tuple) {
  const std::uint32_t page = pages_++;
  const auto runs = static_cast<std::uint32_t>(tuple_of_.size());
  if (page % PageBits::kPagesOfWord == 0) {
    begins_.Resize(page / PageBits::kPagesOfWord + 1);
    runs_before_.push_back(runs);
  }
  std::uint32_t number = runs > 0 ? tuple_of_[runs - 1] : 0;
  if (runs == 0 || tuple != tuples_[number]) {
    const auto [found, is_new] = numbers_.try_emplace(tuple, static_cast<std::uint32_t>(tuples_.size()));
    if (is_new) {
      tuples_.push_back(tuple);
      pages_of_.push_back(0);
    }
    number = found->second;
    begins_.Add(page);
    tuple_of_.Add(number);
  }
  ++pages_of_[number];
}

FacetGroup::Hits::Hits(const PageSet& set, std::uint32_t pages) : is_most(set.size() > pages / 2), words(set.ToBits(pages)) {
  if (is_most) words.Invert(pages);
}

std::vector<std::uint32_t> FacetGroup::Finish(const Counts& counts, bool is_most) const {
  std::vector<std::uint32_t> made(tuples_.size());
  for (std::size_t tuple = 0; tuple < made.size(); ++tuple) {
    const std::uint32_t counted = counts[0][tuple] + counts[1][tuple];
    made[tuple] = is_most ? pages_of_[tuple] - counted : counted;
  }
  return made;
}

std::vector<std::uint32_t> FacetGroup::Count(const Hits& hits) const {
  Counts counts = NoCounts();
  const std::uint64_t* const words = hits.words.all_words().data();
  tuple_of_.With([&](auto numbers) {
    const auto count = [&](auto count_words) {
      count_words(numbers.data(), runs_before_.data(), words, begins_.all_words().data(), hits.words.words(), counts[0].data(), counts[1].data());
    };
    if constexpr (sizeof(numbers[0]) == 2) {
      count(CountWords16);
    } else {
      count(CountWords32);
    }
  });
  return Finish(counts, hits.is_most);
}

std::vector<std::uint32_t> FacetGroup::Count(const PageSet& set) const {
  if (set.is_dense()) return Count(Hits(set, pages_));
  std::vector<std::uint32_t> counts(tuples_.size());
  set.ForEach([&](std::uint32_t page) { ++counts[NumberOf(page)]; });
  return counts;
}

std::array<std::vector<std::uint32_t>, 2> FacetGroup::CountBoth(const FacetGroup& first, const FacetGroup& second, const PageSet& set) {
  if (!set.is_dense()) return {first.Count(set), second.Count(set)};
  const Hits hits(set, first.pages_);
  const std::span<const std::uint16_t> first_numbers = first.tuple_of_.narrow();
  const std::span<const std::uint16_t> second_numbers = second.tuple_of_.narrow();
  if (first_numbers.empty() || second_numbers.empty()) return {first.Count(hits), second.Count(hits)};
  Counts first_counts = first.NoCounts();
  Counts second_counts = second.NoCounts();
  std::uint32_t* const first_in_turn[2] = {first_counts[0].data(), first_counts[1].data()};
  std::uint32_t* const second_in_turn[2] = {second_counts[0].data(), second_counts[1].data()};
  CountWordsOfBoth(first_numbers.data(), first.runs_before_.data(), first.begins_.all_words().data(), second_numbers.data(),
                   second.runs_before_.data(), second.begins_.all_words().data(), hits.words.all_words().data(), hits.words.words(),
                   first_in_turn, second_in_turn);
  return {first.Finish(first_counts, hits.is_most), second.Finish(second_counts, hits.is_most)};
}

}  // namespace sohoa
