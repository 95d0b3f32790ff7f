// SPDX-License-Identifier: Apache-2.0
#include "storage/index_view.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "storage/index_keeper.h"
#include "storage/ordered_store.h"
#include "storage/segment_index.h"
#include "support/made_dossier.h"
#include "support/made_segment.h"

namespace sohoa {
namespace {

// Of a large segment with so many words.
IndexView ViewOfWords(int words) {
  MadeTerms on_first_page;
  for (int word = 0; word < words; ++word) on_first_page["na" + std::to_string(word)] = {0};
  auto held = std::make_shared<ViewSegment>();
  held->segment = MadeSegment(kPagesForVocabulary, TermsOfWords(on_first_page));
  IndexView view;
  view.segments.push_back(std::move(held));
  return view;
}

TEST(IndexViews, WordsAreLearntOnceHoweverManyAskAtOnce) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  IndexViews views(1u << 20);
  const IndexView view = ViewOfWords(50'000);
  EXPECT_FALSE(views.KnowsWords(view));
  std::vector<std::shared_ptr<const Vocabulary>> learnt(4);
  std::vector<std::thread> asking;
  for (auto& own : learnt) {
    asking.emplace_back([&] {
      const std::unique_ptr<MetaReader> moment = store->Snapshot();
      own = *views.VocabularyOf(view.segments.front()->segment, {*moment, views.cache()});
    });
  }
  for (std::thread& thread : asking) thread.join();
  EXPECT_EQ(std::set(learnt.begin(), learnt.end()).size(), 1u);
  EXPECT_TRUE(views.KnowsWords(view));
}

TEST(IndexViews, LearningWordsEndsWhenItIsToldAndBeginsAgain) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<MetaReader> moment = store->Snapshot();
  IndexViews views(1u << 20);
  const IndexView view = ViewOfWords(50'000);
  int asked = 0;
  views.LearnWords(view, {*moment, views.cache()}, [&] { return ++asked < 3; });
  EXPECT_EQ(asked, 3);
  EXPECT_FALSE(views.KnowsWords(view));
  views.LearnWords(view, {*moment, views.cache()}, [] { return true; });
  EXPECT_TRUE(views.KnowsWords(view));
}

// Or each search would have it tried again in the background.
TEST(IndexViews, WordsThatCannotBeLearntAreNotTriedAgainButByWhoNeedsThem) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<MetaReader> moment = store->Snapshot();
  const std::string whole = MadeSegmentText(kPagesForVocabulary, TermsOfWords({{"ba", {0, 1}}, {"hai", {0}}, {"tam", {1}}}));
  bool is_seen = false;
  for (std::size_t byte = 0; byte < whole.size() && !is_seen; ++byte) {
    std::string damaged = whole;
    damaged[byte] = static_cast<char>(damaged[byte] ^ 0x7f);
    const auto segment = Segment::OfText(std::make_shared<const std::string>(damaged));
    if (!segment || (*segment)->pages() < kPagesForVocabulary) continue;
    auto held = std::make_shared<ViewSegment>();
    held->segment = *segment;
    IndexView view;
    view.segments.push_back(std::move(held));
    IndexViews views(1u << 20);
    if (views.VocabularyOf(*segment, {*moment, views.cache()})) continue;
    is_seen = true;
    EXPECT_TRUE(views.KnowsWords(view));
    EXPECT_EQ(views.VocabularyOf(*segment, {*moment, views.cache()}).status().code(), StatusCode::kCorruption);
  }
  EXPECT_TRUE(is_seen);
}

std::vector<std::uint32_t> EachOf(std::uint32_t pages, std::uint32_t step) {
  std::vector<std::uint32_t> each;
  for (std::uint32_t page = 0; page < pages; page += step) each.push_back(page);
  return each;
}

class CountsOfLivePages : public testing::TestWithParam<std::uint32_t> {};

// Dense and sparse lists; sets of dead pages that are lists and bits.
TEST_P(CountsOfLivePages, AreThoseOfTheListWithoutDeadPagesAndAreCountedOnce) {
  constexpr std::uint32_t kPages = 20'000;
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<MetaReader> moment = store->Snapshot();
  IndexViews views(1u << 20);
  const PieceReader reader{*moment, views.cache()};
  ViewSegment held;
  held.segment = MadeSegment(kPages, TermsOfWords({{"an", {5}}, {"ba", EachOf(kPages, 2)}, {"hai", EachOf(kPages, 50)}, {"tam", EachOf(kPages, 1'500)}}));
  held.dead = PageSet::Of(EachOf(kPages, GetParam()));
  for (const auto& [word, step] : std::vector<std::pair<std::string, std::uint32_t>>{{"ba", 2}, {"hai", 50}, {"tam", 1'500}}) {
    const Result<std::optional<TermEntry>> entry = held.segment->Find(WordKey(kWholePage, TermKeys{word, word}), reader);
    ASSERT_TRUE(entry && entry->has_value());
    const PageSet pages = PageSet::Of(EachOf(kPages, step));
    const std::uint64_t live = pages.size() - pages.CountCommon(held.dead);
    for (int time = 0; time < 2; ++time) EXPECT_EQ(*LivePages(held, **entry, reader), live) << word;
    EXPECT_EQ(held.live.Find(**entry).has_value(), pages.size() >= 64) << word;
    // What is copied to have other dead pages does not have these counts.
    ViewSegment other(held);
    other.dead = PageSet::All(kPages);
    EXPECT_EQ(*LivePages(other, **entry, reader), 0u) << word;
  }
  // Of one page: it has no postings, and begins where those of "ba" do.
  const Result<std::optional<TermEntry>> alone = held.segment->Find(WordKey(kWholePage, TermKeys{"an", "an"}), reader);
  ASSERT_TRUE(alone && alone->has_value());
  EXPECT_EQ(*LivePages(held, **alone, reader), held.dead.Contains(5) ? 0u : 1u);
}

INSTANTIATE_TEST_SUITE_P(DeadPages, CountsOfLivePages, testing::Values(1, 3, 40, 7'000));

// As after a start: the index is there, and nobody has asked for a word.
TEST(IndexKeeper, LearnsTheWordsOfLargeSegmentsBeforeAnyoneAsks) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  SegmentIndexOptions options;
  options.keeper.in_background = false;
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, options);
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  for (std::uint32_t dossier = 0; dossier * 100 < kPagesForVocabulary; ++dossier) {
    MadeDossier made = NewDossier("S-" + std::to_string(dossier));
    for (int page = 0; page < 100; ++page) AddPage(*archive, made, {"hai ba bốn"});
    MetaBatch batch;
    ASSERT_TRUE(index->Add({made.dossier, made.pages}, batch).ok());
    ASSERT_TRUE(store->Write(batch).ok());
  }
  ASSERT_TRUE(index->Compact({}).ok());
  IndexViews views(1u << 20);
  const std::shared_ptr<const IndexView> view = *views.At(*store->Snapshot());
  ASSERT_FALSE(views.KnowsWords(*view));
  IndexKeeper keeper(*store, views, KeeperOptions());
  keeper.WakeIfBehind(*view);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!views.KnowsWords(*view) && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_TRUE(views.KnowsWords(*view));
}

}  // namespace
}  // namespace sohoa
