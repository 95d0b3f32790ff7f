// SPDX-License-Identifier: Apache-2.0
#include "storage/hit_display.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "storage/index_terms.h"
#include "storage/people_fields.h"
#include "storage/query_plan.h"
#include "storage/search_terms.h"

namespace sohoa {
namespace {

constexpr std::size_t kSnippetBytes = 200;  // about 160 characters of Vietnamese
constexpr std::size_t kMaxBoxes = 200;

using Similar = std::unordered_map<std::string, std::vector<std::string>>;

// One place of one leaf of the query in a text.
struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t leaf = 0;
};

// In eighths, as the plan counts it; 0 another word.
std::uint32_t Likeness(const ParsedQuery& query, const TermKeys& typed, const TermKeys& printed, const Similar& replaced) {
  if (typed.folded == printed.folded) return query.marked ? SpellingFactor(typed.exact, printed.exact) : kSameSpelling;
  const auto it = replaced.find(typed.folded);
  if (it == replaced.end()) return 0;
  const bool found = std::find(it->second.begin(), it->second.end(), printed.folded) != it->second.end();
  if (!found) return 0;
  return printed.exact.starts_with(typed.exact) ? kSameSpelling : kSimilarWord;
}

// Places of one leaf, only those in the best spelling that there is.
void FindLeaf(const std::vector<PlacedTerm>& terms, const ParsedQuery& query, std::size_t number,
              const Similar& similar, std::vector<Mark>& marks) {
  const QueryLeaf& leaf = query.leaves[number];
  std::uint32_t best = 0;
  std::vector<Mark> found;
  for (std::size_t i = 0; i + leaf.words.size() <= terms.size(); ++i) {
    std::uint32_t likeness = kSameSpelling;
    for (std::size_t k = 0; k < leaf.words.size() && likeness > 0; ++k) {
      likeness = std::min(likeness, Likeness(query, leaf.words[k], terms[i + k].keys, similar));
      if (terms[i + k].position != terms[i].position + k) likeness = 0;
    }
    if (likeness == 0 || likeness < best) continue;
    if (likeness > best) found.clear();
    best = likeness;
    found.push_back({terms[i].begin, terms[i + leaf.words.size() - 1].end, number});
  }
  marks.insert(marks.end(), found.begin(), found.end());
}

std::vector<PlacedTerm> WordsOf(std::string_view text, const WordSieve& sieve) {
  std::vector<PlacedTerm> terms = PlaceTerms(text, 0, &sieve);
  std::erase_if(terms, [](const PlacedTerm& term) { return term.whole_code; });
  return terms;
}

std::vector<Mark> FindMarks(const std::vector<PlacedTerm>& terms, const ParsedQuery& query,
                            const std::set<std::size_t>& leaves, const Similar& similar) {
  std::vector<Mark> marks;
  for (const std::size_t leaf : leaves) FindLeaf(terms, query, leaf, similar, marks);
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  return marks;
}

// Leaves that are looked for, not those behind NOT.
void WantedLeaves(const QueryNode& node, std::set<std::size_t>& leaves) {
  if (node.kind == QueryNode::Kind::kLeaf) leaves.insert(node.leaf);
  for (const QueryNode& child : node.children) WantedLeaves(child, leaves);
}

std::size_t WordStart(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n') --at;
  return at;
}

std::size_t WordEnd(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] != ' ' && text[at] != '\n') ++at;
  return at;
}

// Where most different words of the query stand close together.
std::size_t BestPlace(const std::vector<Mark>& marks) {
  std::size_t best = 0;
  std::pair<std::size_t, std::size_t> most{0, 0};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    std::set<std::size_t> leaves;
    std::size_t covered = 0;
    for (std::size_t k = i; k < marks.size() && marks[k].end <= marks[i].begin + kSnippetBytes / 2;
         ++k) {
      leaves.insert(marks[k].leaf);
      ++covered;
    }
    const std::pair found{leaves.size(), covered};
    if (found > most) {
      most = found;
      best = marks[i].begin;
    }
  }
  return best;
}

