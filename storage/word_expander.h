// SPDX-License-Identifier: Apache-2.0
//
// WordExpander: the words of all segments that a word of a query may stand for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/index_view.h"
#include "storage/similar_terms.h"

namespace sohoa {

inline constexpr std::size_t kMaxExpansions = 64;  // of a prefix, the commonest first
inline constexpr std::size_t kMaxSimilar = 16;

class WordExpander {
 public:
  // All must outlive it.
  WordExpander(IndexViews& views, const IndexView& view, const PieceReader& reader) : views_(views), view_(view), reader_(reader) {}

  // Of the words in these fields that begin with `folded` the commonest, but no identity number.
  Result<std::vector<std::string>> Beginning(const std::vector<std::string>& fields, const std::string& folded) const;
  // What a reader may have made of `folded` or it of that, without `folded` itself: those that look
  // alike in print first, the commonest of each first; no identity number.
  Result<std::vector<std::string>> Similar(const std::string& folded) const;

 private:
  // Counts pages that are gone with the others.
  Result<WordCounts> AllBeginning(const std::vector<std::string>& fields, const std::string& folded) const;
  Result<WordCounts> Scan(const Segment& segment, const std::string& field, const std::string& folded) const;
  bool HasDead() const;
  // Adds pages that are not gone, of the words whose terms begin with `prefix`.
  Status AddLivePages(const ViewSegment& held, std::string_view prefix, std::map<std::string, std::uint64_t>& counts) const;
  // Of these words the commonest, without pages that are gone.
  Status KeepLiveCommonest(const std::vector<std::string>& fields, WordCounts& words) const;
  Status CountAgain(WordCounts& words) const;

  IndexViews& views_;
  const IndexView& view_;
  const PieceReader& reader_;
};

}  // namespace sohoa
