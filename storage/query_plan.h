// SPDX-License-Identifier: Apache-2.0
//
// QueryPlan: the terms of a query in each segment, and how rare its words are in all of them.
//
// How a page is scored (BM25 of Robertson and Zaragoza 2009 without length, for pages are nearly
// equal): each word gives its rarity x Saturation(weight), where the weight adds up its places and
// how its spelling there fits; a phrase the rarities of its words x Saturation of its rarest pair;
// words that stand side by side in the query kNeighbourShare of both rarities x Saturation of
// their pair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "storage/index_terms.h"
#include "storage/index_view.h"
#include "storage/people_fields.h"
#include "storage/query_parser.h"

namespace sohoa {

// In eighths: how much a word counts in another spelling than the typed one.
inline constexpr std::uint32_t kSameSpelling = 8;
inline constexpr std::uint32_t kOtherTone = 6;
inline constexpr std::uint32_t kOtherMarks = 4;
inline constexpr std::uint32_t kSimilarWord = 3;
inline constexpr double kNeighbourShare = 0.7;

// Of a sum of halves x eighths.
double Saturation(std::uint32_t weight);
// Of a word on so many of all pages.
double Rarity(std::uint64_t pages_with_it, std::uint64_t pages);
// Of one spelling beside the typed one, in eighths.
std::uint32_t SpellingFactor(std::string_view typed_exact, std::string_view printed_exact);

// A term of a segment that stands for a word of the query.
struct PlannedTerm {
  TermEntry entry;
  std::uint32_t factor = kSameSpelling;
  bool exact = false;  // as typed
};
using PlannedTerms = std::vector<PlannedTerm>;

// Two single words that stand side by side in the query.
struct Neighbours {
  const QueryNode* node = nullptr;  // whose children they are
  std::size_t left = 0;             // leaves
  std::size_t right = 0;
};

// Of the words that may stand for one of a query those that a segment has, of each field that it is looked
// for in.
using PresentWords = std::vector<std::vector<std::string>>;

struct SegmentTerms {
  std::vector<std::vector<PlannedTerms>> words;  // of each leaf's words
  std::vector<std::vector<PresentWords>> present;  // likewise
  std::vector<std::vector<PlannedTerms>> pairs;  // of each phrase: its words i and i + 1
  std::vector<PlannedTerms> neighbours;          // as QueryPlan::neighbours
};

// What stands for a word of the query: spellings of its own letters, of words that begin like it,
// or of similar words.
struct WordExpansion {
  std::vector<std::string> folded;
  bool similar = false;
};

class QueryPlan {
 public:
  // All must outlive it.
  // `people`: words in fields that name people are found where no field is asked for.
  QueryPlan(const ParsedQuery& query, IndexViews& views, const IndexView& view, const PieceReader& reader, bool people)
      : query_(query), views_(views), view_(view), reader_(reader), at_large_{std::string(kWholePage)} {
    if (people) at_large_.emplace_back(kPeople);
  }

  // Fields that a leaf's words are looked for in.
  const std::vector<std::string>& FieldsOf(const QueryLeaf& leaf) const { return leaf.fields.empty() ? at_large_ : leaf.fields; }
  // Looks the words up. `similar`: words that no page has, or all where each is somewhere, are
  // taken for similar ones.
  Status Make(bool similar = false);

  const ParsedQuery& query() const { return query_; }
  const SegmentTerms& segment(std::size_t number) const { return segments_[number]; }
  const std::vector<Neighbours>& neighbours() const { return neighbours_; }
  double rarity(std::size_t leaf, std::size_t word) const { return rarities_[leaf][word]; }
  double RarityOf(std::size_t leaf) const;  // of all of its words
  bool similar() const { return similar_; }
  // What stands for each folded word where that is not itself; for highlighting and suggesting.
  const std::unordered_map<std::string, std::vector<std::string>>& replaced() const { return replaced_; }

 private:
  Status Expand();
  Status LookUpWords();
  Status ExpandSimilar();
  Status LookUpWord(std::size_t leaf, std::size_t word);
  // One that the dictionary has of a word of the query.
  void AddSpelling(std::string_view key, const TermEntry& entry, const QueryLeaf& leaf, const TermKeys& typed, bool similar,
                   PlannedTerms& terms) const;
  Status LookUpPairs();
  Status LookUpPair(std::size_t left_leaf, std::size_t left, std::size_t right_leaf, std::size_t right,
                    const Segment& segment, const SegmentTerms& found, PlannedTerms& terms);
  void FindNeighbours(const QueryNode& node);
  Result<std::uint64_t> CountPages(std::size_t leaf, std::size_t word) const;

  const ParsedQuery& query_;
  IndexViews& views_;
  const IndexView& view_;
  const PieceReader& reader_;
  std::vector<std::string> at_large_;
  bool similar_ = false;
  std::vector<std::vector<WordExpansion>> expansions_;  // of each leaf's words
  std::vector<SegmentTerms> segments_;
  std::vector<Neighbours> neighbours_;
  std::vector<std::vector<std::uint64_t>> pages_;  // of each leaf's words
  std::vector<std::vector<double>> rarities_;
  std::unordered_map<std::string, std::vector<std::string>> replaced_;
};

}  // namespace sohoa
