// SPDX-License-Identifier: Apache-2.0
//
// HeavyScorer: what pages of a segment may score at most, by heavy postings alone (heavy_postings.h).
// These are read once and added up for all pages: 2 bytes a page and word of the query.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/posting_cursor.h"
#include "storage/score_sums.h"

namespace sohoa {

class HeavyScorer {
 public:
  HeavyScorer(SegmentSearch& search, Spelling spelling) : sums_(search, spelling) {}

  Status Open();
  // Pages that were read of any list. No other page scores more than BoundOfOthers().
  const PageBits& listed() const { return listed_; }
  double BoundOfOthers();
  // Of these places of a window.
  void Bound(std::uint32_t window, std::span<const std::uint8_t> places, std::span<double> bounds);

 private:
  // Beside a sum of ScoreSums.
  struct Heavy {
    std::uint32_t least = 0;              // what each page is taken to weigh, at least
    std::vector<std::uint16_t> above;     // what it weighs beyond that; kMost: or more
  };

  Status AddTerms(const PlannedTerms& terms, Heavy& sum);
  Status AddWhole(PostingCursor cursor, std::uint32_t factor, Heavy& sum);
  Status AddHeavy(PostingCursor cursor, std::uint32_t factor, Heavy& sum);
  void AddPages(std::span<const std::uint32_t> pages, std::span<const std::uint32_t> weights, std::uint32_t less,
                std::uint32_t factor, Heavy& sum);

  ScoreSums sums_;
  std::vector<Heavy> heavy_;
  PageBits listed_;
};

}  // namespace sohoa
