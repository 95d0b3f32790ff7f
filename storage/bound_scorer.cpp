// SPDX-License-Identifier: Apache-2.0
#include "storage/bound_scorer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sohoa {
namespace {

constexpr std::uint32_t kMostAbove = std::numeric_limits<std::uint16_t>::max();
// Presence leaves room for what is heavy beside it.
constexpr std::uint32_t kMostPresent = kMostAbove / 2;
// Of all pages: as many as the rarer spellings of a word may have together, and the commonest one.
// Of what a prefix stands for it pays less.
constexpr std::uint32_t kShareReadWhole = 16;
constexpr std::size_t kManyTerms = 24;
constexpr std::uint32_t kShareOfMany = 32;
constexpr std::uint32_t kShareCommonest = 32;
// Of a part, pages that lists raise: fewer are looked at one by one.
constexpr std::size_t kShareRaised = 8;
// Of lists without a set, where the others' sets are at hand.
constexpr std::uint32_t kShareBesidePresence = 8;
// Of numbers of 16 bits, with room above.
constexpr double kMostCut = 60'000;
// Far more than adding up can be wrong by.
constexpr double kRoundingDown = 1 - 1e-9;

}  // namespace

Status BoundScorer::AddTerms(const PlannedTerms& terms, std::size_t sum) {
  for (const PlannedTerm& term : terms) {
    if (!sums_.Counts(term)) continue;
    Result<PostingCursor> cursor = PostingCursor::Open(sums_.segment(), term.entry, sums_.reader());
    if (!cursor) return cursor.status();
    Postings& list = lists_.emplace_back();
    list.sum = sum;
    list.factor = term.factor;
    list.term = &term;
    list.cursor = std::move(*cursor);
  }
  return {};
}

Status BoundScorer::Open() {
  if (const Status opened = sums_.Open(); !opened.ok()) return opened;
  bounds_.resize(sums_.sums().size());
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    const ScoreSums::Sum& sum = sums_.sums()[i];
    bounds_[i].above.resize(kPagesOfAPart);
    if (sum.terms != nullptr) {
      if (const Status added = AddTerms(*sum.terms, i); !added.ok()) return added;
      continue;
    }
    Postings& list = lists_.emplace_back();
    list.sum = i;
    list.factor = 1;
    list.pages = sum.phrase->pages;
    list.weights = sum.phrase->weights;
  }
  ChooseWhole(kShareReadWhole, kShareOfMany);
  return {};
}

std::size_t BoundScorer::long_lists() const {
  const auto is_long = [](const Postings& list) { return list.term != nullptr && !list.is_whole; };
  return static_cast<std::size_t>(std::count_if(lists_.begin(), lists_.end(), is_long));
}

std::size_t BoundScorer::blocks() const {
  std::size_t blocks = 0;
  for (const Postings& list : lists_) blocks += list.cursor ? list.cursor->blocks() : list.pages.size() / kPostingsBlock;
  return blocks;
}

// Taking every page to have what is on few of them says little, be it a pair or one of a word's many
// spellings. So the rarer terms of each sum are read whole, as far as that is little work.
void BoundScorer::ChooseWhole(std::uint32_t share, std::uint32_t share_of_many) {
  const std::uint32_t pages = sums_.segment().pages();
  for (std::size_t sum = 0; sum < bounds_.size(); ++sum) {
    bounds_[sum].least = 0;
    std::vector<Postings*> of_sum;
    for (Postings& list : lists_) {
      if (list.sum == sum && list.term != nullptr) of_sum.push_back(&list);
    }
    std::sort(of_sum.begin(), of_sum.end(), [](const Postings* a, const Postings* b) { return a->term->entry.pages < b->term->entry.pages; });
    std::uint64_t left = pages / (of_sum.size() > kManyTerms ? share_of_many : share);
    bool goes_on = true;
    for (Postings* list : of_sum) {
      const std::uint32_t count = list->term->entry.pages;
      goes_on = goes_on && count <= (list == of_sum.back() ? pages / kShareCommonest : left);
      list->is_whole = goes_on;
      left -= std::min<std::uint64_t>(left, count);
    }
    const auto not_whole = std::count_if(of_sum.begin(), of_sum.end(), [](const Postings* list) { return !list->is_whole; });
    for (Postings* list : of_sum) list->is_certain = sums_.sums()[sum].is_required && !list->is_whole && not_whole == 1;
  }
}

