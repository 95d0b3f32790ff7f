// SPDX-License-Identifier: Apache-2.0
#include "storage/stored_index.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "storage/hit_display.h"
#include "storage/index_codec.h"
#include "storage/index_entry.h"
#include "storage/key_layout.h"
#include "storage/query_evaluator.h"
#include "storage/query_parser.h"
#include "storage/search_filter.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kMaxLimit = 1000;
constexpr std::size_t kMaxFacetValues = 50;

Status Malformed() {
  return Status(StatusCode::kCorruption,
                "read search index: an entry is malformed; rebuild the index");
}

// Reads a value that may be absent: then `absent`.
template <typename Value, typename Reader>
Result<Value> ReadValue(Reader& reader, const std::string& key,
                        std::optional<Value> (*decode)(std::string_view), Value absent) {
  const Result<std::optional<std::string>> bytes = reader.Get(key);
  if (!bytes) return bytes.status();
  if (!*bytes) return absent;
  std::optional<Value> value = decode(**bytes);
  if (!value) return Malformed();
  return std::move(*value);
}

// Best first; equal ones in order of ordinal, so that pages of a result never overlap.
bool Better(const PageMatch& a, const PageMatch& b) {
  return std::tuple(a.level, -a.score, a.ordinal) < std::tuple(b.level, -b.score, b.ordinal);
}

// Where the last page of a result ended: level, score and ordinal of its last hit.
std::string EncodeCursor(const PageMatch& last) {
  const std::string bytes = std::string(1, static_cast<char>(last.level)) +
                            BigEndian64(std::bit_cast<std::uint64_t>(last.score)) +
                            BigEndian64(last.ordinal);
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string cursor;
  for (const char byte : bytes) {
    cursor += kDigits[static_cast<std::uint8_t>(byte) >> 4];
    cursor += kDigits[static_cast<std::uint8_t>(byte) & 15];
  }
  return cursor;
}

