// SPDX-License-Identifier: Apache-2.0
//
// The index of segments against a reference that has none, at every stage of merging.
#include "storage/segment_index.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "storage/index_entry.h"
#include "storage/index_rebuild.h"
#include "storage/index_terms.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/page_set.h"
#include "storage/bit_packing.h"
#include "storage/heavy_postings.h"
#include "storage/query_parser.h"
#include "storage/search_terms.h"
#include "storage/word_places.h"
#include "support/random_pages.h"
#include "support/reference_search.h"

namespace sohoa {
namespace {

SegmentIndexOptions Small(bool in_background) {
  SegmentIndexOptions options;
  options.keeper = {in_background, 40, 6, 3};
  return options;
}

// An index and a reference that are told the same.
class Compared {
 public:
  explicit Compared(std::uint32_t seed) : random_(seed), index_(NewSegmentIndex(*store_, Small(false))) {}

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
  void Settle() { ASSERT_TRUE(index_->Settle({}).ok()); }

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

// Who may see some of the dossiers gets what an index of only these gives, to the last count.
TEST(SegmentIndex, NoAnswerTellsOfPagesThatTheSearcherMayNotSee) {
  RandomPages random(11);
  static const std::array<const char*, 6> degrees = {"", "", "MẬT", "TỐI MẬT", "TUYỆT MẬT", "MẬT?"};
  std::vector<std::pair<MadeDossier, std::size_t>> made;
  for (int i = 0; i < 90; ++i) {
    const std::size_t degree = random.Draw(degrees.size());
    made.emplace_back(random.Dossier("R-" + std::to_string(i), 1), degree);
    if (degree >= 2) AddField(made.back().first.dossier.documents.back(), "secrecy", degrees[degree], degrees[degree]);
  }
  const auto index_of = [&](OrderedStore& store, const std::function<bool(const MadeDossier&, std::size_t)>& keep) {
    std::unique_ptr<SearchIndex> index = NewSegmentIndex(store, Small(false));
    for (const auto& [dossier, degree] : made) {
      if (!keep(dossier, degree)) continue;
      MetaBatch batch;
      EXPECT_TRUE(index->Add({dossier.dossier, dossier.pages}, batch).ok());
      EXPECT_TRUE(store.Write(batch).ok());
      // Some in a segment, some in the tail.
      const bool settles = dossier.dossier.head.code == "R-50";
      EXPECT_TRUE(!settles || index->Settle({}).ok());
    }
    return index;
  };
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> whole = index_of(*store, [](const MadeDossier&, std::size_t) { return true; });
  const std::vector<std::vector<std::string>> agencies = {{}, {"H42"}, {"H42.18"}, {"H42.181", "H42.18"}, {"H4"}, {"*"}};
  std::size_t found = 0;
  for (const std::vector<std::string>& seen : agencies) {
    for (const Secrecy up_to : {Secrecy::kNone, Secrecy::kSecret, Secrecy::kTopSecret, Secrecy::kUltraSecret}) {
      SearchAccess access;
      access.every_agency = seen == std::vector<std::string>{"*"};
      if (!access.every_agency) access.agencies = seen;
      access.up_to = up_to;
      const std::unique_ptr<OrderedStore> own_store = NewMemoryOrderedStore();
      const std::unique_ptr<SearchIndex> own = index_of(*own_store, [&](const MadeDossier& dossier, std::size_t degree) {
        const std::string& agency = dossier.dossier.head.agency;
        const bool is_seen = access.every_agency || std::any_of(seen.begin(), seen.end(), [&](const std::string& each) {
                               return agency == each || agency.starts_with(each + ".");
                             });
        return is_seen && (degree < 2 || (degree < 5 && degree - 1 <= static_cast<std::size_t>(up_to)));
      });
      for (int i = 0; i < 40; ++i) {
        SearchQuery query = random.Query();
        const Result<SearchResult> expected = own->Search(query);
        query.access = access;
        const Result<SearchResult> result = whole->Search(query);
        ASSERT_EQ(result.status().code(), expected.status().code()) << query.text;
        if (!result) continue;
        ASSERT_EQ(result->total, expected->total) << query.text;
        ASSERT_EQ(result->did_you_mean, expected->did_you_mean) << query.text;
        ASSERT_EQ(result->hits.size(), expected->hits.size()) << query.text;
        for (std::size_t k = 0; k < result->hits.size(); ++k) {
          EXPECT_EQ(result->hits[k].page_id, expected->hits[k].page_id) << query.text << " hit " << k;
          EXPECT_EQ(result->hits[k].score, expected->hits[k].score) << query.text << " hit " << k;
          EXPECT_EQ(result->hits[k].match_level, expected->hits[k].match_level) << query.text;
        }
        for (std::size_t k = 0; k < result->facets.size(); ++k) EXPECT_EQ(result->facets[k].values, expected->facets[k].values) << query.text;
        found += result->hits.size();
      }
    }
  }
  EXPECT_GT(found, 1'000u);
}

TEST(SegmentIndex, ASecretDocumentIsHiddenAndTheOthersOfItsDossierAreNot) {
  RandomPages random(12);
  MadeDossier made = random.Dossier("R-1", 1);
  while (made.pages.size() < 2) made = random.Dossier("R-1", 1);
  Document& first = made.dossier.documents.front();
  Document second = first;
  second.id = "d-second";
  second.pages = {first.pages.back()};
  first.pages.pop_back();
  AddField(second, "secrecy", "MẬT", "MẬT");
  made.dossier.documents.push_back(second);
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, Small(false));
  MetaBatch batch;
  ASSERT_TRUE(index->Add({made.dossier, made.pages}, batch).ok());
  ASSERT_TRUE(store->Write(batch).ok());
  SearchQuery query;
  query.text = "số:R OR quyết OR định OR của OR ủy OR ban OR nhân OR dân OR hoà OR hoa";
  query.agency = made.dossier.head.agency;
  query.access = SearchAccess{true, {}, Secrecy::kNone};
  const Result<SearchResult> open = index->Search(query);
  query.access->up_to = Secrecy::kSecret;
  const Result<SearchResult> all = index->Search(query);
  ASSERT_TRUE(open && all);
  EXPECT_GT(all->total, open->total);
  for (const SearchHit& hit : open->hits) EXPECT_NE(hit.document, "d-second");
  query.access = SearchAccess();
  EXPECT_EQ(index->Search(query)->total, 0u) << "an access that nobody filled in lets nothing through";
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

TEST(SegmentIndex, SearchesSeeWholeDossiersWhileSegmentsAreMerged) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, Small(true));
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

TEST(PageSet, HasTheSamePagesAsBits) {
  std::mt19937 random(3);
  // Sparse, dense and in runs: the three ways in which a Roaring bitmap keeps 65,536 pages.
  std::vector<std::uint32_t> pages = {0, 5, 63, 64, 4'000};
  for (std::uint32_t page = 70'000; page < 120'000; ++page) {
    if (random() % 2 == 0) pages.push_back(page);
  }
  for (std::uint32_t page = 140'000; page < 150'000; ++page) pages.push_back(page);
  pages.push_back(200'001);
  const std::optional<PageSet> packed = PageSet::Decode(PageSet::Of(pages).Encode());
  ASSERT_TRUE(packed);
  constexpr std::uint32_t kPages = 200'002;
  for (const PageSet& set : {PageSet::Of(pages), *packed}) {
    std::vector<std::uint32_t> there;
    std::size_t others = 0;
    const PageBits bits = set.ToBits(kPages);
    bits.ForEach([&](std::uint32_t page) { there.push_back(page); });
    bits.ForEachOther(kPages, [&](std::uint32_t page) { others += set.Contains(page) ? 0 : 1; });
    EXPECT_EQ(there, pages);
    EXPECT_EQ(others, kPages - pages.size());
  }
  EXPECT_FALSE(PageSet::Of(pages).ToBits(100).Contains(99)) << "pages beyond are left out";
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
      const std::optional<TermKeys> pair = ReadWordKey(PairKey(left, right));
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
