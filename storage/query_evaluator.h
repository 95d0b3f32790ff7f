// SPDX-License-Identifier: Apache-2.0
//
// Which pages a query matches and how well: BM25 (Robertson and Zaragoza 2009) over pages,
// with heavier places counting more, exact spellings more than folded ones, and words that
// stand side by side in the query and on the page more than the same words apart.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/index_codec.h"
#include "storage/query_parser.h"
#include "storage/search_index.h"

namespace sohoa {

struct PageMatch {
  std::uint64_t ordinal = 0;
  MatchLevel level = MatchLevel::kExact;  // the worst of its words'
  double score = 0;
};

// What a query may cost.
struct QueryBudget {
  std::chrono::steady_clock::time_point deadline;
  std::uint64_t postings = 0;  // left
  bool spent = false;

  // False once there is nothing left.
  bool Spend(std::uint64_t postings_read);
};

// How a word's spelling on a page counts against the typed one: 1 the same, less with other
// tones or marks.
double SpellingFactor(std::string_view typed_exact, std::string_view printed_exact);

class QueryEvaluator {
 public:
  // `moment`, `query` and `budget` must outlive it.
  QueryEvaluator(MetaReader& moment, const IndexStatistics& statistics, const ParsedQuery& query,
                 QueryBudget& budget)
      : moment_(moment), statistics_(statistics), query_(query), budget_(budget) {}

  // In order of ordinal. kCorruption: a posting is malformed.
  Result<std::vector<PageMatch>> Evaluate();
  // The same with similar terms in the place of words that no page has, or of all words where
  // every word is there but not together.
  Result<std::vector<PageMatch>> EvaluateSimilar();
  // What each folded key was replaced by; for highlighting.
  const std::unordered_map<std::string, std::vector<std::string>>& similar() const {
    return similar_;
  }

 private:
  struct WordMatch {
    std::uint64_t ordinal = 0;
    MatchLevel level = MatchLevel::kExact;
    double weight = 0;  // sum over occurrences of place and spelling
    std::vector<std::uint32_t> positions;  // rising
  };
  using WordMatches = std::vector<WordMatch>;

  Result<WordMatches> MatchWord(const TermKeys& word);
  Status AddPostings(const TermKeys& word, const std::string& term, bool similar,
                     WordMatches& matches);
  Result<WordMatches> MatchLeaf(const QueryLeaf& leaf);
  Result<std::vector<PageMatch>> MatchNode(const QueryNode& node);
  Result<std::vector<PageMatch>> MatchAll(const QueryNode& node);
  double Score(const WordMatch& match, std::size_t pages_with_it) const;

  MetaReader& moment_;
  const IndexStatistics& statistics_;
  const ParsedQuery& query_;
  QueryBudget& budget_;
  std::unordered_map<std::string, std::vector<std::string>> similar_;
  std::unordered_map<std::size_t, WordMatches> leaves_;  // of the present evaluation
};

}  // namespace sohoa
