// SPDX-License-Identifier: Apache-2.0
//
// PhraseFinder: on which pages the words of a phrase stand in a row, and how much it weighs there.
// It goes by pairs of neighbouring words; in a field, which has none, by the words. The rarest part
// tells where the phrase may begin, and each other one, list by list, which of these places are left.
#pragma once

#include <cstdint>
#include <vector>

#include "core/result.h"
#include "storage/posting_cursor.h"
#include "storage/query_plan.h"

namespace sohoa {

// By page; pages rise. A phrase weighs what its lightest part does.
struct FoundPhrase {
  std::vector<std::uint32_t> pages;
  std::vector<std::uint32_t> weights;
};

class PhraseFinder {
 public:
  // `typed_only`: terms that stand as they were typed. Both must outlive it.
  PhraseFinder(const Segment& segment, const PieceReader& reader, bool typed_only)
      : segment_(segment), reader_(reader), typed_only_(typed_only) {}

  // `parts`: the terms that stand for each pair, or word, of the phrase, in order. `candidates`:
  // pages that have all of them, rising.
  Result<FoundPhrase> Find(const std::vector<PlannedTerms>& parts, bool are_pairs, std::vector<std::uint32_t> candidates);

 private:
  struct Part {
    std::uint32_t number = 0;  // in the phrase
    std::uint64_t pages = 0;
    bool follows = false;      // its places from those of others
    std::vector<const PlannedTerm*> terms;
  };
  // A place on a page, by number of the page among those that are left.
  struct Place {
    std::uint32_t page = 0;
    std::uint32_t position = 0;
    bool operator<(const Place& other) const { return page != other.page ? page < other.page : position < other.position; }
  };

  std::vector<Part> PartsOf(const std::vector<PlannedTerms>& parts, bool are_pairs) const;
  // What the part weighs on the pages that are left, and where it stands on them.
  Status ReadPart(const Part& part);
  Status ReadTerm(const PlannedTerm& term, bool with_places);
  // Goes on with the pages on which the phrase may still begin somewhere.
  void KeepPages();

  const Segment& segment_;
  const PieceReader& reader_;
  const bool typed_only_;
  std::vector<std::uint32_t> pages_;    // that are left
  std::vector<std::uint32_t> weights_;  // of the lightest part so far, of each
  std::vector<Place> begins_;           // where the phrase may begin
  std::vector<std::uint32_t> part_weights_;
  std::vector<Place> places_;           // of the part
};

}  // namespace sohoa
