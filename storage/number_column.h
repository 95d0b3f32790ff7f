// SPDX-License-Identifier: Apache-2.0
//
// NumberColumn: for each page of a segment the number of a value. It takes two bytes a page as long
// as there are no more than 65,536 values, and four beyond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sohoa {

class NumberColumn {
 public:
  void Reserve(std::size_t pages) { narrow_.reserve(pages); }
  void Add(std::uint32_t number) {
    if (wide_.empty() && number > kMostNarrow) {
      wide_.assign(narrow_.begin(), narrow_.end());
      narrow_ = {};
    }
    if (!wide_.empty() || number > kMostNarrow) {
      wide_.push_back(number);
    } else {
      narrow_.push_back(static_cast<std::uint16_t>(number));
    }
  }
  std::size_t size() const { return wide_.empty() ? narrow_.size() : wide_.size(); }
  std::uint32_t operator[](std::size_t page) const { return wide_.empty() ? narrow_[page] : wide_[page]; }
  // Empty where they take four bytes each.
  std::span<const std::uint16_t> narrow() const { return narrow_; }
  // Calls `visit` with a span of the numbers, 16 bits or 32 each.
  template <typename Visit>
  void With(Visit visit) const {
    if (wide_.empty()) {
      visit(std::span<const std::uint16_t>(narrow_));
    } else {
      visit(std::span<const std::uint32_t>(wide_));
    }
  }

 private:
  static constexpr std::uint32_t kMostNarrow = 0xffff;

  std::vector<std::uint16_t> narrow_;
  std::vector<std::uint32_t> wide_;  // of all pages, where it is in use
};

}  // namespace sohoa
