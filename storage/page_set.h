// SPDX-License-Identifier: Apache-2.0
//
// PageSet: a set of page numbers of one segment, small where it is sparse and fast to combine
// where it is dense (Roaring bitmaps; Lemire et al. 2016).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

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

  PageSet& operator&=(const PageSet& other);
  PageSet& operator|=(const PageSet& other);
  PageSet& operator-=(const PageSet& other);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
