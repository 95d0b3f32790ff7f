// SPDX-License-Identifier: Apache-2.0
//
// What a search must answer, worked out page by page from their words, with no index: slow, and
// simple enough to be looked through. The scores are those of storage/query_plan.h.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/index_codec.h"
#include "storage/index_terms.h"
#include "storage/issue_date.h"
#include "storage/people_fields.h"
#include "storage/query_parser.h"
#include "storage/query_plan.h"
#include "storage/search_filter.h"
#include "storage/search_index.h"
#include "storage/search_terms.h"
#include "storage/similar_terms.h"
#include "storage/word_expander.h"

namespace sohoa {

class ReferenceSearch {
 public:
  // Pages come in the order in which they were committed. `key` names one in an answer.
  void Add(const std::string& key, const IndexedPage& page, const PageWords& words) {
    Page& added = pages_.emplace_back();
    added.key = key;
    added.page = page;
    AddText("", words.text, added);
    for (const IndexedField& field : words.fields) AddText(field.code, field.value, added);
    std::map<std::string, std::set<std::string>> spellings;
    for (const Text& text : added.texts) {
      if (IsPeopleField(text.field) || text.field == kAlternatives) continue;  // these are suggested to nobody
      for (const TermKeys& word : text.words) spellings[word.folded].insert(word.exact);
    }
    for (const auto& [folded, exact] : spellings) vocabulary_[folded] += exact.size();
  }
  void Remove(const std::string& key) {
    std::vector<Page> before = std::exchange(pages_, {});
    vocabulary_.clear();
    for (Page& page : before) {
      if (page.key == key) continue;
      std::map<std::string, std::set<std::string>> spellings;
      for (const Text& text : page.texts) {
        if (IsPeopleField(text.field) || text.field == kAlternatives) continue;
        for (const TermKeys& word : text.words) spellings[word.folded].insert(word.exact);
      }
      for (const auto& [folded, exact] : spellings) vocabulary_[folded] += exact.size();
      pages_.push_back(std::move(page));
    }
  }
  std::size_t pages() const { return pages_.size(); }

  struct Hit {
    std::string key;
    double score = 0;
    bool operator==(const Hit&) const = default;
  };
  struct Answer {
    std::uint64_t total = 0;
    std::vector<Hit> hits;
    std::map<std::string, std::uint64_t> types;
  };

  Answer Search(const SearchQuery& query) const {
    const Result<ParsedQuery> parsed = ParseQuery(query.text);
    const Result<SearchFilter> filter = SearchFilter::Parse(query);
    if (!parsed || !filter) return {};
    Run run{*this, *parsed, !query.access || query.access->people, {}, {}, {}, false};
    run.Expand();
    Answer answer = run.Answer(query, *filter);
    if (answer.total > 0 || parsed->leaves.empty()) return answer;
    run.ExpandSimilar();
    return run.Answer(query, *filter);
  }

 private:
  struct Text {
    std::string field;
    std::vector<TermKeys> words;
  };
  struct Page {
    std::string key;
    IndexedPage page;
    std::vector<Text> texts;
  };

  // Words of fields that name people.
  std::map<std::string, std::uint64_t> PeopleWords() const {
    std::map<std::string, std::uint64_t> words;
    for (const Page& page : pages_) {
      for (const Text& text : page.texts) {
        if (!IsPeopleField(text.field)) continue;
        for (const TermKeys& word : text.words) ++words[word.folded];
      }
    }
    return words;
  }
  static void AddText(const std::string& field, const std::string& value, Page& page) {
    Text& text = page.texts.emplace_back();
    text.field = field;
    for (PlacedTerm& term : PlaceTerms(value)) {
      if (!term.whole_code) text.words.push_back(std::move(term.keys));
    }
  }
  static std::uint32_t PlaceWeight(const std::string& field) {
    if (field.empty() || field == kAlternatives) return 2;
    if (field == "code_number" || field == "code_notation" || field == "dossier") return 8;
    if (field == "subject") return 6;
    return field == "type" || field == "type_name" ? 4 : 3;
  }

