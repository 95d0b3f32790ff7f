// SPDX-License-Identifier: Apache-2.0
//
// The index of segments against a reference that has none, at every stage of merging.
#include "storage/segment_index.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "storage/index_entry.h"
#include "storage/index_rebuild.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "support/random_pages.h"
#include "support/reference_search.h"
#include "support/small_segments.h"

namespace sohoa {
namespace {

// An index and a reference that are told the same.
class Compared {
 public:
  explicit Compared(std::uint32_t seed) : random_(seed), index_(NewSegmentIndex(*store_, SmallSegments(false))) {}

  void Commit(std::size_t number) {
    const std::string code = "R-" + std::to_string(number);
    const MadeDossier made = random_.Dossier(code, ++versions_[code]);
    const IndexedDossier indexed{made.dossier, made.pages};
    MetaBatch batch;
    ASSERT_TRUE(index_->Add(indexed, batch).ok());
    ASSERT_TRUE(store_->Write(batch).ok());
    Forget(code);
    for (const IndexEntry& entry : BuildIndexEntries(indexed)) {
      const std::string key = code + ":" + std::to_string(entry.page.page);
      reference_.Add(key, entry.page, entry.words);
      keys_[code].push_back(key);
    }
  }
  void Withdraw(std::size_t number) {
    const std::string code = "R-" + std::to_string(number);
    MetaBatch batch;
    ASSERT_TRUE(index_->Remove(code, batch).ok());
    ASSERT_TRUE(store_->Write(batch).ok());
    Forget(code);
  }
  void Settle(const MergeProgress& progress = {}) { ASSERT_TRUE(index_->Settle(progress).ok()); }

  // So many queries of all kinds.
  void ExpectEqual(int queries) {
    for (int i = 0; i < queries; ++i) ExpectEqual(random_.Query());
  }
  void ExpectEqual(const SearchQuery& query) {
    const Result<SearchResult> result = index_->Search(query);
    if (!result) {
      ASSERT_EQ(result.status().code(), StatusCode::kInvalidArgument) << query.text << ": " << result.status().ToString();
      return;
    }
    const ReferenceSearch::Answer expected = reference_.Search(query);
    ASSERT_EQ(result->total, expected.total) << query.text;
    std::vector<ReferenceSearch::Hit> hits;
    for (const SearchHit& hit : result->hits) hits.push_back({hit.dossier + ":" + std::to_string(hit.page), hit.score});
    for (std::size_t k = 0; k < std::min(hits.size(), expected.hits.size()); ++k) {
      ASSERT_EQ(hits[k].key, expected.hits[k].key) << query.text << " hit " << k << " score " << hits[k].score << " " << expected.hits[k].score;
      ASSERT_EQ(hits[k].score, expected.hits[k].score) << query.text << " hit " << k;
    }
    ASSERT_EQ(hits.size(), expected.hits.size()) << query.text;
    const auto& types = result->facets.at(0).values;
    ASSERT_EQ((std::map<std::string, std::uint64_t>(types.begin(), types.end())), expected.types) << query.text;
    found_ += expected.total > 0 ? 1 : 0;
  }
  SearchIndex& index() { return *index_; }
  OrderedStore& store() { return *store_; }
  RandomPages& random() { return random_; }
  int found() const { return found_; }

 private:
  void Forget(const std::string& code) {
    for (const std::string& key : keys_[code]) reference_.Remove(key);
    keys_[code].clear();
  }

