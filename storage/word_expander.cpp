// SPDX-License-Identifier: Apache-2.0
#include "storage/word_expander.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "storage/index_terms.h"
#include "storage/people_fields.h"

namespace sohoa {
namespace {

// The commonest first, and not more than `limit`.
WordCounts Commonest(const WordCounts& words, std::size_t limit, std::string_view alike_first) {
  struct Candidate {
    bool alike = false;
    const WordCounts::value_type* word = nullptr;
  };
  std::vector<Candidate> candidates;
  candidates.reserve(words.size());
  for (const WordCounts::value_type& word : words) candidates.push_back({!alike_first.empty() && LookAlike(word.first, alike_first), &word});
  limit = std::min(limit, candidates.size());
  const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(limit);
  std::partial_sort(candidates.begin(), middle, candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.alike != b.alike) return a.alike;
    return a.word->second != b.word->second ? a.word->second > b.word->second : a.word->first < b.word->first;
  });
  WordCounts commonest;
  for (auto candidate = candidates.begin(); candidate != middle; ++candidate) commonest.push_back(*candidate->word);
  return commonest;
}

std::vector<std::string> WordsOf(WordCounts counts) {
  std::vector<std::string> words;
  for (auto& [word, pages] : counts) words.push_back(std::move(word));
  return words;
}

}  // namespace

bool WordExpander::HasDead() const {
  return std::any_of(view_.segments.begin(), view_.segments.end(), [](const auto& held) { return !held->dead.empty(); });
}

Status WordExpander::AddLivePages(const ViewSegment& held, std::string_view prefix, std::map<std::string, std::uint64_t>& counts) const {
  Status status;
  // All spellings of a word stand together.
  std::string word;
  std::uint64_t pages = 0;
  const auto add_word = [&] {
    if (pages > 0) counts[word] += pages;
    pages = 0;
  };
  const Status scanned = held.segment->Scan(prefix, reader_, [&](std::string_view key, const TermEntry& entry) {
    const std::optional<std::string_view> folded = ReadFolded(key);
    if (!folded) return true;
    if (*folded != word) {
      add_word();
      word = *folded;
    }
    const Result<std::uint64_t> live = LivePages(held, entry, reader_);
    status = live.status();
    if (live) pages += *live;
    return status.ok();
  });
  add_word();
  return scanned.ok() ? status : scanned;
}

Result<WordCounts> WordExpander::Scan(const Segment& segment, const std::string& field, const std::string& folded) const {
  WordCounts found;
  const Status scanned = segment.Scan(WordsPrefix(field, folded), reader_, [&](std::string_view key, const TermEntry& entry) {
    const std::optional<std::string_view> word = ReadFolded(key);
    if (!word || LooksLikeIdentityNumber(*word)) return true;
    // All spellings of a word stand together.
    if (found.empty() || found.back().first != *word) found.emplace_back(*word, 0);
    found.back().second += entry.pages;
    return true;
  });
  if (!scanned.ok()) return scanned;
  return found;
}

// A large segment has a hundred thousand words that begin with two letters, nearly all of them too rare
// to be among the commonest of all: the last of those of one segment says on how many pages the last of
// all is at least, and what is that common has its share of them somewhere.
Result<WordCounts> WordExpander::AllBeginning(const std::vector<std::string>& fields, const std::string& folded) const {
  std::vector<WordCounts> lists;
  std::vector<std::shared_ptr<const Vocabulary>> vocabularies;
  std::uint64_t of_last = 0;
  for (const auto& held : view_.segments) {
    for (const std::string& field : fields) {
      if (field != kWholePage || held->segment->pages() < kPagesForVocabulary) {
        Result<WordCounts> list = Scan(*held->segment, field, folded);
        if (!list) return list.status();
        lists.push_back(std::move(*list));
        continue;
      }
      Result<std::shared_ptr<const Vocabulary>> vocabulary = views_.VocabularyOf(held->segment, reader_);
      if (!vocabulary) return vocabulary.status();
      const std::uint64_t in_it = (*vocabulary)->PagesOfCommonBeginning(folded, kMaxExpansions);
      const std::uint64_t gone = held->dead.size() * (*vocabulary)->most_spellings();
      of_last = std::max(of_last, in_it - std::min(in_it, gone));
      vocabularies.push_back(std::move(*vocabulary));
    }
  }
  const std::uint64_t least = of_last / std::max<std::size_t>(lists.size() + vocabularies.size(), 1);
  for (const auto& vocabulary : vocabularies) lists.push_back(vocabulary->Beginning(folded, least));
  WordCounts words = AddUp(std::move(lists));
  // Nothing was left out, of a hundred thousand words.
  if (least == 0) return words;
  for (const auto& vocabulary : vocabularies) {
    for (auto& [word, pages] : words) {
      const std::uint64_t in_it = vocabulary->PagesOf(word);
      if (in_it < least) pages += in_it;
    }
  }
  return words;
}

// A word has no more pages than with those that are gone, so that only the first few by these are counted.
Status WordExpander::KeepLiveCommonest(const std::vector<std::string>& fields, WordCounts& words) const {
  std::map<std::string, std::uint64_t> live;
  std::multiset<std::uint64_t> most;  // the largest kMaxExpansions counts
  for (const auto& [word, pages] : Commonest(words, words.size(), "")) {
    if (most.size() == kMaxExpansions && *most.begin() > pages) break;
    std::map<std::string, std::uint64_t> counts;
    for (const auto& held : view_.segments) {
      for (const std::string& field : fields) {
        const Status counted = AddLivePages(*held, SpellingsPrefix(field, word), counts);
        if (!counted.ok()) return counted;
      }
    }
    for (const auto& [counted, count] : counts) {
      live[counted] += count;
      most.insert(count);
      if (most.size() > kMaxExpansions) most.erase(most.begin());
    }
  }
  words.assign(live.begin(), live.end());
  return {};
}

Result<std::vector<std::string>> WordExpander::Beginning(const std::vector<std::string>& fields, const std::string& folded) const {
  Result<WordCounts> words = AllBeginning(fields, folded);
  if (!words) return words.status();
  if (HasDead()) {
    if (const Status kept = KeepLiveCommonest(fields, *words); !kept.ok()) return kept;
  }
  return WordsOf(Commonest(*words, kMaxExpansions, ""));
}

// What a vocabulary counts has pages in it that are gone.
Status WordExpander::CountAgain(WordCounts& words) const {
  if (!HasDead()) return {};
  std::map<std::string, std::uint64_t> counts;
  for (const auto& [word, count] : words) {
    for (const auto& held : view_.segments) {
      const Status counted = AddLivePages(*held, SpellingsPrefix(kWholePage, word), counts);
      if (!counted.ok()) return counted;
    }
  }
  words.assign(counts.begin(), counts.end());
  return {};
}

Result<std::vector<std::string>> WordExpander::Similar(const std::string& folded) const {
  std::vector<WordCounts> lists;
  for (const auto& held : view_.segments) {
    const Result<std::shared_ptr<const Vocabulary>> vocabulary = views_.VocabularyOf(held->segment, reader_);
    if (!vocabulary) return vocabulary.status();
    lists.push_back((*vocabulary)->Similar(folded));
  }
  WordCounts words = AddUp(std::move(lists));
  if (const Status counted = CountAgain(words); !counted.ok()) return counted;
  return WordsOf(Commonest(words, kMaxSimilar, folded));
}

}  // namespace sohoa