std::optional<PageMatch> DecodeCursor(std::string_view cursor) {
  std::string bytes;
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (cursor.size() != 34) return std::nullopt;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    const int high = digit(cursor[i]);
    const int low = digit(cursor[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  if (bytes[0] > static_cast<char>(MatchLevel::kFuzzy)) return std::nullopt;
  const std::string_view rest = bytes;
  return PageMatch{*ReadBigEndian64(rest.substr(9)), static_cast<MatchLevel>(bytes[0]),
                   std::bit_cast<double>(*ReadBigEndian64(rest.substr(1, 8)))};
}

// Counts of the values of all hits.
class FacetCounter {
 public:
  void Count(const IndexedPage& page) {
    ++counts_[0][page.type.code];
    if (!page.agency.empty()) ++counts_[1][page.agency];
    const std::uint32_t year = page.date_from / 10000;
    if (year != 0 && year == page.date_to / 10000) ++counts_[2][std::to_string(year)];
  }
  std::vector<SearchFacet> Take() const {
    std::vector<SearchFacet> facets = {{"type", {}}, {"agency", {}}, {"year", {}}};
    for (std::size_t i = 0; i < facets.size(); ++i) {
      auto& values = facets[i].values;
      values.assign(counts_[i].begin(), counts_[i].end());
      std::stable_sort(values.begin(), values.end(),
                       [](const auto& a, const auto& b) { return a.second > b.second; });
      if (values.size() > kMaxFacetValues) values.resize(kMaxFacetValues);
    }
    return facets;
  }

 private:
  std::map<std::string, std::uint64_t> counts_[3];
};

// One search, at one moment of the store.
class SearchRun {
 public:
  SearchRun(MetaReader& moment, const ParsedQuery& query, const SearchFilter& filter,
            QueryBudget budget)
      : moment_(moment), query_(query), filter_(filter), budget_(budget) {}

  Result<SearchResult> Run(std::uint32_t limit, const std::optional<PageMatch>& after);

 private:
  Result<std::vector<PageMatch>> AllPages();
  // Drops what the filter refuses and counts facets of the rest.
  Status Filter(std::vector<PageMatch>& matches);
  Result<SearchHit> MakeHit(const PageMatch& match, const QueryEvaluator& evaluator);

  MetaReader& moment_;
  const ParsedQuery& query_;
  const SearchFilter& filter_;
  QueryBudget budget_;
  FacetCounter facets_;
};

Result<std::vector<PageMatch>> SearchRun::AllPages() {
  std::vector<PageMatch> matches;
  const Status scanned =
      moment_.Scan(kIndexedPagePrefix, "", [&](std::string_view key, std::string_view) {
        const auto ordinal = ReadBigEndian64(key.substr(kIndexedPagePrefix.size()));
        if (ordinal) matches.push_back({*ordinal, MatchLevel::kExact, 0});
        return budget_.Spend(1);
      });
  if (!scanned.ok()) return scanned;
  return matches;
}

Status SearchRun::Filter(std::vector<PageMatch>& matches) {
  std::size_t kept = 0;
  for (const PageMatch& match : matches) {
    const Result<IndexedPage> page = ReadValue<IndexedPage>(
        moment_, IndexedPageKey(match.ordinal), &DecodeIndexedPage, IndexedPage());
    if (!page) return page.status();
    if (page->page == 0 || !filter_.Passes(*page)) continue;
    facets_.Count(*page);
    matches[kept++] = match;
  }
  matches.resize(kept);
  return {};
}

Result<SearchHit> SearchRun::MakeHit(const PageMatch& match, const QueryEvaluator& evaluator) {
  Result<IndexedPage> page = ReadValue<IndexedPage>(moment_, IndexedPageKey(match.ordinal),
                                                    &DecodeIndexedPage, IndexedPage());
  if (!page) return page.status();
  const Result<PageWords> words =
      ReadValue<PageWords>(moment_, PageWordsKey(match.ordinal), &DecodePageWords, PageWords());
  if (!words) return words.status();
  SearchHit hit;
  hit.dossier = std::move(page->dossier);
  hit.document = std::move(page->document);
  hit.page_id = std::move(page->page_id);
  hit.page = page->page;
  hit.score = match.score;
  hit.match_level = match.level;
  hit.type = std::move(page->type);
  ShowHit(*words, query_, evaluator.similar(), hit);
  return hit;
}

Result<SearchResult> SearchRun::Run(std::uint32_t limit, const std::optional<PageMatch>& after) {
  const Result<IndexStatistics> statistics = ReadValue<IndexStatistics>(
      moment_, std::string(kIndexStatisticsKey), &DecodeIndexStatistics, IndexStatistics());
  if (!statistics) return statistics.status();
  QueryEvaluator evaluator(moment_, *statistics, query_, budget_);
  const bool no_words = query_.leaves.empty();
  Result<std::vector<PageMatch>> matches = no_words ? AllPages() : evaluator.Evaluate();
  if (!matches) return matches.status();
  if (matches->empty() && !no_words && !budget_.spent) {
    matches = evaluator.EvaluateSimilar();
    if (!matches) return matches.status();
  }
  if (const Status filtered = Filter(*matches); !filtered.ok()) return filtered;

  SearchResult result;
  result.total = matches->size();
  result.total_is_exact = !budget_.spent;
  result.facets = facets_.Take();
  std::sort(matches->begin(), matches->end(), Better);
  auto next = after ? std::upper_bound(matches->begin(), matches->end(), *after, Better)
                    : matches->begin();
  for (; next != matches->end() && result.hits.size() < limit; ++next) {
    Result<SearchHit> hit = MakeHit(*next, evaluator);
    if (!hit) return hit.status();
    result.hits.push_back(std::move(*hit));
  }
  if (next != matches->end() && !result.hits.empty()) result.next_cursor = EncodeCursor(*(next - 1));
  return result;
}

class StoredIndex : public SearchIndex {
 public:
  StoredIndex(MetaStore& store, StoredIndexOptions options) : store_(store), options_(options) {}

  Status Add(const IndexedDossier& dossier, MetaBatch& batch) override;
  Status Remove(const std::string& dossier_code, MetaBatch& batch) override;
  Result<std::vector<std::string>> Unfindable(const Dossier& dossier) override;
  Result<SearchResult> Search(const SearchQuery& query) override;

 private:
  Result<bool> IsWhole(MetaReader& moment, const Dossier& dossier, const std::string& page_id,
                       std::uint64_t ordinal);

  MetaStore& store_;
  const StoredIndexOptions options_;
};

Status StoredIndex::Add(const IndexedDossier& dossier, MetaBatch& batch) {
  const std::string& code = dossier.dossier.head.code;
  if (const Status removed = Remove(code, batch); !removed.ok()) return removed;
  const StagedReader reader(store_, batch);
  Result<IndexStatistics> statistics = ReadValue<IndexStatistics>(
      reader, std::string(kIndexStatisticsKey), &DecodeIndexStatistics, IndexStatistics());
  if (!statistics) return statistics.status();
  IndexedDossierEntry listing{dossier.dossier.version, {}, {}};
  for (const IndexEntry& entry : BuildIndexEntries(dossier)) {
    const std::uint64_t ordinal = statistics->next_ordinal++;
    ++statistics->pages;
    statistics->tokens += entry.page.tokens;
    listing.ordinals.push_back(ordinal);
    listing.page_ids.push_back(entry.page.page_id);
    std::vector<std::string> terms;
    for (const auto& [term, posting] : entry.postings) {
      batch.Put(PostingKey(term, ordinal), EncodePosting(posting));
      batch.Put(DictionaryKey(term), "");
      terms.push_back(term);
    }
    batch.Put(IndexedPageKey(ordinal), EncodeIndexedPage(entry.page));
    batch.Put(PageWordsKey(ordinal), EncodePageWords(entry.words));
    batch.Put(PageTermsKey(ordinal), EncodePageTerms(terms));
  }
  batch.Put(IndexedDossierKey(code), EncodeIndexedDossier(listing));
  batch.Put(std::string(kIndexStatisticsKey), EncodeIndexStatistics(*statistics));
  return {};
}

// Terms stay in the dictionary: others may use them, and one that nobody uses finds nothing.
Status StoredIndex::Remove(const std::string& dossier_code, MetaBatch& batch) {
  const StagedReader reader(store_, batch);
  const Result<IndexedDossierEntry> listing =
      ReadValue<IndexedDossierEntry>(reader, IndexedDossierKey(dossier_code),
                                     &DecodeIndexedDossier, IndexedDossierEntry());
  if (!listing) return listing.status();
  if (listing->version == 0) return {};
  Result<IndexStatistics> statistics = ReadValue<IndexStatistics>(
      reader, std::string(kIndexStatisticsKey), &DecodeIndexStatistics, IndexStatistics());
  if (!statistics) return statistics.status();
  MetaBatch deletes;
  for (const std::uint64_t ordinal : listing->ordinals) {
    const Result<std::vector<std::string>> terms = ReadValue<std::vector<std::string>>(
        reader, PageTermsKey(ordinal), &DecodePageTerms, {});
    if (!terms) return terms.status();
    const Result<IndexedPage> page = ReadValue<IndexedPage>(reader, IndexedPageKey(ordinal),
                                                            &DecodeIndexedPage, IndexedPage());
    if (!page) return page.status();
    for (const std::string& term : *terms) deletes.Delete(PostingKey(term, ordinal));
    deletes.Delete(IndexedPageKey(ordinal));
    deletes.Delete(PageWordsKey(ordinal));
    deletes.Delete(PageTermsKey(ordinal));
    statistics->pages -= std::min<std::uint64_t>(statistics->pages, 1);
    statistics->tokens -= std::min<std::uint64_t>(statistics->tokens, page->tokens);
  }
  for (const MetaBatch::Operation& operation : deletes.operations()) batch.Delete(operation.key);
  batch.Delete(IndexedDossierKey(dossier_code));
  batch.Put(std::string(kIndexStatisticsKey), EncodeIndexStatistics(*statistics));
  return {};
}

Result<bool> StoredIndex::IsWhole(MetaReader& moment, const Dossier& dossier,
                                  const std::string& page_id, std::uint64_t ordinal) {
  const Result<std::optional<std::string>> bytes = moment.Get(IndexedPageKey(ordinal));
  if (!bytes) return bytes.status();
  const std::optional<IndexedPage> page = *bytes ? DecodeIndexedPage(**bytes) : std::nullopt;
  if (!page || page->page_id != page_id || page->dossier != dossier.head.code ||
      page->version != dossier.version) {
    return false;
  }
  const Result<std::optional<std::string>> words = moment.Get(PageWordsKey(ordinal));
  if (!words) return words.status();
  if (!*words || !DecodePageWords(**words)) return false;
  const Result<std::optional<std::string>> terms_bytes = moment.Get(PageTermsKey(ordinal));
  if (!terms_bytes) return terms_bytes.status();
  const auto terms = *terms_bytes ? DecodePageTerms(**terms_bytes) : std::nullopt;
  if (!terms) return false;
  for (const std::string& term : *terms) {
    const Result<std::optional<std::string>> posting = moment.Get(PostingKey(term, ordinal));
    if (!posting) return posting.status();
    if (!*posting || !DecodePosting(**posting)) return false;
  }
  return true;
}

Result<std::vector<std::string>> StoredIndex::Unfindable(const Dossier& dossier) {
  const std::unique_ptr<MetaReader> moment = store_.Snapshot();
  std::vector<std::string> unfindable;
  const Result<std::optional<std::string>> bytes =
      moment->Get(IndexedDossierKey(dossier.head.code));
  if (!bytes) return bytes.status();
  const auto listing = *bytes ? DecodeIndexedDossier(**bytes) : std::nullopt;
  const bool current = listing && listing->version == dossier.version;
  for (const DossierPage& page : dossier.pages) {
    if (page.blank) continue;
    bool whole = false;
    if (current) {
      const auto it = std::find(listing->page_ids.begin(), listing->page_ids.end(), page.id);
      if (it != listing->page_ids.end()) {
        const auto at = static_cast<std::size_t>(it - listing->page_ids.begin());
        const Result<bool> found = IsWhole(*moment, dossier, page.id, listing->ordinals[at]);
        if (!found) return found.status();
        whole = *found;
      }
    }
    if (!whole) unfindable.push_back(page.id);
  }
  return unfindable;
}

Result<SearchResult> StoredIndex::Search(const SearchQuery& query) {
  const auto start = std::chrono::steady_clock::now();
  const Result<ParsedQuery> parsed = ParseQuery(query.text);
  if (!parsed) return parsed.status();
  const Result<SearchFilter> filter = SearchFilter::Parse(query);
  if (!filter) return filter.status();
  if (parsed->leaves.empty() && filter->empty()) {
    return Status(StatusCode::kInvalidArgument, "read query at byte 0: there is no word in it");
  }
  std::optional<PageMatch> after;
  if (!query.cursor.empty()) {
    after = DecodeCursor(query.cursor);
    if (!after) return Status(StatusCode::kInvalidArgument, "read query: the cursor is not one");
  }
  const std::unique_ptr<MetaReader> moment = store_.Snapshot();
  const QueryBudget budget{start + std::chrono::milliseconds(options_.deadline_ms),
                           options_.max_postings};
  SearchRun run(*moment, *parsed, *filter, budget);
  Result<SearchResult> result = run.Run(std::clamp(query.limit, 1u, kMaxLimit), after);
  if (!result) return result;
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  result->took_ms = took.count();
  return result;
}

}  // namespace

std::string_view MatchLevelName(MatchLevel level) {
  switch (level) {
    case MatchLevel::kExact: return "exact";
    case MatchLevel::kFolded: return "folded";
    case MatchLevel::kFuzzy: return "fuzzy";
  }
  return "exact";
}

std::unique_ptr<SearchIndex> NewStoredIndex(MetaStore& store, StoredIndexOptions options) {
  return std::make_unique<StoredIndex>(store, options);
}

}  // namespace sohoa
