// SPDX-License-Identifier: Apache-2.0
//
// WindowScorer: scores of the pages of one window of a segment at a time (query_plan.h has the
// formula). Windows may be asked for in any order; one after another is fastest.
//
// With Lists::kHeavy only heavy postings are read, and what is said to be a score is what a page may
// score at most (block maxima and all).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/segment_search.h"

namespace sohoa {

class WindowScorer {
 public:
  enum class Lists { kAll, kHeavy };

  WindowScorer(SegmentSearch& search, Spelling spelling, Lists lists = Lists::kAll)
      : search_(search), spelling_(spelling), heavy_(lists == Lists::kHeavy) {}

  static constexpr std::uint32_t kPages = 256;
  static std::uint32_t WindowOf(std::uint32_t page) { return page / kPages; }

  Status Open();
  // Blocks of all lists, and lists.
  std::size_t blocks() const;
  std::size_t lists() const { return lists_.size(); }
  // No page of the window scores more. Must be asked for before the window is read.
  double Bound(std::uint32_t window);
  // Of heavy postings: no page that has none of them scores more.
  double BoundOfOthers();
  Status Read(std::uint32_t window);
  // Only this page of its window; for pages here and there.
  Status ReadPage(std::uint32_t page);
  // A bit for each page of the window that was read: whether any list has it.
  using WindowBits = std::array<std::uint64_t, kPages / 64>;
  const WindowBits& listed() const { return listed_; }
  // Of pages of the window that was read, ones that match; places in the window.
  void Score(std::span<const std::uint8_t> places, std::span<double> scores) const;

 private:
  // The pages of one term, and what they give to which sum.
  struct List {
    PostingCursor cursor;
    std::uint32_t factor = 0;
    std::size_t sum = 0;
    std::size_t block = 0;  // the first that reaches into the window
    std::size_t next = 0;   // in the block that was read last, the first that no window had
  };
  // The weights of a leaf, or of two neighbours.
  struct Sum {
    double Of(std::uint32_t weight) const;

    double rarity = 0;
    std::uint32_t least = 0;  // what each page is taken to have, at least
    std::uint32_t bound = 0;
    std::array<std::uint32_t, kPages> weights{};
    std::vector<double> of_weight;
  };

  Status OpenLeaf(std::size_t leaf);
  Status OpenTerms(const PlannedTerms& terms, std::size_t sum);
  static void Collect(const QueryNode& node, std::vector<std::size_t>& leaves);
  double BoundOf(const QueryNode& node) const;
  void FindBlock(List& list, std::uint32_t begin) const;
  Status AddList(PostingCursor cursor, std::uint32_t factor, std::size_t sum);
  Status ReadList(List& list, std::uint32_t begin);
  void AddSum(const Sum& sum, std::span<const std::uint8_t> places, std::span<double> scores) const;
  void AddNode(const QueryNode& node, std::span<const std::uint8_t> places, std::span<double> scores) const;

  SegmentSearch& search_;
  const Spelling spelling_;
  const bool heavy_;
  std::vector<List> lists_;
  std::vector<Sum> sums_;
  std::vector<std::size_t> sum_of_leaf_;
  std::size_t first_neighbours_ = 0;  // in sums_
  std::uint32_t window_ = 0;          // that was read
  WindowBits listed_{};
  // Of alternatives that are more than a leaf.
  std::map<const QueryNode*, PageBits> alternatives_;
};

}  // namespace sohoa
