// SPDX-License-Identifier: Apache-2.0
//
// SearchIndex: finds pages by their words and documents by their fields. What it writes goes
// into the same batch as the dossier, so a search never sees half of one.
//
// Search is safe from several threads; Add and Remove from the one that commits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "core/result.h"
#include "storage/meta_store.h"

namespace sohoa {

struct SearchQuery {
  // Words, "phrases in quotes", AND OR NOT, with or without diacritics, NFC or NFD.
  std::string text;
  std::string type;    // class code; empty = any
  std::string agency;  // that agency and those below it
  std::string from;    // ISO dates of issue, inclusive; empty = open
  std::string to;
  std::vector<std::pair<std::string, std::string>> fields;  // code = value, folded comparison
  std::uint32_t limit = 20;
  std::string cursor;  // SearchResult::next_cursor of the page before
};

enum class MatchLevel : std::uint8_t { kExact = 0, kFolded = 1, kFuzzy = 2 };
std::string_view MatchLevelName(MatchLevel level);

struct SearchHitBox {
  std::uint32_t page = 0;  // in the dossier, from 1
  Polygon polygon;
  std::string term;  // of the query
};

struct SearchHit {
  std::string dossier;
  std::string document;
  std::string page_id;
  std::uint32_t page = 0;  // in the dossier, from 1
  double score = 0;
  MatchLevel match_level = MatchLevel::kExact;
  DocumentType type;
  std::string snippet;  // NFC text around the best match
  std::vector<std::pair<std::uint32_t, std::uint32_t>> snippet_marks;  // byte ranges to highlight
  std::vector<SearchHitBox> boxes;
};

struct SearchFacet {
  std::string name;  // "type" "agency" "year"
  std::vector<std::pair<std::string, std::uint64_t>> values;
};

struct SearchResult {
  std::uint64_t total = 0;
  bool total_is_exact = true;
  std::vector<SearchHit> hits;  // best first; exact before folded at equal relevance
  std::vector<SearchFacet> facets;
  std::string next_cursor;  // empty at the end
  double took_ms = 0;
};

// A committed version with the records of its pages, as the index takes it in.
struct IndexedDossier {
  const Dossier& dossier;
  const std::vector<PageRecord>& pages;  // same order as dossier.pages
};

class SearchIndex {
 public:
  virtual ~SearchIndex() = default;
  // Adds all keys of `dossier` to `batch`, replacing those of the version before.
  virtual Status Add(const IndexedDossier& dossier, MetaBatch& batch) = 0;
  virtual Status Remove(const std::string& dossier_code, MetaBatch& batch) = 0;
  // Ids of pages of `dossier`, a newest version, that a search would not find as it should:
  // entries that are missing, damaged or of another version. For a fixity check.
  virtual Result<std::vector<std::string>> Unfindable(const Dossier& dossier) = 0;
  // kInvalidArgument: a query that cannot be parsed, with the place.
  virtual Result<SearchResult> Search(const SearchQuery& query) = 0;
};

}  // namespace sohoa
