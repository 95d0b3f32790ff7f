// SPDX-License-Identifier: Apache-2.0
//
// SearchRun: one search, at one moment of the index.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "core/result.h"
#include "storage/index_view.h"
#include "storage/page_rank.h"
#include "storage/query_plan.h"
#include "storage/search_filter.h"
#include "storage/segment_search.h"

namespace sohoa {

class SearchRun {
 public:
  // All must outlive it. `people`: who asks may look for people. Behind `deadline` what was found so
  // far is the answer.
  SearchRun(IndexViews& views, const IndexView& view, MetaReader& moment, const ParsedQuery& query, const SearchFilter& filter, bool people,
            std::chrono::steady_clock::time_point deadline);

  Result<SearchResult> Run(const SearchQuery& query, const std::optional<PageMatch>& after);

 private:
  Status Match(bool similar);
  Status Rank(BestPages& best, const std::optional<PageMatch>& after);
  Status RankAll(Spelling spelling, MatchLevel level, BestPages& best);
  void OrderByDate(BestPages& best) const;
  Status ScoreHits(std::vector<PageMatch>& matches);
  Result<SearchHit> MakeHit(const PageMatch& match);
  std::vector<SearchFacet> CountFacets() const;
  Result<std::string> Suggest(const std::string& text);
  bool HasTwoLevels() const { return query_.marked && !plan_->similar(); }
  MatchLevel LevelOfAny() const;

  IndexViews& views_;
  const IndexView& view_;
  const PieceReader reader_;
  const ParsedQuery& query_;
  const SearchFilter& filter_;
  const bool people_;
  const std::chrono::steady_clock::time_point deadline_;
  bool cut_short_ = false;

  std::unique_ptr<QueryPlan> plan_;
  std::vector<std::unique_ptr<SegmentSearch>> segments_;  // those that were looked at
  std::vector<PageSet> any_;    // what matches in each
  std::vector<PageSet> typed_;  // of that, as it was typed, where that is told apart
  std::uint64_t total_ = 0;
};

}  // namespace sohoa
