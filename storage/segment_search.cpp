// SPDX-License-Identifier: Apache-2.0
#include "storage/segment_search.h"

#include <algorithm>
#include <utility>

#include "storage/segment_ranking.h"
#include "storage/window_scorer.h"

namespace sohoa {
namespace {

// The bits of so many pages take as long as one number that is put into a list.
constexpr std::uint32_t kShareInBits = 24;
// A phrase for which fewer pages were looked at is found again as fast.
constexpr std::size_t kPagesWorthKeeping = 10'000;

}  // namespace

SegmentSearch::SegmentSearch(const IndexView& view, std::size_t number, const QueryPlan& plan, const PieceReader& reader, PhraseCache& phrases)
    : held_(*view.segments[number]), terms_(plan.segment(number)), number_(number), plan_(plan), reader_(reader), found_lately_(phrases) {}

// Two words in a row are one term.
bool SegmentSearch::IsPair(std::size_t leaf) const {
  const QueryLeaf& wanted = plan_.query().leaves[leaf];
  return wanted.words.size() == 2 && wanted.fields.empty();
}

Result<PageSet> SegmentSearch::AnyOf(const PlannedTerms& terms, Spelling spelling) {
  const Result<const PageSet*> typed = Kept(terms, true);
  if (!typed || spelling == Spelling::kTyped) return typed ? Result<PageSet>(**typed) : typed.status();
  const Result<const PageSet*> others = Kept(terms, false);
  if (!others) return others.status();
  PageSet any = **typed;
  any |= **others;
  return any;
}

Result<const PageSet*> SegmentSearch::Kept(const PlannedTerms& terms, bool exact) {
  const auto [kept, is_new] = kept_.try_emplace({&terms, exact});
  if (!is_new) return &kept->second;
  Result<PageSet> pages = AnyOf(terms, exact);
  if (!pages) return pages.status();
  kept->second = std::move(*pages);
  return &kept->second;
}

// Of terms that are as they were typed, or of the others.
Result<PageSet> SegmentSearch::AnyOf(const PlannedTerms& terms, bool exact) const {
  std::uint64_t in_all = 0;
  std::size_t count = 0;
  for (const PlannedTerm& term : terms) {
    if (term.exact != exact) continue;
    in_all += term.entry.pages;
    ++count;
  }
  const Segment& segment = *held_.segment;
  // Many pages are put together in bits, and so are many lists: each is gone through with all before it.
  if (count > 1 && in_all * count > segment.pages() / kShareInBits) {
    PageBits bits(segment.pages());
    for (const PlannedTerm& term : terms) {
      if (term.exact != exact) continue;
      if (const Status added = segment.AddPagesOf(term.entry, reader_, bits); !added.ok()) return added;
    }
    return PageSet::Of(std::move(bits));
  }
  PageSet any;
  for (const PlannedTerm& term : terms) {
    if (term.exact != exact) continue;
    Result<PageSet> pages = segment.PagesOf(term.entry, reader_);
    if (!pages) return pages;
    if (any.empty()) {
      any = std::move(*pages);
    } else {
      any |= *pages;
    }
  }
  return any;
}

// Pairs of neighbouring words; in a field, which has none, its words.
const std::vector<PlannedTerms>& SegmentSearch::PartsOf(std::size_t leaf) const {
  return terms_.pairs[leaf].empty() ? terms_.words[leaf] : terms_.pairs[leaf];
}

Result<PageSet> SegmentSearch::PhraseCandidates(std::size_t leaf, Spelling spelling) {
  std::optional<PageSet> candidates;
  for (const PlannedTerms& terms : PartsOf(leaf)) {
    Result<PageSet> pages = AnyOf(terms, spelling);
    if (!pages) return pages;
    if (candidates) {
      *candidates &= *pages;
    } else {
      candidates = std::move(*pages);
    }
    if (candidates->empty()) break;
  }
  return candidates ? std::move(*candidates) : PageSet();
}

Result<FoundPhrase> SegmentSearch::FindPhraseOn(const PageSet& candidates, std::size_t leaf, Spelling spelling) {
  looked_at_ += candidates.size();
  if (candidates.empty()) return FoundPhrase();
  return PhraseFinder(*held_.segment, reader_, spelling == Spelling::kTyped)
      .Find(PartsOf(leaf), !terms_.pairs[leaf].empty(), candidates.ToVector());
}

// A term by where its pages lie; of one page they lie in its entry.
std::string SegmentSearch::KeyOfPhrase(std::size_t leaf, Spelling spelling) const {
  if (held_.segment->id() == 0) return {};
  std::string key;
  PutVarint(held_.segment->id(), key);
  PutVarint(spelling == Spelling::kTyped ? 0 : 1, key);
  PutVarint(terms_.pairs[leaf].empty() ? 0 : 1, key);
  for (const PlannedTerms& terms : PartsOf(leaf)) {
    PutVarint(terms.size(), key);
    for (const PlannedTerm& term : terms) {
      PutVarint(term.factor * 2 + (term.exact ? 1 : 0), key);
      PutVarint(term.entry.pages, key);
      if (term.entry.pages > 1) {
        PutVarint(term.entry.postings_at, key);
        continue;
      }
      PutVarint(term.entry.page, key);
      PutVarint(term.entry.weight, key);
      PutVarint(term.entry.positions.size(), key);
      for (const std::uint32_t position : term.entry.positions) PutVarint(position, key);
    }
  }
  return key;
}

Result<const FoundPhrase*> SegmentSearch::FindPhrase(std::size_t leaf, Spelling spelling) {
  const auto known = phrases_.find({leaf, spelling});
  if (known != phrases_.end()) return known->second.get();
  const std::string key = KeyOfPhrase(leaf, spelling);
  std::shared_ptr<const FoundPhrase> phrase = key.empty() ? nullptr : found_lately_.Find(key);
  if (phrase == nullptr) {
    const std::size_t before = looked_at_;
    Result<FoundPhrase> found = FindPhraseAnew(leaf, spelling);
    if (!found) return found.status();
    found->set = PageSet::Of(found->pages);
    phrase = std::make_shared<const FoundPhrase>(std::move(*found));
    const std::size_t pages = phrase->pages.size();
    const std::size_t set_bytes = std::min(pages * sizeof(std::uint32_t), std::size_t{held_.segment->pages()} / 8);
    const std::size_t bytes = 2 * key.size() + pages * 2 * sizeof(std::uint32_t) + set_bytes;
    if (!key.empty() && looked_at_ - before >= kPagesWorthKeeping) found_lately_.Put(key, phrase, bytes);
  }
  return phrases_.emplace(std::pair(leaf, spelling), std::move(phrase)).first->second.get();
}

Result<FoundPhrase> SegmentSearch::FindPhraseAnew(std::size_t leaf, Spelling spelling) {
  Result<PageSet> candidates = PhraseCandidates(leaf, spelling);
  if (!candidates) return candidates.status();
  if (spelling == Spelling::kTyped) return FindPhraseOn(*candidates, leaf, spelling);
  // Only pages with a part in another spelling can have more of it than what was typed.
  PageSet others;
  for (const PlannedTerms& terms : PartsOf(leaf)) {
    const Result<const PageSet*> of_part = Kept(terms, false);
    if (!of_part) return of_part.status();
    others |= **of_part;
  }
  *candidates &= others;
  const Result<FoundPhrase> in_others = FindPhraseOn(*candidates, leaf, spelling);
  if (!in_others) return in_others.status();
  const Result<const FoundPhrase*> typed = FindPhrase(leaf, Spelling::kTyped);
  if (!typed) return typed.status();
  FoundPhrase phrase;
  std::size_t next = 0;
  const auto take_others = [&](std::uint32_t below) {
    for (; next < in_others->pages.size() && in_others->pages[next] < below; ++next) {
      phrase.pages.push_back(in_others->pages[next]);
      phrase.weights.push_back(in_others->weights[next]);
    }
  };
  for (std::size_t i = 0; i < (*typed)->pages.size(); ++i) {
    const std::uint32_t page = (*typed)->pages[i];
    take_others(page);
    if (next < in_others->pages.size() && in_others->pages[next] == page) continue;
    phrase.pages.push_back(page);
    phrase.weights.push_back((*typed)->weights[i]);
  }
  take_others(held_.segment->pages());
  return phrase;
}

Result<PageSet> SegmentSearch::MatchLeaf(std::size_t leaf, Spelling spelling) {
  if (plan_.query().leaves[leaf].words.size() == 1) return AnyOf(terms_.words[leaf][0], spelling);
  if (IsPair(leaf)) return AnyOf(terms_.pairs[leaf][0], spelling);
  const Result<const FoundPhrase*> phrase = FindPhrase(leaf, spelling);
  if (!phrase) return phrase.status();
  return (*phrase)->set;
}

Result<PageSet> SegmentSearch::MatchAll(const QueryNode& node, Spelling spelling) {
  std::optional<PageSet> all;
  for (const QueryNode& child : node.children) {
    if (child.kind == QueryNode::Kind::kDates) continue;
    Result<PageSet> pages = MatchNode(child, spelling);
    if (!pages) return pages;
    if (all) {
      *all &= *pages;
    } else {
      all = std::move(*pages);
    }
    if (all->empty()) return PageSet();
  }
  if (!all) all = PageSet::All(held_.segment->pages());
  // Last, for that is asked of each page that is left.
  for (const QueryNode& child : node.children) {
    if (child.kind == QueryNode::Kind::kDates) held_.segment->columns().days().Keep(child.days, *all);
  }
  for (const QueryNode& child : node.forbidden) {
    // A word that must not be there is meant as it is typed.
    const Result<PageSet> pages = MatchNode(child, Spelling::kTyped);
    if (!pages) return pages;
    *all -= *pages;
  }
  return std::move(*all);
}

Result<PageSet> SegmentSearch::MatchNode(const QueryNode& node, Spelling spelling) {
  switch (node.kind) {
    case QueryNode::Kind::kLeaf: return MatchLeaf(node.leaf, spelling);
    case QueryNode::Kind::kDates: {
      PageSet pages = PageSet::All(held_.segment->pages());
      held_.segment->columns().days().Keep(node.days, pages);
      return pages;
    }
    case QueryNode::Kind::kAll: return MatchAll(node, spelling);
    case QueryNode::Kind::kAnyOf: break;
  }
  PageSet any;
  for (const QueryNode& child : node.children) {
    Result<PageSet> pages = MatchNode(child, spelling);
    if (!pages) return pages;
    any |= *pages;
    if (child.kind != QueryNode::Kind::kLeaf) alternatives_.insert_or_assign({&child, spelling}, std::move(*pages));
  }
  return any;
}

Result<PageSet> SegmentSearch::Match(const SearchFilter& filter) {
  Result<PageSet> pages = MatchNode(plan_.query().root, Spelling::kAny);
  if (!pages || pages->empty()) return pages;
  if (!held_.dead.empty()) *pages -= held_.dead;
  if (filter.empty()) return pages;
  const Status kept = filter.Keep(*held_.segment, reader_, *pages);
  if (!kept.ok()) return kept;
  return pages;
}

Result<PageSet> SegmentSearch::MatchTyped(const PageSet& any) {
  Result<PageSet> pages = MatchNode(plan_.query().root, Spelling::kTyped);
  if (pages) *pages &= any;
  return pages;
}

Result<bool> SegmentSearch::Rank(const PageSet& candidates, Spelling spelling, MatchLevel level,
                                 std::chrono::steady_clock::time_point reading_ends, BestPages& best) {
  return SegmentRanking(*this, held_.segment->columns(), number_, spelling, level, reading_ends, best).Run(candidates);
}

Result<std::vector<double>> SegmentSearch::Score(const std::vector<std::uint32_t>& pages, Spelling spelling) {
  WindowScorer scorer(*this, spelling);
  if (const Status opened = scorer.Open(); !opened.ok()) return opened;
  std::vector<double> scores;
  for (const std::uint32_t page : pages) {
    if (const Status read = scorer.ReadPage(page); !read.ok()) return read;
    const auto place = static_cast<std::uint8_t>(ScoreSums::PlaceOf(page));
    scorer.Score(std::span(&place, 1), std::span(&scores.emplace_back(), 1));
  }
  return scores;
}

}  // namespace sohoa
