// SPDX-License-Identifier: Apache-2.0
//
// PhraseFinder: whether the words of a phrase stand in a row on a page, and how much it weighs there.
// It goes by pairs of neighbouring words; in a field, which has none, by the words.
#pragma once

#include <cstdint>
#include <vector>

#include "core/result.h"
#include "storage/posting_cursor.h"
#include "storage/query_plan.h"

namespace sohoa {

class PhraseFinder {
 public:
  // `typed_only`: terms that stand as they were typed. Both must outlive it.
  PhraseFinder(const Segment& segment, const PieceReader& reader, bool typed_only)
      : segment_(segment), reader_(reader), typed_only_(typed_only) {}

  // The terms that stand for each pair, or word, of the phrase, in order.
  Status Open(const std::vector<PlannedTerms>& parts, bool are_pairs);
  // 0: they do not stand in a row there; else the weight of the lightest part. Pages that are asked
  // for must rise.
  Result<std::uint32_t> WeightOn(std::uint32_t page);

 private:
  struct Place {
    PostingCursor cursor;
    std::uint32_t factor = 0;
  };
  struct Part {
    std::uint32_t number = 0;  // in the phrase
    std::uint64_t pages = 0;
    bool follows = false;  // its places from those of others
    std::vector<Place> places;  // its spellings
  };

  // Positions of a part, and its weight.
  Result<std::uint32_t> ReadPart(Part& part, std::uint32_t page);

  const Segment& segment_;
  const PieceReader& reader_;
  const bool typed_only_;
  std::vector<Part> parts_;  // rarest first, those that follow at the end
  std::vector<std::uint32_t> begins_;  // where the phrase may begin
  std::vector<std::uint32_t> positions_;
};

}  // namespace sohoa
