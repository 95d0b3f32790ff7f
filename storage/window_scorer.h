// SPDX-License-Identifier: Apache-2.0
//
// WindowScorer: scores of the pages of one window of a segment at a time. Windows may be asked for
// in any order; one after another is fastest.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/posting_cursor.h"
#include "storage/score_sums.h"

namespace sohoa {

class WindowScorer {
 public:
  WindowScorer(SegmentSearch& search, Spelling spelling) : sums_(search, spelling) {}

  Status Open();
  // Blocks of all lists, and lists.
  std::size_t blocks() const;
  std::size_t lists() const { return lists_.size(); }
  // No page of the window scores more.
  double Bound(std::uint32_t window);
  Status Read(std::uint32_t window);
  // Only this page of its window; for pages here and there.
  Status ReadPage(std::uint32_t page);
  // Of pages of the window that was read, ones that match; places in the window.
  void Score(std::span<const std::uint8_t> places, std::span<double> scores) const { sums_.Score(window_, places, scores); }

 private:
  // The pages of one term, and what they give to which sum.
  struct List {
    PostingCursor cursor;
    std::uint32_t factor = 0;
    std::size_t sum = 0;
    std::size_t block = 0;  // the first that reaches into the window
    std::size_t next = 0;   // in the block that was read last, the first that no window had
  };

  Status OpenTerms(const PlannedTerms& terms, std::size_t sum);
  void FindBlock(List& list, std::uint32_t begin) const;
  Status ReadList(List& list, std::uint32_t begin);

  ScoreSums sums_;
  std::vector<List> lists_;
  std::uint32_t window_ = 0;  // that was read
};

}  // namespace sohoa