Status BoundScorer::TakeHeavy(Postings& list) {
  if (!list.heavy) {
    Result<HeavyPostings> heavy = list.cursor->ReadHeavy();
    if (!heavy) return heavy.status();
    list.heavy = std::move(*heavy);
  }
  return {};
}

Status BoundScorer::ByHeaviest(std::size_t most) {
  ChooseWhole(kShareReadWhole, kShareOfMany);
  by_presence_ = false;
  for (Postings& list : lists_) {
    list.by_presence = false;
    if (list.term == nullptr || list.is_whole) continue;
    if (const Status taken = TakeHeavy(list); !taken.ok()) return taken;
    list.heaviest = HeaviestOf(*list.heavy, most);
    list.pages = list.heaviest.pages;
    list.weights = list.heaviest.weights;
    list.less = list.heaviest.others_at_most;
    bounds_[list.sum].least += list.less * list.factor;
  }
  KnowBounds();
  return {};
}

Status BoundScorer::ByPresence() {
  ChooseWhole(kShareBesidePresence, kShareBesidePresence);
  by_presence_ = false;
  std::vector<std::uint32_t> present(bounds_.size());
  for (Postings& list : lists_) {
    if (list.term == nullptr || list.is_whole) continue;
    if (const Status taken = TakeHeavy(list); !taken.ok()) return taken;
    list.pages = list.heavy->pages;
    list.weights = list.heavy->weights;
    list.less = list.heavy->others_at_most;
    const std::uint32_t weight = list.less * list.factor;
    list.by_presence = !list.is_certain && list.term->entry.set_bytes > 0 && present[list.sum] + weight <= kMostPresent;
    by_presence_ = by_presence_ || list.by_presence;
    if (!list.by_presence) {
      bounds_[list.sum].least += weight;
      continue;
    }
    present[list.sum] += weight;
    if (const Status read = ReadPresence(list); !read.ok()) return read;
  }
  KnowBounds();
  return {};
}

Status BoundScorer::ReadPresence(Postings& list) {
  if (list.present) return {};
  list.present.emplace(sums_.segment().pages());
  return sums_.segment().AddPagesOf(list.term->entry, sums_.reader(), *list.present);
}

Status BoundScorer::KnowPresence() {
  for (Postings& list : lists_) {
    if (list.term == nullptr || list.is_whole || list.is_certain || list.term->entry.set_bytes == 0) continue;
    if (const Status read = ReadPresence(list); !read.ok()) return read;
  }
  return {};
}

double BoundScorer::BoundOf(std::uint32_t page, std::span<const std::uint32_t> weights) const {
  std::vector<std::uint32_t> most(weights.begin(), weights.end());
  for (const Postings& list : lists_) {
    if (list.term != nullptr && !list.is_whole && IsKnownToLack(list, page)) most[list.sum] -= list.less * list.factor;
  }
  double bound = 0;
  for (std::size_t i = 0; i < most.size(); ++i) bound += sums_.sums()[i].Of(most[i]);
  return bound * kRoundingUp;
}

Result<bool> BoundScorer::HasMore(Postings& list) {
  while (list.next == list.pages.size()) {
    if (!list.is_whole || list.next_block == list.cursor->blocks()) return false;
    if (const Status loaded = list.cursor->Load(list.next_block++); !loaded.ok()) return loaded;
    list.pages = list.cursor->pages();
    list.weights = list.cursor->weights();
    list.next = 0;
  }
  return true;
}

