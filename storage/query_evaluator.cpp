// SPDX-License-Identifier: Apache-2.0
#include "storage/query_evaluator.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/vietnamese.h"
#include "storage/key_layout.h"
#include "storage/similar_terms.h"

namespace sohoa {
namespace {

constexpr double kK1 = 1.2;  // pages are nearly of one length: it does not count
constexpr double kAdjacentBonus = 0.7;  // of the two words' own scores
constexpr double kSimilarFactor = 0.4;
constexpr std::size_t kMaxSimilar = 16;
// The clock is asked once in so many postings.
constexpr std::uint64_t kPostingsPerLook = 256;

double PlaceWeight(TermPlace place) {
  switch (place) {
    case TermPlace::kBody: return 1;
    case TermPlace::kNumber: return 4;
    case TermPlace::kSubject: return 3;
    case TermPlace::kType: return 2;
    case TermPlace::kField: return 1.5;
  }
  return 1;
}

MatchLevel Worse(MatchLevel a, MatchLevel b) { return std::max(a, b); }

Status BadPosting() {
  return Status(StatusCode::kCorruption,
                "search: an entry of the index is malformed; rebuild the index");
}

// Pages of both, each with the sum of scores and the worse level.
std::vector<PageMatch> Intersect(const std::vector<PageMatch>& a, const std::vector<PageMatch>& b) {
  std::vector<PageMatch> both;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (i->ordinal < j->ordinal) {
      ++i;
    } else if (j->ordinal < i->ordinal) {
      ++j;
    } else {
      both.push_back({i->ordinal, Worse(i->level, j->level), i->score + j->score});
      ++i;
      ++j;
    }
  }
  return both;
}

std::vector<PageMatch> Unite(const std::vector<PageMatch>& a, const std::vector<PageMatch>& b) {
  std::vector<PageMatch> either;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() || j != b.end()) {
    if (j == b.end() || (i != a.end() && i->ordinal < j->ordinal)) {
      either.push_back(*i++);
    } else if (i == a.end() || j->ordinal < i->ordinal) {
      either.push_back(*j++);
    } else {
      either.push_back({i->ordinal, std::min(i->level, j->level), i->score + j->score});
      ++i;
      ++j;
    }
  }
  return either;
}

std::vector<PageMatch> Without(std::vector<PageMatch> kept, const std::vector<PageMatch>& gone) {
  std::erase_if(kept, [&](const PageMatch& match) {
    const auto it = std::lower_bound(
        gone.begin(), gone.end(), match.ordinal,
        [](const PageMatch& page, std::uint64_t ordinal) { return page.ordinal < ordinal; });
    return it != gone.end() && it->ordinal == match.ordinal;
  });
  return kept;
}

// Positions of `b` that stand right behind one of `a`.
std::vector<std::uint32_t> Behind(const std::vector<std::uint32_t>& a,
                                  const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> behind;
  auto i = a.begin();
  for (const std::uint32_t position : b) {
    while (i != a.end() && *i + 1 < position) ++i;
    if (i != a.end() && *i + 1 == position) behind.push_back(position);
  }
  return behind;
}

}  // namespace

bool QueryBudget::Spend(std::uint64_t postings_read) {
  if (spent) return false;
  const bool look = postings / kPostingsPerLook != (postings - std::min(postings, postings_read)) /
                                                       kPostingsPerLook;
  spent = postings < postings_read || (look && std::chrono::steady_clock::now() > deadline);
  postings -= std::min(postings, postings_read);
  return !spent;
}

double SpellingFactor(std::string_view typed_exact, std::string_view printed_exact) {
  if (typed_exact == printed_exact) return 1;
  return ToneStrippedKey(typed_exact) == ToneStrippedKey(printed_exact) ? 0.75 : 0.5;
}

double QueryEvaluator::Score(const WordMatch& match, std::size_t pages_with_it) const {
  const double pages = std::max<double>(static_cast<double>(statistics_.pages), 1);
  const double with = static_cast<double>(pages_with_it);
  const double rarity = std::log(1 + (std::max(pages - with, 0.0) + 0.5) / (with + 0.5));
  return rarity * match.weight * (kK1 + 1) / (match.weight + kK1);
}

Status QueryEvaluator::AddPostings(const TermKeys& word, const std::string& term, bool similar,
                                   WordMatches& matches) {
  Status status;
  const std::string prefix = PostingsPrefix(term);
  const Status scanned = moment_.Scan(prefix, "", [&](std::string_view key, std::string_view value) {
    const auto ordinal = ReadBigEndian64(key.substr(prefix.size()));
    const std::optional<Posting> posting = DecodePosting(value);
    if (!ordinal || !posting) {
      status = BadPosting();
      return false;
    }
    WordMatch match{*ordinal, similar ? MatchLevel::kFuzzy : MatchLevel::kFolded, 0, {}};
    for (const auto& [exact, occurrences] : *posting) {
      const double factor = similar ? kSimilarFactor : SpellingFactor(word.exact, exact);
      if (!similar && factor == 1) match.level = MatchLevel::kExact;
      for (const Occurrence& occurrence : occurrences) {
        match.weight += factor * PlaceWeight(occurrence.place);
        match.positions.push_back(occurrence.position);
      }
    }
    std::sort(match.positions.begin(), match.positions.end());
    matches.push_back(std::move(match));
    return budget_.Spend(1);
  });
  return scanned.ok() ? status : scanned;
}

