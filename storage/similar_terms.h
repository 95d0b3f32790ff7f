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

// The folded words of one segment. Those of the same shape as a word are looked up; those that may
// be a letter away, of which none has a digit, are gone through side by side and told by the letters
// that they have: of what grows with the pages most are numbers and codes.
class Vocabulary {
 public:
  static Result<std::shared_ptr<const Vocabulary>> Of(const Segment& segment, const PieceReader& reader);
  // Adds the words that begin so, and the pages of each.
  void AddBeginning(std::string_view folded, std::map<std::string, std::uint64_t>& terms) const;
  // Adds the terms similar to `folded`, without itself, and the pages of each.
  void AddSimilar(std::string_view folded, std::map<std::string, std::uint64_t>& terms) const;

 private:
  struct Row {
    std::uint32_t begin = 0;
    std::uint32_t pages = 0;
  };
  struct Shape {
    std::uint32_t hash = 0;
    std::uint32_t row = 0;
  };
  struct Word {
    std::uint32_t letters = 0;  // a bit for each that it has
    std::uint32_t row = 0;
  };
  std::string_view Text(std::size_t row) const {
    return std::string_view(text_).substr(rows_[row].begin, rows_[row + 1].begin - rows_[row].begin);
  }
  void Add(std::string_view folded, std::uint32_t pages);
  void Finish();

  std::string text_;
  std::vector<Row> rows_;      // one more than there are words, in their order
  std::vector<Shape> shapes_;  // of all, by hash
  std::vector<Word> words_;    // those without a digit
};

}  // namespace sohoa
