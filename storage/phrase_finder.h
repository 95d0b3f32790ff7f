// SPDX-License-Identifier: Apache-2.0
//
// PhraseFinder: on which pages the words of a phrase stand in a row, and how much it weighs there.
// It goes by pairs of neighbouring words; in a field, which has none, by the words. The rarest part
// tells where the phrase may begin, and each other one, list by list, which of these places are left.
// Pages are gone through in groups, so that all of a group's places stay in the processor's cache.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/found_phrase.h"
#include "storage/posting_cursor.h"
#include "storage/query_plan.h"

namespace sohoa {

class PhraseFinder {
 public:
  // `typed_only`: terms that stand as they were typed. Both must outlive it.
  PhraseFinder(const Segment& segment, const PieceReader& reader, bool typed_only)
      : segment_(segment), reader_(reader), typed_only_(typed_only) {}

  // `parts`: the terms that stand for each pair, or word, of the phrase, in order. `candidates`:
  // pages that have all of them, rising. The answer is without its set.
  Result<FoundPhrase> Find(const std::vector<PlannedTerms>& parts, bool are_pairs, std::span<const std::uint32_t> candidates);

 private:
  struct Term {
    PostingCursor cursor;
    std::uint32_t factor = 0;
    std::size_t block = 0;  // that was read last
  };
  struct Part {
    std::uint32_t number = 0;  // in the phrase
    std::uint64_t pages = 0;
    bool follows = false;      // its places from those of others
    std::vector<Term> terms;
  };
  // A place on a page: the number of the page in the group, and the position in the lower half.
  using Place = std::uint64_t;

  Result<std::vector<Part>> Open(const std::vector<PlannedTerms>& parts, bool are_pairs) const;
  // Leaves those of pages_ that have the phrase, and its weights on them.
  Status FindOnPages(std::vector<Part>& parts);
  // What the part weighs on the pages that are left, and where the phrase would begin on them.
  Status ReadPart(Part& part);
  Status ReadTerm(const Part& part, Term& term);
  // Takes the pages of a block of the list that are among those of the group from `at` on; up to where.
  std::size_t Match(std::size_t at, std::span<const std::uint32_t> listed, std::uint32_t last);
  void MatchSideBySide(std::size_t at, std::span<const std::uint32_t> wanted, std::span<const std::uint32_t> listed);
  // Leaves the places where the phrase begins by the part too, and the pages with any.
  void KeepBegins(bool is_first);
  void KeepPages();

  const Segment& segment_;
  const PieceReader& reader_;
  const bool typed_only_;
  std::vector<std::uint32_t> pages_;    // of the group, that are left
  std::vector<std::uint32_t> weights_;  // of the lightest part so far, of each
  std::vector<Place> begins_;           // where the phrase may begin
  std::vector<std::uint32_t> part_weights_;
  std::vector<Place> places_;           // where it would by the part
  // Of the block that was matched: pages in the group, and in the block.
  std::vector<std::uint32_t> matched_;
  std::vector<std::uint32_t> matched_in_block_;
};

}  // namespace sohoa
