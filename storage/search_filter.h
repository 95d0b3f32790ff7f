// SPDX-License-Identifier: Apache-2.0
//
// Filters of a search: which pages may be found at all.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "storage/index_codec.h"
#include "storage/search_index.h"
#include "storage/segment.h"

namespace sohoa {

class SearchFilter {
 public:
  // kInvalidArgument: a date or state that is none, or too many fields.
  static Result<SearchFilter> Parse(const SearchQuery& query);
  // True when every page passes.
  bool empty() const;
  bool Passes(const IndexedPage& page) const;
  // Leaves the pages of a segment that pass.
  Status Keep(const Segment& segment, const PieceReader& reader, PageSet& pages) const;

 private:

  std::vector<std::string> facets_;  // "name=value"
  std::string agency_;
  std::uint32_t from_ = 0;
  std::uint32_t to_ = 0;
  std::vector<std::string> fields_;  // "code=folded value"
};

}  // namespace sohoa
