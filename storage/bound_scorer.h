// SPDX-License-Identifier: Apache-2.0
//
// BoundScorer: what pages of a segment may score at most, by what is quickly known of each word: its
// rarer spellings whole, of the commoner ones the pages on which they weigh most (heavy_postings.h)
// and the set of all their pages. Bounds are added up for a part of the pages at a time, which stays
// in the processor's cache. From a page's bound to its score it is only what is not known so far that
// is read.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/page_set.h"
#include "storage/page_weights.h"
#include "storage/posting_cursor.h"
#include "storage/score_sums.h"

namespace sohoa {

class BoundScorer {
 public:
  BoundScorer(SegmentSearch& search, Spelling spelling) : sums_(search, spelling) {}

  static constexpr std::size_t kWordsOfAPart = 256;
  static constexpr std::size_t kPagesOfAPart = kWordsOfAPart * PageBits::kPagesOfWord;

  Status Open();
  // Blocks of all lists, and lists.
  std::size_t blocks() const;
  std::size_t lists() const { return lists_.size(); }
  // Of these, how many are too long to be read whole.
  std::size_t long_lists() const;

  // The heaviest pages of a list alone, of each no more than `most`: quick, and enough for a few words
  // that many pages have.
  Status ByHeaviest(std::size_t most);
  // All that is known.
  Status ByPresence();
  // Of pages that no list raises.
  double BoundOfOthers();
  // Reads the part that begins with this word of 64 pages. Parts are read in order; 0 begins anew.
  Status ReadPart(std::size_t word);
  // Some page weighs more than is counted here; bounds are none then. After ReadPart.
  bool overflows() const { return overflows_; }
  // Finds the pages of the part that may score more than `others`.
  void List(double others);
  // Of these 64 pages, which are of the part; the first in the lowest bit.
  std::uint64_t listed(std::size_t word) const { return listed_[word - part_]; }
  // Of a page of the part.
  double BoundOf(std::uint32_t page) const {
    const std::size_t place = page - part_ * PageBits::kPagesOfWord;
    double bound = 0;
    for (const SumBound& sum : bounds_) bound += sum.Of(sum.above[place]);
    return bound * kRoundingUp;
  }
  // What a page of the part weighs at most, for each sum; with that its score can be had when the part
  // is gone.
  void PutWeights(std::uint32_t page, std::vector<std::uint32_t>& weights) const;
  std::size_t sums() const { return bounds_.size(); }
  // Reads the sets of lists that have one: what a page weighs at most is less by those that it is not in.
  // Quick, beside looking pages up in lists.
  Status KnowPresence();
  // Of a page with these weights, by what is known of presence.
  double BoundOf(std::uint32_t page, std::span<const std::uint32_t> weights) const;
  // Of a page with these weights. Counts the blocks that it reads in `blocks`.
  Result<double> Score(std::uint32_t page, std::span<const std::uint32_t> weights, std::size_t& blocks);

 private:
  // A score is added up in another order.
  static constexpr double kRoundingUp = 1 + 1e-12;
  static constexpr std::uint32_t kKnownAbove = WeighedPages::kMostWeighed;

  // Beside a sum of ScoreSums.
  struct SumBound {
    // What a page gives at most that weighs so much beyond the least.
    double Of(std::uint32_t above_least) const { return of_above[std::min(above_least, kKnownAbove)]; }

    std::uint32_t least = 0;           // what each page is taken to weigh, at least
    std::vector<std::uint16_t> above;  // what it weighs beyond that, of pages of the part
    std::vector<double> of_above;      // the last is that of all higher ones
  };
  // A page that may score more than `others` is above the level in some sum and, where there is a line,
  // above that by all sums together.
  struct Cut {
    double others = 0;
    std::uint32_t level = 0;
    std::vector<WeighedPages> line;  // empty: no line tells anything, and the level alone counts
    std::uint16_t line_above = 0;
  };
  // The pages of one term, or of a phrase, and what they give to which sum.
  struct Postings {
    std::size_t sum = 0;
    std::uint32_t factor = 0;
    const PlannedTerm* term = nullptr;  // none: a phrase
    std::optional<PostingCursor> cursor;
    std::optional<HeavyPostings> heavy;  // once they were read
    HeavyPostings heaviest;              // of these
    std::optional<PageBits> present;     // likewise
    // How its pages are taken now.
    bool is_whole = false;
    bool is_certain = false;  // the only spelling of a required word that is not read whole: nearly each page has it
    bool by_presence = false;
    std::uint32_t less = 0;  // what pages that are not among `pages` weigh at most
    std::span<const std::uint32_t> pages;
    std::span<const std::uint32_t> weights;
    std::size_t next = 0;        // in both
    std::size_t next_block = 0;  // of a whole one
  };

  Status AddTerms(const PlannedTerms& terms, std::size_t sum);
  void ChooseWhole(std::uint32_t share, std::uint32_t share_of_many);
  // When it is known what pages weigh at least.
  void KnowBounds();
  double BoundAt(std::uint32_t level) const;
  // What tells pages that may score more than `others` from most that cannot.
  void KnowCut(double others);
  void DrawTangents(double others);
  Status TakeHeavy(Postings& list);
  Status ReadPresence(Postings& list);
  // Of a list that is taken to have the page.
  static bool IsKnownToLack(const Postings& list, std::uint32_t page) { return list.present && !list.by_presence && !list.present->Contains(page); }
  void AddPresence(const Postings& list);
  Status AddList(Postings& list, std::uint32_t begin);
  // False: there is no more.
  static Result<bool> HasMore(Postings& list);
  Result<std::uint32_t> WeightOf(Postings& list, std::uint32_t page, std::size_t& blocks);

  ScoreSums sums_;
  std::vector<SumBound> bounds_;
  std::vector<Postings> lists_;
  std::size_t part_ = 0;  // its first word
  bool by_presence_ = false;  // any of them
  std::array<std::uint64_t, kWordsOfAPart> raised_{};  // pages of the part that stand in a list
  std::size_t added_ = 0;                              // postings of these
  std::array<std::uint64_t, kWordsOfAPart> listed_{};
  std::optional<Cut> cut_;  // that was used last, of these bounds
  bool overflows_ = false;
};

}  // namespace sohoa
