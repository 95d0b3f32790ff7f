// SPDX-License-Identifier: Apache-2.0
//
// HeavyPostings: the pages on which a word weighs most, which is where the best hits are. Kept once
// more beside its postings, so that these need not be gone through to find them (lists ordered by
// impact; Anh, de Kretser and Moffat 2001).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// Lists of fewer pages have none: all their pages are heavy.
inline constexpr std::size_t kHeavyList = 1024;
// One page in so many at most.
inline constexpr std::size_t kHeavyShare = 16;

struct HeavyPostings {
  std::uint32_t others_at_most = 0;  // what the word weighs on its other pages
  std::vector<std::uint32_t> pages;  // rise
  std::vector<std::uint32_t> weights;
};

// Appends those of a word's postings.
void PutHeavyPostings(std::span<const std::uint32_t> pages, std::span<const std::uint8_t> weights, std::string& out);
// At most so many, the heaviest; the rest are others then.
HeavyPostings HeaviestOf(const HeavyPostings& heavy, std::size_t most);
// None for damaged bytes, or where a page is not below `pages`.
std::optional<HeavyPostings> ReadHeavyPostings(std::string_view bytes, std::uint32_t pages);

}  // namespace sohoa
