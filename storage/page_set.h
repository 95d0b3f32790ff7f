// SPDX-License-Identifier: Apache-2.0
//
// PageSet: a set of page numbers of one segment, small where it is sparse and fast to combine
// where it is dense (Roaring bitmaps; Lemire et al. 2016).
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// A bit for each page of a segment: what a set is gone through as where it is dense.
class PageBits {
 public:
  PageBits() = default;
  explicit PageBits(std::uint32_t pages) : words_((pages + 63) / 64) {}

  std::size_t words() const { return words_.size(); }
  // Pages 64 x number and on, the first in the lowest bit.
  std::uint64_t word(std::size_t number) const { return words_[number]; }
  std::uint64_t& word(std::size_t number) { return words_[number]; }
  void Add(std::uint32_t page) { words_[page / 64] |= std::uint64_t{1} << page % 64; }
  bool Contains(std::uint32_t page) const { return (words_[page / 64] >> (page % 64) & 1) != 0; }

  // Pages of the set, or of those of `pages` that are not in it, in rising order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (std::size_t number = 0; number < words_.size(); ++number) VisitWord(number, words_[number], visit);
  }
  template <typename Visit>
  void ForEachOther(std::uint32_t pages, Visit visit) const {
    for (std::size_t number = 0; number < words_.size(); ++number) {
      const bool is_last = (number + 1) * 64 > pages;
      VisitWord(number, ~words_[number] & (is_last ? (std::uint64_t{1} << pages % 64) - 1 : ~std::uint64_t{0}), visit);
    }
  }

 private:
  template <typename Visit>
  static void VisitWord(std::size_t number, std::uint64_t word, Visit& visit) {
    for (; word != 0; word &= word - 1) {
      visit(static_cast<std::uint32_t>(number * 64 + static_cast<std::size_t>(std::countr_zero(word))));
    }
  }

  std::vector<std::uint64_t> words_;
};

class PageSet {
 public:
  PageSet();
  PageSet(const PageSet& other);
  PageSet(PageSet&& other) noexcept;
  PageSet& operator=(const PageSet& other);
  PageSet& operator=(PageSet&& other) noexcept;
  ~PageSet();

  // `pages` rise.
  static PageSet Of(std::span<const std::uint32_t> pages);
  static PageSet Of(const PageBits& bits);
  // 0 .. count - 1.
  static PageSet All(std::uint32_t count);
  // None for damaged bytes.
  static std::optional<PageSet> Decode(std::string_view bytes);
  std::string Encode() const;

  bool Contains(std::uint32_t page) const;
  bool empty() const;
  std::uint64_t size() const;
  std::uint64_t CountCommon(const PageSet& other) const;
  std::vector<std::uint32_t> ToVector() const;
  // Those below `pages`.
  PageBits ToBits(std::uint32_t pages) const;

  PageSet& operator&=(const PageSet& other);
  PageSet& operator|=(const PageSet& other);
  PageSet& operator-=(const PageSet& other);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
