// SPDX-License-Identifier: Apache-2.0
//
// WindowScorer: scores of the pages of one window of a segment at a time (query_plan.h has the
// formula). Windows that are asked for must rise.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/result.h"
#include "storage/segment_search.h"

namespace sohoa {

class WindowScorer {
 public:
  WindowScorer(SegmentSearch& search, Spelling spelling) : search_(search), spelling_(spelling) {}

  static constexpr std::uint32_t kPages = 256;
  static std::uint32_t WindowOf(std::uint32_t page) { return page / kPages; }

  Status Open();
  // No page of the window scores more. Must be asked for before the window is read.
  double Bound(std::uint32_t window);
  Status Read(std::uint32_t window);
  // Of a page of the window that was read, one that matches.
  double ScoreOf(std::uint32_t page) const;

 private:
  // The pages of one term, and what they give to which sum.
  struct List {
    PostingCursor cursor;
    std::uint32_t factor = 0;
    std::size_t sum = 0;
    std::size_t block = 0;  // the first that reaches into the window
  };
  // The weights of a leaf, or of two neighbours.
  struct Sum {
    double rarity = 0;
    std::uint32_t bound = 0;
    std::array<std::uint32_t, kPages> weights{};
  };

  Status OpenLeaf(std::size_t leaf);
  Status OpenTerms(const PlannedTerms& terms, std::size_t sum);
  static void Collect(const QueryNode& node, std::vector<std::size_t>& leaves);
  double BoundOf(const QueryNode& node) const;
  // False: the page lacks it.
  bool Add(const QueryNode& node, std::uint32_t page, std::uint32_t in_window, double& score) const;

  SegmentSearch& search_;
  const Spelling spelling_;
  std::vector<List> lists_;
  std::vector<Sum> sums_;
  std::vector<std::size_t> sum_of_leaf_;
  std::size_t first_neighbours_ = 0;  // in sums_
  // All words must be there and nothing else matters: then a score is what the sums give, in order.
  bool is_flat_ = false;
};

}  // namespace sohoa
