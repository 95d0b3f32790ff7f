// SPDX-License-Identifier: Apache-2.0
//
// SearchIndex: finds pages by their words and documents by their fields. What it writes goes
// into the same batch as the dossier, so a search never sees half of one.
//
// Search is safe from several threads; Add, Remove and Clear from the one that commits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "core/result.h"
#include "storage/meta_store.h"

namespace sohoa {

enum class SearchOrder : std::uint8_t { kRelevance = 0, kNewest = 1, kOldest = 2 };
// "relevance" "newest" "oldest".
std::optional<SearchOrder> ParseSearchOrder(std::string_view name);

// Degrees of secrecy: none, Mật, Tối mật, Tuyệt mật (Law on Protection of State Secrets
// 29/2018/QH14, Article 8).
enum class Secrecy : std::uint8_t { kNone = 0, kSecret = 1, kTopSecret = 2, kUltraSecret = 3 };

// What a searcher may see. By itself it lets nothing through.
struct SearchAccess {
  bool every_agency = false;
  std::vector<std::string> agencies;  // each with those below it
  // Documents of that degree and below. One whose degree is no known one is for nobody.
  Secrecy up_to = Secrecy::kNone;
  // May look for people: by fields that name them (storage/people_fields.h) and by identity numbers.
  bool people = false;
};

// What was asked about people.
enum class PeopleAsked : std::uint8_t { kNothing = 0, kNames = 1, kIdentityNumber = 2 };

struct SearchQuery {
  // storage/query_parser.h has the language; with or without diacritics, NFC or NFD.
  std::string text;
  std::string type;    // class code; empty = any
  std::string agency;  // that agency and those below it
  std::string review;        // ReviewStateName() of the class; empty = any
  std::string completeness;  // CompletenessStateName() of the dossier
  std::string from;    // ISO dates of issue, inclusive; empty = open
  std::string to;
  std::vector<std::pair<std::string, std::string>> fields;  // code = value, folded comparison
  SearchOrder order = SearchOrder::kRelevance;  // by date: of issue
  std::uint32_t limit = 20;
  std::string cursor;  // SearchResult::next_cursor of the page before
  // Who asks. None: who holds the archive itself, and may see all of it.
  std::optional<SearchAccess> access;
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
  std::string name;  // "type" "agency" "review" "completeness" "year"
  std::vector<std::pair<std::string, std::uint64_t>> values;
};

struct SearchResult {
  std::uint64_t total = 0;
  bool total_is_exact = true;
  std::vector<SearchHit> hits;  // in the order that was asked for; by relevance exact before folded
  std::vector<SearchFacet> facets;
  std::string next_cursor;  // empty at the end
  PeopleAsked people_asked = PeopleAsked::kNothing;  // whoever answers keeps a record of identity numbers
  std::string did_you_mean;  // a query that finds something, where this one had no exact hit; may be empty
  double took_ms = 0;
};

// A committed version with the records of its pages, as the index takes it in.
struct IndexedDossier {
  const Dossier& dossier;
  const std::vector<PageRecord>& pages;  // same order as dossier.pages
};

// What the index is made of, and what is being done to it.
struct IndexState {
  std::uint64_t pages = 0;  // that can be found
  std::uint64_t dead_pages = 0;  // still in segments
  std::uint64_t segments = 0;
  std::uint64_t segment_bytes = 0;
  std::uint64_t tail_dossiers = 0;  // committed lately, not yet in a segment
  std::uint64_t tail_pages = 0;
  // A merge in the background: terms done and in all; both 0 where there is none.
  std::uint64_t merge_done = 0;
  std::uint64_t merge_total = 0;
  Status last_merge;  // how the last one ended
};

class SearchIndex {
 public:
  virtual ~SearchIndex() = default;
  // Adds all keys of `dossier` to `batch`, replacing those of the version before.
  virtual Status Add(const IndexedDossier& dossier, MetaBatch& batch) = 0;
  virtual Status Remove(const std::string& dossier_code, MetaBatch& batch) = 0;
  // The same, and what hits would show of its pages goes at once; their words stay in the segments until Purge().
  virtual Status Erase(const std::string& dossier_code, MetaBatch& batch) = 0;
  // Ids of pages of `dossier`, a newest version, that a search would not find as it should:
  // entries that are missing, damaged or of another version. For a fixity check.
  virtual Result<std::vector<std::string>> Unfindable(const Dossier& dossier) = 0;
  // kInvalidArgument: a query that cannot be parsed, with the place. kDenied: it asks about people,
  // and who asks may not.
  virtual Result<SearchResult> Search(const SearchQuery& query) = 0;

  virtual Result<IndexState> State() = 0;
  // Does now all merging that is due, and returns when it is done or `progress` (terms done and in
  // all, of one merge) returned false (kCancelled). It goes on in the background otherwise.
  virtual Status Settle(const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress) = 0;
  // For whoever adds without a pause: does so only once the tail is so long that searches suffer.
  virtual Status KeepUp(const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress) = 0;
  // As Settle(), and nothing is left of pages that are gone.
  virtual Status Purge(const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress) = 0;
  // One segment out of all there are, written anew in the present format: answers are the same, and
  // none of them waits for a merge of this size later.
  virtual Status Compact(const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress) = 0;
  // Writes away everything that is indexed, damaged or not; for a rebuild, which then adds all again.
  virtual Status Clear() = 0;
};

}  // namespace sohoa
