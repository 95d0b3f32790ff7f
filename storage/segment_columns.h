// SPDX-License-Identifier: Apache-2.0
//
// SegmentColumns: what filters by date, facets and sorting need of each page of a segment, in
// memory for as long as the segment is open.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/index_codec.h"
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
  // Which of values(facet) the page has.
  std::span<const std::uint16_t> facet(std::size_t facet) const { return facets_[facet]; }
  const std::vector<std::string>& values(std::size_t facet) const { return values_[facet]; }
  // As it came in.
  SegmentPage PageAt(std::uint32_t page) const;

 private:
  std::uint64_t first_ordinal_ = 0;
  std::vector<std::uint32_t> ordinals_;  // less the first
  std::vector<std::uint32_t> date_from_;
  std::vector<std::uint32_t> date_span_;
  std::array<std::vector<std::uint16_t>, kFacetNames.size()> facets_;
  std::array<std::vector<std::string>, kFacetNames.size()> values_;
};

}  // namespace sohoa