  struct Run {
    const ReferenceSearch& all;
    const ParsedQuery& query;
    bool people = true;
    std::vector<std::vector<std::set<std::string>>> folded;  // what stands for each word
    std::vector<std::vector<double>> rarity;
    std::vector<std::vector<std::uint64_t>> counts;  // pages of each word, each once for each spelling there
    bool similar = false;

    static std::set<std::string> Commonest(std::vector<std::pair<std::string, std::uint64_t>> terms, std::size_t limit,
                                           const std::string& alike) {
      std::stable_sort(terms.begin(), terms.end(), [&](const auto& a, const auto& b) {
        const bool a_alike = !alike.empty() && LookAlike(a.first, alike);
        const bool b_alike = !alike.empty() && LookAlike(b.first, alike);
        return a_alike != b_alike ? a_alike : a.second > b.second;
      });
      std::set<std::string> common;
      for (const auto& [term, count] : terms) {
        if (common.size() < limit) common.insert(term);
      }
      return common;
    }
    void Expand() {
      for (const QueryLeaf& leaf : query.leaves) {
        auto& words = folded.emplace_back();
        for (const TermKeys& word : leaf.words) words.push_back({word.folded});
        if (!leaf.prefix) continue;
        std::vector<std::pair<std::string, std::uint64_t>> begun;
        std::map<std::string, std::uint64_t> terms = all.vocabulary_;
        if (people || !leaf.fields.empty()) terms.merge(all.PeopleWords());
        for (const auto& [term, count] : terms) {
          if (term.starts_with(leaf.words[0].folded) && !LooksLikeIdentityNumber(term)) begun.emplace_back(term, count);
        }
        words[0] = Commonest(begun, kMaxExpansions, "");
      }
      Weigh();
    }
    void ExpandSimilar() {
      similar = true;
      std::vector<std::set<std::string>*> absent;
      std::vector<std::set<std::string>*> present;
      for (std::size_t i = 0; i < folded.size(); ++i) {
        for (std::size_t k = 0; k < folded[i].size(); ++k) {
          if (!query.leaves[i].prefix) (counts[i][k] > 0 ? present : absent).push_back(&folded[i][k]);
        }
      }
      for (auto* word : absent.empty() ? present : absent) {
        const std::string typed = *word->begin();
        std::vector<std::pair<std::string, std::uint64_t>> alike;
        for (const auto& [term, count] : all.vocabulary_) {
          if (term != typed && AreSimilarTerms(term, typed) && !LooksLikeIdentityNumber(term)) alike.emplace_back(term, count);
        }
        word->merge(Commonest(alike, kMaxSimilar, typed));
      }
      Weigh();
    }
    void Weigh() {
      rarity.clear();
      counts.clear();
      for (std::size_t i = 0; i < query.leaves.size(); ++i) {
        auto& words = rarity.emplace_back();
        auto& counted = counts.emplace_back();
        for (std::size_t k = 0; k < query.leaves[i].words.size(); ++k) {
          std::uint64_t with = 0;
          for (const Page& page : all.pages_) with += Spellings(page, i, k, false).size();
          words.push_back(Rarity(with, all.pages_.size()));
          counted.push_back(with);
        }
      }
    }

