// SPDX-License-Identifier: Apache-2.0
//
// What many pages weigh, beside sets of them: loops over each page of a part of a segment. Weights
// stand as the pages do, those of 64 for each word of a set; its first is the word's lowest bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sohoa {

// To each page that is in the set. No sum may go beyond what fits.
void AddWeightWhereSet(const std::uint64_t* set, std::size_t words, std::uint16_t weight, std::uint16_t* weights);

// Adds the pages that weigh more than `level` to the set.
void SetWhereAbove(const std::uint16_t* weights, std::uint16_t level, std::uint64_t* set, std::size_t words);

// Weights of which each counts `factor` times, and what is above kMostWeighed as that.
struct WeighedPages {
  static constexpr std::uint16_t kMostWeighed = 512;
  static constexpr std::uint16_t kMostFactor = 127;

  const std::uint16_t* weights = nullptr;
  std::uint16_t factor = 0;
};

// Adds the pages that weigh more than `level`, which is below 65535, by all of them together.
void SetWhereSumAbove(std::span<const WeighedPages> sums, std::uint16_t level, std::uint64_t* set, std::size_t words);

}  // namespace sohoa
