// SPDX-License-Identifier: Apache-2.0
//
// What segments are made of: packed numbers, sets, heavy postings, keys of spellings, places.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/bit_packing.h"
#include "storage/heavy_postings.h"
#include "storage/index_terms.h"
#include "storage/ordered_store.h"
#include "storage/page_set.h"
#include "storage/page_weights.h"
#include "storage/query_parser.h"
#include "storage/recent_values.h"
#include "storage/search_terms.h"
#include "storage/tail_segment.h"
#include "storage/word_places.h"
#include "support/faulty_archive.h"

namespace sohoa {
namespace {

// Remembers where scans began.
class ScansRemembered : public FaultyMetaStore {
 public:
  using FaultyMetaStore::FaultyMetaStore;
  Status Scan(std::string_view prefix, std::string_view from,
              const std::function<bool(std::string_view, std::string_view)>& visit) override {
    begins.emplace_back(std::max(prefix, from));
    return FaultyMetaStore::Scan(prefix, from, visit);
  }
  std::vector<std::string> begins;
};

TEST(DeleteBelow, NeverGoesAgainOverWhatItHasDeleted) {
  const std::unique_ptr<OrderedStore> kept = NewMemoryOrderedStore();
  MetaBatch batch;
  for (int i = 0; i < 5'000; ++i) batch.Put("a/" + std::to_string(10'000 + i), "");
  batch.Put("a", "");
  batch.Put("b/", "");
  ASSERT_TRUE(kept->Write(batch).ok());
  ScansRemembered store(*kept);
  ASSERT_TRUE(DeleteBelow(store, "a/").ok());
  std::vector<std::string> left;
  ASSERT_TRUE(kept->Scan("", "", [&](std::string_view key, std::string_view) {
    left.emplace_back(key);
    return true;
  }).ok());
  EXPECT_EQ(left, (std::vector<std::string>{"a", "b/"}));
  ASSERT_GT(store.begins.size(), 2u);
  EXPECT_TRUE(std::is_sorted(store.begins.begin(), store.begins.end()));
  EXPECT_EQ(std::adjacent_find(store.begins.begin(), store.begins.end() - 1), store.begins.end() - 1) << "the same place twice";
}

TEST(BitPacking, SomeOfTheNumbersAreWhatTheyAreAmongAll) {
  std::mt19937 random(5);
  for (const unsigned width : {0u, 1u, 5u, 9u, 23u}) {
    std::vector<std::uint32_t> numbers(300);
    for (std::uint32_t& number : numbers) {
      number = static_cast<std::uint32_t>(random()) & ((1u << width) - 1);
      if (random() % 20 == 0) number |= 1u << 28;
    }
    std::string bytes;
    PackPatched(numbers, bytes);
    const std::optional<PatchedNumbers> packed = PatchedNumbers::Open(bytes, numbers.size());
    ASSERT_TRUE(packed);
    for (std::size_t begin = 0; begin <= numbers.size(); begin += 7) {
      std::vector<std::uint32_t> some(std::min<std::size_t>(13, numbers.size() - begin));
      packed->Read(begin, some);
      EXPECT_TRUE(std::equal(some.begin(), some.end(), numbers.begin() + static_cast<std::ptrdiff_t>(begin))) << width << " bits from " << begin;
    }
    EXPECT_FALSE(PatchedNumbers::Open(std::string_view(bytes).substr(0, bytes.size() - 1), numbers.size()));
  }
}

// In parts of so many bytes, as pieces of a segment come.
std::optional<PageSet> ReadStored(std::string_view bytes, std::uint32_t pages, std::size_t part = 1'000) {
  PageBits bits(pages);
  const auto next = [&] {
    const std::string_view taken = bytes.substr(0, part);
    bytes.remove_prefix(taken.size());
    return taken;
  };
  if (!PageSet::AddStored(next, pages, bits)) return std::nullopt;
  return PageSet::Of(std::move(bits));
}

TEST(PageSet, HasTheSamePagesAsBits) {
  std::mt19937 random(3);
  // Sparse, dense and in runs: the three ways in which a Roaring bitmap keeps 65,536 pages.
  std::vector<std::uint32_t> pages = {0, 5, 63, 64, 4'000};
  for (std::uint32_t page = 70'000; page < 120'000; ++page) {
    if (random() % 2 == 0) pages.push_back(page);
  }
  for (std::uint32_t page = 140'000; page < 150'000; ++page) pages.push_back(page);
  pages.push_back(200'001);
  constexpr std::uint32_t kPages = 200'002;
  std::vector<PageSet> sets = {PageSet::Of(pages)};
  for (const std::size_t part : {std::size_t{1}, std::size_t{7}, std::size_t{8'192}, std::size_t{1} << 20}) {
    const std::optional<PageSet> stored = ReadStored(PageSet::Encode(pages), kPages, part);
    ASSERT_TRUE(stored) << part;
    sets.push_back(*stored);
  }
  for (const PageSet& set : sets) {
    std::vector<std::uint32_t> there;
    std::size_t others = 0;
    PageBits bits = set.ToBits(kPages);
    bits.ForEach([&](std::uint32_t page) { there.push_back(page); });
    bits.Invert(kPages);
    bits.ForEach([&](std::uint32_t page) { others += set.Contains(page) ? 0 : 1; });
    EXPECT_EQ(there, pages);
    EXPECT_EQ(others, kPages - pages.size());
  }
  EXPECT_FALSE(PageSet::Of(pages).ToBits(100).Contains(99)) << "pages beyond are left out";
}

TEST(PageSet, TakesTheRoomThatFitsWhateverIsDoneToIt) {
  constexpr std::uint32_t kPages = 10'007;
  std::mt19937 random(5);
  const auto draw = [&](std::uint32_t one_in) {
    std::vector<std::uint32_t> pages;
    for (std::uint32_t page = 0; page < kPages; ++page) {
      if (random() % one_in == 0) pages.push_back(page);
    }
    return pages;
  };
  // Lists, bits, and on the way from one to the other.
  const std::vector<std::uint32_t> shares = {1, 2, 40, 64, 90, 300, 3'000, 1'000'000};
  for (const std::uint32_t left_share : shares) {
    for (const std::uint32_t right_share : shares) {
      const std::vector<std::uint32_t> left = draw(left_share);
      const std::vector<std::uint32_t> right = draw(right_share);
      std::vector<std::uint32_t> both, either, without;
      std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
      std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(either));
      std::set_difference(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(without));
      const PageSet of_right = PageSet::Of(right);
      const auto expect = [&](const PageSet& set, const std::vector<std::uint32_t>& pages) {
        EXPECT_EQ(set.ToVector(), pages) << "one in " << left_share << ", one in " << right_share;
        EXPECT_EQ(set.size(), pages.size());
        EXPECT_EQ(set.empty(), pages.empty());
      };
      expect(PageSet::Of(left) &= of_right, both);
      expect(PageSet::Of(left) |= of_right, either);
      expect(PageSet::Of(left) -= of_right, without);
      EXPECT_EQ(PageSet::Of(left).CountCommon(of_right), both.size());
      EXPECT_EQ(PageSet::Of(left).CountCommon(of_right.ToBits(kPages)), both.size());
    }
  }
  EXPECT_EQ(PageSet::All(kPages).size(), kPages);
  EXPECT_FALSE(PageSet::All(kPages).Contains(kPages));
  EXPECT_FALSE(PageSet::Of(draw(1)).Contains(1'000'000)) << "beyond its bits";
}

TEST(PageSet, IsNotReadFromDamagedBytes) {
  std::vector<std::uint32_t> pages = {3, 70'000, 70'001};
  for (std::uint32_t page = 200'000; page < 230'000; page += 2) pages.push_back(page);
  for (std::uint32_t page = 300'000; page < 310'000; ++page) pages.push_back(page);
  const std::string bytes = PageSet::Encode(pages);
  ASSERT_TRUE(ReadStored(bytes, 310'000));
  EXPECT_FALSE(ReadStored(bytes, 309'999)) << "a page that the segment lacks";
  EXPECT_FALSE(ReadStored(bytes, 229'998)) << "bits beyond the last page";
  for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 16) {
    EXPECT_FALSE(ReadStored(std::string_view(bytes).substr(0, length), 310'000)) << "cut to " << length;
  }
  EXPECT_FALSE(ReadStored(bytes + "x", 310'000)) << "bytes behind it";
}

TEST(RecentValues, WhatIsNotUsedLongestGoesFirst) {
  RecentValues<std::string> values(10);
  values.Put("a", std::make_shared<std::string>("một"), 4);
  values.Put("b", std::make_shared<std::string>("hai"), 4);
  ASSERT_NE(values.Find("a"), nullptr);
  values.Put("c", std::make_shared<std::string>("ba"), 4);
  EXPECT_EQ(values.Find("b"), nullptr);
  ASSERT_NE(values.Find("a"), nullptr);
  EXPECT_EQ(*values.Find("c"), "ba");
  values.Put("d", std::make_shared<std::string>("mười một"), 11);
  EXPECT_EQ(values.Find("d"), nullptr) << "more than there is room for";
  EXPECT_NE(values.Find("c"), nullptr);
}

TEST(HeavyPostings, AreTheHeaviestSixteenthAndComeBack) {
  std::mt19937 random(4);
  std::vector<std::uint32_t> pages;
  std::vector<std::uint8_t> weights;
  for (std::uint32_t page = 0; page < 20'000; page += 1 + static_cast<std::uint32_t>(random() % 5)) {
    pages.push_back(page);
    weights.push_back(static_cast<std::uint8_t>(2 + (random() % 3 == 0 ? random() % 250 : 0)));
  }
  std::string bytes;
  PutHeavyPostings(pages, weights, bytes);
  const std::optional<HeavyPostings> heavy = ReadHeavyPostings(bytes, 20'000);
  ASSERT_TRUE(heavy);
  EXPECT_LE(heavy->pages.size(), pages.size() / kHeavyShare);
  EXPECT_GT(heavy->pages.size(), pages.size() / (2 * kHeavyShare));
  std::size_t next = 0;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (weights[i] <= heavy->others_at_most) continue;
    ASSERT_LT(next, heavy->pages.size());
    EXPECT_EQ(heavy->pages[next], pages[i]);
    EXPECT_EQ(heavy->weights[next++], weights[i]);
  }
  EXPECT_EQ(next, heavy->pages.size());
  EXPECT_FALSE(ReadHeavyPostings(bytes, pages.back() / 2)) << "a page that the segment lacks";
  EXPECT_FALSE(ReadHeavyPostings(std::string_view(bytes).substr(0, bytes.size() / 2), 20'000));
}

TEST(HeavyPostings, OfWhichOnlyTheHeaviestAreWantedTheRestAreOthers) {
  const HeavyPostings heavy{3, {2, 5, 9, 11, 20}, {7, 4, 9, 7, 5}};
  EXPECT_EQ(HeaviestOf(heavy, 5).pages.size(), 5u);
  EXPECT_EQ(HeaviestOf(heavy, 5).others_at_most, 3u);
  const HeavyPostings three = HeaviestOf(heavy, 3);
  EXPECT_EQ(three.pages, (std::vector<std::uint32_t>{2, 9, 11}));
  EXPECT_EQ(three.weights, (std::vector<std::uint32_t>{7, 9, 7}));
  EXPECT_EQ(three.others_at_most, 5u);
  const HeavyPostings two = HeaviestOf(heavy, 2);
  EXPECT_EQ(two.pages, std::vector<std::uint32_t>{9}) << "those that weigh alike stay or go together";
  EXPECT_EQ(two.others_at_most, 7u);
}

TEST(PageWeights, AreAddedWherePagesAreSetAndFoundWhereTheyAreAbove) {
  std::mt19937_64 random(11);
  std::vector<std::uint64_t> set(9);
  for (std::uint64_t& word : set) word = random() & random();
  set[3] = 0;
  set[4] = ~std::uint64_t{0};
  std::vector<std::uint16_t> weights(64 * set.size());
  for (std::uint16_t& weight : weights) weight = static_cast<std::uint16_t>(random() % 65'000);
  std::vector<std::uint16_t> sums = weights;
  AddWeightWhereSet(set.data(), set.size(), 535, sums.data());
  for (std::size_t page = 0; page < weights.size(); ++page) {
    EXPECT_EQ(sums[page], weights[page] + ((set[page / 64] >> page % 64 & 1) != 0 ? 535 : 0)) << page;
  }
  // Signs do not matter: half of the weights are above what fits a signed number.
  for (const std::uint16_t level : std::array<std::uint16_t, 5>{0, sums[100], 32'767, 32'768, 65'535}) {
    std::vector<std::uint64_t> above(set.size());
    above[0] = 1;
    SetWhereAbove(sums.data(), level, above.data(), above.size());
    for (std::size_t page = 0; page < sums.size(); ++page) {
      EXPECT_EQ((above[page / 64] >> page % 64 & 1) != 0, sums[page] > level || page == 0) << page << " " << level;
    }
  }
}

TEST(PageWeights, OfSeveralWordsAreFoundWhereTogetherTheyAreAbove) {
  std::mt19937_64 random(12);
  constexpr std::size_t kPages = 64 * 9;
  std::array<std::vector<std::uint16_t>, 3> weights;
  for (std::vector<std::uint16_t>& of_word : weights) {
    of_word.resize(kPages);
    // Most of them small; what is large counts as kMostWeighed.
    for (std::uint16_t& weight : of_word) weight = static_cast<std::uint16_t>(random() % (random() % 8 == 0 ? 65'536 : 600));
  }
  const std::array<WeighedPages, 3> sums = {{{weights[0].data(), 127}, {weights[1].data(), 0}, {weights[2].data(), 1}}};
  const auto sum_of = [&](std::size_t page) {
    std::uint32_t sum = 0;
    for (const WeighedPages& weighed : sums) sum += std::uint32_t{weighed.factor} * std::min(weighed.weights[page], WeighedPages::kMostWeighed);
    return sum;
  };
  for (const std::uint32_t level : {0u, 1u, 400u, 20'000u, 32'767u, 32'768u, 65'023u, 65'534u}) {
    std::vector<std::uint64_t> above(kPages / 64);
    above[0] = 1;
    SetWhereSumAbove(sums, static_cast<std::uint16_t>(level), above.data(), above.size());
    for (std::size_t page = 0; page < kPages; ++page) {
      EXPECT_EQ((above[page / 64] >> page % 64 & 1) != 0, sum_of(page) > level || page == 0) << page << " " << level;
    }
  }
}

TEST(HeavyPostings, ThereAreNoneWhereAllWeighAlike) {
  const std::vector<std::uint32_t> pages = {1, 2, 3};
  const std::vector<std::uint8_t> weights = {2, 2, 2};
  std::string bytes;
  PutHeavyPostings(pages, weights, bytes);
  const std::optional<HeavyPostings> heavy = ReadHeavyPostings(bytes, 4);
  ASSERT_TRUE(heavy);
  EXPECT_EQ(heavy->others_at_most, 2u);
  EXPECT_TRUE(heavy->pages.empty());
}

TEST(WordSieve, LetsEveryWordThroughThatHasAWantedKey) {
  const std::vector<std::string> words = {"quyết", "QUYẾT", "đình", "Đinh", "ý", "lí", "lý", "ủy", "uỷ", "hoà", "İ", "ß", "Œuvre", "ﬁn", "số", "61", "H42", "ΑΒΓ", "café"};
  for (const std::string& wanted : words) {
    WordSieve sieve;
    sieve.Add(KeysOf(wanted).folded);
    for (const std::string& word : words) {
      if (KeysOf(word).folded != KeysOf(wanted).folded) continue;
      EXPECT_TRUE(sieve.MayPass(word)) << word << " for " << wanted;
    }
  }
  WordSieve sieve;
  sieve.Add("quyet");
  EXPECT_FALSE(sieve.MayPass("quyền hạn"));
  EXPECT_FALSE(sieve.MayPass("thông"));
}

TEST(BitPacking, NumbersOfEveryWidthComeBack) {
  for (unsigned bits = 0; bits <= 32; ++bits) {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < 131; ++i) {
      const std::uint64_t drawn = (i + 1) * 0x9E3779B97F4A7C15ull;
      numbers.push_back(bits == 0 ? 0 : static_cast<std::uint32_t>(drawn >> (64 - bits)));
    }
    if (bits > 0) numbers[7] = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
    ASSERT_EQ(BitsFor(numbers), bits);
    std::string packed;
    PackBits(numbers, bits, packed);
    ASSERT_EQ(packed.size(), PackedBytes(numbers.size(), bits));
    std::vector<std::uint32_t> again(numbers.size());
    ASSERT_TRUE(UnpackBits(packed, bits, again));
    EXPECT_EQ(again, numbers);
    EXPECT_EQ(UnpackBits(std::string_view(packed).substr(packed.empty() ? 0 : 1), bits, again), bits == 0);
  }
}

TEST(BitPacking, AFewLargeNumbersDoNotMakeTheOthersLarge) {
  std::vector<std::uint32_t> numbers(128, 3);
  numbers[0] = ~std::uint32_t{0};
  numbers[77] = 4'000;
  numbers[127] = 500;
  std::string packed;
  PackPatched(numbers, packed);
  EXPECT_LT(packed.size(), 32u + 20u) << "two bits each, and the three";
  packed += "rest";
  std::string_view rest = packed;
  std::vector<std::uint32_t> again(numbers.size());
  ASSERT_TRUE(TakePatched(rest, again));
  EXPECT_EQ(again, numbers);
  EXPECT_EQ(rest, "rest");
  for (std::size_t cut = 0; cut + 4 < packed.size(); ++cut) {
    rest = std::string_view(packed).substr(0, cut);
    EXPECT_FALSE(TakePatched(rest, again)) << cut;
  }
  std::string none;
  PackPatched(std::vector<std::uint32_t>(128, 0), none);
  EXPECT_EQ(none.size(), 1u);
}

TEST(IndexTerms, SpellingsComeBackFromTheirKeys) {
  for (const std::string text : {"quyết", "đường", "hoà", "thuỷ", "abc", "61", "straße", "ngày01", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaá", "ñandú", "ớ"}) {
    const TermKeys keys = KeysOf(text);
    const std::optional<TermKeys> again = ReadWordKey(WordKey("", keys));
    ASSERT_TRUE(again) << text;
    EXPECT_EQ(again->exact, keys.exact);
    EXPECT_EQ(again->folded, keys.folded);
    const TermKeys other = KeysOf("định");
    for (const auto& [left, right] : {std::pair(keys, other), std::pair(other, keys)}) {
      const std::optional<TermKeys> pair = ReadWordKey(PairKey(kWholePage, left, right));
      ASSERT_TRUE(pair) << text;
      EXPECT_EQ(pair->exact, left.exact + " " + right.exact);
      EXPECT_EQ(pair->folded, left.folded + " " + right.folded);
    }
  }
  EXPECT_EQ(WordKey("", KeysOf("quyết")).size(), SpellingsPrefix("", "quyet").size() + 1) << "a byte a mark";
}

TEST(WordPlaces, ComeBackAndDamagedOnesDoNot) {
  PageWords words;
  words.text = "quyết định\nsố 5 ";
  words.begins = {0, 9, 16, 20};
  words.boxes = {{10, 20, 300, 60}, {320, 18, 500, 61}, {5, 90, 65535, 130}, {7, 7, 3, 2}};
  const std::string bytes = EncodeWordPlaces(words);
  EXPECT_LT(bytes.size(), 40u);
  PageWords again;
  again.text = words.text;
  ASSERT_TRUE(DecodeWordPlaces(bytes, again));
  EXPECT_EQ(again.begins, words.begins);
  EXPECT_EQ(again.boxes, words.boxes);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) EXPECT_FALSE(DecodeWordPlaces(bytes.substr(0, cut), again)) << cut;
  again.text = "kurz";
  EXPECT_FALSE(DecodeWordPlaces(bytes, again)) << "words begin behind the text";
}

TEST(QueryParser, KnowsFieldsPrefixesAndDays) {
  const Result<ParsedQuery> parsed = ParseQuery("số:61/2018 trích_yếu:\"cấp đất\" quyế* ngày:2018-04..23/06/2019");
  ASSERT_TRUE(parsed) << parsed.status().ToString();
  ASSERT_EQ(parsed->leaves.size(), 3u);
  EXPECT_EQ(parsed->leaves[0].fields, (std::vector<std::string>{"code_number", "code_notation"}));
  EXPECT_EQ(parsed->leaves[0].words.size(), 2u);
  EXPECT_EQ(parsed->leaves[1].fields, std::vector<std::string>{"subject"});
  EXPECT_EQ(parsed->leaves[1].words.size(), 2u);
  EXPECT_TRUE(parsed->leaves[2].prefix);
  EXPECT_EQ(parsed->root.children.at(3).days.from, 20180401u);
  EXPECT_EQ(parsed->root.children.at(3).days.to, 20190623u);
  EXPECT_TRUE(ParseQuery("điều:khoản")->leaves.at(0).fields.empty()) << "no field is called so";
  for (const std::string bad : {"q*", "61/2018*", "date:hôm", "date:..", "date:2018..x"}) {
    EXPECT_EQ(ParseQuery(bad).status().code(), StatusCode::kInvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace sohoa
