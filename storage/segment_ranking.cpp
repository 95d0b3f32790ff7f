// SPDX-License-Identifier: Apache-2.0
#include "storage/segment_ranking.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace sohoa {
namespace {

constexpr std::size_t kWords = ScoreSums::kWindow / 64;
// Fewer pages are scored at once.
constexpr std::uint64_t kFewCandidates = 500;
constexpr std::uint64_t kManyCandidates = 20'000;
constexpr std::size_t kFewLists = 12;
// So few pages of a window are read one by one.
constexpr std::size_t kFewPlaces = 2;
constexpr std::size_t kLeastTried = 20;
constexpr std::ptrdiff_t kMostLikely = 8'192;

}  // namespace

// The places of the window's pages that are left, of those that are listed where that is given.
void SegmentRanking::TakePlaces(std::uint32_t window, std::span<const std::uint64_t> listed) {
  count_ = 0;
  for (std::size_t word = 0; word < kWords && window * kWords + word < rest_.words(); ++word) {
    std::uint64_t pages = rest_.word(window * kWords + word);
    if (!listed.empty()) pages &= listed[word];
    for (; pages != 0; pages &= pages - 1) {
      places_[count_++] = static_cast<std::uint8_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(pages)));
    }
  }
}

void SegmentRanking::AddPlaces(std::uint32_t window) {
  scorer_.Score(std::span(places_).first(count_), std::span(scores_).first(count_));
  for (std::size_t i = 0; i < count_; ++i) {
    if (scores_[i] < best_.LeastScore(level_)) continue;
    const std::uint32_t page = window * ScoreSums::kWindow + places_[i];
    best_.Add({columns_.OrdinalOf(page), level_, scores_[i], columns_.days().from(page), segment_, page});
  }
}

Status SegmentRanking::FindLikely(HeavyScorer& heavy, double& others, std::vector<Likely>& likely) {
  const auto likelier = [](const Likely& a, const Likely& b) { return a.bound > b.bound; };
  for (std::uint32_t window = 0; window * kWords < rest_.words(); ++window) {
    if (window % HeavyScorer::kWindowsOfAPart == 0) {
      if (const Status read = heavy.ReadPart(window); !read.ok()) return read;
    }
    TakePlaces(window, heavy.Listed(window));
    if (count_ == 0) continue;
    heavy.Bound(window, std::span(places_).first(count_), std::span(scores_).first(count_));
    for (std::size_t i = 0; i < count_; ++i) {
      if (scores_[i] > others) likely.push_back({scores_[i], window * ScoreSums::kWindow + places_[i]});
    }
    if (likely.size() < 2 * kMostLikely) continue;
    std::nth_element(likely.begin(), likely.begin() + kMostLikely, likely.end(), likelier);
    others = std::max(others, likely[kMostLikely].bound);
    likely.resize(kMostLikely);
  }
  return {};
}

Status SegmentRanking::ScoreLikely(std::vector<Likely>& likely) {
  const auto less = [](const Likely& a, const Likely& b) { return a.bound != b.bound ? a.bound < b.bound : a.page > b.page; };
  // A page takes a block of each list. Where half of what all blocks would take has not been enough,
  // it seldom ends before the other half.
  const std::size_t most_tried = kLeastTried + scorer_.blocks() / (2 * std::max<std::size_t>(1, scorer_.lists()));
  std::make_heap(likely.begin(), likely.end(), less);
  for (std::size_t tried = 0; !likely.empty() && tried < most_tried; ++tried) {
    const Likely next = likely.front();
    if (!best_.CouldTake(level_, next.bound, columns_.OrdinalOf(next.page))) {
      likely.clear();
      return {};
    }
    std::pop_heap(likely.begin(), likely.end(), less);
    likely.pop_back();
    if (const Status read = scorer_.ReadPage(next.page); !read.ok()) return read;
    places_[0] = static_cast<std::uint8_t>(ScoreSums::PlaceOf(next.page));
    count_ = 1;
    AddPlaces(ScoreSums::WindowOf(next.page));
    rest_.word(next.page / 64) &= ~(std::uint64_t{1} << next.page % 64);
  }
  return {};
}

Result<SegmentRanking::Left> SegmentRanking::RankHeavy(std::size_t most, bool& were_all) {
  HeavyScorer heavy(search_, spelling_, most);
  if (const Status opened = heavy.Open(); !opened.ok()) return opened;
  were_all = !heavy.leaves_out();
  double others = heavy.BoundOfOthers();
  std::vector<Likely> likely;
  if (const Status found = FindLikely(heavy, others, likely); !found.ok()) return found;
  if (const Status scored = ScoreLikely(likely); !scored.ok()) return scored;
  if (best_.CouldTake(level_, others, columns_.OrdinalOf(0))) return Left::kAll;
  if (likely.empty()) return Left::kNone;
  // What is left to look at is the likely pages that were not scored so far.
  PageBits left(columns_.pages());
  for (const Likely& page : likely) {
    if (best_.CouldTake(level_, page.bound, columns_.OrdinalOf(page.page))) left.Add(page.page);
  }
  rest_ = std::move(left);
  return Left::kFew;
}

Result<bool> SegmentRanking::RankWindows() {
  for (std::uint32_t window = 0; window * kWords < rest_.words(); ++window) {
    if (window % 64 == 63 && IsLate()) return false;
    TakePlaces(window, {});
    if (count_ == 0) continue;
    const std::uint64_t first = columns_.OrdinalOf(window * ScoreSums::kWindow + places_[0]);
    if (!best_.CouldTake(level_, scorer_.Bound(window), first)) continue;
    if (count_ > kFewPlaces) {
      if (const Status read = scorer_.Read(window); !read.ok()) return read;
    } else {
      for (std::size_t i = 0; i < count_; ++i) {
        const Status read = scorer_.ReadPage(window * ScoreSums::kWindow + places_[i]);
        if (!read.ok()) return read;
      }
    }
    AddPlaces(window);
  }
  return true;
}

Result<bool> SegmentRanking::Run(const PageSet& candidates) {
  rest_ = candidates.ToBits(columns_.pages());
  if (const Status opened = scorer_.Open(); !opened.ok()) return opened;
  // Of very many the heaviest are enough for a few words: of two that have nothing to do with one
  // another a hundred pages are among them by both.
  const auto heaviest = static_cast<std::size_t>(10 * std::sqrt(static_cast<double>(columns_.pages())));
  Left left = Left::kAll;
  bool were_all = false;
  for (const std::size_t most : {heaviest, std::numeric_limits<std::size_t>::max()}) {
    const bool pays = most == heaviest ? candidates.size() > kManyCandidates && scorer_.lists() <= kFewLists : candidates.size() > kFewCandidates;
    if (left != Left::kAll || were_all || !pays) continue;
    const Result<Left> ranked = RankHeavy(most, were_all);
    if (!ranked) return ranked.status();
    left = *ranked;
  }
  if (left == Left::kNone) return true;
  return RankWindows();
}

}  // namespace sohoa
