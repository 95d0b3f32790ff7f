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

void HeavyScorer::AddPages(std::span<const std::uint32_t> pages, std::span<const std::uint32_t> weights, std::uint32_t less,
                           std::uint32_t factor, Heavy& sum) {
  for (std::size_t i = 0; i < pages.size(); ++i) {
    std::uint16_t& above = sum.above[pages[i]];
    above = static_cast<std::uint16_t>(std::min(kMost, above + (weights[i] - less) * factor));
    listed_.Add(pages[i]);
  }
}

Status HeavyScorer::AddWhole(PostingCursor cursor, std::uint32_t factor, Heavy& sum) {
  for (std::size_t block = 0; block < cursor.blocks(); ++block) {
    if (const Status loaded = cursor.Load(block); !loaded.ok()) return loaded;
    AddPages(cursor.pages(), cursor.weights(), 0, factor, sum);
  }
  return {};
}

Status HeavyScorer::AddHeavy(PostingCursor cursor, std::uint32_t factor, Heavy& sum) {
  const Result<HeavyPostings> heavy = cursor.ReadHeavy();
  if (!heavy) return heavy.status();
  sum.least += heavy->others_at_most * factor;
  AddPages(heavy->pages, heavy->weights, heavy->others_at_most, factor, sum);
  return {};
}

Status HeavyScorer::AddTerms(const PlannedTerms& terms, Heavy& sum) {
  const std::vector<bool> whole = ReadWhole(terms, sums_.segment().pages());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!sums_.Counts(terms[i])) continue;
    Result<PostingCursor> cursor = PostingCursor::Open(sums_.segment(), terms[i].entry, sums_.reader());
    if (!cursor) return cursor.status();
    const Status added = whole[i] ? AddWhole(std::move(*cursor), terms[i].factor, sum) : AddHeavy(std::move(*cursor), terms[i].factor, sum);
    if (!added.ok()) return added;
  }
  return {};
}

Status HeavyScorer::Open() {
  if (const Status opened = sums_.Open(); !opened.ok()) return opened;
  listed_ = PageBits(sums_.segment().pages());
  for (const ScoreSums::Sum& sum : sums_.sums()) {
    Heavy& heavy = heavy_.emplace_back();
    heavy.above.resize(sums_.segment().pages());
    if (sum.terms == nullptr) {
      AddPages(sum.phrase->pages, sum.phrase->weights, 0, 1, heavy);
    } else if (const Status added = AddTerms(*sum.terms, heavy); !added.ok()) {
      return added;
    }
  }
  return {};
}

double HeavyScorer::BoundOfOthers() {
  for (std::size_t i = 0; i < heavy_.size(); ++i) sums_.sums()[i].bound = heavy_[i].least;
  return sums_.Bound();
}

void HeavyScorer::Bound(std::uint32_t window, std::span<const std::uint8_t> places, std::span<double> bounds) {
  const std::uint32_t begin = window * ScoreSums::kWindow;
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
