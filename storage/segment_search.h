// SPDX-License-Identifier: Apache-2.0
//
// SegmentSearch: which pages of one segment a query matches, and the best of them. Sets of pages
// decide what matches, segment_ranking.h finds the best.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/page_rank.h"
#include "storage/page_set.h"
#include "storage/phrase_finder.h"
#include "storage/posting_cursor.h"
#include "storage/query_plan.h"
#include "storage/search_filter.h"

namespace sohoa {

// Pages of which every word stands as it was typed, or in any spelling that the plan has.
enum class Spelling { kTyped, kAny };

class SegmentSearch {
 public:
  // `number` of the segment in the view. All must outlive it.
  SegmentSearch(const IndexView& view, std::size_t number, const QueryPlan& plan, const PieceReader& reader, PhraseCache& phrases);

  // What matches and passes the filter, without dead pages.
  Result<PageSet> Match(const SearchFilter& filter);
  // Of these, which are all that Match() found, those where each word stands as it was typed.
  Result<PageSet> MatchTyped(const PageSet& any);
  // Adds the best of `candidates`, which one of both gave. `reading_ends`: then no more
  // windows are looked at, and the answer is false.
  Result<bool> Rank(const PageSet& candidates, Spelling spelling, MatchLevel level,
                    std::chrono::steady_clock::time_point reading_ends, BestPages& best);
  // The scores of pages that match; pages rise.
  Result<std::vector<double>> Score(const std::vector<std::uint32_t>& pages, Spelling spelling);

 private:
  friend class ScoreSums;

  Result<PageSet> MatchNode(const QueryNode& node, Spelling spelling);
  Result<PageSet> MatchAll(const QueryNode& node, Spelling spelling);
  Result<PageSet> MatchLeaf(std::size_t leaf, Spelling spelling);
  Result<PageSet> AnyOf(const PlannedTerms& terms, Spelling spelling);
  Result<PageSet> AnyOf(const PlannedTerms& terms, bool exact) const;
  Result<const PageSet*> Kept(const PlannedTerms& terms, bool exact);
  const std::vector<PlannedTerms>& PartsOf(std::size_t leaf) const;
  Result<FoundPhrase> FindPhraseOn(const PageSet& candidates, std::size_t leaf, Spelling spelling);
  Result<FoundPhrase> FindPhraseAnew(std::size_t leaf, Spelling spelling);
  // By what a phrase is kept; empty: not at all.
  std::string KeyOfPhrase(std::size_t leaf, Spelling spelling) const;
  Result<const FoundPhrase*> FindPhrase(std::size_t leaf, Spelling spelling);
  Result<PageSet> PhraseCandidates(std::size_t leaf, Spelling spelling);
  bool IsPair(std::size_t leaf) const;

  const ViewSegment& held_;
  const SegmentTerms& terms_;
  const std::size_t number_;
  const QueryPlan& plan_;
  const PieceReader& reader_;
  PhraseCache& found_lately_;
  std::size_t looked_at_ = 0;  // pages, for phrases
  std::map<std::pair<std::size_t, Spelling>, std::shared_ptr<const FoundPhrase>> phrases_;
  std::map<std::pair<const PlannedTerms*, bool>, PageSet> kept_;  // of AnyOf
  // Of alternatives that are more than a leaf, for a score must know which of them a page has.
  std::map<std::pair<const QueryNode*, Spelling>, PageSet> alternatives_;
};

}  // namespace sohoa
