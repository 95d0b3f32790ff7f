// SPDX-License-Identifier: Apache-2.0
//
// Which terms of the dictionary a reader may have made out of a word: one letter more, less,
// other or swapped, or letters that look alike in print ("rn" and "m", "l" and "1").
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/segment.h"

namespace sohoa {

// Of folded keys. Digits are never taken for other digits: a number is right or wrong.
bool AreSimilarTerms(std::string_view a, std::string_view b);
// The same for terms of one shape: letters that look alike in print.
bool LookAlike(std::string_view a, std::string_view b);

// The folded words of one segment, side by side, so that all of them can be compared with a
// word: those that cannot be similar are told by their length and letters.
class Vocabulary {
 public:
  static Result<std::shared_ptr<const Vocabulary>> Of(const Segment& segment, const PieceReader& reader);
  // Adds the terms similar to `folded`, without itself, and the pages of each.
  void AddSimilar(std::string_view folded, std::map<std::string, std::uint64_t>& terms) const;

 private:
  struct Row {
    std::uint32_t begin = 0;
    std::uint32_t pages = 0;
    std::uint32_t letters = 0;  // a bit for each that it has
    std::uint32_t shape = 0;    // hash
  };
  std::string_view Text(std::size_t row) const {
    return std::string_view(text_).substr(rows_[row].begin, rows_[row + 1].begin - rows_[row].begin);
  }
  void Add(std::string_view folded, std::uint32_t pages);

  std::string text_;
  std::vector<Row> rows_;  // one more than there are words
};

}  // namespace sohoa
