// SPDX-License-Identifier: Apache-2.0
#include "storage/window_scorer.h"

#include <algorithm>
#include <utility>

namespace sohoa {

Status WindowScorer::OpenTerms(const PlannedTerms& terms, std::size_t sum) {
  for (const PlannedTerm& term : terms) {
    if (!sums_.Counts(term)) continue;
    Result<PostingCursor> cursor = PostingCursor::Open(sums_.segment(), term.entry, sums_.reader());
    if (!cursor) return cursor.status();
    lists_.push_back({std::move(*cursor), term.factor, sum, 0, 0});
  }
  return {};
}

Status WindowScorer::Open() {
  if (const Status opened = sums_.Open(); !opened.ok()) return opened;
  for (std::size_t i = 0; i < sums_.sums().size(); ++i) {
    const ScoreSums::Sum& sum = sums_.sums()[i];
    if (sum.terms != nullptr) {
      if (const Status opened = OpenTerms(*sum.terms, i); !opened.ok()) return opened;
    } else if (!sum.phrase->pages.empty()) {
      lists_.push_back({PostingCursor::Of(sum.phrase->pages, sum.phrase->weights), 1, i, 0, 0});
    }
  }
  return {};
}

std::size_t WindowScorer::blocks() const {
  std::size_t blocks = 0;
  for (const List& list : lists_) blocks += list.cursor.blocks();
  return blocks;
}

// The first block of the list that ends in the window or behind it.
void WindowScorer::FindBlock(List& list, std::uint32_t begin) const {
  constexpr std::size_t kSteps = 8;
  const PostingCursor& cursor = list.cursor;
  const bool is_behind = list.block > 0 && cursor.last_page(list.block - 1) >= begin;
  const std::size_t near = is_behind ? list.block : std::min(cursor.blocks(), list.block + kSteps);
  while (list.block < near && cursor.last_page(list.block) < begin) ++list.block;
  if (is_behind || (list.block == near && near < cursor.blocks())) list.block = cursor.BlockOf(begin);
}

double WindowScorer::Bound(std::uint32_t window) {
  const std::uint32_t begin = window * ScoreSums::kWindow;
  const std::uint32_t last = begin + ScoreSums::kWindow - 1;
  for (ScoreSums::Sum& sum : sums_.sums()) sum.bound = 0;
  for (List& list : lists_) {
    FindBlock(list, begin);
    std::uint32_t most = 0;
    for (std::size_t block = list.block; block < list.cursor.blocks(); ++block) {
      if (block > list.block && list.cursor.last_page(block - 1) >= last) break;
      most = std::max(most, list.cursor.max_weight(block));
    }
    sums_.sums()[list.sum].bound += most * list.factor;
  }
  return sums_.Bound();
}

Status WindowScorer::ReadList(List& list, std::uint32_t begin) {
  const std::uint32_t last = begin + ScoreSums::kWindow - 1;
  auto& weights = sums_.sums()[list.sum].weights;
  FindBlock(list, begin);
  for (std::size_t block = list.block; block < list.cursor.blocks(); ++block) {
    if (block > list.block && list.cursor.last_page(block - 1) >= last) break;
    if (!list.cursor.IsLoaded(block)) list.next = 0;
    if (const Status loaded = list.cursor.Load(block); !loaded.ok()) return loaded;
    const std::span<const std::uint32_t> pages = list.cursor.pages();
    // From where the window before ended, where this one is behind it.
    std::size_t i = list.next > 0 && pages[list.next - 1] >= begin ? 0 : list.next;
    if (i < pages.size() && pages[i] < begin) {
      i = static_cast<std::size_t>(std::lower_bound(pages.begin() + static_cast<std::ptrdiff_t>(i), pages.end(), begin) - pages.begin());
    }
    for (; i < pages.size() && pages[i] <= last; ++i) weights[pages[i] - begin] += list.cursor.weights()[i] * list.factor;
    list.next = i;
  }
  return {};
}

Status WindowScorer::Read(std::uint32_t window) {
  window_ = window;
  for (ScoreSums::Sum& sum : sums_.sums()) sum.weights.fill(0);
  for (List& list : lists_) {
    if (const Status read = ReadList(list, window * ScoreSums::kWindow); !read.ok()) return read;
  }
  return {};
}

Status WindowScorer::ReadPage(std::uint32_t page) {
  window_ = ScoreSums::WindowOf(page);
  const std::uint32_t place = ScoreSums::PlaceOf(page);
  for (ScoreSums::Sum& sum : sums_.sums()) sum.weights[place] = 0;
  for (List& list : lists_) {
    PostingCursor& cursor = list.cursor;
    const std::size_t block = cursor.BlockOf(page);
    if (block == cursor.blocks()) continue;
    if (!cursor.IsLoaded(block)) list.next = 0;
    if (const Status loaded = cursor.LoadPages(block); !loaded.ok()) return loaded;
    const auto found = std::lower_bound(cursor.pages().begin(), cursor.pages().end(), page);
    const auto index = static_cast<std::size_t>(found - cursor.pages().begin());
    if (found == cursor.pages().end() || *found != page) continue;
    if (const Status loaded = cursor.LoadWeights(); !loaded.ok()) return loaded;
    sums_.sums()[list.sum].weights[place] += cursor.weights()[index] * list.factor;
  }
  return {};
}

}  // namespace sohoa
