// SPDX-License-Identifier: Apache-2.0
#include "storage/search_access.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>

#include "storage/ordered_store.h"
#include "storage/segment_index.h"
#include "support/random_pages.h"
#include "support/small_segments.h"

namespace sohoa {
namespace {

// Who may see some of the dossiers gets what an index of only these gives, to the last count.
TEST(SearchAccess, NoAnswerTellsOfPagesThatTheSearcherMayNotSee) {
  RandomPages random(11);
  static const std::array<const char*, 6> degrees = {"", "", "MẬT", "TỐI MẬT", "TUYỆT MẬT", "MẬT?"};
  std::vector<std::pair<MadeDossier, std::size_t>> made;
  for (int i = 0; i < 90; ++i) {
    const std::size_t degree = random.Draw(degrees.size());
    made.emplace_back(random.Dossier("R-" + std::to_string(i), 1), degree);
    if (degree >= 2) AddField(made.back().first.dossier.documents.back(), "secrecy", degrees[degree], degrees[degree]);
  }
  const auto index_of = [&](OrderedStore& store, const std::function<bool(const MadeDossier&, std::size_t)>& keep) {
    std::unique_ptr<SearchIndex> index = NewSegmentIndex(store, SmallSegments(false));
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

TEST(SearchAccess, ASecretDocumentIsHiddenAndTheOthersOfItsDossierAreNot) {
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
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(false));
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

// Two accesses that are not alike, though a list of their agencies written one after another is.
TEST(SearchAccess, WhatOneMaySeeIsNeverShownToAnother) {
  RandomPages random(13);
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(false));
  MadeDossier made = random.Dossier("R-1", 1);
  made.dossier.head.agency = "H2";
  MetaBatch batch;
  ASSERT_TRUE(index->Add({made.dossier, made.pages}, batch).ok());
  ASSERT_TRUE(store->Write(batch).ok());
  SearchQuery query;
  query.text = "số:R OR quyết OR định OR của OR ủy OR ban OR nhân OR dân OR hoà OR hoa";
  query.access = SearchAccess{false, {"H1", "H2"}, Secrecy::kNone};
  EXPECT_GT(index->Search(query)->total, 0u);
  for (const char* agency : {"H1\nH2", "H1H2", "H1\nH2\n", "H12:H2", "H1,H2"}) {
    query.access->agencies = {agency};
    EXPECT_EQ(index->Search(query)->total, 0u) << agency;
  }
}

}  // namespace
}  // namespace sohoa
