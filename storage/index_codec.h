// SPDX-License-Identifier: Apache-2.0
//
// Values of the search index's keys, to bytes and back. Damaged bytes give none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document.h"

namespace sohoa {

// What filters, facets and hits need of a page.
struct IndexedPage {
  std::string dossier;
  std::uint32_t version = 0;
  std::string document;
  std::string page_id;
  std::uint32_t page = 0;
  DocumentType type;
  std::string agency;
  std::uint32_t date_from = 0;  // yyyymmdd, the span of the date of issue; 0 = not known
  std::uint32_t date_to = 0;
  std::string completeness;      // of its dossier
  std::vector<std::string> filter_values;  // "code=folded value"
};

// What hits are counted by, beside the year. The order is that of a segment's columns.
inline constexpr std::array<std::string_view, 4> kFacetNames = {"type", "agency", "review", "completeness"};
std::array<std::pair<std::string_view, std::string>, kFacetNames.size()> FacetsOf(const IndexedPage& page);

// Left, top, right, bottom in 65535ths of the displayed page.
using PageBox = std::array<std::uint32_t, 4>;

struct IndexedField {
  std::string code;
  std::string value;  // as printed, then what it was normalized to, where that differs
  std::vector<PageBox> boxes;
};

// What snippets and boxes need of a page.
struct PageWords {
  std::string text;  // NFC, printed words; lines end in '\n'
  std::vector<std::uint32_t> begins;  // byte offset of each word
  std::vector<PageBox> boxes;         // of each word
  std::vector<IndexedField> fields;
};

// What the index keeps of a page. One value, for a hit needs all of it, and each value is a read of
// the disk.
struct IndexEntry {
  IndexedPage page;
  PageWords words;
};

struct IndexedDossierEntry {
  std::uint32_t version = 0;
  std::vector<std::uint64_t> ordinals;
  std::vector<std::string> page_ids;  // same order
};

struct IndexStatistics {
  std::uint64_t next_ordinal = 1;
  std::uint64_t pages = 0;     // that can be found
  std::uint64_t removals = 0;  // ever staged: the number of the next list of dead pages
};

// One immutable part of the index.
struct SegmentEntry {
  std::uint64_t id = 0;
  std::uint64_t first_ordinal = 0;
  std::uint64_t end_ordinal = 0;  // behind the last
  std::uint32_t pages = 0;
  std::uint64_t bytes = 0;
};

// Which segments there are. Pages from `folded_until` on are in the tail.
struct IndexManifest {
  std::uint64_t generation = 0;
  std::uint64_t next_segment = 1;
  std::uint64_t folded_until = 1;
  std::vector<SegmentEntry> segments;  // in order of ordinals
};

std::string EncodeIndexEntry(const IndexEntry& entry);
std::optional<IndexEntry> DecodeIndexEntry(std::string_view bytes);
// As archives of formats before `meta 8` have them, apart.
std::string EncodeIndexedPage(const IndexedPage& page);
std::optional<IndexedPage> DecodeIndexedPage(std::string_view bytes);
std::string EncodePageWords(const PageWords& words);
std::optional<PageWords> DecodePageWords(std::string_view bytes);
std::string EncodeIndexedDossier(const IndexedDossierEntry& entry);
std::optional<IndexedDossierEntry> DecodeIndexedDossier(std::string_view bytes);
std::string EncodeIndexStatistics(const IndexStatistics& statistics);
std::optional<IndexStatistics> DecodeIndexStatistics(std::string_view bytes);
std::string EncodeIndexManifest(const IndexManifest& manifest);
std::optional<IndexManifest> DecodeIndexManifest(std::string_view bytes);
// Ordinals of one removal.
std::string EncodeOrdinals(const std::vector<std::uint64_t>& ordinals);
std::optional<std::vector<std::uint64_t>> DecodeOrdinals(std::string_view bytes);

}  // namespace sohoa
