// SPDX-License-Identifier: Apache-2.0
#include "storage/segment_index.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "storage/index_codec.h"
#include "storage/index_entry.h"
#include "storage/index_terms.h"
#include "storage/key_layout.h"
#include "storage/people_fields.h"
#include "storage/query_parser.h"
#include "storage/search_access.h"
#include "storage/search_filter.h"
#include "storage/search_run.h"
#include "storage/segment_writer.h"
#include "storage/staged_reader.h"
#include "storage/tail_segment.h"
#include "storage/term_collector.h"

namespace sohoa {
namespace {

// A tail of so many times the dossiers that are usually merged is long.
constexpr std::size_t kLongTail = 16;

// Reads a value that may be absent: then an empty one.
template <typename Value, typename Reader>
Result<Value> ReadValue(Reader&& reader, std::string_view key, std::optional<Value> (*decode)(std::string_view)) {
  const Result<std::optional<std::string>> bytes = reader.Get(key);
  if (!bytes) return bytes.status();
  if (!*bytes) return Value();
  std::optional<Value> value = decode(**bytes);
  if (!value) return MalformedSegment();
  return std::move(*value);
}

// The term stands on the page with that weight and at those places.
Result<bool> StandsOn(const Segment& segment, const PieceReader& reader, std::uint32_t page, std::string_view key,
                      const TermOnPage& term) {
  const Result<std::optional<TermEntry>> entry = segment.Find(key, reader);
  if (!entry) return entry.status();
  if (!*entry) return false;
  Result<PostingCursor> cursor = PostingCursor::Open(segment, **entry, reader);
  if (!cursor) return cursor.status();
  const std::size_t block = cursor->BlockOf(page);
  if (block == cursor->blocks()) return false;
  if (const Status loaded = cursor->Load(block); !loaded.ok()) return loaded;
  const auto found = std::lower_bound(cursor->pages().begin(), cursor->pages().end(), page);
  const auto place = static_cast<std::size_t>(found - cursor->pages().begin());
  if (found == cursor->pages().end() || *found != page || cursor->weights()[place] != term.weight) return false;
  if (!HasPositions(key)) return true;
  if (const Status loaded = cursor->LoadPositions(); !loaded.ok()) return loaded;
  const std::span<const std::uint32_t> positions = cursor->Positions(place);
  return std::equal(positions.begin(), positions.end(), term.positions.begin(), term.positions.end());
}

class SegmentIndex : public SearchIndex {
 public:
  SegmentIndex(MetaStore& store, SegmentIndexOptions options)
      : store_(store), options_(options), views_(options.cache_bytes), keeper_(store, views_, options.keeper) {}

  Status Add(const IndexedDossier& dossier, MetaBatch& batch) override;
  Status Remove(const std::string& dossier_code, MetaBatch& batch) override;
  Status Erase(const std::string& dossier_code, MetaBatch& batch) override;
  Result<std::vector<std::string>> Unfindable(const Dossier& dossier) override;
  Result<SearchResult> Search(const SearchQuery& query) override;
  Result<IndexState> State() override;
  Status Settle(const MergeProgress& progress) override { return keeper_.Settle(progress); }
  Status KeepUp(const MergeProgress& progress) override;
  Status Purge(const MergeProgress& progress) override { return keeper_.Purge(progress); }
  Status Compact(const MergeProgress& progress) override { return keeper_.Compact(progress); }
  Status Clear() override {
    return keeper_.WhileIdle([this] { return ClearNow(); });
  }

 private:
  Result<bool> IsWhole(const IndexView& view, const PieceReader& reader, const Dossier& dossier, const std::string& page_id,
                       std::uint64_t ordinal);
  Status AddDeadPages(const std::string& dossier_code, std::vector<std::uint64_t>& ordinals);
  Status ClearNow();

