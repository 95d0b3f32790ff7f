// SPDX-License-Identifier: Apache-2.0
#include "language/language_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sohoa {
namespace {

// Estimates of equation 26 of the cited paper. Counts of counts that are zero (a file without
// pairs that were seen once) say nothing; the usual values then serve.
std::array<double, 4> EstimateDiscounts(const std::vector<std::uint32_t>& counts) {
  std::array<double, 5> seen{};
  for (const std::uint32_t count : counts) {
    if (count >= 1 && count <= 4) ++seen[count];
  }
  std::array<double, 4> discounts = {0, 0.6, 1.0, 1.3};
  if (seen[1] == 0 || seen[2] == 0 || seen[3] == 0) return discounts;
  const double share = seen[1] / (seen[1] + 2 * seen[2]);
  for (std::size_t i = 1; i <= 3; ++i) {
    const double k = static_cast<double>(i);
    discounts[i] = std::clamp(k - (k + 1) * share * seen[i + 1] / seen[i], 0.1, k - 0.05);
  }
  return discounts;
}

}  // namespace

LanguageModel::LanguageModel(SyllableCounts counts) : counts_(std::move(counts)) {
  discounts_ = EstimateDiscounts(counts_.follower_counts);
  double kinds = 0;
  for (const TokenCount& token : counts_.tokens) kinds += token.kinds_before;
  // Each token could stand behind one more.
  const double all = kinds + static_cast<double>(counts_.tokens.size());
  for (const TokenCount& token : counts_.tokens) {
    continuation_.push_back(static_cast<float>((token.kinds_before + 1) / all));
    double kept = 0;
    for (std::uint32_t i = 0; i < token.followers; ++i) {
      const std::uint32_t count = counts_.follower_counts[token.first_follower + i];
      kept += count - Discount(count);
    }
    back_off_.push_back(static_cast<float>(token.count == 0 ? 1 : 1 - kept / token.count));
  }
}

double LanguageModel::Discount(std::uint32_t count) const {
  return discounts_[std::min(count, 3U)];
}

LanguageModel::Range LanguageModel::WithPlainLetters(std::string_view plain) const {
  const auto at = std::lower_bound(
      counts_.groups.begin(), counts_.groups.end(), plain,
      [](const SyllableGroup& group, std::string_view letters) { return group.plain < letters; });
  if (at == counts_.groups.end() || at->plain != plain) return {};
  return {at->begin, at->end};
}

TokenId LanguageModel::Find(std::string_view key, std::string_view plain) const {
  const Range range = WithPlainLetters(plain);
  for (TokenId id = range.begin; id < range.end; ++id) {
    if (counts_.texts[id] == key) return id;
  }
  return kForeignToken;
}

std::uint32_t LanguageModel::PairCount(TokenId before, TokenId token) const {
  const TokenCount& head = counts_.tokens[before];
  const auto begin = counts_.followers.begin() + head.first_follower;
  const auto end = begin + head.followers;
  const auto at = std::lower_bound(begin, end, token);
  if (at == end || *at != token) return 0;
  return counts_.follower_counts[static_cast<std::size_t>(at - counts_.followers.begin())];
}

double LanguageModel::Probability(TokenId before, TokenId token) const {
  const std::uint32_t pair = PairCount(before, token);
  const double kept = pair == 0 ? 0 : (pair - Discount(pair)) / counts_.tokens[before].count;
  return kept + static_cast<double>(back_off_[before]) * static_cast<double>(continuation_[token]);
}

double LanguageModel::LogProbability(TokenId before, TokenId token) const {
  return std::log(Probability(before, token));
}

Result<std::shared_ptr<const LanguageModel>> BuiltInLanguageModel() {
  static const Result<std::shared_ptr<const LanguageModel>> model =
      []() -> Result<std::shared_ptr<const LanguageModel>> {
    Result<SyllableCounts> counts = ParseSyllableCounts(BuiltInSyllableCounts());
    if (!counts) return counts.status();
    return std::shared_ptr<const LanguageModel>(
        std::make_shared<LanguageModel>(std::move(*counts)));
  }();
  return model;
}

}  // namespace sohoa
