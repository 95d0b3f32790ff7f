// SPDX-License-Identifier: Apache-2.0
//
// Which terms of the dictionary a reader may have made out of a word: one letter more, less,
// other or swapped, or letters that look alike in print ("rn" and "m", "l" and "1").
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "storage/segment.h"

namespace sohoa {

// Of folded keys. Digits are never taken for other digits: a number is right or wrong.
bool AreSimilarTerms(std::string_view a, std::string_view b);
// The same for terms of one shape: letters that look alike in print.
bool LookAlike(std::string_view a, std::string_view b);

// Words and on how many pages each stands, in the order of words.
using WordCounts = std::vector<std::pair<std::string, std::uint64_t>>;
WordCounts AddUp(std::vector<WordCounts> lists);

// The folded words of one segment but for identity numbers, which are nobody's to find by less than the
// whole of them. Those of the same shape as a word are looked up, and so are those
// that may be a letter away, of which none has a digit: they stand together by how long they are and
// which letters they have, and a letter more, less or other leaves few such groups. Those with letters
// that are not ASCII are few; they are gone through one by one.
class Vocabulary {
 public:
  // kCancelled once `goes_on`, where there is one, is false.
  static Result<std::shared_ptr<const Vocabulary>> Of(const Segment& segment, const PieceReader& reader, const std::function<bool()>& goes_on = {});
  // Those on so many pages, at least.
  WordCounts Beginning(std::string_view folded, std::uint64_t least = 0) const;
  // Of the words that begin so: on how many pages is the one that is `rank`-th by that. 0: there are fewer.
  std::uint64_t PagesOfCommonBeginning(std::string_view folded, std::size_t rank) const;
  std::uint64_t PagesOf(std::string_view folded) const;
  // A word's pages are added up of its spellings, so that one page counts once for each that it has: so many times
  // at most.
  std::uint64_t most_spellings() const { return most_spellings_; }
  // Without `folded` itself.
  WordCounts Similar(std::string_view folded) const;

 private:
  struct Row {
    std::uint32_t begin = 0;
    std::uint32_t pages = 0;
  };
  struct Shape {
    std::uint32_t hash = 0;
    std::uint32_t row = 0;
  };
  // Words without a digit that are as long and have the same letters, and nothing but ASCII.
  struct Group {
    std::uint64_t key = 0;    // GroupKey() of any of them
    std::uint32_t begin = 0;  // in grouped_
  };
  struct Word {
    std::uint32_t letters = 0;  // a bit for each of a to z that it has
    std::uint32_t row = 0;
  };
  std::string_view Text(std::size_t row) const {
    return std::string_view(text_).substr(rows_[row].begin, rows_[row + 1].begin - rows_[row].begin);
  }
  void Add(std::string_view folded, std::uint32_t pages);
  // Of the first word that is not before `folded`.
  std::size_t RowFrom(std::string_view folded) const;
  // Rows of the words that begin so: the first, and the one behind the last.
  std::pair<std::size_t, std::size_t> RowsBeginning(std::string_view folded) const;
  void Finish();
  void AddOfItsShape(std::string_view folded, WordCounts& words) const;
  void AddALetterAway(std::string_view folded, WordCounts& words) const;
  void AddIfALetterAway(std::string_view folded, std::uint32_t row, WordCounts& words) const;
  void AddWordsOf(std::string_view folded, const Group& group, WordCounts& words) const;
  void AddGroup(std::string_view folded, std::uint64_t key, WordCounts& words) const;
  void AddGroupsNear(std::string_view folded, std::size_t length, std::uint32_t letters, WordCounts& words) const;
  std::vector<Group>::const_iterator GroupFrom(std::uint64_t key) const;

  std::string text_;
  std::uint64_t most_spellings_ = 0;
  std::vector<Row> rows_;                // one more than there are words, in their order
  std::vector<Shape> shapes_;            // of all, by hash
  std::vector<Group> groups_;            // by key, and one more
  std::vector<std::uint32_t> grouped_;   // rows of their words
  std::vector<Word> others_;             // without a digit, and not ASCII
};

}  // namespace sohoa
