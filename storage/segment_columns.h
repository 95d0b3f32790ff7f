// SPDX-License-Identifier: Apache-2.0
//
// SegmentColumns: what filters by date, facets and sorting need of each page of a segment, in
// memory for as long as the segment is open.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/facet_group.h"
#include "storage/index_codec.h"
#include "storage/page_days.h"
#include "storage/page_set.h"
#include "storage/segment_format.h"

namespace sohoa {

struct SegmentPage;

class SegmentColumns {
 public:
  SegmentColumns() = default;

  // None for damaged bytes.
  static std::optional<SegmentColumns> Decode(std::string_view header, std::string_view columns);
  static std::optional<std::array<std::uint64_t, kSegmentSections>> SectionBytes(std::string_view header);
  std::string Encode() const;
  std::string EncodeHeader(const std::array<std::uint64_t, kSegmentSections>& section_bytes) const;

  std::uint32_t pages() const { return static_cast<std::uint32_t>(ordinals_.size()); }
  std::uint64_t OrdinalOf(std::uint32_t page) const { return first_ordinal_ + ordinals_[page]; }
  // None where the segment lacks it.
  std::optional<std::uint32_t> PageOf(std::uint64_t ordinal) const;
  const PageDays& days() const { return days_; }
  // How many pages have each of values(facet), and the years of which all days of a page are.
  struct FacetCounts {
    std::array<std::vector<std::uint64_t>, kFacetNames.size()> of_value;
    std::map<std::uint32_t, std::uint64_t> of_year;
  };
  FacetCounts CountFacets(const PageSet& pages) const;
  const std::vector<std::string>& values(std::size_t facet) const { return values_[facet]; }
  // As it came in.
  SegmentPage PageAt(std::uint32_t page) const;

 private:
  friend class SegmentColumnsBuilder;

  void AddFacets(const FacetTuple& all);
  std::uint16_t FacetOf(std::uint32_t page, std::size_t facet) const;

  std::uint64_t first_ordinal_ = 0;
  std::vector<std::uint32_t> ordinals_;  // less the first
  PageDays days_;
  std::array<FacetGroup, 2> groups_;  // of the document, of the dossier
  std::array<std::vector<std::string>, kFacetNames.size()> values_;
};

// Makes columns of pages that come in order of their ordinals, some ten bytes for each.
class SegmentColumnsBuilder {
 public:
  void Add(const SegmentPage& page);
  std::uint32_t pages() const { return columns_.pages(); }
  // Until the next page.
  const SegmentColumns& columns() const { return columns_; }

 private:
  SegmentColumns columns_;
  std::array<std::map<std::string, std::uint16_t>, kFacetNames.size()> numbers_;  // of values
};

}  // namespace sohoa
