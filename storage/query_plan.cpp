// SPDX-License-Identifier: Apache-2.0
#include "storage/query_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/vietnamese.h"
#include "storage/index_terms.h"
#include "storage/word_expander.h"

namespace sohoa {
namespace {

constexpr double kK1 = 1.2;
// A word that fewer than one page in 10,000 lacks, as what a short prefix stands for, tells no page
// from another. Of a few thousand pages none is as common.
constexpr double kLeastRarity = 1e-4;
constexpr double kWeightUnit = 2.0 * kSameSpelling;  // a word of running text as it was typed

double Saturate(std::uint32_t weight) {
  const double times = weight / kWeightUnit;
  return times * (kK1 + 1) / (times + kK1);
}

}  // namespace

double Saturation(std::uint32_t weight) {
  static const std::array<double, 4096> table = [] {
    std::array<double, 4096> made{};
    for (std::uint32_t i = 0; i < made.size(); ++i) made[i] = Saturate(i);
    return made;
  }();
  return weight < table.size() ? table[weight] : Saturate(weight);
}

double Rarity(std::uint64_t pages_with_it, std::uint64_t pages) {
  const double all = static_cast<double>(std::max<std::uint64_t>(pages, 1));
  const double with = std::min(static_cast<double>(pages_with_it), all);
  const double rarity = std::log(1 + (all - with + 0.5) / (with + 0.5));
  return rarity < kLeastRarity ? 0 : rarity;
}

std::uint32_t SpellingFactor(std::string_view typed_exact, std::string_view printed_exact) {
  if (typed_exact == printed_exact) return kSameSpelling;
  return ToneStrippedKey(typed_exact) == ToneStrippedKey(printed_exact) ? kOtherTone : kOtherMarks;
}

double QueryPlan::RarityOf(std::size_t leaf) const {
  double sum = 0;
  for (const double rarity : rarities_[leaf]) sum += rarity;
  return sum;
}

Status QueryPlan::Make(bool similar) {
  similar_ = similar;
  std::erase(at_large_, kAlternatives);
  if (const Status expanded = Expand(); !expanded.ok()) return expanded;
  if (const Status found = LookUpWords(); !found.ok()) return found;
  if (similar_) {
    if (const Status expanded = ExpandSimilar(); !expanded.ok()) return expanded;
    at_large_.emplace_back(kAlternatives);
    if (const Status found = LookUpWords(); !found.ok()) return found;
  }
  neighbours_.clear();
  FindNeighbours(query_.root);
  return LookUpPairs();
}

Status QueryPlan::LookUpWords() {
  segments_.assign(view_.segments.size(), SegmentTerms());
  for (SegmentTerms& segment : segments_) {
    segment.words.resize(query_.leaves.size());
    segment.present.resize(query_.leaves.size());
    for (std::size_t leaf = 0; leaf < query_.leaves.size(); ++leaf) {
      segment.words[leaf].resize(query_.leaves[leaf].words.size());
      segment.present[leaf].resize(query_.leaves[leaf].words.size());
    }
  }
  rarities_.assign(query_.leaves.size(), {});
  pages_.assign(query_.leaves.size(), {});
  for (std::size_t leaf = 0; leaf < query_.leaves.size(); ++leaf) {
    for (std::size_t word = 0; word < query_.leaves[leaf].words.size(); ++word) {
      if (const Status found = LookUpWord(leaf, word); !found.ok()) return found;
      const Result<std::uint64_t> pages = CountPages(leaf, word);
      if (!pages) return pages.status();
      pages_[leaf].push_back(*pages);
      rarities_[leaf].push_back(Rarity(*pages, view_.statistics.pages));
    }
  }
  return {};
}

Status QueryPlan::Expand() {
  expansions_.assign(query_.leaves.size(), {});
  for (std::size_t leaf = 0; leaf < query_.leaves.size(); ++leaf) {
    for (const TermKeys& word : query_.leaves[leaf].words) {
      WordExpansion& expansion = expansions_[leaf].emplace_back();
      expansion.folded = {word.folded};
      if (!query_.leaves[leaf].prefix) continue;
      Result<std::vector<std::string>> words = WordExpander(views_, view_, reader_).Beginning(FieldsOf(query_.leaves[leaf]), word.folded);
      if (!words) return words.status();
      expansion.folded = replaced_[word.folded] = std::move(*words);
    }
  }
  return {};
}

Status QueryPlan::ExpandSimilar() {
  std::vector<std::pair<std::size_t, std::size_t>> absent;
  std::vector<std::pair<std::size_t, std::size_t>> present;
  for (std::size_t leaf = 0; leaf < query_.leaves.size(); ++leaf) {
    for (std::size_t word = 0; word < query_.leaves[leaf].words.size(); ++word) {
      if (query_.leaves[leaf].prefix) continue;
      (pages_[leaf][word] > 0 ? present : absent).emplace_back(leaf, word);
    }
  }
  for (const auto& [leaf, word] : absent.empty() ? present : absent) {
    const std::string& folded = query_.leaves[leaf].words[word].folded;
    WordExpansion& expansion = expansions_[leaf][word];
    expansion.similar = true;
    Result<std::vector<std::string>> words = WordExpander(views_, view_, reader_).Similar(folded);
    if (!words) return words.status();
    replaced_[folded] = std::move(*words);
    expansion.folded = replaced_[folded];
    expansion.folded.push_back(folded);
  }
  return {};
}

void QueryPlan::AddSpelling(std::string_view key, const TermEntry& entry, const QueryLeaf& leaf, const TermKeys& typed,
                            bool similar, PlannedTerms& terms) const {
  const std::optional<TermKeys> word = ReadWordKey(key);
  if (!word) return;
  PlannedTerm term{entry, kSameSpelling, true};
  if ((similar && word->folded != typed.folded) || IsAlternativeKey(key)) {
    term.factor = kSimilarWord;
    term.exact = false;
  } else if (query_.marked && leaf.prefix) {
    term.exact = word->exact.starts_with(typed.exact);
    term.factor = term.exact ? kSameSpelling : kOtherMarks;
  } else if (query_.marked) {
    term.factor = SpellingFactor(typed.exact, word->exact);
    term.exact = term.factor == kSameSpelling;
  }
  terms.push_back(std::move(term));
}

Status QueryPlan::LookUpWord(std::size_t leaf, std::size_t word) {
  const QueryLeaf& wanted = query_.leaves[leaf];
  const std::vector<std::string>& fields = FieldsOf(wanted);
  struct Sought {
    std::string prefix;
    std::size_t field = 0;
    const std::string* folded = nullptr;
  };
  std::vector<Sought> sought;
  for (std::size_t field = 0; field < fields.size(); ++field) {
    for (const std::string& folded : expansions_[leaf][word].folded) sought.push_back({SpellingsPrefix(fields[field], folded), field, &folded});
  }
  std::sort(sought.begin(), sought.end(), [](const Sought& a, const Sought& b) { return a.prefix < b.prefix; });
  std::vector<std::string> prefixes;
  for (const Sought& of_field : sought) prefixes.push_back(of_field.prefix);
  for (std::size_t number = 0; number < view_.segments.size(); ++number) {
    PlannedTerms& terms = segments_[number].words[leaf][word];
    auto& present = segments_[number].present[leaf][word];
    present.resize(fields.size());
    const Status added = view_.segments[number]->segment->ScanEach(
        prefixes, reader_, [&](std::size_t prefix, std::string_view key, const TermEntry& entry) {
          std::vector<std::string>& in_field = present[sought[prefix].field];
          if (in_field.empty() || in_field.back() != *sought[prefix].folded) in_field.push_back(*sought[prefix].folded);
          AddSpelling(key, entry, wanted, wanted.words[word], expansions_[leaf][word].similar, terms);
        });
    if (!added.ok()) return added;
  }
  return {};
}

Result<std::uint64_t> QueryPlan::CountPages(std::size_t leaf, std::size_t word) const {
  std::uint64_t pages = 0;
  for (std::size_t number = 0; number < view_.segments.size(); ++number) {
    for (const PlannedTerm& term : segments_[number].words[leaf][word]) {
      const Result<std::uint64_t> live = LivePages(*view_.segments[number], term.entry, reader_);
      if (!live) return live;
      pages += *live;
    }
  }
  return pages;
}

void QueryPlan::FindNeighbours(const QueryNode& node) {
  const auto is_word = [&](const QueryNode& child) {
    if (child.kind != QueryNode::Kind::kLeaf) return false;
    const QueryLeaf& leaf = query_.leaves[child.leaf];
    return leaf.words.size() == 1 && leaf.fields.empty() && !leaf.prefix;
  };
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    FindNeighbours(node.children[i]);
    if (node.kind != QueryNode::Kind::kAll || i == 0) continue;
    if (!is_word(node.children[i - 1]) || !is_word(node.children[i])) continue;
    neighbours_.push_back({&node, node.children[i - 1].leaf, node.children[i].leaf});
  }
}

