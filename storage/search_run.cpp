// SPDX-License-Identifier: Apache-2.0
#include "storage/search_run.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/vietnamese.h"
#include "storage/hit_display.h"
#include "storage/index_codec.h"
#include "storage/index_terms.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kMaxLimit = 1000;
constexpr std::size_t kMaxFacetValues = 50;

SearchFacet FacetOf(std::string_view name, const std::map<std::string, std::uint64_t>& counts) {
  SearchFacet facet{std::string(name), {counts.begin(), counts.end()}};
  std::stable_sort(facet.values.begin(), facet.values.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (facet.values.size() > kMaxFacetValues) facet.values.resize(kMaxFacetValues);
  return facet;
}

}  // namespace

SearchRun::SearchRun(IndexViews& views, const IndexView& view, MetaReader& moment, const ParsedQuery& query,
                     const SearchFilter& filter, bool people, std::chrono::steady_clock::time_point deadline)
    : views_(views), view_(view), reader_{moment, views.cache()}, query_(query), filter_(filter), people_(people), deadline_(deadline) {}

MatchLevel SearchRun::LevelOfAny() const {
  if (plan_->similar()) return MatchLevel::kFuzzy;
  return query_.marked ? MatchLevel::kFolded : MatchLevel::kExact;
}

Status SearchRun::Match(bool similar) {
  plan_ = std::make_unique<QueryPlan>(query_, views_, view_, reader_, people_);
  if (const Status made = plan_->Make(similar); !made.ok()) return made;
  segments_.clear();
  any_.clear();
  typed_.clear();
  total_ = 0;
  for (std::size_t number = 0; number < view_.segments.size(); ++number) {
    if (number > 0 && std::chrono::steady_clock::now() > deadline_) {
      cut_short_ = true;
      return {};
    }
    auto segment = std::make_unique<SegmentSearch>(view_, number, *plan_, reader_, views_.phrases());
    Result<PageSet> any = segment->Match(filter_);
    if (!any) return any.status();
    total_ += any->size();
    if (HasTwoLevels()) {
      Result<PageSet> typed = any->empty() ? Result<PageSet>(PageSet()) : segment->MatchTyped(*any);
      if (!typed) return typed.status();
      typed_.push_back(std::move(*typed));
    }
    any_.push_back(std::move(*any));
    segments_.push_back(std::move(segment));
  }
  return {};
}

Status SearchRun::RankAll(Spelling spelling, MatchLevel level, BestPages& best) {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    PageSet rest;
    const PageSet* candidates = spelling == Spelling::kTyped ? &typed_[i] : &any_[i];
    if (spelling == Spelling::kAny && HasTwoLevels()) {
      rest = any_[i];
      rest -= typed_[i];
      candidates = &rest;
    }
    if (candidates->empty()) continue;
    const Result<bool> ranked = segments_[i]->Rank(*candidates, spelling, level, deadline_, best);
    if (!ranked) return ranked.status();
    if (!*ranked) cut_short_ = true;
    if (cut_short_) return {};
  }
  return {};
}

void SearchRun::OrderByDate(BestPages& best) const {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const SegmentColumns& columns = view_.segments[i]->segment->columns();
    const PageDays& days = columns.days();
    const auto could_take = [&](std::size_t word) { return best.CouldTakeDay(days.BestOfWord(word, best.order())); };
    any_[i].ForEachInWords(could_take, [&](std::uint32_t page) {
      if (!best.CouldTakeDay(days.from(page))) return;
      const bool typed = HasTwoLevels() && typed_[i].Contains(page);
      best.Add({columns.OrdinalOf(page), typed ? MatchLevel::kExact : LevelOfAny(), 0, days.from(page), i, page});
    });
  }
}

// Hits in order of date are scored once they are known.
Status SearchRun::ScoreHits(std::vector<PageMatch>& matches) {
  std::map<std::pair<std::size_t, Spelling>, std::map<std::uint32_t, PageMatch*>> by_segment;
  for (PageMatch& match : matches) {
    const Spelling spelling = HasTwoLevels() && match.level == MatchLevel::kExact ? Spelling::kTyped : Spelling::kAny;
    by_segment[{match.segment, spelling}][match.page] = &match;
  }
  for (const auto& [where, pages] : by_segment) {
    std::vector<std::uint32_t> numbers;
    for (const auto& [page, match] : pages) numbers.push_back(page);
    const Result<std::vector<double>> scores = segments_[where.first]->Score(numbers, where.second);
    if (!scores) return scores.status();
    std::size_t i = 0;
    for (const auto& [page, match] : pages) match->score = (*scores)[i++];
  }
  return {};
}

Status SearchRun::Rank(BestPages& best, const std::optional<PageMatch>& after) {
  if (HasTwoLevels()) {
    if (!after || after->level == MatchLevel::kExact) {
      if (const Status ranked = RankAll(Spelling::kTyped, MatchLevel::kExact, best); !ranked.ok()) return ranked;
    }
    if (best.full()) return {};
  }
  return RankAll(Spelling::kAny, LevelOfAny(), best);
}