  RandomPages random_;
  const std::unique_ptr<OrderedStore> store_ = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index_;
  ReferenceSearch reference_;
  std::map<std::string, std::uint32_t> versions_;
  std::map<std::string, std::vector<std::string>> keys_;
  int found_ = 0;
};

TEST(SegmentIndex, AnswersAsTheReferenceDoesBeforeAndAfterEveryMerge) {
  Compared compared(1);
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
  Compared compared(7);
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

TEST(SegmentIndex, MergingLeavesFewSegmentsAndNothingOfWhatItMerged) {
  Compared compared(2);
  for (std::size_t number = 0; number < 90; ++number) {
    compared.Commit(number);
    if (number % 6 == 5) compared.Settle();
  }
  const IndexState state = *compared.index().State();
  EXPECT_LT(state.tail_dossiers, 6u);
  EXPECT_LE(state.segments, 2u * 3) << "less than the factor in each of a few sizes";
  std::uint64_t headers = 0;
  ASSERT_TRUE(compared.store().Scan(kSegmentPrefix, "", [&](std::string_view key, std::string_view) {
    headers += key.size() == SegmentHeaderKey(1).size() && key.back() == '\xff' ? 1 : 0;
    return true;
  }).ok());
  EXPECT_EQ(headers, state.segments);
  for (std::size_t number = 0; number < 90; number += 2) compared.Withdraw(number);
  compared.Settle();
  EXPECT_LT(compared.index().State()->dead_pages * 8, compared.index().State()->pages * 2);
  compared.ExpectEqual(20);
}

// 100 words that begin alike, of which a query takes 64. Half of them are on 25 pages each, of which 10
// go, the others on 20. Of the former 14 are left, the first by name.
// Dossiers of five pages with these words each.
class SpokenIndex {
 public:
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
  void Compact() { ASSERT_TRUE(index_->Compact({}).ok()); }
  SearchResult Search(const std::string& text) {
    SearchQuery query;
    query.text = text;
    return *index_->Search(query);
  }

 private:
  const std::unique_ptr<OrderedStore> store_ = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index_ = NewSegmentIndex(*store_, {});
  const std::unique_ptr<Archive> archive_ = NewMemoryArchive();
};

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

TEST(SegmentIndex, CompactedItIsOneSegmentAndGivesTheSameAnswers) {
  Compared compared(9);
  EXPECT_TRUE(compared.index().Compact({}).ok()) << "of nothing";
  for (std::size_t number = 0; number < 40; ++number) {
    compared.Commit(number);
    if (number % 6 == 5) compared.Settle();
  }
  for (std::size_t number = 0; number < 40; number += 7) compared.Withdraw(number);
  ASSERT_GT(compared.index().State()->segments + compared.index().State()->tail_dossiers, 1u);
  ASSERT_TRUE(compared.index().Compact({}).ok());
  const Result<IndexState> state = compared.index().State();
  EXPECT_EQ(state->segments, 1u);
  EXPECT_EQ(state->tail_dossiers, 0u);
  EXPECT_EQ(state->dead_pages, 0u);
  compared.ExpectEqual(300);
  EXPECT_GT(compared.found(), 100);
}

TEST(SegmentIndex, ACancelledMergeChangesNothingAndIsTakenUpAgain) {
  Compared compared(3);
  for (std::size_t number = 0; number < 30; ++number) compared.Commit(number);
  int calls = 0;
  EXPECT_EQ(compared.index().Settle([&](std::uint64_t, std::uint64_t total) { return total > 0 && ++calls < 3; }).code(), StatusCode::kCancelled);
  EXPECT_EQ(compared.index().State()->segments, 0u);
  compared.ExpectEqual(20);
  compared.Settle();
  EXPECT_GT(compared.index().State()->segments, 0u);
  compared.ExpectEqual(20);
}

TEST(SegmentIndex, PagesOfAResultFollowOneAnotherInEveryOrder) {
  Compared compared(4);
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

TEST(SegmentIndex, WhatIsCommittedDuringALargeMergeIsMergedInTheMidstOfIt) {
  Compared compared(8);
  std::size_t number = 0;
  std::size_t during_this = 0;
  std::size_t during_one = 0;
  // As many as make a segment, and no more until they are merged. Among them are new versions of
  // what is being merged at this moment.
  const auto go_on = [&](std::uint64_t done, std::uint64_t) {
    if (done == 0) during_this = 0;
    if (number < 400 && compared.index().State()->tail_dossiers < 6) {
      compared.Commit(number++ % 50);
      during_one = std::max(during_one, ++during_this);
    }
    return true;
  };
  while (number < 100) {
    compared.Commit(number++ % 50);
    compared.Settle();
  }
  while (number < 400) {
    compared.Commit(number++ % 50);
    compared.Settle(go_on);
  }
  EXPECT_GT(during_one, 20u);
  compared.ExpectEqual(60);
  for (std::size_t of = 0; of < 50; ++of) compared.Withdraw(of);
  compared.Settle();
  EXPECT_EQ(compared.index().State()->pages, 0u);
  compared.ExpectEqual(10);
}

TEST(SegmentIndex, ALongTailBecomesSeveralSegmentsAndFindsTheSame) {
  Compared compared(10);
  for (std::size_t number = 0; number < 95; ++number) {
    compared.Commit(number % 90);
    ASSERT_TRUE(compared.index().KeepUp({}).ok());
    ASSERT_EQ(compared.index().State()->segments, 0u) << "it is not long yet";
  }
  for (std::size_t number = 95; number < 200; ++number) compared.Commit(number);
  std::size_t halves = 0;
  compared.Settle([&](std::uint64_t, std::uint64_t) {
    const Result<IndexState> state = compared.index().State();
    if (state->segments == 1 && state->tail_dossiers > 0 && halves++ % 8 == 0) compared.ExpectEqual(1);
    return true;
  });
  EXPECT_GT(halves, 0u);
  EXPECT_EQ(compared.index().State()->tail_dossiers, 0u);
  compared.ExpectEqual(40);
  for (std::size_t number = 0; number < 97; ++number) compared.Commit(number % 90);
  ASSERT_TRUE(compared.index().KeepUp({}).ok());
  EXPECT_LT(compared.index().State()->tail_dossiers, 6u);
  compared.ExpectEqual(20);
}

TEST(SegmentIndex, ATailThatWasLeftLongIsMergedOnceSomebodySearches) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  RandomPages random(9);
  {
    const std::unique_ptr<SearchIndex> before = NewSegmentIndex(*store, SmallSegments(false));
    for (int number = 0; number < 20; ++number) {
      const MadeDossier made = random.Dossier("T-" + std::to_string(number), 1);
      MetaBatch batch;
      ASSERT_TRUE(before->Add({made.dossier, made.pages}, batch).ok());
      ASSERT_TRUE(store->Write(batch).ok());
    }
    ASSERT_EQ(before->State()->tail_dossiers, 20u);
  }
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(true));
  SearchQuery query;
  query.text = "quyết";
  ASSERT_TRUE(index->Search(query));
  for (int i = 0; i < 3'000 && index->State()->tail_dossiers > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(index->State()->tail_dossiers, 0u);
}

TEST(SegmentIndex, SearchesSeeWholeDossiersWhileSegmentsAreMerged) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(true));
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::atomic<std::uint64_t> committed = 0;
  std::thread reader([&] {
    SearchQuery query;
    query.text = "nguyên vẹn";
    while (!stop) {
      const std::uint64_t before = committed;
      const Result<SearchResult> result = index->Search(query);
      if (!result || result->total % 3 != 0 || result->total < 3 * before) ++wrong;
    }
  });
  for (int number = 0; number < 60; ++number) {
    MadeDossier made = NewDossier("U-" + std::to_string(number));
    for (int i = 0; i < 3; ++i) AddPage(*archive, made, {"nguyên vẹn " + std::to_string(i)});
    MetaBatch batch;
    EXPECT_TRUE(index->Add({made.dossier, made.pages}, batch).ok());
    EXPECT_TRUE(store->Write(batch).ok());
    ++committed;
    if (number % 10 == 9) {
      EXPECT_TRUE(index->Settle({}).ok());
    }
  }
  stop = true;
  reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(index->State()->segments, 0u);
}

TEST(SegmentIndex, MadeAnewFromTheArchiveItGivesTheSameAnswers) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  RandomPages random(5);
  // In another order than that of their codes, some of them twice.
  for (const int number : {9, 3, 7, 1, 8, 3, 2, 9, 5}) {
    const std::string code = "B-" + std::to_string(number);
    MadeDossier made = NewDossier(code);
    const Result<Dossier> before = archive->GetDossier(code);
    made.dossier.version = before ? before->version + 1 : 1;
    for (int i = 0; i < 3; ++i) AddPage(*archive, made, {random.Line(12), random.Line(12)});
    AddField(AddDocument(*archive, made, 1, 2, "QĐ"), "subject", random.Line(5));
    ASSERT_TRUE(Commit(*archive, made).ok());
  }
  std::vector<SearchQuery> queries;
  std::vector<std::vector<std::pair<std::string, double>>> answers;
  const auto ask = [&](const SearchQuery& query) {
    std::vector<std::pair<std::string, double>> answer;
    const Result<SearchResult> result = archive->index().Search(query);
    if (result) {
      for (const SearchHit& hit : result->hits) answer.emplace_back(hit.page_id + hit.snippet, hit.score);
    }
    return answer;
  };
  for (int i = 0; i < 100; ++i) {
    queries.push_back(random.Query());
    answers.push_back(ask(queries.back()));
  }
  const Result<IndexRebuildReport> cancelled = RebuildIndex(*archive, [](std::uint64_t done, std::uint64_t) { return done < 2; });
  EXPECT_EQ(cancelled.status().code(), StatusCode::kCancelled);
  SearchQuery query;
  query.text = "quyết";
  EXPECT_EQ(archive->index().Search(query).status().code(), StatusCode::kUnavailable) << "half an index does not answer";
  const Result<IndexRebuildReport> report = RebuildIndex(*archive, {});
  ASSERT_TRUE(report) << report.status().ToString();
  EXPECT_EQ(report->dossiers, 7u);
  EXPECT_EQ(report->pages, 21u);
  for (std::size_t i = 0; i < queries.size(); ++i) EXPECT_EQ(ask(queries[i]), answers[i]) << queries[i].text;
  EXPECT_TRUE(archive->Verify("", nullptr, nullptr)->problems.empty());
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
  Compared compared(6);
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
