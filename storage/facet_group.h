// SPDX-License-Identifier: Apache-2.0
//
// FacetGroup: facets that belong together, as those of documents or those of dossiers: they have few
// different tuples of values, and pages are counted once for all of them. Neighbours have the same
// tuple, as a rule, so that it is kept for runs of pages.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "storage/index_codec.h"
#include "storage/number_column.h"
#include "storage/page_set.h"

namespace sohoa {

// The numbers of a page's values, and its year behind them (0: several, or not known).
using FacetTuple = std::array<std::uint16_t, kFacetNames.size() + 1>;

class FacetGroup {
 public:
  // Of the next page; other facets than the group's are 0.
  void Add(const FacetTuple& tuple);

  const std::vector<FacetTuple>& tuples() const { return tuples_; }
  const FacetTuple& TupleOf(std::uint32_t page) const { return tuples_[NumberOf(page)]; }
  // How many pages of a set have each of tuples().
  std::vector<std::uint32_t> Count(const PageSet& set) const;
  // The same of two groups of the same pages, in less time than one after the other.
  static std::array<std::vector<std::uint32_t>, 2> CountBoth(const FacetGroup& first, const FacetGroup& second, const PageSet& set);

 private:
  // Pages of a dense set; where it has most of all pages those that it lacks, which are fewer to count.
  struct Hits {
    Hits(const PageSet& set, std::uint32_t pages);

    bool is_most = false;
    PageBits words;
  };
  // Two of each tuple, in turns: a count that was just written is slow to be read again.
  using Counts = std::array<std::vector<std::uint32_t>, 2>;

  std::uint32_t NumberOf(std::uint32_t page) const;
  Counts NoCounts() const { return {std::vector<std::uint32_t>(tuples_.size()), std::vector<std::uint32_t>(tuples_.size())}; }
  std::vector<std::uint32_t> Count(const Hits& hits) const;
  std::vector<std::uint32_t> Finish(const Counts& counts, bool is_most) const;

  std::uint32_t pages_ = 0;
  NumberColumn tuple_of_;  // of each run
  PageBits begins_;        // the first page of each run
  std::vector<std::uint32_t> runs_before_;  // 64 pages each: runs that begin before them
  std::vector<FacetTuple> tuples_;
  std::vector<std::uint32_t> pages_of_;  // of each tuple
  std::map<FacetTuple, std::uint32_t> numbers_;
};

}  // namespace sohoa
