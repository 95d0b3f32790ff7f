// SPDX-License-Identifier: Apache-2.0
#include "storage/page_days.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

// With so many of its pages left a word is made anew: that has no branches that nobody foresees.
constexpr int kManyOfWord = 16;

// Takes pages out of `words` whose span is not among those that fit. Inlined, so that bits are counted and
// shifted by one instruction where the function around it is compiled for a processor that can.
template <typename Number>
[[gnu::always_inline]] inline void KeepFitting(const Number* span_of, std::size_t pages, const std::uint8_t* fits, std::uint64_t* words) {
  for (std::size_t begin = 0; begin < pages; begin += PageBits::kPagesOfWord) {
    std::uint64_t& word = words[begin / PageBits::kPagesOfWord];
    if (word == 0) continue;
    std::uint64_t kept = 0;
    if (std::popcount(word) >= kManyOfWord) {
      const std::size_t count = std::min(PageBits::kPagesOfWord, pages - begin);
      for (std::size_t i = 0; i < count; ++i) kept |= std::uint64_t{fits[span_of[begin + i]]} << i;
    } else {
      for (std::uint64_t rest = word; rest != 0; rest &= rest - 1) {
        const auto i = static_cast<unsigned>(std::countr_zero(rest));
        kept |= std::uint64_t{fits[span_of[begin + i]]} << i;
      }
    }
    word &= kept;
  }
}

SOHOA_VECTOR_CLONES void KeepFitting16(const std::uint16_t* span_of, std::size_t pages, const std::uint8_t* fits, std::uint64_t* words) {
  KeepFitting(span_of, pages, fits, words);
}

}  // namespace

void PageDays::Add(const DaySpan& days) {
  const auto next = static_cast<std::uint32_t>(spans_.size());
  const auto [number, is_new] = numbers_.try_emplace(std::uint64_t{days.from} << 32 | days.to, next);
  if (is_new) spans_.push_back(days);
  if (span_of_.size() % PageBits::kPagesOfWord == 0) {
    newest_.push_back(0);
    oldest_.push_back(0);
  }
  span_of_.Add(number->second);
  if (days.from == 0) return;
  newest_.back() = std::max(newest_.back(), days.from);
  oldest_.back() = oldest_.back() == 0 ? days.from : std::min(oldest_.back(), days.from);
}

void PageDays::Keep(const DaySpan& days, PageSet& pages) const {
  std::vector<std::uint8_t> fits(spans_.size());
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    fits[i] = spans_[i].from != 0 && spans_[i].from <= days.to && spans_[i].to >= days.from ? 1 : 0;
  }
  if (!pages.is_dense()) {
    std::vector<std::uint32_t> few = pages.ToVector();
    std::erase_if(few, [&](std::uint32_t page) { return fits[span_of_[page]] == 0; });
    pages = PageSet::Of(std::move(few));
    return;
  }
  PageBits bits = pages.ToBits(static_cast<std::uint32_t>(span_of_.size()));
  std::uint64_t* const words = bits.all_words().data();
  span_of_.With([&](auto numbers) {
    if constexpr (sizeof(numbers[0]) == 2) {
      KeepFitting16(numbers.data(), numbers.size(), fits.data(), words);
    } else {
      KeepFitting(numbers.data(), numbers.size(), fits.data(), words);
    }
  });
  pages = PageSet::Of(std::move(bits));
}

}  // namespace sohoa
