// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/duplicates.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/vietnamese.h"
#include "documents/folded_text.h"
#include "documents/procedures/written_marks.h"

namespace sohoa {
namespace {

constexpr double kLeastSimilarity = 0.6;
constexpr std::size_t kFewestPairs = 8;  // of words; less says nothing
constexpr double kSureToken = 0.9;
// Of numbers and names that were replaced: a number weighs two. A rescan may misread a few of many.
constexpr std::size_t kFewestReplaced = 2;
constexpr double kReplacedShare = 0.02;

// What two papers of different people must differ in, where it was read.
constexpr std::array kTellingFields = {"identity_number", "subject_name",   "applicant_name", "birth_date",   "code_number",
                                       "dossier_code",    "certificate_serial", "register_entry", "business_code", "amount"};

using TokenCounts = std::map<std::string, int>;

// The text of a paper for comparing.
struct PaperPrint {
  std::vector<std::size_t> pairs;  // hashes of neighbouring words; sorted, each once
  TokenCounts all;                      // words with digits, and names
  TokenCounts sure_numbers;
  TokenCounts sure_names;
  std::set<std::pair<Sha256, std::uint32_t>> scans;
  std::set<Sha256> layers;
};

bool HasDigit(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A capital, and then a small letter.
bool LooksLikeAName(const std::string& text) {
  const std::u32string points = ToCodePoints(text);
  if (points.size() < 2) return false;
  const std::string first = FromCodePoints(points.substr(0, 1));
  const std::string second = FromCodePoints(points.substr(1, 1));
  return ToLower(first) != first && ToUpper(second) != second;
}

void TakeWord(const Word& word, PaperPrint& print, std::string& before) {
  if (word.ink != InkKind::kPrint) return;
  const std::string key = WordsKey(word.text);
  if (key.empty()) return;
  if (!before.empty()) print.pairs.push_back(std::hash<std::string>{}(before + ' ' + key));
  before = key;
  const bool number = HasDigit(key);
  if (!number && !LooksLikeAName(word.text)) return;
  ++print.all[key];
  if (word.confidence >= kSureToken) ++(number ? print.sure_numbers : print.sure_names)[key];
}

PaperPrint PrintOf(const Paper& paper) {
  PaperPrint print;
  std::string before;
  for (const PageRecord* page : paper.pages) {
    print.scans.insert({page->source.original, page->source.index});
    if (page->layer_sha256 != Sha256{}) print.layers.insert(page->layer_sha256);
    for (const Block& block : page->text.blocks) {
      for (const Line& line : block.lines) {
        for (const Word& word : line.words) TakeWord(word, print, before);
      }
    }
  }
  std::sort(print.pairs.begin(), print.pairs.end());
  print.pairs.erase(std::unique(print.pairs.begin(), print.pairs.end()), print.pairs.end());
  return print;
}

bool IsExact(const PaperPrint& later, const PaperPrint& earlier) {
  if (later.scans.empty()) return false;
  const bool same_scans = std::includes(earlier.scans.begin(), earlier.scans.end(), later.scans.begin(), later.scans.end());
  const bool all_encoded = later.layers.size() == later.scans.size();
  return same_scans || (all_encoded && std::includes(earlier.layers.begin(), earlier.layers.end(), later.layers.begin(), later.layers.end()));
}

// Shared pairs of words among all (Jaccard).
double SimilarityOf(const PaperPrint& a, const PaperPrint& b) {
  const std::size_t least = std::min(a.pairs.size(), b.pairs.size());
  const std::size_t most = std::max(a.pairs.size(), b.pairs.size());
  if (least < kFewestPairs || static_cast<double>(least) < kLeastSimilarity * static_cast<double>(most)) return 0;
  std::vector<std::size_t> shared;
  std::set_intersection(a.pairs.begin(), a.pairs.end(), b.pairs.begin(), b.pairs.end(), std::back_inserter(shared));
  return static_cast<double>(shared.size()) / static_cast<double>(a.pairs.size() + b.pairs.size() - shared.size());
}

std::size_t NotIn(const TokenCounts& sure, const TokenCounts& all) {
  std::size_t missing = 0;
  for (const auto& [token, count] : sure) {
    const auto found = all.find(token);
    const int there = found == all.end() ? 0 : found->second;
    missing += static_cast<std::size_t>(std::max(0, count - there));
  }
  return missing;
}

std::size_t Total(const TokenCounts& tokens) {
  std::size_t total = 0;
  for (const auto& [token, count] : tokens) total += static_cast<std::size_t>(count);
  return total;
}

// A token that is surely read on one side and is not on the other may be lost there; only what
// stands against something else was replaced.
bool TokensContradict(const PaperPrint& a, const PaperPrint& b) {
  const std::size_t numbers = std::min(NotIn(a.sure_numbers, b.all), NotIn(b.sure_numbers, a.all));
  const std::size_t names = std::min(NotIn(a.sure_names, b.all), NotIn(b.sure_names, a.all));
  const double allowed = static_cast<double>(kFewestReplaced) + kReplacedShare * static_cast<double>(std::min(Total(a.all), Total(b.all)));
  return static_cast<double>(2 * numbers + names) >= allowed;
}

bool FieldsContradict(const Document& a, const Document& b) {
  return std::any_of(kTellingFields.begin(), kTellingFields.end(), [&](const char* code) {
    const std::string one = SettledValue(a, code);
    const std::string other = SettledValue(b, code);
    return !one.empty() && !other.empty() && one != other;
  });
}

bool MayBeTheSame(const Paper& a, const Paper& b) {
  return a.document->type.code == b.document->type.code || !a.class_is_sure || !b.class_is_sure;
}

}  // namespace

std::vector<std::optional<DuplicateOf>> FindDuplicates(const std::vector<Paper>& papers) {
  std::vector<PaperPrint> prints;
  for (const Paper& paper : papers) prints.push_back(PrintOf(paper));
  std::vector<std::optional<DuplicateOf>> found(papers.size());
  for (std::size_t later = 1; later < papers.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (IsExact(prints[later], prints[earlier])) {
        found[later] = DuplicateOf{earlier, true, 1};
        break;
      }
      if (found[later] || !MayBeTheSame(papers[later], papers[earlier])) continue;
      const double similarity = SimilarityOf(prints[later], prints[earlier]);
      if (similarity < kLeastSimilarity || TokensContradict(prints[later], prints[earlier])) continue;
      if (FieldsContradict(*papers[later].document, *papers[earlier].document)) continue;
      if (!MarksAgree(papers[later].pages, papers[earlier].pages)) continue;
      found[later] = DuplicateOf{earlier, false, similarity};
    }
  }
  return found;
}

}  // namespace sohoa
