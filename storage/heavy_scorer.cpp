// SPDX-License-Identifier: Apache-2.0
#include "storage/heavy_scorer.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace sohoa {
namespace {

constexpr std::uint32_t kMost = std::numeric_limits<std::uint16_t>::max();
// More than any page weighs.
constexpr std::uint32_t kBeyond = 1u << 30;
// Of all pages: as many as the rarer spellings of a word may have together, and the commonest one.
// Of what a prefix stands for it pays less.
constexpr std::uint32_t kShareReadWhole = 4;
constexpr std::size_t kManyTerms = 24;
constexpr std::uint32_t kShareOfMany = 32;
constexpr std::uint32_t kShareCommonest = 32;

// Taking every page to have what is on few of them says little, be it a pair or one of a word's many
// spellings. So the rarer terms are read whole, as far as that is little work.
std::vector<bool> ReadWhole(const PlannedTerms& terms, std::uint32_t pages) {
  std::vector<bool> whole(terms.size());
  std::vector<std::size_t> order(terms.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return terms[a].entry.pages < terms[b].entry.pages; });
  std::uint64_t left = pages / (terms.size() > kManyTerms ? kShareOfMany : kShareReadWhole);
  for (const std::size_t i : order) {
    const bool is_commonest = i == order.back();
    if (terms[i].entry.pages > (is_commonest ? pages / kShareCommonest : left)) break;
    left -= std::min<std::uint64_t>(left, terms[i].entry.pages);
    whole[i] = true;
  }
  return whole;
}

}  // namespace

Status HeavyScorer::AddTerms(const PlannedTerms& terms, std::size_t sum) {
  const std::vector<bool> whole = ReadWhole(terms, sums_.segment().pages());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!sums_.Counts(terms[i])) continue;
    Result<PostingCursor> cursor = PostingCursor::Open(sums_.segment(), terms[i].entry, sums_.reader());
    if (!cursor) return cursor.status();
    List& list = lists_.emplace_back();
    list.sum = sum;
    list.factor = terms[i].factor;
    if (whole[i]) {
      list.whole = std::move(*cursor);
      continue;
    }
    Result<HeavyPostings> heavy = cursor->ReadHeavy();
    if (!heavy) return heavy.status();
    list.heavy = std::move(*heavy);
    leaves_out_ = leaves_out_ || list.heavy.pages.size() > most_;
    KeepHeaviest(list.heavy, most_);
    list.less = list.heavy.others_at_most;
    heavy_[sum].least += list.less * list.factor;
  }
  return {};
}

Status HeavyScorer::Open() {
  if (const Status opened = sums_.Open(); !opened.ok()) return opened;
  heavy_.resize(sums_.sums().size());
  for (std::size_t i = 0; i < heavy_.size(); ++i) {
    const ScoreSums::Sum& sum = sums_.sums()[i];
    heavy_[i].above.resize(kPagesOfAPart);
    if (sum.terms != nullptr) {
      if (const Status added = AddTerms(*sum.terms, i); !added.ok()) return added;
      continue;
    }
    List& list = lists_.emplace_back();
    list.sum = i;
    list.factor = 1;
    list.pages = sum.phrase->pages;
    list.weights = sum.phrase->weights;
  }
  // Where they lie does not change any more.
  for (List& list : lists_) {
    if (list.heavy.pages.empty()) continue;
    list.pages = list.heavy.pages;
    list.weights = list.heavy.weights;
  }
  listed_.resize(kWindowsOfAPart * kWordsOfAWindow);
  return {};
}

Result<bool> HeavyScorer::HasMore(List& list) {
  while (list.next == list.pages.size()) {
    if (!list.whole || list.next_block == list.whole->blocks()) return false;
    if (const Status loaded = list.whole->Load(list.next_block++); !loaded.ok()) return loaded;
    list.pages = list.whole->pages();
    list.weights = list.whole->weights();
    list.next = 0;
  }
  return true;
}

Status HeavyScorer::AddList(List& list, std::uint32_t begin) {
  std::vector<std::uint16_t>& above = heavy_[list.sum].above;
  const std::uint64_t end = std::uint64_t{begin} + kPagesOfAPart;
  while (true) {
    const Result<bool> more = HasMore(list);
    if (!more) return more.status();
    if (!*more || list.pages[list.next] >= end) return {};
    for (; list.next < list.pages.size() && list.pages[list.next] < end; ++list.next) {
      const std::uint32_t place = list.pages[list.next] - begin;
      const std::uint32_t weight = (list.weights[list.next] - list.less) * list.factor;
      above[place] = static_cast<std::uint16_t>(std::min(kMost, above[place] + weight));
      listed_[place / 64] |= std::uint64_t{1} << place % 64;
    }
  }
}

Status HeavyScorer::ReadPart(std::uint32_t window) {
  part_ = window;
  std::fill(listed_.begin(), listed_.end(), 0);
  for (Heavy& sum : heavy_) std::fill(sum.above.begin(), sum.above.end(), std::uint16_t{0});
  for (List& list : lists_) {
    if (const Status added = AddList(list, window * ScoreSums::kWindow); !added.ok()) return added;
  }
  return {};
}

std::span<const std::uint64_t> HeavyScorer::Listed(std::uint32_t window) const {
  return std::span(listed_).subspan((window - part_) * kWordsOfAWindow, kWordsOfAWindow);
}

double HeavyScorer::BoundOfOthers() {
  for (std::size_t i = 0; i < heavy_.size(); ++i) sums_.sums()[i].bound = heavy_[i].least;
  return sums_.Bound();
}

void HeavyScorer::Bound(std::uint32_t window, std::span<const std::uint8_t> places, std::span<double> bounds) {
  const std::uint32_t begin = (window - part_) * ScoreSums::kWindow;
  for (std::size_t i = 0; i < heavy_.size(); ++i) {
    auto& weights = sums_.sums()[i].weights;
    for (const std::uint8_t place : places) {
      const std::uint32_t above = heavy_[i].above[begin + place];
      weights[place] = above == kMost ? kBeyond : heavy_[i].least + above;
    }
  }
  sums_.Score(window, places, bounds);
}

}  // namespace sohoa
