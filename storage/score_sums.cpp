// SPDX-License-Identifier: Apache-2.0
#include "storage/score_sums.h"

#include <algorithm>

namespace sohoa {
namespace {

// What a sum gives is looked up for weights below: 64 words in running text as they were typed.
constexpr std::uint32_t kKnownWeights = 1024;

// Of what gives a page nothing.
const PlannedTerms kNoTerms;

struct ScoredLeaf {
  std::size_t leaf = 0;
  bool is_required = false;
};

void CollectLeaves(const QueryNode& node, bool is_required, std::vector<ScoredLeaf>& leaves) {
  if (node.kind == QueryNode::Kind::kLeaf) leaves.push_back({node.leaf, is_required});
  const bool all_are = is_required && node.kind == QueryNode::Kind::kAll;
  for (const QueryNode& child : node.children) CollectLeaves(child, all_are, leaves);
}

}  // namespace

double ScoreSums::Sum::OfLarge(std::uint32_t weight) const { return rarity * Saturation(weight); }

Status ScoreSums::AddLeaf(std::size_t leaf) {
  sum_of_leaf_[leaf] = sums_.size();
  Sum& sum = sums_.emplace_back();
  sum.rarity = search_.plan_.RarityOf(leaf);
  if (sum.rarity == 0) {
    sum.terms = &kNoTerms;
  } else if (search_.plan_.query().leaves[leaf].words.size() == 1) {
    sum.terms = &search_.terms_.words[leaf][0];
  } else if (search_.IsPair(leaf)) {
    sum.terms = &search_.terms_.pairs[leaf][0];
  } else {
    const auto phrase = search_.FindPhrase(leaf, spelling_);
    if (!phrase) return phrase.status();
    sum.phrase = *phrase;
  }
  return {};
}

Status ScoreSums::Open() {
  const QueryPlan& plan = search_.plan_;
  sum_of_leaf_.assign(plan.query().leaves.size(), 0);
  std::vector<ScoredLeaf> leaves;
  CollectLeaves(plan.query().root, true, leaves);
  for (const auto& [leaf, is_required] : leaves) {
    if (const Status added = AddLeaf(leaf); !added.ok()) return added;
    sums_.back().is_required = is_required;
  }
  first_neighbours_ = sums_.size();
  for (std::size_t i = 0; i < plan.neighbours().size(); ++i) {
    const Neighbours& beside = plan.neighbours()[i];
    Sum& sum = sums_.emplace_back();
    sum.rarity = kNeighbourShare * (plan.rarity(beside.left, 0) + plan.rarity(beside.right, 0));
    sum.terms = sum.rarity == 0 ? &kNoTerms : &search_.terms_.neighbours[i];
  }
  for (Sum& sum : sums_) {
    sum.of_weight.resize(kKnownWeights);
    for (std::uint32_t weight = 0; weight < kKnownWeights; ++weight) sum.of_weight[weight] = sum.rarity * Saturation(weight);
  }
  for (const auto& [alternative, pages] : search_.alternatives_) {
    if (alternative.second == spelling_) alternatives_.emplace(alternative.first, pages.ToBits(segment().pages()));
  }
  return {};
}

// Added up in the order of a score, so that rounding never puts a bound below it.
double ScoreSums::BoundOf(const QueryNode& node) const {
  if (node.kind == QueryNode::Kind::kLeaf) {
    const Sum& sum = sums_[sum_of_leaf_[node.leaf]];
    return sum.Of(sum.bound);
  }
  double bound = 0;
  for (const QueryNode& child : node.children) bound += BoundOf(child);
  const std::vector<Neighbours>& neighbours = search_.plan_.neighbours();
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    const Sum& sum = sums_[first_neighbours_ + i];
    if (neighbours[i].node == &node) bound += sum.Of(sum.bound);
  }
  return bound;
}

void ScoreSums::AddSum(const Sum& sum, std::span<const std::uint8_t> places, std::span<double> scores) const {
  for (std::size_t i = 0; i < places.size(); ++i) scores[i] += sum.Of(sum.weights[places[i]]);
}

void ScoreSums::AddNode(const QueryNode& node, std::uint32_t window, std::span<const std::uint8_t> places,
                        std::span<double> scores) const {
  if (node.kind == QueryNode::Kind::kLeaf) return AddSum(sums_[sum_of_leaf_[node.leaf]], places, scores);
  // As far as there are places: a window has few of them, as a rule.
  std::array<double, kWindow> own;
  const std::span<double> of_node(own.data(), places.size());
  std::fill(of_node.begin(), of_node.end(), 0.0);
  for (const QueryNode& child : node.children) {
    if (node.kind != QueryNode::Kind::kAnyOf || child.kind == QueryNode::Kind::kLeaf) {
      AddNode(child, window, places, of_node);
      continue;
    }
    const auto pages = alternatives_.find(&child);
    if (pages == alternatives_.end()) continue;
    std::array<double, kWindow> of_child;
    const std::span<double> child_scores(of_child.data(), places.size());
    std::fill(child_scores.begin(), child_scores.end(), 0.0);
    AddNode(child, window, places, child_scores);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (pages->second.Contains(window * kWindow + places[i])) of_node[i] += child_scores[i];
    }
  }
  const std::vector<Neighbours>& neighbours = search_.plan_.neighbours();
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    if (neighbours[i].node == &node) AddSum(sums_[first_neighbours_ + i], places, of_node);
  }
  for (std::size_t i = 0; i < places.size(); ++i) scores[i] += of_node[i];
}

void ScoreSums::Score(std::uint32_t window, std::span<const std::uint8_t> places, std::span<double> scores) const {
  std::fill(scores.begin(), scores.end(), 0.0);
  AddNode(search_.plan_.query().root, window, places, scores);
}

}  // namespace sohoa
