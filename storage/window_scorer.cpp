// SPDX-License-Identifier: Apache-2.0
#include "storage/window_scorer.h"

#include <algorithm>
#include <utility>

namespace sohoa {

void WindowScorer::Collect(const QueryNode& node, std::vector<std::size_t>& leaves) {
  if (node.kind == QueryNode::Kind::kLeaf) leaves.push_back(node.leaf);
  for (const QueryNode& child : node.children) Collect(child, leaves);
}

Status WindowScorer::OpenTerms(const PlannedTerms& terms, std::size_t sum) {
  for (const PlannedTerm& term : terms) {
    if (spelling_ == Spelling::kTyped && !term.exact) continue;
    Result<PostingCursor> cursor = PostingCursor::Open(*search_.held_.segment, term.entry, search_.reader_);
    if (!cursor) return cursor.status();
    lists_.push_back({std::move(*cursor), term.factor, sum, 0});
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
  if (!(*phrase)->pages.empty()) lists_.push_back({PostingCursor::Of((*phrase)->pages, (*phrase)->weights), 1, sum, 0});
  return {};
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
  const QueryNode& root = plan.query().root;
  is_flat_ = root.kind == QueryNode::Kind::kLeaf || root.kind == QueryNode::Kind::kAll;
  for (const QueryNode& child : root.children) is_flat_ = is_flat_ && child.kind == QueryNode::Kind::kLeaf;
  for (std::size_t i = 0; i < plan.neighbours().size(); ++i) {
    const Neighbours& beside = plan.neighbours()[i];
    sums_.emplace_back().rarity = kNeighbourShare * (plan.rarity(beside.left, 0) + plan.rarity(beside.right, 0));
    const Status opened = OpenTerms(search_.terms_.neighbours[i], sums_.size() - 1);
    if (!opened.ok()) return opened;
  }
  return {};
}

double WindowScorer::Bound(std::uint32_t window) {
  const std::uint32_t begin = window * kPages;
  const std::uint32_t last = begin + kPages - 1;
  for (Sum& sum : sums_) sum.bound = 0;
  for (List& list : lists_) {
    while (list.block < list.cursor.blocks() && list.cursor.last_page(list.block) < begin) ++list.block;
    std::uint32_t most = 0;
    for (std::size_t block = list.block; block < list.cursor.blocks(); ++block) {
      if (block > list.block && list.cursor.last_page(block - 1) >= last) break;
      most = std::max(most, list.cursor.max_weight(block));
    }
    sums_[list.sum].bound += most * list.factor;
  }
  return BoundOf(search_.plan_.query().root);
}

// Added up in the order of a score, so that rounding never puts a bound below it.
double WindowScorer::BoundOf(const QueryNode& node) const {
  if (node.kind == QueryNode::Kind::kLeaf) {
    const Sum& sum = sums_[sum_of_leaf_[node.leaf]];
    return sum.rarity * Saturation(sum.bound);
  }
  double bound = 0;
  for (const QueryNode& child : node.children) bound += BoundOf(child);
  const std::vector<Neighbours>& neighbours = search_.plan_.neighbours();
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].node != &node) continue;
    const Sum& sum = sums_[first_neighbours_ + i];
    bound += sum.rarity * Saturation(sum.bound);
  }
  return bound;
}

Status WindowScorer::Read(std::uint32_t window) {
  const std::uint32_t begin = window * kPages;
  const std::uint32_t last = begin + kPages - 1;
  for (Sum& sum : sums_) sum.weights.fill(0);
  for (List& list : lists_) {
    std::array<std::uint32_t, kPages>& weights = sums_[list.sum].weights;
    for (std::size_t block = list.block; block < list.cursor.blocks(); ++block) {
      if (block > list.block && list.cursor.last_page(block - 1) >= last) break;
      if (const Status loaded = list.cursor.Load(block); !loaded.ok()) return loaded;
      const std::span<const std::uint32_t> pages = list.cursor.pages();
      for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i] >= begin && pages[i] <= last) weights[pages[i] - begin] += list.cursor.weights()[i] * list.factor;
      }
    }
  }
  return {};
}

bool WindowScorer::Add(const QueryNode& node, std::uint32_t page, std::uint32_t in_window, double& score) const {
  if (node.kind == QueryNode::Kind::kLeaf) {
    const Sum& sum = sums_[sum_of_leaf_[node.leaf]];
    const std::uint32_t weight = sum.weights[in_window];
    if (weight > 0) score += sum.rarity * Saturation(weight);
    return weight > 0;
  }
  double own = 0;
  for (const QueryNode& child : node.children) {
    if (node.kind == QueryNode::Kind::kAnyOf && child.kind != QueryNode::Kind::kLeaf) {
      const auto pages = search_.alternatives_.find({&child, spelling_});
      if (pages == search_.alternatives_.end() || !pages->second.Contains(page)) continue;
    }
    Add(child, page, in_window, own);
  }
  const std::vector<Neighbours>& neighbours = search_.plan_.neighbours();
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].node != &node) continue;
    const Sum& sum = sums_[first_neighbours_ + i];
    own += sum.rarity * Saturation(sum.weights[in_window]);
  }
  score += own;
  return true;
}

double WindowScorer::ScoreOf(std::uint32_t page) const {
  double score = 0;
  if (is_flat_) {
    for (const Sum& sum : sums_) score += sum.rarity * Saturation(sum.weights[page % kPages]);
    return score;
  }
  Add(search_.plan_.query().root, page, page % kPages, score);
  return score;
}

}  // namespace sohoa
