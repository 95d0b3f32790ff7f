// SPDX-License-Identifier: Apache-2.0
//
// Pages for measuring a search: their syllables follow one another as those of Vietnamese legal
// text do (language/syllable_counts.bin), with numbers, codes and what a reader gets wrong, and
// fields as documents have them. A dossier is a function of its number alone, so that a run that
// was cut short goes on where it was.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "language/syllable_counts.h"

namespace sohoa {

inline constexpr std::uint32_t kPagesOfADossier = 10;

struct DrawnDossier {
  Dossier dossier;
  std::vector<PageRecord> pages;
};

class SearchPages {
 public:
  SearchPages();

  DrawnDossier Draw(std::uint64_t number) const;
  // The syllable of that rank by count, from 0; "" behind the last.
  const std::string& Syllable(std::size_t rank) const;
  // One that follows `before` often; the draw is by count.
  std::string Follower(const std::string& before, std::mt19937_64& random) const;
  std::size_t syllables() const { return by_count_.size(); }

 private:
  TokenId DrawFirst(std::mt19937_64& random) const;
  TokenId DrawNext(TokenId before, std::mt19937_64& random) const;
  std::string DrawWord(TokenId& token, std::mt19937_64& random) const;
  PageRecord Page(const std::string& code, std::uint32_t place, std::mt19937_64& random) const;
  void AddDocument(DrawnDossier& drawn, std::uint32_t first, std::uint32_t last, std::mt19937_64& random) const;

  SyllableCounts counts_;
  std::vector<std::uint64_t> running_;  // sums of counts of syllables
  std::vector<std::uint64_t> followers_running_;  // of each token apart
  std::vector<TokenId> by_count_;
};

}  // namespace sohoa