void BoundScorer::AddPresence(const Postings& list) {
  if (!list.by_presence) return;
  const std::size_t words = std::min(kWordsOfAPart, list.present->words() - part_);
  const auto weight = static_cast<std::uint16_t>(list.less * list.factor);
  AddWeightWhereSet(list.present->all_words().data() + part_, words, weight, bounds_[list.sum].above.data());
}

Status BoundScorer::AddList(Postings& list, std::uint32_t begin) {
  std::uint16_t* const above = bounds_[list.sum].above.data();
  const std::uint32_t less = list.is_whole ? 0 : list.less;
  const std::uint64_t end = std::uint64_t{begin} + kPagesOfAPart;
  while (true) {
    const Result<bool> more = HasMore(list);
    if (!more) return more.status();
    if (!*more || list.pages[list.next] >= end) return {};
    for (; list.next < list.pages.size() && list.pages[list.next] < end; ++list.next) {
      const std::uint32_t place = list.pages[list.next] - begin;
      std::uint16_t& of_page = above[place];
      raised_[place / PageBits::kPagesOfWord] |= std::uint64_t{1} << place % PageBits::kPagesOfWord;
      const std::uint32_t weight = (list.weights[list.next] - less) * list.factor;
      const std::uint32_t sum = of_page + weight;
      ++added_;
      overflows_ = overflows_ || sum > kMostAbove;
      of_page = static_cast<std::uint16_t>(sum);
    }
  }
}

Status BoundScorer::ReadPart(std::size_t word) {
  part_ = word;
  raised_.fill(0);
  added_ = 0;
  for (SumBound& sum : bounds_) std::fill(sum.above.begin(), sum.above.end(), std::uint16_t{0});
  // First, for together they fit; of what is added then it is seen whether it does.
  for (const Postings& list : lists_) AddPresence(list);
  for (Postings& list : lists_) {
    if (word == 0) {
      list.next = 0;
      list.next_block = 0;
      if (list.is_whole) list.pages = list.weights = {};
    }
    const Status added = AddList(list, static_cast<std::uint32_t>(word * PageBits::kPagesOfWord));
    if (!added.ok()) return added;
  }
  return {};
}

void BoundScorer::KnowBounds() {
  cut_.reset();
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    SumBound& sum = bounds_[i];
    sum.of_above.resize(kKnownAbove + 1);
    for (std::uint32_t above = 0; above < kKnownAbove; ++above) sum.of_above[above] = sums_.sums()[i].Of(sum.least + above);
    sum.of_above[kKnownAbove] = sums_.sums()[i].Of(sum.least + kMostAbove);
  }
}

// Of pages where no sum is further above the least.
double BoundScorer::BoundAt(std::uint32_t level) const {
  double bound = 0;
  for (const SumBound& sum : bounds_) bound += sum.Of(level);
  return bound * kRoundingUp;
}

// A page where no sum is above the highest level at which all of them together give no more than
// `others` cannot score more either.
void BoundScorer::KnowCut(double others) {
  if (cut_ && cut_->others == others) return;
  cut_.emplace().others = others;
  // In steps that stay below kKnownAbove.
  for (std::uint32_t step = (kKnownAbove + 1) / 2; step > 0; step /= 2) {
    if (BoundAt(cut_->level + step) <= others) cut_->level += step;
  }
  if (bounds_.size() > 1) DrawTangents(others);
}