    // Where words of a field count when none is asked for.
    static std::string AtLarge(const std::string& field) { return IsPeopleField(field) ? "people" : field == kAlternatives ? field : ""; }
    bool IsAtLarge(const std::string& field) const {
      if (field == kAlternatives) return similar;
      return people || !IsPeopleField(field);
    }
    bool FieldFits(const QueryLeaf& leaf, const std::string& field) const {
      if (leaf.fields.empty()) return IsAtLarge(field);
      return std::find(leaf.fields.begin(), leaf.fields.end(), field) != leaf.fields.end();
    }
    // In eighths; 0: another word.
    std::uint32_t Factor(std::size_t leaf, std::size_t word, const TermKeys& there) const {
      const TermKeys& typed = query.leaves[leaf].words[word];
      if (!folded[leaf][word].contains(there.folded)) return 0;
      if (query.leaves[leaf].prefix) {
        if (!query.marked || there.exact.starts_with(typed.exact)) return kSameSpelling;
        return kOtherMarks;
      }
      if (there.folded != typed.folded) return kSimilarWord;
      return query.marked ? SpellingFactor(typed.exact, there.exact) : kSameSpelling;
    }
    // Of a word by spelling and, where fields are asked for, field: halves and factor.
    std::map<std::pair<std::string, std::string>, std::pair<std::uint32_t, std::uint32_t>> Spellings(
        const Page& page, std::size_t leaf, std::size_t word, bool typed_only) const {
      std::map<std::pair<std::string, std::string>, std::pair<std::uint32_t, std::uint32_t>> found;
      for (const Text& text : page.texts) {
        if (!FieldFits(query.leaves[leaf], text.field)) continue;
        for (const TermKeys& there : text.words) {
          std::uint32_t factor = Factor(leaf, word, there);
          if (factor > 0 && text.field == kAlternatives) factor = kSimilarWord;
          if (factor == 0 || (typed_only && factor != kSameSpelling)) continue;
          auto& [halves, of] = found[{query.leaves[leaf].fields.empty() ? AtLarge(text.field) : text.field, there.exact}];
          halves = std::min<std::uint32_t>(halves + PlaceWeight(text.field), 255);
          of = factor;
        }
      }
      return found;
    }
    std::uint32_t WordWeight(const Page& page, std::size_t leaf, std::size_t word, bool typed_only) const {
      std::uint32_t weight = 0;
      for (const auto& [spelling, counted] : Spellings(page, leaf, word, typed_only)) weight += counted.first * counted.second;
      return weight;
    }
    std::uint32_t PairWeight(const Page& page, std::size_t left_leaf, std::size_t left, std::size_t right_leaf, std::size_t right,
                             bool typed_only) const {
      std::map<std::string, std::pair<std::uint32_t, std::uint32_t>> found;
      for (const Text& text : page.texts) {
        if (!IsAtLarge(text.field)) continue;
        for (std::size_t i = 1; i < text.words.size(); ++i) {
          std::uint32_t factor = std::min(Factor(left_leaf, left, text.words[i - 1]), Factor(right_leaf, right, text.words[i]));
          if (factor > 0 && text.field == kAlternatives) factor = kSimilarWord;
          if (factor == 0 || (typed_only && factor != kSameSpelling)) continue;
          auto& [halves, of] = found[AtLarge(text.field) + ":" + text.words[i - 1].exact + " " + text.words[i].exact];
          halves = std::min<std::uint32_t>(halves + PlaceWeight(text.field), 255);
          of = factor;
        }
      }
      std::uint32_t weight = 0;
      for (const auto& [pair, counted] : found) weight += counted.first * counted.second;
      return weight;
    }
    bool InARow(const Page& page, std::size_t leaf, bool typed_only) const {
      const std::size_t length = query.leaves[leaf].words.size();
      for (const Text& text : page.texts) {
        if (!FieldFits(query.leaves[leaf], text.field)) continue;
        for (std::size_t i = 0; i + length <= text.words.size(); ++i) {
          bool all_fit = true;
          for (std::size_t k = 0; k < length && all_fit; ++k) {
            const std::uint32_t factor = Factor(leaf, k, text.words[i + k]);
            all_fit = factor > 0 && (!typed_only || factor == kSameSpelling);
          }
          if (all_fit) return true;
        }
      }
      return false;
    }
    std::uint32_t LeafWeight(const Page& page, std::size_t leaf, bool typed_only) const {
      const QueryLeaf& wanted = query.leaves[leaf];
      if (wanted.words.size() == 1) return WordWeight(page, leaf, 0, typed_only);
      if (!InARow(page, leaf, typed_only)) return 0;
      std::uint32_t lightest = ~0u;
      for (std::size_t i = 0; i < wanted.words.size(); ++i) {
        if (!wanted.fields.empty()) lightest = std::min(lightest, WordWeight(page, leaf, i, typed_only));
        if (wanted.fields.empty() && i > 0) lightest = std::min(lightest, PairWeight(page, leaf, i - 1, leaf, i, typed_only));
      }
      return lightest;
    }
    bool IsWord(const QueryNode& node) const {
      return node.kind == QueryNode::Kind::kLeaf && query.leaves[node.leaf].words.size() == 1 &&
             query.leaves[node.leaf].fields.empty() && !query.leaves[node.leaf].prefix;
    }
    // None where the page does not match.
    std::optional<double> Score(const Page& page, const QueryNode& node, bool typed_only) const {
      if (node.kind == QueryNode::Kind::kDates) {
        const bool among = page.page.date_from != 0 && page.page.date_to >= node.days.from && page.page.date_from <= node.days.to;
        return among ? std::optional<double>(0) : std::nullopt;
      }
      if (node.kind == QueryNode::Kind::kLeaf) {
        const std::uint32_t weight = LeafWeight(page, node.leaf, typed_only);
        if (weight == 0) return std::nullopt;
        double rare = 0;
        for (const double word : rarity[node.leaf]) rare += word;
        return rare * Saturation(weight);
      }
      double sum = 0;
      bool any = false;
      for (const QueryNode& child : node.children) {
        const std::optional<double> score = Score(page, child, typed_only);
        if (!score && node.kind == QueryNode::Kind::kAll) return std::nullopt;
        any = any || score.has_value();
        sum += score.value_or(0);
      }
      if (node.kind == QueryNode::Kind::kAnyOf) return any ? std::optional<double>(sum) : std::nullopt;
      for (const QueryNode& child : node.forbidden) {
        if (Score(page, child, true)) return std::nullopt;
      }
      for (std::size_t i = 1; i < node.children.size(); ++i) {
        const QueryNode& a = node.children[i - 1];
        const QueryNode& b = node.children[i];
        if (!IsWord(a) || !IsWord(b)) continue;
        sum += kNeighbourShare * (rarity[a.leaf][0] + rarity[b.leaf][0]) * Saturation(PairWeight(page, a.leaf, 0, b.leaf, 0, typed_only));
      }
      return sum;
    }

