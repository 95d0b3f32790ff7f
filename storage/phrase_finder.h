// SPDX-License-Identifier: Apache-2.0
//
// PhraseFinder: whether words stand in a row on a page. It reads positions, and only those of the
// blocks that hold the pages it is asked for.
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

  // `pairs` may be empty: then words weigh themselves.
  Status Open(const std::vector<PlannedTerms>& words, const std::vector<PlannedTerms>& pairs);
  // 0: they do not stand in a row there; else the weight of the lightest pair, or word. Pages that
  // are asked for must rise.
  Result<std::uint32_t> WeightOn(std::uint32_t page);

 private:
  struct Place {
    PostingCursor cursor;
    std::uint32_t factor = 0;
  };
  using Word = std::vector<Place>;  // its spellings

  Status OpenWords(const std::vector<PlannedTerms>& terms, std::vector<Word>& words);
  // Positions of a word, and its weight.
  Result<std::uint32_t> ReadWord(Word& word, std::uint32_t page, std::vector<std::uint32_t>& positions);
  Result<std::uint32_t> WeightOfPair(Word& pair, std::uint32_t page);

  const Segment& segment_;
  const PieceReader& reader_;
  const bool typed_only_;
  std::vector<Word> words_;
  std::vector<std::size_t> order_;  // of the words, rarest first
  std::vector<Word> pairs_;
  std::vector<std::uint32_t> begins_;  // where the phrase may begin
  std::vector<std::uint32_t> positions_;
};

}  // namespace sohoa
