// SPDX-License-Identifier: Apache-2.0
//
// Values of the search index's keys, to bytes and back. Damaged bytes give none.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"

namespace sohoa {

// Where on a page a term stands: the heavier ones count for more. Stable on disk, below 8.
enum class TermPlace : std::uint8_t { kBody = 0, kNumber = 1, kSubject = 2, kType = 3, kField = 4 };

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
  std::uint32_t tokens = 0;
  std::vector<std::string> filter_values;  // "code=folded value"
};

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

struct IndexedDossierEntry {
  std::uint32_t version = 0;
  std::vector<std::uint64_t> ordinals;
  std::vector<std::string> page_ids;  // same order
};

struct IndexStatistics {
  std::uint64_t next_ordinal = 1;
  std::uint64_t pages = 0;
  std::uint64_t tokens = 0;
};

// The places of one term (a folded key) on one page, by exact key.
struct Occurrence {
  std::uint32_t position = 0;
  TermPlace place = TermPlace::kBody;
};
using Posting = std::map<std::string, std::vector<Occurrence>>;

std::string EncodeIndexedPage(const IndexedPage& page);
std::optional<IndexedPage> DecodeIndexedPage(std::string_view bytes);
std::string EncodePageWords(const PageWords& words);
std::optional<PageWords> DecodePageWords(std::string_view bytes);
std::string EncodePageTerms(const std::vector<std::string>& terms);
std::optional<std::vector<std::string>> DecodePageTerms(std::string_view bytes);
std::string EncodeIndexedDossier(const IndexedDossierEntry& entry);
std::optional<IndexedDossierEntry> DecodeIndexedDossier(std::string_view bytes);
std::string EncodeIndexStatistics(const IndexStatistics& statistics);
std::optional<IndexStatistics> DecodeIndexStatistics(std::string_view bytes);
// Positions of each exact key must rise.
std::string EncodePosting(const Posting& posting);
std::optional<Posting> DecodePosting(std::string_view bytes);

}  // namespace sohoa
