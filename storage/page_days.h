// SPDX-License-Identifier: Apache-2.0
//
// PageDays: the days of issue of a segment's pages, which are few different ones: what is asked of
// a page's days is asked of each of these once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "storage/issue_date.h"
#include "storage/number_column.h"
#include "storage/page_set.h"
#include "storage/search_index.h"

namespace sohoa {

class PageDays {
 public:
  void Reserve(std::size_t pages) { span_of_.Reserve(pages); }
  // Of the next page; from the day 0: not known.
  void Add(const DaySpan& days);

  std::uint32_t from(std::uint32_t page) const { return spans_[span_of_[page]].from; }
  std::uint32_t to(std::uint32_t page) const { return spans_[span_of_[page]].to; }
  // Takes the pages out of a set whose day is not known or cannot be among these.
  void Keep(const DaySpan& days, PageSet& pages) const;
  // Of the pages from 64 x word on, 64 of them, the first day that comes first in this order, which is one by date.
  std::uint32_t BestOfWord(std::size_t word, SearchOrder order) const { return order == SearchOrder::kNewest ? newest_[word] : oldest_[word]; }

 private:
  std::vector<DaySpan> spans_;
  NumberColumn span_of_;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;  // of spans
  // The latest first day and the earliest one that is known, of 64 pages each; 0 = none.
  std::vector<std::uint32_t> newest_;
  std::vector<std::uint32_t> oldest_;
};

}  // namespace sohoa
