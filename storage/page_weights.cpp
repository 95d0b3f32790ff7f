// SPDX-License-Identifier: Apache-2.0
#include "storage/page_weights.h"

#include <algorithm>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sohoa {

// By hand with what every 64-bit x86 has: what compilers make of the plain loops takes ten times as long.
#ifdef __SSE2__

void AddWeightWhereSet(const std::uint64_t* set, std::size_t words, std::uint16_t weight, std::uint16_t* weights) {
  const __m128i added = _mm_set1_epi16(static_cast<short>(weight));
  const __m128i first_bits = _mm_setr_epi16(1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7);
  const __m128i last_bits = _mm_slli_epi16(first_bits, 8);
  const auto add = [&](__m128i bits, __m128i bit_of_page, std::uint16_t* eight) {
    const __m128i is_set = _mm_cmpeq_epi16(_mm_and_si128(bits, bit_of_page), bit_of_page);
    auto* const place = reinterpret_cast<__m128i*>(eight);
    _mm_storeu_si128(place, _mm_add_epi16(_mm_loadu_si128(place), _mm_and_si128(is_set, added)));
  };
  for (std::size_t word = 0; word < words; ++word, weights += 64) {
    if (set[word] == 0) continue;
    for (unsigned quarter = 0; quarter < 4; ++quarter) {
      const __m128i bits = _mm_set1_epi16(static_cast<short>(set[word] >> quarter * 16));
      add(bits, first_bits, weights + quarter * 16);
      add(bits, last_bits, weights + quarter * 16 + 8);
    }
  }
}

void SetWhereAbove(const std::uint16_t* weights, std::uint16_t level, std::uint64_t* set, std::size_t words) {
  const __m128i levels = _mm_set1_epi16(static_cast<short>(level));
  const auto not_above = [&](const std::uint16_t* eight) {
    const __m128i above = _mm_subs_epu16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(eight)), levels);
    return _mm_cmpeq_epi16(above, _mm_setzero_si128());
  };
  for (std::size_t word = 0; word < words; ++word, weights += 64) {
    std::uint64_t others = 0;
    for (unsigned quarter = 0; quarter < 4; ++quarter) {
      const __m128i sixteen = _mm_packs_epi16(not_above(weights + quarter * 16), not_above(weights + quarter * 16 + 8));
      others |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(sixteen))} << quarter * 16;
    }
    set[word] |= ~others;
  }
}

void SetWhereSumAbove(std::span<const WeighedPages> sums, std::uint16_t level, std::uint64_t* set, std::size_t words) {
  const __m128i levels = _mm_set1_epi16(static_cast<short>(level));
  const __m128i most = _mm_set1_epi16(WeighedPages::kMostWeighed);
  const auto not_above = [&](std::size_t page) {
    __m128i sum = _mm_setzero_si128();
    for (const WeighedPages& weighed : sums) {
      const __m128i weights = _mm_loadu_si128(reinterpret_cast<const __m128i*>(weighed.weights + page));
      const __m128i at_most = _mm_sub_epi16(weights, _mm_subs_epu16(weights, most));
      sum = _mm_adds_epu16(sum, _mm_mullo_epi16(at_most, _mm_set1_epi16(static_cast<short>(weighed.factor))));
    }
    return _mm_cmpeq_epi16(_mm_subs_epu16(sum, levels), _mm_setzero_si128());
  };
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t others = 0;
    for (unsigned quarter = 0; quarter < 4; ++quarter) {
      const std::size_t page = word * 64 + quarter * 16;
      const __m128i sixteen = _mm_packs_epi16(not_above(page), not_above(page + 8));
      others |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(sixteen))} << quarter * 16;
    }
    set[word] |= ~others;
  }
}

#else

void AddWeightWhereSet(const std::uint64_t* set, std::size_t words, std::uint16_t weight, std::uint16_t* weights) {
  for (std::size_t page = 0; page < 64 * words; ++page) {
    weights[page] = static_cast<std::uint16_t>(weights[page] + ((set[page / 64] >> page % 64 & 1) != 0 ? weight : 0));
  }
}

void SetWhereAbove(const std::uint16_t* weights, std::uint16_t level, std::uint64_t* set, std::size_t words) {
  for (std::size_t page = 0; page < 64 * words; ++page) set[page / 64] |= std::uint64_t{weights[page] > level} << page % 64;
}

void SetWhereSumAbove(std::span<const WeighedPages> sums, std::uint16_t level, std::uint64_t* set, std::size_t words) {
  for (std::size_t page = 0; page < 64 * words; ++page) {
    std::uint32_t sum = 0;
    for (const WeighedPages& weighed : sums) sum += std::min(weighed.weights[page], WeighedPages::kMostWeighed) * weighed.factor;
    set[page / 64] |= std::uint64_t{sum > level} << page % 64;
  }
}

#endif

}  // namespace sohoa