Status QueryPlan::LookUpPair(std::size_t left_leaf, std::size_t left, std::size_t right_leaf, std::size_t right,
                             const Segment& segment, const SegmentTerms& found, PlannedTerms& terms) {
  const TermKeys& left_typed = query_.leaves[left_leaf].words[left];
  const TermKeys& right_typed = query_.leaves[right_leaf].words[right];
  std::vector<std::string> prefixes;
  for (std::size_t field = 0; field < at_large_.size(); ++field) {
    for (const std::string& left_folded : found.present[left_leaf][left][field]) {
      for (const std::string& right_folded : found.present[right_leaf][right][field]) {
        prefixes.push_back(PairSpellingsPrefix(at_large_[field], left_folded, right_folded));
      }
    }
  }
  std::sort(prefixes.begin(), prefixes.end());
  const std::string typed = left_typed.folded + ' ' + right_typed.folded;
  return segment.ScanEach(prefixes, reader_, [&](std::size_t, std::string_view key, const TermEntry& entry) {
    const std::optional<TermKeys> pair = ReadWordKey(key);
    if (!pair) return;
    const bool similar = pair->folded != typed || IsAlternativeKey(key);
    PlannedTerm term{entry, similar ? kSimilarWord : kSameSpelling, !similar};
    if (!similar && query_.marked) {
      const std::size_t space = pair->exact.find(' ');
      term.factor = std::min(SpellingFactor(left_typed.exact, std::string_view(pair->exact).substr(0, space)),
                             SpellingFactor(right_typed.exact, std::string_view(pair->exact).substr(space + 1)));
      term.exact = term.factor == kSameSpelling;
    }
    terms.push_back(std::move(term));
  });
}

Status QueryPlan::LookUpPairs() {
  for (std::size_t number = 0; number < view_.segments.size(); ++number) {
    const Segment& segment = *view_.segments[number]->segment;
    SegmentTerms& terms = segments_[number];
    terms.pairs.resize(query_.leaves.size());
    for (std::size_t leaf = 0; leaf < query_.leaves.size(); ++leaf) {
      if (!query_.leaves[leaf].fields.empty()) continue;
      for (std::size_t i = 1; i < query_.leaves[leaf].words.size(); ++i) {
        const Status found = LookUpPair(leaf, i - 1, leaf, i, segment, terms, terms.pairs[leaf].emplace_back());
        if (!found.ok()) return found;
      }
    }
    for (const Neighbours& beside : neighbours_) {
      const Status found = LookUpPair(beside.left, 0, beside.right, 0, segment, terms, terms.neighbours.emplace_back());
      if (!found.ok()) return found;
    }
  }
  return {};
}

}  // namespace sohoa
