// SPDX-License-Identifier: Apache-2.0
//
// HeavyScorer: what pages of a segment may score at most, by heavy postings alone (heavy_postings.h).
// These are added up for a part of the pages at a time, which stays in the processor's cache.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/posting_cursor.h"
#include "storage/score_sums.h"

namespace sohoa {

class HeavyScorer {
 public:
  // `most`: of heavy postings no more than so many of a list.
  HeavyScorer(SegmentSearch& search, Spelling spelling, std::size_t most) : sums_(search, spelling), most_(most) {}

  static constexpr std::uint32_t kWindowsOfAPart = 64;

  Status Open();
  // `most` kept some of the heavy postings out.
  bool leaves_out() const { return leaves_out_; }
  double BoundOfOthers();
  // Reads the part that begins with this window, one of kWindowsOfAPart. Parts are read in order.
  Status ReadPart(std::uint32_t window);
  // Of a window of the part: its pages of any list, 64 in a word. No other page scores more than
  // BoundOfOthers().
  std::span<const std::uint64_t> Listed(std::uint32_t window) const;
  // Of these places of a window of the part.
  void Bound(std::uint32_t window, std::span<const std::uint8_t> places, std::span<double> bounds);

 private:
  static constexpr std::uint32_t kPagesOfAPart = kWindowsOfAPart * ScoreSums::kWindow;
  static constexpr std::size_t kWordsOfAWindow = ScoreSums::kWindow / 64;

  // Beside a sum of ScoreSums.
  struct Heavy {
    std::uint32_t least = 0;           // what each page is taken to weigh, at least
    std::vector<std::uint16_t> above;  // what it weighs beyond that, of pages of the part; kMost: or more
  };
  // Pages that weigh `factor` times so much more than `less`: heavy ones, or those of all blocks.
  struct List {
    std::size_t sum = 0;
    std::uint32_t factor = 0;
    std::uint32_t less = 0;
    HeavyPostings heavy;
    std::optional<PostingCursor> whole;
    std::size_t next_block = 0;  // of `whole`
    std::span<const std::uint32_t> pages;
    std::span<const std::uint32_t> weights;
    std::size_t next = 0;  // in both
  };

  Status AddTerms(const PlannedTerms& terms, std::size_t sum);
  Status AddList(List& list, std::uint32_t begin);
  // False: there is no more.
  static Result<bool> HasMore(List& list);

  ScoreSums sums_;
  const std::size_t most_;
  bool leaves_out_ = false;
  std::vector<Heavy> heavy_;
  std::vector<List> lists_;
  std::vector<std::uint64_t> listed_;  // of the part
  std::uint32_t part_ = 0;             // its first window
};

}  // namespace sohoa
