// SPDX-License-Identifier: Apache-2.0
//
// What a segment has in memory of each page: days and facets, against going through all pages.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include "storage/facet_group.h"
#include "storage/page_days.h"

namespace sohoa {
namespace {

std::uint32_t Below(std::uint32_t limit, std::mt19937& random) { return static_cast<std::uint32_t>(random() % limit); }

// Of 10,000 pages: none, a few, a third, most and all.
std::vector<PageSet> DrawnSets(std::mt19937& random) {
  constexpr std::uint32_t kPages = 10'000;
  std::vector<PageSet> sets;
  for (const std::uint32_t share : {0u, 1u, 33u, 90u, 100u}) {
    std::vector<std::uint32_t> pages;
    for (std::uint32_t page = 0; page < kPages; ++page) {
      if (Below(100, random) < share) pages.push_back(page);
    }
    sets.push_back(PageSet::Of(std::move(pages)));
  }
  return sets;
}

TEST(PageDays, KeepsPagesWhoseDayMayBeAmongThoseAskedFor) {
  std::mt19937 random(11);
  std::vector<DaySpan> days;
  PageDays column;
  for (int page = 0; page < 10'000; ++page) {
    const std::uint32_t from = Below(10, random) == 0 ? 0 : 20'100'101 + Below(3, random) * 10'000 + Below(28, random);
    days.push_back({from, from == 0 ? 0 : from + Below(2, random) * 30});
    column.Add(days.back());
  }
  for (const PageSet& set : DrawnSets(random)) {
    for (const DaySpan& wanted : {DaySpan{20'110'101, 20'110'115}, DaySpan{0, 20'100'110}, DaySpan{20'990'101, 20'991'231}, DaySpan{0, 99'999'999}}) {
      std::vector<std::uint32_t> kept;
      set.ForEach([&](std::uint32_t page) {
        if (days[page].from != 0 && days[page].from <= wanted.to && days[page].to >= wanted.from) kept.push_back(page);
      });
      PageSet pages = set;
      column.Keep(wanted, pages);
      EXPECT_EQ(pages.ToVector(), kept) << set.size() << " pages, from " << wanted.from;
      EXPECT_EQ(pages.size(), kept.size());
    }
  }
}

TEST(PageDays, KnowsTheFirstAndLastDayOf64Pages) {
  PageDays column;
  // In each of the two the last day comes in the middle, and the first one behind it.
  for (std::uint32_t page = 0; page < 128; ++page) {
    const std::uint32_t day = 20'200'101 + page / 64 * 64 + (page + 20) % 64;
    column.Add({page == 7 ? 0 : day, day});
  }
  column.Add({});
  EXPECT_EQ(column.BestOfWord(0, SearchOrder::kNewest), 20'200'164u);
  EXPECT_EQ(column.BestOfWord(0, SearchOrder::kOldest), 20'200'101u);
  EXPECT_EQ(column.BestOfWord(1, SearchOrder::kOldest), 20'200'165u);
  EXPECT_EQ(column.BestOfWord(2, SearchOrder::kNewest), 0u) << "none is known";
}

TEST(FacetGroup, CountsPagesOfEachTupleWhetherTheyComeInRunsOrNot) {
  std::mt19937 random(12);
  for (const std::uint32_t run : {1u, 3u, 200u}) {
    std::vector<FacetTuple> tuples;
    FacetGroup group;
    while (tuples.size() < 10'000) {
      const FacetTuple tuple = {static_cast<std::uint16_t>(Below(40, random))};
      for (std::uint32_t i = Below(run, random) + 1; i > 0 && tuples.size() < 10'000; --i) tuples.push_back(tuple);
    }
    for (const FacetTuple& tuple : tuples) group.Add(tuple);
    for (const PageSet& set : DrawnSets(random)) {
      std::vector<std::uint32_t> expected(group.tuples().size());
      set.ForEach([&](std::uint32_t page) {
        const auto found = std::find(group.tuples().begin(), group.tuples().end(), tuples[page]);
        ++expected[static_cast<std::size_t>(found - group.tuples().begin())];
      });
      EXPECT_EQ(group.Count(set), expected) << "runs of up to " << run << ", " << set.size() << " pages";
    }
  }
}

TEST(FacetGroup, TwoAreCountedAtOnceAsOneAfterTheOther) {
  std::mt19937 random(13);
  const auto group_of = [&](std::uint32_t run, std::uint32_t tuples) {
    FacetGroup group;
    for (std::uint32_t page = 0; page < 10'000;) {
      const FacetTuple tuple = {static_cast<std::uint16_t>(Below(tuples, random))};
      for (std::uint32_t i = Below(run, random) + 1; i > 0 && page < 10'000; --i, ++page) group.Add(tuple);
    }
    return group;
  };
  const FacetGroup documents = group_of(5, 300);
  const FacetGroup dossiers = group_of(40, 9);
  for (const PageSet& set : DrawnSets(random)) {
    const auto counts = FacetGroup::CountBoth(documents, dossiers, set);
    EXPECT_EQ(counts[0], documents.Count(set)) << set.size() << " pages";
    EXPECT_EQ(counts[1], dossiers.Count(set)) << set.size() << " pages";
  }
}

TEST(FacetGroup, CountsMoreTuplesThan16BitsCanName) {
  constexpr std::uint32_t kPages = 70'000;
  FacetGroup group;
  for (std::uint32_t page = 0; page < kPages; ++page) {
    group.Add({static_cast<std::uint16_t>(page % 1'000), static_cast<std::uint16_t>(page / 1'000)});
  }
  for (const PageSet& set : {PageSet::All(kPages), PageSet::Of({0, 1, 65'535, 65'536, 69'999})}) {
    const std::vector<std::uint32_t> counts = group.Count(set);
    ASSERT_EQ(counts.size(), kPages);
    for (std::uint32_t page = 0; page < kPages; ++page) ASSERT_EQ(counts[page], set.Contains(page) ? 1u : 0u) << page;
  }
  EXPECT_EQ(group.TupleOf(69'999)[1], 69);
  FacetGroup few;
  for (std::uint32_t page = 0; page < kPages; ++page) few.Add({static_cast<std::uint16_t>(page % 3)});
  const auto both = FacetGroup::CountBoth(group, few, PageSet::All(kPages));
  EXPECT_EQ(both[0], group.Count(PageSet::All(kPages)));
  EXPECT_EQ(both[1], few.Count(PageSet::All(kPages)));
}

}  // namespace
}  // namespace sohoa