  MetaStore& store_;
  const SegmentIndexOptions options_;
  IndexViews views_;
  RestrictedViews restricted_;
  IndexKeeper keeper_;
};

Status SegmentIndex::Add(const IndexedDossier& dossier, MetaBatch& batch) {
  const std::string& code = dossier.dossier.head.code;
  if (const Status removed = Remove(code, batch); !removed.ok()) return removed;
  const StagedReader reader(store_, batch);
  Result<IndexStatistics> statistics = ReadValue<IndexStatistics>(reader, kIndexStatisticsKey, &DecodeIndexStatistics);
  if (!statistics) return statistics.status();
  const std::vector<IndexEntry> entries = BuildIndexEntries(dossier);
  IndexedDossierEntry listing{dossier.dossier.version, {}, {}};
  std::uint64_t ordinal = statistics->next_ordinal;
  for (const IndexEntry& entry : entries) {
    batch.Put(IndexEntryKey(ordinal), EncodeIndexEntry(entry));
    listing.ordinals.push_back(ordinal++);
    listing.page_ids.push_back(entry.page.page_id);
  }
  if (!entries.empty()) {
    Result<std::string> segment = MakeTailSegment(entries, statistics->next_ordinal);
    if (!segment) return segment.status();
    batch.Put(TailKey(statistics->next_ordinal), std::move(*segment));
  }
  statistics->next_ordinal = ordinal;
  statistics->pages += entries.size();
  batch.Put(IndexedDossierKey(code), EncodeIndexedDossier(listing));
  batch.Put(std::string(kIndexStatisticsKey), EncodeIndexStatistics(*statistics));
  keeper_.Wake();
  return {};
}

// The pages stay where they are, marked as dead, until their segment is merged.
Status SegmentIndex::Remove(const std::string& dossier_code, MetaBatch& batch) {
  const StagedReader reader(store_, batch);
  const Result<IndexedDossierEntry> listing =
      ReadValue<IndexedDossierEntry>(reader, IndexedDossierKey(dossier_code), &DecodeIndexedDossier);
  if (!listing) return listing.status();
  if (listing->version == 0) return {};
  Result<IndexStatistics> statistics = ReadValue<IndexStatistics>(reader, kIndexStatisticsKey, &DecodeIndexStatistics);
  if (!statistics) return statistics.status();
  if (!listing->ordinals.empty()) {
    batch.Put(DeadKey(statistics->removals++), EncodeOrdinals(listing->ordinals));
    statistics->pages -= std::min<std::uint64_t>(statistics->pages, listing->ordinals.size());
  }
  batch.Delete(IndexedDossierKey(dossier_code));
  batch.Put(std::string(kIndexStatisticsKey), EncodeIndexStatistics(*statistics));
  keeper_.Wake();
  return {};
}

// Who searches at this moment has a snapshot; nobody else reads what is kept of dead pages.
Status SegmentIndex::Erase(const std::string& dossier_code, MetaBatch& batch) {
  const Result<IndexedDossierEntry> listing =
      ReadValue<IndexedDossierEntry>(StagedReader(store_, batch), IndexedDossierKey(dossier_code), &DecodeIndexedDossier);
  if (!listing) return listing.status();
  std::vector<std::uint64_t> ordinals = listing->ordinals;
  if (const Status added = AddDeadPages(dossier_code, ordinals); !added.ok()) return added;
  for (const std::uint64_t ordinal : ordinals) batch.Delete(IndexEntryKey(ordinal));
  return Remove(dossier_code, batch);
}

// Those of its earlier versions that no merge has buried yet. Pages of one removal are of one dossier.
Status SegmentIndex::AddDeadPages(const std::string& dossier_code, std::vector<std::uint64_t>& ordinals) {
  Status failed;
  const Status scanned = store_.Scan(kDeadPrefix, "", [&](std::string_view, std::string_view value) {
    const std::optional<std::vector<std::uint64_t>> dead = DecodeOrdinals(value);
    if (!dead || dead->empty()) return true;
    const Result<IndexEntry> entry = ReadValue<IndexEntry>(store_, IndexEntryKey(dead->front()), &DecodeIndexEntry);
    failed = entry.status();
    if (entry && entry->page.dossier == dossier_code) ordinals.insert(ordinals.end(), dead->begin(), dead->end());
    return failed.ok();
  });
  return scanned.ok() ? failed : scanned;
}

// The page is there, alive, and stands among the pages of each of its terms.
Result<bool> SegmentIndex::IsWhole(const IndexView& view, const PieceReader& reader, const Dossier& dossier,
                                   const std::string& page_id, std::uint64_t ordinal) {
  const Result<std::optional<std::string>> bytes = reader.moment.Get(IndexEntryKey(ordinal));
  if (!bytes) return bytes.status();
  const std::optional<IndexEntry> entry = *bytes ? DecodeIndexEntry(**bytes) : std::nullopt;
  if (!entry || entry->page.page_id != page_id || entry->page.dossier != dossier.head.code || entry->page.version != dossier.version) {
    return false;
  }
  const ViewSegment* held = view.Holding(ordinal);
  if (held == nullptr) return false;
  const std::optional<std::uint32_t> number = held->segment->columns().PageOf(ordinal);
  if (!number || held->dead.Contains(*number)) return false;
  TermCollector terms;
  terms.Add(entry->page, entry->words);
  bool whole = true;
  const Status looked = terms.ForEach([&](std::string_view key, std::span<const TermOnPage> on_page) {
    const Result<bool> stands = StandsOn(*held->segment, reader, *number, key, on_page.front());
    whole = whole && stands && *stands;
    return stands.status();
  });
  if (!looked.ok()) return looked;
  return whole;
}

Result<std::vector<std::string>> SegmentIndex::Unfindable(const Dossier& dossier) {
  const std::unique_ptr<MetaReader> moment = store_.Snapshot();
  const PieceReader reader{*moment, views_.cache()};
  const Result<std::shared_ptr<const IndexView>> view = views_.At(*moment);
  std::vector<std::string> unfindable;
  const Result<std::optional<std::string>> bytes = moment->Get(IndexedDossierKey(dossier.head.code));
  if (!bytes) return bytes.status();
  const auto listing = *bytes ? DecodeIndexedDossier(**bytes) : std::nullopt;
  const bool current = view && listing && listing->version == dossier.version;
  if (!view && view.status().code() != StatusCode::kCorruption) return view.status();
  for (const DossierPage& page : dossier.pages) {
    if (page.blank) continue;
    bool whole = false;
    const auto it = current ? std::find(listing->page_ids.begin(), listing->page_ids.end(), page.id)
                            : std::vector<std::string>::const_iterator();
    if (current && it != listing->page_ids.end()) {
      const auto at = static_cast<std::size_t>(it - listing->page_ids.begin());
      const Result<bool> found = IsWhole(**view, reader, dossier, page.id, listing->ordinals[at]);
      if (!found && found.status().code() != StatusCode::kCorruption) return found.status();
      whole = found && *found;
    }
    if (!whole) unfindable.push_back(page.id);
  }
  return unfindable;
}

Result<SearchResult> SegmentIndex::Search(const SearchQuery& query) {
  const auto start = std::chrono::steady_clock::now();
  const Result<ParsedQuery> parsed = ParseQuery(query.text);
  if (!parsed) return parsed.status();
  const Result<SearchFilter> filter = SearchFilter::Parse(query);
  if (!filter) return filter.status();
  if (parsed->root.kind == QueryNode::Kind::kAll && parsed->root.children.empty() && filter->empty()) {
    return Status(StatusCode::kInvalidArgument, "read query at byte 0: there is no word in it");
  }
  const PeopleAsked people_asked = AsksForPeople(*parsed, query);
  const bool people = !query.access || query.access->people;
  if (people_asked != PeopleAsked::kNothing && !people) {
    return Status(StatusCode::kDenied, "search: looking for people by name, number or dossier needs a permission of its own; ask without these fields");
  }
  std::optional<PageMatch> after;
  if (!query.cursor.empty()) {
    after = DecodeCursor(query.cursor);
    if (!after) return Status(StatusCode::kInvalidArgument, "read query: the cursor is not one");
  }
  const std::unique_ptr<MetaReader> moment = store_.Snapshot();
  const Result<std::optional<std::string>> rebuilding = moment->Get(kIndexRebuildKey);
  if (!rebuilding) return rebuilding.status();
  if (*rebuilding) {
    return Status(StatusCode::kUnavailable, "search: the index is being made anew; let `sohoa index rebuild` come to its end");
  }
  Result<std::shared_ptr<const IndexView>> view = views_.At(*moment);
  if (view) keeper_.WakeIfBehind(**view);
  if (view && query.access) view = restricted_.Of(*view, *query.access, {*moment, views_.cache()});
  if (!view) return view.status();
  SearchRun run(views_, **view, *moment, *parsed, *filter, people, start + std::chrono::milliseconds(options_.deadline_ms));
  Result<SearchResult> result = run.Run(query, after);
  if (!result) return result;
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  result->took_ms = took.count();
  result->people_asked = people_asked;
  return result;
}

Result<IndexState> SegmentIndex::State() {
  const std::unique_ptr<MetaReader> moment = store_.Snapshot();
  const Result<std::shared_ptr<const IndexView>> view = views_.At(*moment);
  if (!view) return view.status();
  IndexState state;
  state.pages = (*view)->statistics.pages;
  state.segments = (*view)->tail_begin;
  state.tail_dossiers = (*view)->segments.size() - (*view)->tail_begin;
  for (std::size_t i = 0; i < (*view)->segments.size(); ++i) {
    const ViewSegment& held = *(*view)->segments[i];
    state.dead_pages += held.dead.size();
    if (i < (*view)->tail_begin) state.segment_bytes += held.bytes;
    if (i >= (*view)->tail_begin) state.tail_pages += held.segment->pages();
  }
  keeper_.Describe(state.merge_done, state.merge_total, state.last_merge);
  return state;
}

Status SegmentIndex::KeepUp(const MergeProgress& progress) {
  const Result<std::shared_ptr<const IndexView>> view = views_.At(*store_.Snapshot());
  if (!view) return view.status();
  const bool is_long = (*view)->segments.size() - (*view)->tail_begin > kLongTail * options_.keeper.tail_dossiers;
  return is_long ? keeper_.Settle(progress) : Status();
}

// Ordinals and numbers of segments go on, so that nothing kept in memory is taken for something new.
Status SegmentIndex::ClearNow() {
  Result<IndexStatistics> statistics = ReadIndexStatistics(store_);
  Result<IndexManifest> manifest = ReadIndexManifest(store_);
  IndexStatistics clean = statistics ? *statistics : IndexStatistics();
  IndexManifest empty = manifest ? *manifest : IndexManifest();
  const Status scanned = store_.Scan(kIndexEntryPrefix, "", [&](std::string_view key, std::string_view) {
    const auto ordinal = ReadBigEndian64(key.substr(kIndexEntryPrefix.size()));
    if (ordinal) clean.next_ordinal = std::max(clean.next_ordinal, *ordinal + 1);
    return true;
  });
  if (!scanned.ok()) return scanned;
  const Status pieces = store_.Scan(kSegmentPrefix, "", [&](std::string_view key, std::string_view) {
    const auto id = ReadBigEndian64(key.substr(kSegmentPrefix.size(), 8));
    if (id) empty.next_segment = std::max(empty.next_segment, *id + 1);
    return true;
  });
  if (!pieces.ok()) return pieces;
  clean.pages = 0;
  ++empty.generation;
  empty.folded_until = clean.next_ordinal;
  empty.segments.clear();
  MetaBatch begin;
  begin.Put(std::string(kIndexRebuildKey), "");
  begin.Put(std::string(kIndexStatisticsKey), EncodeIndexStatistics(clean));
  begin.Put(std::string(kIndexManifestKey), EncodeIndexManifest(empty));
  if (const Status written = store_.Write(begin); !written.ok()) return written;
  for (const std::string_view prefix : {kSegmentPrefix, kTailPrefix, kDeadPrefix, kIndexEntryPrefix, kIndexedDossierPrefix}) {
    if (const Status deleted = DeleteBelow(store_, prefix); !deleted.ok()) return deleted;
  }
  return {};
}

}  // namespace

std::optional<SearchOrder> ParseSearchOrder(std::string_view name) {
  if (name.empty() || name == "relevance") return SearchOrder::kRelevance;
  if (name == "newest") return SearchOrder::kNewest;
  if (name == "oldest") return SearchOrder::kOldest;
  return std::nullopt;
}

std::string_view MatchLevelName(MatchLevel level) {
  switch (level) {
    case MatchLevel::kExact: return "exact";
    case MatchLevel::kFolded: return "folded";
    case MatchLevel::kFuzzy: return "fuzzy";
  }
  return "exact";
}

std::unique_ptr<SearchIndex> NewSegmentIndex(MetaStore& store, SegmentIndexOptions options) {
  return std::make_unique<SegmentIndex>(store, options);
}

}  // namespace sohoa
