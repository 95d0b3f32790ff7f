// SPDX-License-Identifier: Apache-2.0
//
// What the index of segments answers, against a reference that has none.
#include "storage/segment_index.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "storage/ordered_store.h"
#include "support/compared_index.h"
#include "support/random_pages.h"
#include "support/small_segments.h"

namespace sohoa {
namespace {

TEST(SegmentIndex, AnswersAsTheReferenceDoesBeforeAndAfterEveryMerge) {
  ComparedIndex compared(1);
  for (std::size_t round = 0; round < 4; ++round) {
    for (std::size_t number = 0; number < 12; ++number) compared.Commit(round * 12 + number);
    // Some are read again, some go: what they were is dead in the tail and in segments.
    for (int i = 0; i < 3; ++i) compared.Commit(compared.random().Draw(round * 12 + 12));
    compared.Withdraw(compared.random().Draw(round * 12 + 12));
    compared.ExpectEqual(30);
    if (round % 2 == 1) compared.Settle();
    compared.ExpectEqual(30);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(compared.found(), 120) << "most queries find something";
  EXPECT_GT(compared.index().State()->segments, 0u);
}

// So many that words have heavy postings, and that these decide.
TEST(SegmentIndex, FindsTheBestOfThousandsOfPagesInOneSegment) {
  ComparedIndex compared(7);
  for (std::size_t number = 0; number < 1'600; ++number) compared.Commit(number);
  compared.Withdraw(5);
  compared.Settle();
  compared.ExpectEqual(150);
  // More hits than there are heavy pages.
  SearchQuery many;
  many.text = "quyết";
  many.limit = 900;
  compared.ExpectEqual(many);
  EXPECT_GT(compared.found(), 100);
}

// Dossiers of five pages with these words each.
class SpokenIndex {
 public:
  explicit SpokenIndex(const SegmentIndexOptions& options = {}) : index_(NewSegmentIndex(*store_, options)) {}

  void Add(const std::string& code, const std::string& text) {
    MadeDossier made = NewDossier(code);
    for (int page = 0; page < 5; ++page) AddPage(*archive_, made, {text});
    MetaBatch batch;
    ASSERT_TRUE(index_->Add({made.dossier, made.pages}, batch).ok());
    ASSERT_TRUE(store_->Write(batch).ok());
  }
  void Remove(const std::string& code) {
    MetaBatch batch;
    ASSERT_TRUE(index_->Remove(code, batch).ok());
    ASSERT_TRUE(store_->Write(batch).ok());
  }
  void Settle() { ASSERT_TRUE(index_->Settle({}).ok()); }
  void Compact() { ASSERT_TRUE(index_->Compact({}).ok()); }
  std::uint64_t segments() { return index_->State()->segments; }
  SearchResult Search(const std::string& text, std::uint32_t limit = SearchQuery().limit) {
    SearchQuery query;
    query.text = text;
    query.limit = limit;
    return *index_->Search(query);
  }

 private:
  const std::unique_ptr<OrderedStore> store_ = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index_;
  const std::unique_ptr<Archive> archive_ = NewMemoryArchive();
};

// 100 words that begin alike, of which a query takes 64. Half of them are on 25 pages each, of which 10
// go, the others on 20. Of the former 14 are left, the first by name.
TEST(SegmentIndex, OfManyWordsThatBeginAlikeItTakesThoseWithTheMostPagesThatAreNotGone) {
  SpokenIndex spoken;
  std::vector<std::string> going;
  for (int word = 0; word < 100; ++word) {
    const std::string text = std::string("ka") + static_cast<char>('a' + word / 10) + static_cast<char>('a' + word % 10);
    for (int dossier = 0; dossier < (word < 50 ? 5 : 4); ++dossier) {
      const std::string code = "S-" + text + std::to_string(dossier);
      spoken.Add(code, text);
      if (word < 50 && dossier < 2) going.push_back(code);
    }
  }
  // Of fewer than 2,000 pages nobody remembers the words.
  spoken.Compact();
  EXPECT_EQ(spoken.Search("ka*").total, 50u * 25 + 14 * 20);
  for (const std::string& code : going) spoken.Remove(code);
  EXPECT_EQ(spoken.Search("ka*").total, 50u * 20 + 14 * 15);
}

// 32 words that weigh 255 x 8 there, the most that is counted, and one that weighs 256: together 2^16.
TEST(SegmentIndex, APageWithMoreThanAnyBoundCountsIsStillTheBest) {
  SpokenIndex spoken;
  std::string all;
  for (int word = 0; word < 64; ++word) {
    const std::string text = std::string("ka") + static_cast<char>('a' + word / 8) + static_cast<char>('a' + word % 8);
    for (int dossier = 0; dossier < 4; ++dossier) spoken.Add("S-" + text + std::to_string(dossier), text);
    const int times = word < 32 ? 140 : word == 32 ? 16 : 0;
    for (int time = 0; time < times; ++time) all += text + ' ';
  }
  spoken.Add("S-all", all);
  spoken.Compact();
  const SearchResult found = spoken.Search("ka*");
  EXPECT_EQ(found.total, 64u * 20 + 5);
  ASSERT_GE(found.hits.size(), 6u);
  for (std::size_t hit = 0; hit < 5; ++hit) EXPECT_EQ(found.hits[hit].dossier, "S-all") << hit;
  EXPECT_NE(found.hits[5].dossier, "S-all");
}

// 13 words on most pages, which are told by their sets and weigh 320 each there, and 31 rarer ones of
// 2,040: together more than 2^16, where the former are counted last.
TEST(SegmentIndex, APageWithMoreThanAnyBoundCountsIsTheBestAmongWordsThatAreEverywhereToo) {
  SpokenIndex spoken;
  const auto repeat = [](const std::string& word, int times) {
    std::string text;
    for (int time = 0; time < times; ++time) text += word + ' ';
    return text;
  };
  std::string common;
  for (char word = 'a'; word < 'a' + 13; ++word) common += repeat(std::string("kam") + word, 20);
  for (int dossier = 0; dossier < 210; ++dossier) spoken.Add("S-common" + std::to_string(dossier), common);
  std::string all = common;
  for (int word = 0; word < 31; ++word) {
    const std::string text = std::string("ka") + static_cast<char>('a' + word / 8) + static_cast<char>('a' + word % 8);
    spoken.Add("S-" + text, text);
    all += repeat(text, 140);
  }
  spoken.Add("S-all", all);
  spoken.Compact();
  const SearchResult found = spoken.Search("ka*");
  EXPECT_EQ(found.total, 210u * 5 + 31 * 5 + 5);
  ASSERT_GE(found.hits.size(), 6u);
  for (std::size_t hit = 0; hit < 5; ++hit) EXPECT_EQ(found.hits[hit].dossier, "S-all") << hit;
  EXPECT_NE(found.hits[5].dossier, "S-all");
}

// Of 320 pages each is scored; of a segment with more pages than bounds are added up for at a time most are
// told by their bounds.
class LargeSegment {
 public:
  LargeSegment() : spoken_(InSmallSegments()) {}

  void Add(const std::string& text) {
    spoken_.Add("S-" + std::to_string(dossiers_), text);
    if (dossiers_++ % 64 == 63) spoken_.Settle();
  }
  // Of many segments the same as of one, for each of these queries.
  void Compare(const std::vector<std::string>& queries, std::uint32_t limit) {
    ASSERT_GT(spoken_.segments(), 50u);
    std::vector<SearchResult> of_small;
    for (const std::string& query : queries) of_small.push_back(spoken_.Search(query, limit));
    spoken_.Compact();
    ASSERT_EQ(spoken_.segments(), 1u);
    for (std::size_t i = 0; i < queries.size(); ++i) {
      const SearchResult found = spoken_.Search(queries[i], limit);
      EXPECT_EQ(found.total, of_small[i].total);
      ASSERT_EQ(found.hits.size(), of_small[i].hits.size());
      for (std::size_t hit = 0; hit < found.hits.size(); ++hit) {
        EXPECT_EQ(found.hits[hit].page_id, of_small[i].hits[hit].page_id) << queries[i] << " hit " << hit;
        EXPECT_EQ(found.hits[hit].score, of_small[i].hits[hit].score) << queries[i] << " hit " << hit;
      }
    }
  }

 private:
  static SegmentIndexOptions InSmallSegments() {
    SegmentIndexOptions options;
    options.keeper.in_background = false;
    options.keeper.merge_factor = 1'000;
    return options;
  }

  SpokenIndex spoken_;
  int dossiers_ = 0;
};

TEST(SegmentIndex, TheBestPagesOfALargeSegmentAreThoseOfManySmallOnes) {
  LargeSegment segment;
  std::mt19937 random(17);
  for (int dossier = 0; dossier < 3'600; ++dossier) {
    std::string text;
    for (const std::string word : {"kan ", "mun ", "lun ", "son "}) {
      // Not on all pages, for then a word tells none from another.
      const std::size_t times = random() % 8 == 0 ? 0 : random() % 18 == 0 ? 6 + random() % 4 : 1 + random() % 3;
      for (std::size_t time = 0; time < times; ++time) text += word;
    }
    segment.Add(text + "vang");
  }
  segment.Compare({"kan mun lun son", "kan OR mun OR lun OR son", "kan mun OR lun son"}, 600);
}

// Each page has few of the words that a prefix stands for, and which these are is not known at first: what
// is likely by all of them is far from it.
TEST(SegmentIndex, TheBestPagesByAPrefixOfManyCommonWordsAreThoseOfManySmallSegments) {
  LargeSegment segment;
  std::mt19937 random(23);
  for (int dossier = 0; dossier < 4'800; ++dossier) {
    const bool is_full = random() % 24 == 0;
    std::string text;
    for (const std::string word : {"kan ", "kam ", "kat ", "kap ", "mun ", "mut ", "muc "}) {
      // Not on all pages together, for then the prefix tells none from another.
      const std::size_t times = random() % 6 != 0 ? 0 : is_full ? 8 + random() % 24 : 1 + random() % 3;
      for (std::size_t time = 0; time < times; ++time) text += word;
    }
    segment.Add(text + "vang");
  }
  segment.Compare({"ka* mu*", "ka* mun", "ka* OR mu*"}, 60);
}

// For so many pages a phrase is kept once it was found.
TEST(SegmentIndex, APhraseOnVeryManyPagesIsFoundAgainAsItIsNow) {
  SpokenIndex spoken;
  for (int dossier = 0; dossier < 1'200; ++dossier) {
    spoken.Add("S-row" + std::to_string(dossier), "không phải hai ba bốn");
    spoken.Add("S-other" + std::to_string(dossier), "hai ba bốn không phải hai");
  }
  spoken.Compact();
  const std::string phrase = "\"phải hai ba bốn\"";
  const SearchResult first = spoken.Search(phrase);
  EXPECT_EQ(first.total, 6'000u);
  const SearchResult again = spoken.Search(phrase);
  EXPECT_EQ(again.total, 6'000u);
  ASSERT_EQ(again.hits.size(), first.hits.size());
  for (std::size_t hit = 0; hit < first.hits.size(); ++hit) EXPECT_EQ(again.hits[hit].page_id, first.hits[hit].page_id);
  EXPECT_EQ(spoken.Search("\"phai hai ba bon\"").total, 6'000u);
  EXPECT_EQ(spoken.Search("\"hai ba bốn\"").total, 12'000u) << "another phrase";
  spoken.Remove("S-row7");
  spoken.Add("S-new", "phải hai ba bốn năm");
  EXPECT_EQ(spoken.Search(phrase).total, 6'000u) << "5 went, 5 came";
  spoken.Remove("S-row8");
  EXPECT_EQ(spoken.Search(phrase).total, 5'995u);
  spoken.Compact();
  EXPECT_EQ(spoken.Search(phrase).total, 5'995u);
}

TEST(SegmentIndex, PagesOfAResultFollowOneAnotherInEveryOrder) {
  ComparedIndex compared(4);
  for (std::size_t number = 0; number < 60; ++number) compared.Commit(number);
  compared.Settle();
  for (const SearchOrder order : {SearchOrder::kRelevance, SearchOrder::kNewest, SearchOrder::kOldest}) {
    SearchQuery query;
    query.text = "quyết";
    query.order = order;
    query.limit = 1000;
    const std::vector<SearchHit> whole = compared.index().Search(query)->hits;
    ASSERT_GT(whole.size(), 30u);
    query.limit = 7;
    std::vector<std::string> pieces;
    do {
      const Result<SearchResult> result = compared.index().Search(query);
      ASSERT_TRUE(result);
      EXPECT_EQ(result->total, whole.size());
      for (const SearchHit& hit : result->hits) pieces.push_back(hit.page_id);
      query.cursor = result->next_cursor;
    } while (!query.cursor.empty() && pieces.size() <= whole.size());
    ASSERT_EQ(pieces.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_EQ(pieces[i], whole[i].page_id);
  }
}

TEST(SegmentIndex, WhatAWordMayBeInsteadIsFoundWhereNothingElseIs) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(false));
  MadeDossier made = NewDossier("H42.18-260930-0001", "H42.18");
  PageRecord record;
  record.source = {made.dossier.head.code, "b1", 0, Sha256::Of("page"), 0};
  record.id = MakePageId(record.source);
  record.geometry = {2480, 3508, 0, 0, 2480, 3508, 300};
  record.text = MadeText({"Kế hoạch 6/KH-UBND"});
  Word& number = record.text.blocks[0].lines[0].words[2];
  number.alternatives = {{"96/KH-UBND", 0.29}, {"86/KH-UBND", 0.001}};
  made.dossier.pages.push_back({record.id, 1, record.source, Sha256{}, false});
  made.pages.push_back(record);
  MetaBatch batch;
  ASSERT_TRUE(index->Add({made.dossier, made.pages}, batch).ok());
  ASSERT_TRUE(store->Write(batch).ok());
  SearchQuery query;
  query.text = "96/KH-UBND";
  const Result<SearchResult> result = index->Search(query);
  ASSERT_TRUE(result && result->hits.size() == 1);
  EXPECT_EQ(result->hits[0].match_level, MatchLevel::kFuzzy);
  ASSERT_EQ(result->hits[0].boxes.size(), 1u) << "where the word stands that may be it";
  query.text = "86/KH-UBND";
  EXPECT_EQ(index->Search(query)->total, 0u) << "the reader thinks that it is out of the question";
  query.text = "hoạch OR 96";
  const Result<SearchResult> either = index->Search(query);
  ASSERT_TRUE(either && either->hits.size() == 1);
  EXPECT_EQ(either->hits[0].match_level, MatchLevel::kExact);
  EXPECT_EQ(either->hits[0].boxes.size(), 1u) << "the word that was found";
}

TEST(SegmentIndex, SuggestsWhatMayHaveBeenMeant) {
  ComparedIndex compared(6);
  for (std::size_t number = 0; number < 30; ++number) compared.Commit(number);
  SearchQuery query;
  query.text = "quyêtt";
  const Result<SearchResult> result = compared.index().Search(query);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->did_you_mean, "quyết");
  EXPECT_EQ(result->hits.at(0).match_level, MatchLevel::kFuzzy);
  query.text = "quyết";
  EXPECT_EQ(compared.index().Search(query)->did_you_mean, "");
}

}  // namespace
}  // namespace sohoa
