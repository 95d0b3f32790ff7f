// SPDX-License-Identifier: Apache-2.0
#include "storage/window_scorer.h"

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

// What a sum gives is looked up for weights below: 64 words in running text as they were typed.
constexpr std::uint32_t kKnownWeights = 1024;

}  // namespace

void WindowScorer::Collect(const QueryNode& node, std::vector<std::size_t>& leaves) {
  if (node.kind == QueryNode::Kind::kLeaf) leaves.push_back(node.leaf);
  for (const QueryNode& child : node.children) Collect(child, leaves);
}

// Of heavy postings only what they are above the others, which every page is taken to have.
Status WindowScorer::AddList(PostingCursor cursor, std::uint32_t factor, std::size_t sum) {
  if (!heavy_) {
    lists_.push_back({std::move(cursor), factor, sum, 0, 0});
    return {};
  }
  Result<HeavyPostings> heavy = cursor.ReadHeavy();
  if (!heavy) return heavy.status();
  sums_[sum].least += heavy->others_at_most * factor;
  for (std::uint32_t& weight : heavy->weights) weight -= heavy->others_at_most;
  if (!heavy->pages.empty()) lists_.push_back({PostingCursor::Of(heavy->pages, heavy->weights), factor, sum, 0, 0});
  return {};
}

Status WindowScorer::OpenTerms(const PlannedTerms& terms, std::size_t sum) {
  for (const PlannedTerm& term : terms) {
    if (spelling_ == Spelling::kTyped && !term.exact) continue;
    Result<PostingCursor> cursor = PostingCursor::Open(*search_.held_.segment, term.entry, search_.reader_);
    if (!cursor) return cursor.status();
    if (const Status added = AddList(std::move(*cursor), term.factor, sum); !added.ok()) return added;
  }
  return {};
}

Status WindowScorer::OpenLeaf(std::size_t leaf) {
  const std::size_t sum = sums_.size();
  sum_of_leaf_[leaf] = sum;
  sums_.emplace_back().rarity = search_.plan_.RarityOf(leaf);
  if (search_.plan_.query().leaves[leaf].words.size() == 1) return OpenTerms(search_.terms_.words[leaf][0], sum);
  if (search_.IsPair(leaf)) return OpenTerms(search_.terms_.pairs[leaf][0], sum);
  const auto phrase = search_.FindPhrase(leaf, spelling_);
  if (!phrase) return phrase.status();
  if ((*phrase)->pages.empty()) return {};
  return AddList(PostingCursor::Of((*phrase)->pages, (*phrase)->weights), 1, sum);
}

Status WindowScorer::Open() {
  const QueryPlan& plan = search_.plan_;
  sum_of_leaf_.assign(plan.query().leaves.size(), 0);
  std::vector<std::size_t> leaves;
  Collect(plan.query().root, leaves);
  for (const std::size_t leaf : leaves) {
    if (const Status opened = OpenLeaf(leaf); !opened.ok()) return opened;
  }
  first_neighbours_ = sums_.size();
  for (std::size_t i = 0; i < plan.neighbours().size(); ++i) {
    const Neighbours& beside = plan.neighbours()[i];
    sums_.emplace_back().rarity = kNeighbourShare * (plan.rarity(beside.left, 0) + plan.rarity(beside.right, 0));
    const Status opened = OpenTerms(search_.terms_.neighbours[i], sums_.size() - 1);
    if (!opened.ok()) return opened;
  }
  for (Sum& sum : sums_) {
    sum.of_weight.resize(kKnownWeights);
    for (std::uint32_t weight = 0; weight < kKnownWeights; ++weight) sum.of_weight[weight] = sum.rarity * Saturation(weight);
  }
  for (const auto& [alternative, pages] : search_.alternatives_) {
    if (alternative.second == spelling_) alternatives_.emplace(alternative.first, pages.ToBits(search_.held_.segment->pages()));
  }
  return {};
}

std::size_t WindowScorer::blocks() const {
  std::size_t blocks = 0;
  for (const List& list : lists_) blocks += list.cursor.blocks();
  return blocks;
}

double WindowScorer::Sum::Of(std::uint32_t weight) const {
  return weight < of_weight.size() ? of_weight[weight] : rarity * Saturation(weight);
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
  const std::uint32_t begin = window * kPages;
  const std::uint32_t last = begin + kPages - 1;
  for (Sum& sum : sums_) sum.bound = sum.least;
  for (List& list : lists_) {
    FindBlock(list, begin);
    std::uint32_t most = 0;
    for (std::size_t block = list.block; block < list.cursor.blocks(); ++block) {
      if (block > list.block && list.cursor.last_page(block - 1) >= last) break;
      most = std::max(most, list.cursor.max_weight(block));
    }
    sums_[list.sum].bound += most * list.factor;
  }
  return BoundOf(search_.plan_.query().root);
}

