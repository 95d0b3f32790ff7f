// SPDX-License-Identifier: Apache-2.0
//
// SegmentRanking: the best of the pages of one segment that match a query.
//
// Of few pages each is scored, in windows of neighbours: what a window's pages can score at most
// follows from the maxima of the blocks that reach into it (Block-Max, Ding and Suel 2011, over
// windows as Dimopoulos, Nepomnyachiy and Suel 2013 have them), and a window that cannot beat what
// was found is not read.
//
// Of many, what each may score at most (bound_scorer.h) decides, the likeliest in front: once no other
// page can score as much as what was found, that was all (the threshold algorithm; Fagin, Lotem and
// Naor 2001). First by the pages on which words weigh most; where that is not enough, by all that is
// known; and where too many are likely, these are scored one after another.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/bound_scorer.h"
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
        best_(best), bounds_(search, spelling) {}

  // Pages that match. False: cut short.
  Result<bool> Run(const PageSet& candidates);

 private:
  // A page and what it may score at most.
  struct Likely {
    double bound = 0;
    std::uint32_t page = 0;
    std::uint32_t weights_at = 0;  // in the pool
    bool knows_presence = false;   // the bound does
  };
  // Pages of which more than `others` is possible; what others may score.
  struct LikelyPages {
    double others = 0;
    std::vector<Likely> pages;
    std::vector<std::uint32_t> weights;  // of each page, bounds_.sums() of them
  };
  enum class Outcome { kDone, kMoreLikely, kCutShort, kOverflow };

  // As far as the bounds are prepared. kMoreLikely: others than those that were looked at may be
  // among the best.
  Result<Outcome> RankLikely(double others);
  Result<Outcome> FindLikely(LikelyPages& likely);
  Result<bool> ScoreLikely(LikelyPages& likely);
  Status KeepLikeliest(LikelyPages& likely);
  // Lowers the bound by the lists that the page is not in.
  void KnowPresence(Likely& page, const LikelyPages& likely) const;
  bool CouldBeBest(const Likely& page) const { return best_.CouldTake(level_, page.bound, columns_.OrdinalOf(page.page)); }
  std::span<const std::uint32_t> WeightsOf(const Likely& page, const LikelyPages& likely) const {
    return std::span(likely.weights).subspan(page.weights_at, bounds_.sums());
  }
  // Each page that may be among the best, one after another.
  Result<Outcome> RankByBounds();
  // Calls `visit` with each page that is left and may be among the best, and its bound, until an
  // outcome.
  template <typename Visit>
  Result<Outcome> ForEachByBound(const double& others, Visit visit);
  Status Add(std::uint32_t page, std::span<const std::uint32_t> weights, std::size_t& blocks);
  Result<bool> RankWindows();
  // Scores those of the window that was read.
  void AddPlaces(WindowScorer& scorer, std::uint32_t window);
  void AddScored(std::uint32_t page, double score);
  // Whether any of the window's pages are left, and the places of those.
  bool HasPlaces(std::uint32_t window) const;
  void TakePlaces(std::uint32_t window);
  bool IsLate() const { return std::chrono::steady_clock::now() > reading_ends_; }

  SegmentSearch& search_;
  const SegmentColumns& columns_;
  const std::size_t segment_;
  const Spelling spelling_;
  const MatchLevel level_;
  const std::chrono::steady_clock::time_point reading_ends_;
  BestPages& best_;
  BoundScorer bounds_;
  PageBits rest_;  // pages that were not scored so far
  std::array<std::uint8_t, ScoreSums::kWindow> places_{};
  std::array<double, ScoreSums::kWindow> scores_{};
  std::size_t count_ = 0;  // of places
};

}  // namespace sohoa