    ReferenceSearch::Answer Answer(const SearchQuery& wanted, const SearchFilter& filter) const {
      struct Found {
        bool typed = false;
        double score = 0;
        std::size_t page = 0;
      };
      std::vector<Found> found;
      ReferenceSearch::Answer answer;
      for (std::size_t i = 0; i < all.pages_.size(); ++i) {
        const Page& page = all.pages_[i];
        if (!filter.Passes(page.page)) continue;
        std::optional<double> score = Score(page, query.root, false);
        if (!score) continue;
        std::optional<double> typed;
        if (query.marked && !similar) typed = Score(page, query.root, true);
        found.push_back({typed.has_value(), typed.value_or(*score), i});
        ++answer.types[page.page.type.code];
      }
      answer.total = found.size();
      std::stable_sort(found.begin(), found.end(), [&](const Found& a, const Found& b) {
        if (wanted.order == SearchOrder::kRelevance) return a.typed != b.typed ? a.typed : a.score > b.score;
        const std::uint32_t left = all.pages_[a.page].page.date_from;
        const std::uint32_t right = all.pages_[b.page].page.date_from;
        if ((left == 0) != (right == 0)) return right == 0;
        return wanted.order == SearchOrder::kNewest ? left > right : left < right;
      });
      for (const Found& hit : found) {
        if (answer.hits.size() < wanted.limit) answer.hits.push_back({all.pages_[hit.page].key, hit.score});
      }
      return answer;
    }
  };

  std::vector<Page> pages_;
  std::map<std::string, std::uint64_t> vocabulary_;  // folded word -> pages, each once for each spelling there
};

}  // namespace sohoa