Result<QueryEvaluator::WordMatches> QueryEvaluator::MatchWord(const TermKeys& word) {
  WordMatches matches;
  if (const Status status = AddPostings(word, word.folded, false, matches); !status.ok()) {
    return status;
  }
  const auto similar = similar_.find(word.folded);
  if (similar == similar_.end()) return matches;
  for (const std::string& term : similar->second) {
    if (const Status status = AddPostings(word, term, true, matches); !status.ok()) return status;
  }
  std::stable_sort(matches.begin(), matches.end(), [](const WordMatch& a, const WordMatch& b) {
    return a.ordinal < b.ordinal;
  });
  WordMatches merged;
  for (WordMatch& match : matches) {
    if (merged.empty() || merged.back().ordinal != match.ordinal) {
      merged.push_back(std::move(match));
      continue;
    }
    WordMatch& into = merged.back();
    into.level = std::min(into.level, match.level);
    into.weight += match.weight;
    into.positions.insert(into.positions.end(), match.positions.begin(), match.positions.end());
    std::sort(into.positions.begin(), into.positions.end());
  }
  return merged;
}

// A phrase keeps the pages where its words stand in a row; its positions are the last word's.
Result<QueryEvaluator::WordMatches> QueryEvaluator::MatchLeaf(const QueryLeaf& leaf) {
  Result<WordMatches> row = MatchWord(leaf.words.front());
  for (std::size_t i = 1; row && i < leaf.words.size(); ++i) {
    const Result<WordMatches> next = MatchWord(leaf.words[i]);
    if (!next) return next;
    WordMatches both;
    auto left = row->begin();
    for (const WordMatch& right : *next) {
      while (left != row->end() && left->ordinal < right.ordinal) ++left;
      if (left == row->end() || left->ordinal != right.ordinal) continue;
      std::vector<std::uint32_t> positions = Behind(left->positions, right.positions);
      if (positions.empty()) continue;
      both.push_back({right.ordinal, Worse(left->level, right.level),
                      std::min(left->weight, right.weight), std::move(positions)});
    }
    row = std::move(both);
  }
  return row;
}

Result<std::vector<PageMatch>> QueryEvaluator::MatchAll(const QueryNode& node) {
  std::optional<std::vector<PageMatch>> all;
  for (const QueryNode& child : node.children) {
    const Result<std::vector<PageMatch>> matches = MatchNode(child);
    if (!matches) return matches;
    all = all ? Intersect(*all, *matches) : *matches;
  }
  std::vector<PageMatch> kept = all.value_or(std::vector<PageMatch>());
  for (const QueryNode& child : node.forbidden) {
    const Result<std::vector<PageMatch>> matches = MatchNode(child);
    if (!matches) return matches;
    kept = Without(std::move(kept), *matches);
  }
  // Most words of Vietnamese are two syllables: neighbours in the query are one thing.
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    if (node.children[i - 1].kind != QueryNode::Kind::kLeaf ||
        node.children[i].kind != QueryNode::Kind::kLeaf) {
      continue;
    }
    const QueryLeaf& leaf = query_.leaves[node.children[i].leaf];
    if (leaf.words.size() > 1) continue;
    const WordMatches& left = leaves_[node.children[i - 1].leaf];
    const WordMatches& right = leaves_[node.children[i].leaf];
    auto a = left.begin();
    auto b = right.begin();
    for (PageMatch& match : kept) {
      while (a != left.end() && a->ordinal < match.ordinal) ++a;
      while (b != right.end() && b->ordinal < match.ordinal) ++b;
      if (a == left.end() || b == right.end()) break;
      if (Behind(a->positions, b->positions).empty()) continue;
      match.score += kAdjacentBonus * (Score(*a, left.size()) + Score(*b, right.size()));
    }
  }
  return kept;
}

Result<std::vector<PageMatch>> QueryEvaluator::MatchNode(const QueryNode& node) {
  if (node.kind == QueryNode::Kind::kAll) return MatchAll(node);
  std::vector<PageMatch> matches;
  if (node.kind == QueryNode::Kind::kLeaf) {
    Result<WordMatches> words = MatchLeaf(query_.leaves[node.leaf]);
    if (!words) return words.status();
    for (const WordMatch& word : *words) {
      const double words_in_row = static_cast<double>(query_.leaves[node.leaf].words.size());
      matches.push_back({word.ordinal, word.level, words_in_row * Score(word, words->size())});
    }
    leaves_[node.leaf] = std::move(*words);
    return matches;
  }
  for (const QueryNode& child : node.children) {
    const Result<std::vector<PageMatch>> other = MatchNode(child);
    if (!other) return other;
    matches = Unite(matches, *other);
  }
  return matches;
}

Result<std::vector<PageMatch>> QueryEvaluator::Evaluate() {
  leaves_.clear();
  return MatchNode(query_.root);
}

Result<std::vector<PageMatch>> QueryEvaluator::EvaluateSimilar() {
  std::vector<std::string> absent;
  std::vector<std::string> present;
  for (const QueryLeaf& leaf : query_.leaves) {
    for (const TermKeys& word : leaf.words) {
      bool there = false;
      const Status scanned =
          moment_.Scan(PostingsPrefix(word.folded), "", [&](std::string_view, std::string_view) {
            there = true;
            return false;
          });
      if (!scanned.ok()) return scanned;
      (there ? present : absent).push_back(word.folded);
    }
  }
  for (const std::string& folded : absent.empty() ? present : absent) {
    Result<std::vector<std::string>> terms = SimilarTerms(moment_, folded, kMaxSimilar);
    if (!terms) return terms.status();
    similar_[folded] = std::move(*terms);
  }
  return Evaluate();
}

}  // namespace sohoa