double WindowScorer::BoundOfOthers() {
  for (Sum& sum : sums_) sum.bound = sum.least;
  return BoundOf(search_.plan_.query().root);
}

// Added up in the order of a score, so that rounding never puts a bound below it.
double WindowScorer::BoundOf(const QueryNode& node) const {
  if (node.kind == QueryNode::Kind::kLeaf) {
    const Sum& sum = sums_[sum_of_leaf_[node.leaf]];
    return sum.Of(sum.bound);
  }
  double bound = 0;
  for (const QueryNode& child : node.children) bound += BoundOf(child);
  const std::vector<Neighbours>& neighbours = search_.plan_.neighbours();
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].node != &node) continue;
    const Sum& sum = sums_[first_neighbours_ + i];
    bound += sum.Of(sum.bound);
  }
  return bound;
}

Status WindowScorer::ReadList(List& list, std::uint32_t begin) {
  const std::uint32_t last = begin + kPages - 1;
  std::array<std::uint32_t, kPages>& weights = sums_[list.sum].weights;
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
    for (; i < pages.size() && pages[i] <= last; ++i) {
      const std::uint32_t place = pages[i] - begin;
      weights[place] += list.cursor.weights()[i] * list.factor;
      listed_[place / 64] |= std::uint64_t{1} << place % 64;
    }
    list.next = i;
  }
  return {};
}

Status WindowScorer::Read(std::uint32_t window) {
  window_ = window;
  listed_.fill(0);
  for (Sum& sum : sums_) sum.weights.fill(sum.least);
  for (List& list : lists_) {
    if (const Status read = ReadList(list, window * kPages); !read.ok()) return read;
  }
  return {};
}

Status WindowScorer::ReadPage(std::uint32_t page) {
  window_ = WindowOf(page);
  const std::uint32_t place = page % kPages;
  for (Sum& sum : sums_) sum.weights[place] = sum.least;
  for (List& list : lists_) {
    PostingCursor& cursor = list.cursor;
    const std::size_t block = cursor.BlockOf(page);
    if (block == cursor.blocks()) continue;
    if (!cursor.IsLoaded(block)) list.next = 0;
    if (const Status loaded = cursor.Load(block); !loaded.ok()) return loaded;
    const auto found = std::lower_bound(cursor.pages().begin(), cursor.pages().end(), page);
    const auto index = static_cast<std::size_t>(found - cursor.pages().begin());
    if (found != cursor.pages().end() && *found == page) sums_[list.sum].weights[place] += cursor.weights()[index] * list.factor;
  }
  return {};
}

void WindowScorer::AddSum(const Sum& sum, std::span<const std::uint8_t> places, std::span<double> scores) const {
  for (std::size_t i = 0; i < places.size(); ++i) scores[i] += sum.Of(sum.weights[places[i]]);
}

void WindowScorer::AddNode(const QueryNode& node, std::span<const std::uint8_t> places, std::span<double> scores) const {
  if (node.kind == QueryNode::Kind::kLeaf) return AddSum(sums_[sum_of_leaf_[node.leaf]], places, scores);
  std::array<double, kPages> own{};
  const std::span<double> of_node(own.data(), places.size());
  for (const QueryNode& child : node.children) {
    if (node.kind != QueryNode::Kind::kAnyOf || child.kind == QueryNode::Kind::kLeaf) {
      AddNode(child, places, of_node);
      continue;
    }
    const auto pages = alternatives_.find(&child);
    if (pages == alternatives_.end()) continue;
    std::array<double, kPages> of_child{};
    AddNode(child, places, std::span(of_child).first(places.size()));
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (pages->second.Contains(window_ * kPages + places[i])) own[i] += of_child[i];
    }
  }
  const std::vector<Neighbours>& neighbours = search_.plan_.neighbours();
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].node == &node) AddSum(sums_[first_neighbours_ + i], places, of_node);
  }
  for (std::size_t i = 0; i < places.size(); ++i) scores[i] += own[i];
}

void WindowScorer::Score(std::span<const std::uint8_t> places, std::span<double> scores) const {
  std::fill(scores.begin(), scores.end(), 0.0);
  AddNode(search_.plan_.query().root, places, scores);
}

}  // namespace sohoa