// What a sum gives bends down, so that a straight line that touches it is a bound too, and adding up
// lines is quick. They touch at the level; factors are rounded up and what is wanted down.
void BoundScorer::DrawTangents(double others) {
  const std::uint32_t level = cut_->level;
  std::vector<double> slopes;
  double wanted = others / kRoundingUp * kRoundingDown;
  for (const SumBound& sum : bounds_) {
    const double slope = slopes.emplace_back(sum.of_above[level + 1] - sum.of_above[level]);
    double highest = 0;
    for (std::uint32_t above = 0; above <= kKnownAbove; ++above) highest = std::max(highest, sum.of_above[above] - slope * above);
    wanted -= highest;
  }
  const double steepest = *std::max_element(slopes.begin(), slopes.end());
  if (wanted <= 0 || steepest <= 0) return;
  const double scale = std::min(WeighedPages::kMostFactor / steepest, kMostCut / wanted);
  cut_->line_above = static_cast<std::uint16_t>(std::floor(scale * wanted));
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    const auto factor = static_cast<std::uint16_t>(std::min<double>(std::ceil(scale * slopes[i]), WeighedPages::kMostFactor));
    cut_->line.push_back({bounds_[i].above.data(), factor});
  }
}

void BoundScorer::List(double others) {
  if (BoundAt(0) > others) return listed_.fill(~std::uint64_t{0});
  KnowCut(others);
  // Where lists have few of the pages it is seldom worth while to leave some of these out.
  if (!by_presence_ && (cut_->level == 0 || added_ < kPagesOfAPart / kShareRaised)) {
    listed_ = raised_;
    return;
  }
  listed_.fill(0);
  if (!cut_->line.empty()) return SetWhereSumAbove(cut_->line, cut_->line_above, listed_.data(), kWordsOfAPart);
  for (const SumBound& sum : bounds_) SetWhereAbove(sum.above.data(), static_cast<std::uint16_t>(cut_->level), listed_.data(), kWordsOfAPart);
}

double BoundScorer::BoundOfOthers() {
  return BoundAt(0);
}

void BoundScorer::PutWeights(std::uint32_t page, std::vector<std::uint32_t>& weights) const {
  for (const SumBound& sum : bounds_) weights.push_back(sum.least + sum.above[page - part_ * PageBits::kPagesOfWord]);
}

Result<std::uint32_t> BoundScorer::WeightOf(Postings& list, std::uint32_t page, std::size_t& blocks) {
  const auto heavy = std::lower_bound(list.heavy->pages.begin(), list.heavy->pages.end(), page);
  if (heavy != list.heavy->pages.end() && *heavy == page) return list.heavy->weights[static_cast<std::size_t>(heavy - list.heavy->pages.begin())];
  PostingCursor& cursor = *list.cursor;
  const std::size_t block = cursor.BlockOf(page);
  if (block == cursor.blocks()) return 0u;
  blocks += cursor.IsLoaded(block) ? 0 : 1;
  if (const Status loaded = cursor.LoadPages(block); !loaded.ok()) return loaded;
  const auto found = std::lower_bound(cursor.pages().begin(), cursor.pages().end(), page);
  if (found == cursor.pages().end() || *found != page) return 0u;
  if (const Status loaded = cursor.LoadWeights(); !loaded.ok()) return loaded;
  return cursor.weights()[static_cast<std::size_t>(found - cursor.pages().begin())];
}

Result<double> BoundScorer::Score(std::uint32_t page, std::span<const std::uint32_t> weights, std::size_t& blocks) {
  const auto place = static_cast<std::uint8_t>(ScoreSums::PlaceOf(page));
  std::vector<ScoreSums::Sum>& sums = sums_.sums();
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i].weights[place] = weights[i];
  for (Postings& list : lists_) {
    if (list.term == nullptr || list.is_whole || (list.by_presence && !list.present->Contains(page))) continue;
    if (IsKnownToLack(list, page)) {
      sums[list.sum].weights[place] -= list.less * list.factor;
      continue;
    }
    const Result<std::uint32_t> weight = WeightOf(list, page, blocks);
    if (!weight) return weight.status();
    // The bound has in its place what pages that are not listed may weigh.
    if (*weight < list.less) sums[list.sum].weights[place] -= (list.less - *weight) * list.factor;
  }
  double score = 0;
  sums_.Score(ScoreSums::WindowOf(page), std::span(&place, 1), std::span(&score, 1));
  return score;
}

}  // namespace sohoa