std::vector<SearchFacet> SearchRun::CountFacets() const {
  std::array<std::map<std::string, std::uint64_t>, kFacetNames.size()> counts;
  std::map<std::string, std::uint64_t> years;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const SegmentColumns& columns = view_.segments[i]->segment->columns();
    const SegmentColumns::FacetCounts counted = columns.CountFacets(any_[i]);
    for (std::size_t facet = 0; facet < counts.size(); ++facet) {
      for (std::size_t value = 0; value < counted.of_value[facet].size(); ++value) {
        const std::string& name = columns.values(facet)[value];
        if (counted.of_value[facet][value] > 0 && !name.empty()) counts[facet][name] += counted.of_value[facet][value];
      }
    }
    for (const auto& [year, pages] : counted.of_year) years[std::to_string(year)] += pages;
  }
  std::vector<SearchFacet> facets;
  for (std::size_t facet = 0; facet < counts.size(); ++facet) facets.push_back(FacetOf(kFacetNames[facet], counts[facet]));
  facets.push_back(FacetOf("year", years));
  return facets;
}

Result<SearchHit> SearchRun::MakeHit(const PageMatch& match) {
  const Result<std::optional<std::string>> bytes = reader_.moment.Get(IndexEntryKey(match.ordinal));
  if (!bytes) return bytes.status();
  std::optional<IndexEntry> entry = *bytes ? DecodeIndexEntry(**bytes) : std::nullopt;
  if (!entry) return MalformedSegment();
  SearchHit hit;
  hit.dossier = std::move(entry->page.dossier);
  hit.document = std::move(entry->page.document);
  hit.page_id = std::move(entry->page.page_id);
  hit.page = entry->page.page;
  hit.score = match.score;
  hit.match_level = match.level;
  hit.type = std::move(entry->page.type);
  const bool as_typed = ShowHit(entry->words, query_, plan_->replaced(), {people_, plan_->similar()}, hit);
  // Without marks all spellings rank alike; what is there is told nevertheless.
  if (!query_.marked && !plan_->similar() && !as_typed) hit.match_level = MatchLevel::kFolded;
  return hit;
}

// The query with each word that was not found in the place of the likeliest similar one, in its
// commonest spelling.
Result<std::string> SearchRun::Suggest(const std::string& text) {
  const std::string typed = ToNfc(text);
  std::string suggestion;
  std::size_t copied = 0;
  for (const PlacedTerm& term : PlaceTerms(typed)) {
    const auto similar = plan_->replaced().find(term.keys.folded);
    if (term.whole_code || similar == plan_->replaced().end() || similar->second.empty()) continue;
    std::map<std::string, std::uint64_t> spellings;
    for (const auto& held : view_.segments) {
      Status status;
      const Status scanned = held->segment->Scan(SpellingsPrefix(kWholePage, similar->second.front()), reader_,
                                                 [&](std::string_view key, const TermEntry& entry) {
                                                   const Result<std::uint64_t> live = LivePages(*held, entry, reader_);
                                                   status = live.status();
                                                   const auto word = ReadWordKey(key);
                                                   if (word && live && *live > 0) spellings[word->exact] += *live;
                                                   return live.ok();
                                                 });
      if (!scanned.ok() || !status.ok()) return scanned.ok() ? status : scanned;
    }
    const auto commonest = std::max_element(spellings.begin(), spellings.end(),
                                            [](const auto& a, const auto& b) { return a.second < b.second; });
    if (commonest == spellings.end()) continue;
    suggestion += typed.substr(copied, term.begin - copied) + commonest->first;
    copied = term.end;
  }
  return copied == 0 ? std::string() : suggestion + typed.substr(copied);
}

Result<SearchResult> SearchRun::Run(const SearchQuery& query, const std::optional<PageMatch>& after) {
  if (const Status matched = Match(false); !matched.ok()) return matched;
  if (total_ == 0 && !query_.leaves.empty() && !cut_short_) {
    if (const Status matched = Match(true); !matched.ok()) return matched;
  }
  const std::size_t limit = std::clamp(query.limit, 1u, kMaxLimit);
  // One more, to know whether there is more.
  BestPages best(query.order, limit + 1, after);
  if (query.order == SearchOrder::kRelevance) {
    if (const Status ranked = Rank(best, after); !ranked.ok()) return ranked;
  } else {
    OrderByDate(best);
  }
  std::vector<PageMatch> matches = best.Take();
  const bool has_more = matches.size() > limit;
  if (has_more) matches.pop_back();
  if (query.order != SearchOrder::kRelevance) {
    if (const Status scored = ScoreHits(matches); !scored.ok()) return scored;
  }
  SearchResult result;
  result.total = total_;
  result.total_is_exact = !cut_short_;
  result.facets = CountFacets();
  for (const PageMatch& match : matches) {
    Result<SearchHit> hit = MakeHit(match);
    if (!hit) return hit.status();
    result.hits.push_back(std::move(*hit));
  }
  if (has_more) result.next_cursor = EncodeCursor(matches.back());
  if (plan_->similar()) {
    Result<std::string> suggestion = Suggest(query.text);
    if (!suggestion) return suggestion.status();
    if (total_ > 0) result.did_you_mean = std::move(*suggestion);
  }
  return result;
}

}  // namespace sohoa
