// SPDX-License-Identifier: Apache-2.0
#include "storage/word_expander.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "storage/index_terms.h"
#include "storage/ordered_store.h"
#include "support/made_segment.h"

namespace sohoa {
namespace {

using Pages = std::vector<std::uint32_t>;

// Segments of random words, and how many live pages each word has.
class ExpandedWords {
 public:
  void AddSegment(std::uint32_t pages, std::uint32_t dead) {
    auto held = std::make_shared<ViewSegment>();
    std::vector<bool> is_dead(pages);
    Pages gone;
    for (std::uint32_t page = 0; page < pages; ++page) {
      is_dead[page] = random_() % pages < dead;
      if (is_dead[page]) gone.push_back(page);
    }
    // Some words are as common everywhere. The others are commoner than these in one segment, there on pages
    // that are gone where any are, and rare elsewhere.
    MadeTerms words;
    for (std::uint32_t word = 0; word < 400; ++word) {
      const std::string text = (word % 3 == 0 ? "na" : "nu") + std::to_string(word);
      const bool is_at_home = word >= 40 && word % 4 == view_.segments.size();
      const std::uint32_t share = word < 40 ? 20 : is_at_home ? (dead > 0 ? 3 : 14) : 70 + word % 7;
      for (std::uint32_t page = 0; page < pages; ++page) {
        if (random_() % share != 0 || (is_at_home && dead > 0 && !is_dead[page])) continue;
        words[text].push_back(page);
        live_[text] += is_dead[page] ? 0 : 1;
      }
    }
    for (std::uint32_t page = 0; page < pages; ++page) words["123456789"].push_back(page);
    held->segment = MadeSegment(pages, TermsOfWords(words));
    held->dead = PageSet::Of(std::move(gone));
    view_.segments.push_back(std::move(held));
  }
  std::vector<std::string> Beginning(const std::string& folded) {
    const std::unique_ptr<MetaReader> moment = store_->Snapshot();
    const Result<std::vector<std::string>> words = WordExpander(views_, view_, {*moment, views_.cache()}).Beginning({std::string(kWholePage)}, folded);
    EXPECT_TRUE(words) << words.status().ToString();
    return words ? *words : std::vector<std::string>();
  }
  std::vector<std::string> Similar(const std::string& folded) {
    const std::unique_ptr<MetaReader> moment = store_->Snapshot();
    const Result<std::vector<std::string>> words = WordExpander(views_, view_, {*moment, views_.cache()}).Similar(folded);
    EXPECT_TRUE(words) << words.status().ToString();
    return words ? *words : std::vector<std::string>();
  }
  std::vector<std::string> Expected(const std::string& folded) const {
    std::vector<std::pair<std::string, std::uint64_t>> found;
    for (const auto& word : live_) {
      if (word.second > 0 && word.first.starts_with(folded)) found.push_back(word);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    found.resize(std::min(found.size(), kMaxExpansions));
    std::vector<std::string> words;
    for (const auto& word : found) words.push_back(word.first);
    return words;
  }

 private:
  const std::unique_ptr<OrderedStore> store_ = NewMemoryOrderedStore();
  IndexViews views_{1u << 20};
  IndexView view_;
  std::mt19937 random_{29};
  std::map<std::string, std::uint64_t> live_;
};

// The smallest segments keep no vocabulary.
TEST(WordExpander, FindsTheCommonestWordsOfAllSegmentsThatBeginSo) {
  for (const std::uint32_t dead : {0u, 12u, 900u}) {
    ExpandedWords words;
    for (const std::uint32_t pages : {3'000u, 2'400u, 2'000u, 500u}) {
      words.AddSegment(pages, dead);
      for (const std::string begin : {"n", "na", "nu3", "na117", "x", ""}) EXPECT_EQ(words.Beginning(begin), words.Expected(begin)) << begin << ", " << dead << " gone";
    }
  }
}

// A page that is gone counted once for each spelling of a word.
TEST(WordExpander, FindsWordsThoughCommonerOnesAreOnPagesAloneThatAreGone) {
  Pages gone(700);
  std::iota(gone.begin(), gone.end(), 0u);
  Pages left(300);
  std::iota(left.begin(), left.end(), 700u);
  MadeTerms terms;
  for (char first = 'a'; first < 'a' + 8; ++first) {
    for (char last = 'a'; last < 'a' + 8; ++last) {
      for (const std::string spelling : {"ná", "nà"}) terms[WordKey(kWholePage, KeysOf(spelling + first + last))] = gone;
    }
  }
  terms[WordKey(kWholePage, KeysOf("nam"))] = left;
  ViewSegment held;
  held.segment = MadeSegment(kPagesForVocabulary, terms);
  held.dead = PageSet::Of(gone);
  IndexView view;
  view.segments.push_back(std::make_shared<ViewSegment>(std::move(held)));
  IndexViews views(1u << 20);
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<MetaReader> moment = store->Snapshot();
  const Result<std::vector<std::string>> found = WordExpander(views, view, {*moment, views.cache()}).Beginning({std::string(kWholePage)}, "na");
  ASSERT_TRUE(found) << found.status().ToString();
  EXPECT_EQ(*found, std::vector<std::string>{"nam"});
}

TEST(WordExpander, NobodysNumberStandsForItsBeginningOrForWhatLooksLikeIt) {
  ExpandedWords words;
  for (const std::uint32_t pages : {2'000u, 100u}) {
    words.AddSegment(pages, 20);
    EXPECT_TRUE(words.Beginning("1234").empty());
    EXPECT_TRUE(words.Similar("l23456789").empty());
  }
}

}  // namespace
}  // namespace sohoa
