// SPDX-License-Identifier: Apache-2.0
//
// PageSet: a set of page numbers of one segment, a list where it is sparse and bits where it is
// dense. It is stored as a Roaring bitmap (Lemire et al. 2016), in the format that these are
// exchanged in (RoaringFormatSpec).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// A bit for each page of a segment.
class PageBits {
 public:
  static constexpr std::size_t kPagesOfWord = 64;

  PageBits() = default;
  explicit PageBits(std::uint32_t pages) : words_((std::size_t{pages} + 63) / 64) {}

  std::size_t words() const { return words_.size(); }
  // Pages 64 x number and on, the first in the lowest bit.
  std::uint64_t word(std::size_t number) const { return words_[number]; }
  std::uint64_t& word(std::size_t number) { return words_[number]; }
  std::span<const std::uint64_t> all_words() const { return words_; }
  std::span<std::uint64_t> all_words() { return words_; }
  // Beyond the last page that it had: without pages.
  void Resize(std::size_t words) { words_.resize(words); }
  void Add(std::uint32_t page) { words_[page / 64] |= std::uint64_t{1} << page % 64; }
  void Remove(std::uint32_t page) { words_[page / 64] &= ~(std::uint64_t{1} << page % 64); }
  bool Contains(std::uint32_t page) const { return (words_[page / 64] >> (page % 64) & 1) != 0; }

  // All others of pages 0 .. pages - 1 instead.
  void Invert(std::uint32_t pages) {
    for (std::uint64_t& word : words_) word = ~word;
    if (pages % 64 != 0) words_[pages / 64] &= (std::uint64_t{1} << pages % 64) - 1;
  }

  // In rising order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    ForEachInWords([](std::size_t) { return true; }, visit);
  }
  // The same, but for pages from 64 x number on only where `wants(number)`, 64 of them, which is
  // asked when it is their turn.
  template <typename Wants, typename Visit>
  void ForEachInWords(Wants wants, Visit visit) const {
    for (std::size_t number = 0; number < words_.size(); ++number) {
      if (words_[number] != 0 && wants(number)) VisitWord(number, words_[number], visit);
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
  PageSet() = default;

  // `pages` rise.
  static PageSet Of(std::vector<std::uint32_t> pages);
  static PageSet Of(PageBits bits);
  // 0 .. count - 1.
  static PageSet All(std::uint32_t count);
  static std::string Encode(std::span<const std::uint32_t> pages);
  // Adds a stored set to `bits`, which has room for `pages`. False for damaged bytes, or where a page is
  // not below `pages`: some are in it then.
  // `next` gives the bytes part by part, each until it is called again, and nothing at the end.
  using NextPart = std::function<std::string_view()>;
  static bool AddStored(const NextPart& next, std::uint32_t pages, PageBits& bits);

  bool Contains(std::uint32_t page) const {
    if (is_dense()) return page / PageBits::kPagesOfWord < bits_.words() && bits_.Contains(page);
    return std::binary_search(few_.begin(), few_.end(), page);
  }
  bool empty() const { return size_ == 0; }
  std::uint64_t size() const { return size_; }
  std::uint64_t CountCommon(const PageSet& other) const;
  std::uint64_t CountCommon(const PageBits& bits) const;
  std::vector<std::uint32_t> ToVector() const;
  // Those below `pages`.
  PageBits ToBits(std::uint32_t pages) const;
  // In rising order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    if (is_dense()) return bits_.ForEach(visit);
    for (const std::uint32_t page : few_) visit(page);
  }
  // In rising order; of a dense set as PageBits::ForEachInWords() does, of a sparse one all.
  template <typename Wants, typename Visit>
  void ForEachInWords(Wants wants, Visit visit) const {
    if (is_dense()) return bits_.ForEachInWords(wants, visit);
    for (const std::uint32_t page : few_) visit(page);
  }
  bool is_dense() const { return bits_.words() > 0; }

  PageSet& operator&=(const PageSet& other);
  PageSet& operator|=(const PageSet& other);
  PageSet& operator-=(const PageSet& other);

 private:
  // The form that fits how many there are.
  void Settle();
  void ToDense(std::size_t words);
  // Keeps those of a sparse set that are, or are not, in the other one.
  void Keep(const PageSet& other, bool in_it);

  std::vector<std::uint32_t> few_;  // of a sparse set, rising
  PageBits bits_;                   // of a dense one
  std::uint64_t size_ = 0;
};

}  // namespace sohoa
