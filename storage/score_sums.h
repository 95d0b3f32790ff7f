// SPDX-License-Identifier: Apache-2.0
//
// ScoreSums: what the words of a query weigh on the pages of one window of a segment, and the scores
// that follow (query_plan.h has the formula). Who fills the weights in decides whether these are
// scores or what a page may score at most.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/result.h"
#include "storage/segment_search.h"

namespace sohoa {

class ScoreSums {
 public:
  static constexpr std::uint32_t kWindow = 256;  // pages
  static std::uint32_t WindowOf(std::uint32_t page) { return page / kWindow; }
  static std::uint32_t PlaceOf(std::uint32_t page) { return page % kWindow; }

  // What adds up to one weight: the pages of terms, or of a phrase that was found by positions.
  struct Sum {
    double Of(std::uint32_t weight) const { return weight < of_weight.size() ? of_weight[weight] : OfLarge(weight); }
    double OfLarge(std::uint32_t weight) const;

    const PlannedTerms* terms = nullptr;
    const FoundPhrase* phrase = nullptr;
    double rarity = 0;
    bool is_required = false;  // no page matches without
    std::uint32_t bound = 0;  // no page weighs more; for Bound
    std::array<std::uint32_t, kWindow> weights{};
    std::vector<double> of_weight;
  };

  ScoreSums(SegmentSearch& search, Spelling spelling) : search_(search), spelling_(spelling) {}

  Status Open();
  std::vector<Sum>& sums() { return sums_; }
  const std::vector<Sum>& sums() const { return sums_; }
  const Segment& segment() const { return *search_.held_.segment; }
  const PieceReader& reader() const { return search_.reader_; }
  bool Counts(const PlannedTerm& term) const { return spelling_ == Spelling::kAny || term.exact; }

  // Of a page that weighs what the sums' bounds say.
  double Bound() const { return BoundOf(search_.plan_.query().root); }
  // Of pages that match; places in the window.
  void Score(std::uint32_t window, std::span<const std::uint8_t> places, std::span<double> scores) const;

 private:
  Status AddLeaf(std::size_t leaf);
  double BoundOf(const QueryNode& node) const;
  void AddSum(const Sum& sum, std::span<const std::uint8_t> places, std::span<double> scores) const;
  void AddNode(const QueryNode& node, std::uint32_t window, std::span<const std::uint8_t> places, std::span<double> scores) const;

  SegmentSearch& search_;
  const Spelling spelling_;
  std::vector<Sum> sums_;  // of leaves, then of neighbours
  std::vector<std::size_t> sum_of_leaf_;
  std::size_t first_neighbours_ = 0;
  // Of alternatives that are more than a leaf.
  std::map<const QueryNode*, PageBits> alternatives_;
};

}  // namespace sohoa
