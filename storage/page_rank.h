// SPDX-License-Identifier: Apache-2.0
//
// The order of hits, and the best so many of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search_index.h"

namespace sohoa {

struct PageMatch {
  std::uint64_t ordinal = 0;
  MatchLevel level = MatchLevel::kExact;
  double score = 0;
  std::uint32_t date = 0;  // yyyymmdd of issue; 0 = not known
  std::size_t segment = 0;  // in the view
  std::uint32_t page = 0;   // in the segment
};

// Best first; equal ones in order of ordinal, so that pages of a result never overlap. Pages
// without a date come last in both orders by date.
bool IsBefore(SearchOrder order, const PageMatch& a, const PageMatch& b);

class BestPages {
 public:
  // Those behind `after`, where it is given.
  BestPages(SearchOrder order, std::size_t limit, std::optional<PageMatch> after)
      : order_(order), limit_(limit), after_(std::move(after)) {}

  void Add(const PageMatch& match);
  // Whether any page of that level, score at most `score` and ordinal at least `ordinal` could be
  // among them; for orders by relevance.
  bool CouldTake(MatchLevel level, double score, std::uint64_t ordinal) const;
  // Pages of that level that score less are not among them; for orders by relevance.
  double LeastScore(MatchLevel level) const;
  // Of that day it could be among them; for orders by date.
  bool CouldTakeDay(std::uint32_t date) const {
    return !full() || !IsBefore(order_, heap_.front(), PageMatch{0, MatchLevel::kExact, 0, date});
  }
  bool full() const { return heap_.size() == limit_; }
  SearchOrder order() const { return order_; }
  // Best first.
  std::vector<PageMatch> Take();

 private:
  SearchOrder order_;
  std::size_t limit_;
  std::optional<PageMatch> after_;
  std::vector<PageMatch> heap_;  // the worst in front
};

// Where the last page of a result ended, as text.
std::string EncodeCursor(const PageMatch& last);
std::optional<PageMatch> DecodeCursor(std::string_view cursor);

}  // namespace sohoa
