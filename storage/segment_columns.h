// SPDX-License-Identifier: Apache-2.0
//
// SegmentColumns: what filters by date, facets and sorting need of each page of a segment, in
// memory for as long as the segment is open.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/index_codec.h"
#include "storage/page_set.h"
#include "storage/segment_format.h"

namespace sohoa {

struct SegmentPage;

class SegmentColumns {
 public:
  SegmentColumns() = default;
  explicit SegmentColumns(std::span<const SegmentPage> pages);

  // None for damaged bytes.
  static std::optional<SegmentColumns> Decode(std::string_view header, std::string_view columns);
  static std::optional<std::array<std::uint64_t, kSegmentSections>> SectionBytes(std::string_view header);
  std::string Encode() const;
  std::string EncodeHeader(const std::array<std::uint64_t, kSegmentSections>& section_bytes) const;

  std::uint32_t pages() const { return static_cast<std::uint32_t>(ordinals_.size()); }
  std::uint64_t OrdinalOf(std::uint32_t page) const { return first_ordinal_ + ordinals_[page]; }
  // None where the segment lacks it.
  std::optional<std::uint32_t> PageOf(std::uint64_t ordinal) const;
  std::uint32_t date_from(std::uint32_t page) const { return date_from_[page]; }
  std::uint32_t date_to(std::uint32_t page) const { return date_from_[page] + date_span_[page]; }
  // What pages are counted by. Few pages differ from the one before, so that each is kept as the
  // number of what it has, and counted once for all facets.
  struct Facets {
    std::array<std::uint16_t, kFacetNames.size()> values{};  // numbers in values(facet)
    std::uint16_t year = 0;  // of all its days; 0: they are of several, or not known
    auto operator<=>(const Facets&) const = default;
  };
  // How many of the pages have each of facets().
  std::vector<std::uint32_t> CountFacets(const PageSet& pages) const;
  const std::vector<Facets>& facets() const { return facets_; }
  const std::vector<std::string>& values(std::size_t facet) const { return values_[facet]; }
  // As it came in.
  SegmentPage PageAt(std::uint32_t page) const;

 private:
  class FacetsCollector;

  std::uint64_t first_ordinal_ = 0;
  std::vector<std::uint32_t> ordinals_;  // less the first
  std::vector<std::uint32_t> date_from_;
  std::vector<std::uint32_t> date_span_;
  std::vector<std::uint32_t> facets_of_;  // of each page, in facets_
  std::vector<Facets> facets_;
  std::vector<std::uint32_t> pages_of_;  // of each of facets_
  std::array<std::vector<std::string>, kFacetNames.size()> values_;
};

}  // namespace sohoa
