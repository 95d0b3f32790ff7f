// SPDX-License-Identifier: Apache-2.0
#include "storage/facet_group.h"

#include <bit>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

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

std::vector<std::uint32_t> FacetGroup::Count(const PageSet& set) const {
  std::vector<std::uint32_t> even(tuples_.size());
  if (!set.is_dense()) {
    set.ForEach([&](std::uint32_t page) { ++even[NumberOf(page)]; });
    return even;
  }
  std::vector<std::uint32_t> odd(tuples_.size());
  // Where most pages are in the set, those that are not are fewer to count.
  const bool is_most = set.size() > pages_ / 2;
  PageBits hits = set.ToBits(pages_);
  if (is_most) hits.Invert(pages_);
  const std::uint64_t* const words = hits.all_words().data();
  tuple_of_.With([&](auto numbers) {
    if constexpr (sizeof(numbers[0]) == 2) {
      CountWords16(numbers.data(), runs_before_.data(), words, begins_.all_words().data(), hits.words(), even.data(), odd.data());
    } else {
      CountWords32(numbers.data(), runs_before_.data(), words, begins_.all_words().data(), hits.words(), even.data(), odd.data());
    }
  });
  for (std::size_t tuple = 0; tuple < tuples_.size(); ++tuple) {
    const std::uint32_t counted = even[tuple] + odd[tuple];
    even[tuple] = is_most ? pages_of_[tuple] - counted : counted;
  }
  return even;
}

}  // namespace sohoa
