// SPDX-License-Identifier: Apache-2.0
//
// How segments are merged, and that answers are the same at every stage of it.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "storage/index_rebuild.h"
#include "storage/key_layout.h"
#include "storage/segment_index.h"
#include "support/compared_index.h"
#include "support/random_pages.h"
#include "support/small_segments.h"

namespace sohoa {
namespace {

TEST(SegmentMerge, MergingLeavesFewSegmentsAndNothingOfWhatItMerged) {
  ComparedIndex compared(2);
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

TEST(SegmentMerge, CompactedItIsOneSegmentAndGivesTheSameAnswers) {
  ComparedIndex compared(9);
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

TEST(SegmentMerge, ACancelledMergeChangesNothingAndIsTakenUpAgain) {
  ComparedIndex compared(3);
  for (std::size_t number = 0; number < 30; ++number) compared.Commit(number);
  int calls = 0;
  EXPECT_EQ(compared.index().Settle([&](std::uint64_t, std::uint64_t total) { return total > 0 && ++calls < 3; }).code(), StatusCode::kCancelled);
  EXPECT_EQ(compared.index().State()->segments, 0u);
  compared.ExpectEqual(20);
  compared.Settle();
  EXPECT_GT(compared.index().State()->segments, 0u);
  compared.ExpectEqual(20);
}

TEST(SegmentMerge, WhatIsCommittedDuringALargeMergeIsMergedInTheMidstOfIt) {
  ComparedIndex compared(8);
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

TEST(SegmentMerge, ALongTailBecomesSeveralSegmentsAndFindsTheSame) {
  ComparedIndex compared(10);
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

TEST(SegmentMerge, ATailThatWasLeftLongIsMergedOnceSomebodySearches) {
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

TEST(SegmentMerge, SearchesSeeWholeDossiersWhileSegmentsAreMerged) {
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

TEST(SegmentMerge, MadeAnewFromTheArchiveItGivesTheSameAnswers) {
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

}  // namespace
}  // namespace sohoa
