// SPDX-License-Identifier: Apache-2.0
//
// SegmentRanking: the best of the pages of one segment that match a query.
//
// First those on which words weigh most (heavy_postings.h), the likeliest in front: once no other
// page can score as much as what was found, that was all (the threshold algorithm; Fagin, Lotem and
// Naor 2001). Else all pages in windows of neighbours: what a window's pages can score at most
// follows from the maxima of the blocks that reach into it (Block-Max, Ding and Suel 2011, over
// windows as Dimopoulos, Nepomnyachiy and Suel 2013 have them), and a window that cannot beat what
// was found is not read.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/heavy_scorer.h"
#include "storage/page_rank.h"
#include "storage/page_set.h"
#include "storage/segment_search.h"
#include "storage/window_scorer.h"

namespace sohoa {

class SegmentRanking {
 public:
  // Adds to `best`. All must outlive it. Behind `reading_ends` it ends with what it has.
  SegmentRanking(SegmentSearch& search, const SegmentColumns& columns, std::size_t segment, Spelling spelling, MatchLevel level,
                 std::chrono::steady_clock::time_point reading_ends, BestPages& best)
      : search_(search), columns_(columns), segment_(segment), spelling_(spelling), level_(level), reading_ends_(reading_ends),
        best_(best), scorer_(search, spelling) {}

  // Pages that match. False: cut short.
  Result<bool> Run(const PageSet& candidates);

 private:
  // A page and what it may score at most.
  struct Likely {
    double bound = 0;
    std::uint32_t page = 0;
  };

  // What is left to look at: nothing that can be among the best; few pages; whatever was there.
  enum class Left { kNone, kFew, kAll };
  // By at most so many of the heavy postings of each list. `were_all`: there are no more.
  Result<Left> RankHeavy(std::size_t most, bool& were_all);
  // Raises `others` to what pages that are left out may score.
  Status FindLikely(HeavyScorer& heavy, double& others, std::vector<Likely>& likely);
  Status ScoreLikely(std::vector<Likely>& likely);
  Result<bool> RankWindows();
  // Scores those of the window that was read, and takes them out of the pages to look at.
  void AddPlaces(std::uint32_t window);
  void TakePlaces(std::uint32_t window, std::span<const std::uint64_t> listed);
  bool IsLate() const { return std::chrono::steady_clock::now() > reading_ends_; }

  SegmentSearch& search_;
  const SegmentColumns& columns_;
  const std::size_t segment_;
  const Spelling spelling_;
  const MatchLevel level_;
  const std::chrono::steady_clock::time_point reading_ends_;
  BestPages& best_;
  WindowScorer scorer_;
  PageBits rest_;  // pages that were not scored so far
  std::array<std::uint8_t, ScoreSums::kWindow> places_{};
  std::array<double, ScoreSums::kWindow> scores_{};
  std::size_t count_ = 0;  // of places
};

}  // namespace sohoa