void MakeSnippet(const std::string& text, const std::vector<Mark>& marks, SearchHit& hit) {
  const std::size_t place = BestPlace(marks);
  std::size_t begin = WordStart(text, place > kSnippetBytes / 4 ? place - kSnippetBytes / 4 : 0);
  if (begin + kSnippetBytes > text.size()) {
    const std::size_t earliest = text.size() > kSnippetBytes ? text.size() - kSnippetBytes : 0;
    begin = std::min(begin, WordStart(text, earliest));
  }
  std::size_t end = WordEnd(text, std::min(text.size(), begin + kSnippetBytes));
  while (end > begin && text[end - 1] == '\n') --end;
  hit.snippet = text.substr(begin, end - begin);
  std::replace(hit.snippet.begin(), hit.snippet.end(), '\n', ' ');
  for (const Mark& mark : marks) {
    if (mark.begin < begin || mark.end > end) continue;
    const auto from = static_cast<std::uint32_t>(mark.begin - begin);
    const auto to = static_cast<std::uint32_t>(mark.end - begin);
    if (!hit.snippet_marks.empty() && from < hit.snippet_marks.back().second) {
      hit.snippet_marks.back().second = std::max(hit.snippet_marks.back().second, to);
    } else {
      hit.snippet_marks.emplace_back(from, to);
    }
  }
}

Polygon ToPolygon(const PageBox& box) {
  const auto side = [](std::uint32_t number) { return number / 65535.0; };
  return {{side(box[0]), side(box[1])},
          {side(box[2]), side(box[1])},
          {side(box[2]), side(box[3])},
          {side(box[0]), side(box[3])}};
}

// The boxes of all words that a mark touches.
void AddWordBoxes(const PageWords& words, const Mark& mark, const std::string& term,
                  SearchHit& hit) {
  auto it = std::upper_bound(words.begins.begin(), words.begins.end(), mark.begin);
  if (it != words.begins.begin()) --it;
  for (; it != words.begins.end() && *it < mark.end && hit.boxes.size() < kMaxBoxes; ++it) {
    const auto word = static_cast<std::size_t>(it - words.begins.begin());
    hit.boxes.push_back({hit.page, ToPolygon(words.boxes[word]), term});
  }
}

// Lets the words through that may be any of the leaves'.
WordSieve SieveOf(const ParsedQuery& query, const std::set<std::size_t>& leaves, const Similar& similar) {
  WordSieve sieve;
  for (const std::size_t leaf : leaves) {
    for (const TermKeys& word : query.leaves[leaf].words) {
      sieve.Add(word.folded);
      const auto others = similar.find(word.folded);
      if (others == similar.end()) continue;
      for (const std::string& other : others->second) sieve.Add(other);
    }
  }
  return sieve;
}

// The typed words that no text had so far.
void FindTyped(const std::vector<PlacedTerm>& terms, std::set<std::string_view>& missing) {
  for (const PlacedTerm& term : terms) {
    if (missing.empty()) return;
    missing.erase(term.keys.exact);
  }
}

}  // namespace

bool ShowHit(const PageWords& words, const ParsedQuery& query, const Similar& similar,
             const FieldsShown& shown, SearchHit& hit) {
  std::set<std::size_t> leaves;
  WantedLeaves(query.root, leaves);
  std::set<std::string_view> missing;
  for (const std::size_t leaf : leaves) {
    if (query.leaves[leaf].prefix) continue;
    for (const TermKeys& word : query.leaves[leaf].words) missing.insert(word.exact);
  }
  const WordSieve sieve = SieveOf(query, leaves, similar);
  const std::vector<PlacedTerm> terms = WordsOf(words.text, sieve);
  FindTyped(terms, missing);
  const std::vector<Mark> marks = FindMarks(terms, query, leaves, similar);
  MakeSnippet(words.text, marks, hit);
  for (const Mark& mark : marks) {
    AddWordBoxes(words, mark, query.leaves[mark.leaf].text, hit);
    leaves.erase(mark.leaf);
  }
  // Words that stand only in a field are shown where the field stands.
  for (const IndexedField& field : words.fields) {
    if (leaves.empty() && missing.empty()) break;
    if (!shown.people && IsPeopleField(field.code)) continue;
    if (!shown.alternatives && field.code == kAlternatives) continue;
    const std::vector<PlacedTerm> of_field = WordsOf(field.value, sieve);
    FindTyped(of_field, missing);
    for (const Mark& mark : FindMarks(of_field, query, leaves, similar)) {
      if (leaves.erase(mark.leaf) == 0) continue;
      for (const PageBox& box : field.boxes) {
        hit.boxes.push_back({hit.page, ToPolygon(box), query.leaves[mark.leaf].text});
      }
    }
  }
  return missing.empty();
}

}  // namespace sohoa
