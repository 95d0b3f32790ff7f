// SPDX-License-Identifier: Apache-2.0
#include "storage/segment_ranking.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace sohoa {
namespace {

constexpr std::size_t kWords = ScoreSums::kWindow / PageBits::kPagesOfWord;
// So few pages of a segment are scored each, and so few look-ups of pages in lists done, of all its pages.
constexpr std::uint64_t kFewCandidates = 500;
constexpr std::uint64_t kShareOfLookUps = 256;
constexpr std::size_t kFewLists = 12;
// So few pages of a window are read one by one.
constexpr std::size_t kFewPlaces = 2;
constexpr std::size_t kLeastBlocks = 64;
constexpr std::size_t kMostLikely = 4'096;
// So many of the likeliest are scored before it is asked which lists the others are in.
constexpr std::ptrdiff_t kScoredFirst = 64;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

bool SegmentRanking::HasPlaces(std::uint32_t window) const {
  const std::size_t first = std::size_t{window} * kWords;
  std::uint64_t any = 0;
  for (std::size_t word = first; word < std::min(rest_.words(), first + kWords); ++word) any |= rest_.word(word);
  return any != 0;
}

void SegmentRanking::TakePlaces(std::uint32_t window) {
  count_ = 0;
  const std::size_t first = std::size_t{window} * kWords;
  for (std::size_t word = first; word < std::min(rest_.words(), first + kWords); ++word) {
    std::uint64_t pages = rest_.word(word);
    for (; pages != 0; pages &= pages - 1) {
      places_[count_++] = static_cast<std::uint8_t>((word - first) * PageBits::kPagesOfWord + static_cast<std::size_t>(std::countr_zero(pages)));
    }
  }
}

void SegmentRanking::AddScored(std::uint32_t page, double score) {
  if (score < best_.LeastScore(level_)) return;
  best_.Add({columns_.OrdinalOf(page), level_, score, columns_.days().from(page), segment_, page});
}

template <typename Visit>
Result<SegmentRanking::Outcome> SegmentRanking::ForEachByBound(const double& others, Visit visit) {
  double least = best_.LeastScore(level_);
  for (std::size_t word = 0; word < rest_.words(); ++word) {
    if (word % BoundScorer::kWordsOfAPart == 0) {
      if (IsLate()) return Outcome::kCutShort;
      if (const Status read = bounds_.ReadPart(word); !read.ok()) return read;
      if (bounds_.overflows()) return Outcome::kOverflow;
      // Equal scores may be among the best by their ordinals.
      bounds_.List(std::max(others, std::nextafter(least, -kInfinity)));
    }
    for (std::uint64_t pages = rest_.word(word) & bounds_.listed(word); pages != 0; pages &= pages - 1) {
      const auto page = static_cast<std::uint32_t>(word * PageBits::kPagesOfWord + static_cast<std::size_t>(std::countr_zero(pages)));
      const double bound = bounds_.BoundOf(page);
      if (bound <= others || bound < least || !best_.CouldTake(level_, bound, columns_.OrdinalOf(page))) continue;
      if (const Status visited = visit(page, bound); !visited.ok()) return visited;
      least = best_.LeastScore(level_);
    }
  }
  return Outcome::kDone;
}

// The first few are scored, so that far fewer of the pages behind them are likely.
Status SegmentRanking::KeepLikeliest(LikelyPages& likely) {
  const auto more = [](const Likely& a, const Likely& b) { return a.bound > b.bound; };
  const auto scored_end = likely.pages.begin() + (best_.full() ? 0 : kScoredFirst);
  std::nth_element(likely.pages.begin(), scored_end, likely.pages.end(), more);
  std::size_t blocks = 0;
  for (auto page = likely.pages.begin(); page != scored_end; ++page) {
    if (const Status added = Add(page->page, WeightsOf(*page, likely), blocks); !added.ok()) return added;
  }
  likely.pages.erase(likely.pages.begin(), scored_end);
  std::erase_if(likely.pages, [&](const Likely& page) { return !CouldBeBest(page); });
  if (likely.pages.size() > kMostLikely) {
    const auto middle = likely.pages.begin() + kMostLikely;
    std::nth_element(likely.pages.begin(), middle, likely.pages.end(), more);
    likely.others = std::max(likely.others, middle->bound);
    likely.pages.erase(middle, likely.pages.end());
  }
  std::vector<std::uint32_t> weights;
  weights.reserve(2 * kMostLikely * bounds_.sums());
  for (Likely& page : likely.pages) {
    const auto own = likely.weights.begin() + page.weights_at;
    page.weights_at = static_cast<std::uint32_t>(weights.size());
    weights.insert(weights.end(), own, own + static_cast<std::ptrdiff_t>(bounds_.sums()));
  }
  likely.weights = std::move(weights);
  return {};
}

void SegmentRanking::KnowPresence(Likely& page, const LikelyPages& likely) const {
  page.bound = bounds_.BoundOf(page.page, WeightsOf(page, likely));
  page.knows_presence = true;
}

Result<SegmentRanking::Outcome> SegmentRanking::FindLikely(LikelyPages& likely) {
  return ForEachByBound(likely.others, [&](std::uint32_t page, double bound) {
    likely.pages.push_back({bound, page, static_cast<std::uint32_t>(likely.weights.size())});
    bounds_.PutWeights(page, likely.weights);
    return likely.pages.size() < 2 * kMostLikely ? Status() : KeepLikeliest(likely);
  });
}

Status SegmentRanking::Add(std::uint32_t page, std::span<const std::uint32_t> weights, std::size_t& blocks) {
  const Result<double> score = bounds_.Score(page, weights, blocks);
  if (!score) return score.status();
  AddScored(page, *score);
  rest_.Remove(page);
  return {};
}

// The likeliest in front, as far as that is less work than reading a quarter of all; the others one
// behind another. False: too many, of which some are not scored. Where the first few do not end it, most
// others are ruled out by the lists that they are not in.
Result<bool> SegmentRanking::ScoreLikely(LikelyPages& likely) {
  const auto less = [](const Likely& a, const Likely& b) { return a.bound != b.bound ? a.bound < b.bound : a.page > b.page; };
  const std::size_t most_blocks = kLeastBlocks + bounds_.blocks() / 4;
  std::size_t blocks = 0;
  std::ptrdiff_t scored = 0;
  std::make_heap(likely.pages.begin(), likely.pages.end(), less);
  while (!likely.pages.empty() && blocks < most_blocks) {
    if (!CouldBeBest(likely.pages.front())) return true;
    std::pop_heap(likely.pages.begin(), likely.pages.end(), less);
    Likely& next = likely.pages.back();
    if (scored >= kScoredFirst && !next.knows_presence) {
      if (const Status known = bounds_.KnowPresence(); !known.ok()) return known;
      KnowPresence(next, likely);
      std::push_heap(likely.pages.begin(), likely.pages.end(), less);
      continue;
    }
    if (const Status added = Add(next.page, WeightsOf(next, likely), blocks); !added.ok()) return added;
    likely.pages.pop_back();
    ++scored;
  }
  if (best_.CouldTake(level_, likely.others, columns_.OrdinalOf(0))) return likely.pages.empty();
  // No other page can be among the best, so that these are all that is left.
  std::sort(likely.pages.begin(), likely.pages.end(), [](const Likely& a, const Likely& b) { return a.page < b.page; });
  for (const Likely& page : likely.pages) {
    if (!CouldBeBest(page)) continue;
    if (const Status added = Add(page.page, WeightsOf(page, likely), blocks); !added.ok()) return added;
  }
  return true;
}

Result<SegmentRanking::Outcome> SegmentRanking::RankLikely(double others) {
  LikelyPages likely;
  likely.others = others;
  const Result<Outcome> found = FindLikely(likely);
  if (!found || *found != Outcome::kDone) return found;
  const Result<bool> scored = ScoreLikely(likely);
  if (!scored) return scored.status();
  return *scored && !best_.CouldTake(level_, likely.others, columns_.OrdinalOf(0)) ? Outcome::kDone : Outcome::kMoreLikely;
}

Result<SegmentRanking::Outcome> SegmentRanking::RankByBounds() {
  std::size_t blocks = 0;
  std::vector<std::uint32_t> weights;
  return ForEachByBound(-kInfinity, [&](std::uint32_t page, double) {
    weights.clear();
    bounds_.PutWeights(page, weights);
    return Add(page, weights, blocks);
  });
}

void SegmentRanking::AddPlaces(WindowScorer& scorer, std::uint32_t window) {
  scorer.Score(std::span(places_).first(count_), std::span(scores_).first(count_));
  for (std::size_t i = 0; i < count_; ++i) AddScored(window * ScoreSums::kWindow + places_[i], scores_[i]);
}

Result<bool> SegmentRanking::RankWindows() {
  WindowScorer scorer(search_, spelling_);
  if (const Status opened = scorer.Open(); !opened.ok()) return opened;
  for (std::uint32_t window = 0; window * kWords < rest_.words(); ++window) {
    if (window % 64 == 63 && IsLate()) return false;
    if (!HasPlaces(window)) continue;
    const double bound = scorer.Bound(window);
    if (!best_.CouldTake(level_, bound, columns_.OrdinalOf(window * ScoreSums::kWindow))) {
      // Without lists no other window has a higher bound.
      if (scorer.lists() == 0) return true;
      continue;
    }
    TakePlaces(window);
    if (count_ > kFewPlaces) {
      if (const Status read = scorer.Read(window); !read.ok()) return read;
    } else {
      for (std::size_t i = 0; i < count_; ++i) {
        const Status read = scorer.ReadPage(window * ScoreSums::kWindow + places_[i]);
        if (!read.ok()) return read;
      }
    }
    AddPlaces(scorer, window);
  }
  return true;
}

Result<bool> SegmentRanking::Run(const PageSet& candidates) {
  rest_ = candidates.ToBits(columns_.pages());
  if (candidates.size() <= kFewCandidates) return RankWindows();
  if (const Status opened = bounds_.Open(); !opened.ok()) return opened;
  // Words that are everywhere give nothing, and have no lists: the first pages are the best.
  if (candidates.size() * bounds_.lists() <= columns_.pages() / kShareOfLookUps) return RankWindows();
  Outcome outcome = Outcome::kMoreLikely;
  if (bounds_.long_lists() <= kFewLists) {
    // Of two words that have nothing to do with one another 900 pages are among these by both.
    const auto heaviest = static_cast<std::size_t>(30 * std::sqrt(static_cast<double>(columns_.pages())));
    if (const Status prepared = bounds_.ByHeaviest(heaviest); !prepared.ok()) return prepared;
    const Result<Outcome> ranked = RankLikely(bounds_.BoundOfOthers());
    if (!ranked) return ranked.status();
    outcome = *ranked;
  }
  if (outcome == Outcome::kMoreLikely) {
    if (const Status prepared = bounds_.ByPresence(); !prepared.ok()) return prepared;
  }
  // What was found so far says well enough what is likely.
  if (outcome == Outcome::kMoreLikely && best_.LeastScore(level_) == -kInfinity) {
    const Result<Outcome> ranked = RankLikely(-kInfinity);
    if (!ranked) return ranked.status();
    outcome = *ranked;
  }
  if (outcome == Outcome::kMoreLikely) {
    const Result<Outcome> ranked = RankByBounds();
    if (!ranked) return ranked.status();
    outcome = *ranked;
  }
  if (outcome == Outcome::kOverflow) return RankWindows();
  return outcome == Outcome::kDone;
}

}  // namespace sohoa
