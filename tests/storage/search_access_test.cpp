// SPDX-License-Identifier: Apache-2.0
#include "storage/search_access.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "storage/ordered_store.h"
#include "storage/people_fields.h"
#include "storage/segment_index.h"
#include "support/random_pages.h"
#include "support/small_segments.h"

namespace sohoa {
namespace {

void ExpectSame(const SearchResult& result, const SearchResult& expected, const std::string& text) {
  EXPECT_EQ(result.total, expected.total) << text;
  EXPECT_EQ(result.did_you_mean, expected.did_you_mean) << text;
  ASSERT_EQ(result.hits.size(), expected.hits.size()) << text;
  for (std::size_t k = 0; k < result.hits.size(); ++k) {
    EXPECT_EQ(result.hits[k].page_id, expected.hits[k].page_id) << text << " hit " << k;
    EXPECT_EQ(result.hits[k].score, expected.hits[k].score) << text << " hit " << k;
    EXPECT_EQ(result.hits[k].match_level, expected.hits[k].match_level) << text;
    EXPECT_EQ(result.hits[k].boxes.size(), expected.hits[k].boxes.size()) << text;
  }
  ASSERT_EQ(result.facets.size(), expected.facets.size());
  for (std::size_t k = 0; k < result.facets.size(); ++k) EXPECT_EQ(result.facets[k].values, expected.facets[k].values) << text;
}

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
      access.people = true;
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
        ExpectSame(*result, *expected, query.text);
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
  query.access = SearchAccess{true, {}, Secrecy::kNone, true};
  const Result<SearchResult> open = index->Search(query);
  query.access->up_to = Secrecy::kSecret;
  const Result<SearchResult> all = index->Search(query);
  ASSERT_TRUE(open && all);
  EXPECT_GT(all->total, open->total);
  for (const SearchHit& hit : open->hits) EXPECT_NE(hit.document, "d-second");
  query.access = SearchAccess();
  EXPECT_EQ(index->Search(query)->total, 0u) << "an access that nobody filled in lets nothing through";
}

// Who may not look for people gets what an index without their names, numbers and dossiers' applicants gives.
TEST(SearchAccess, WhoMayNotLookForPeopleIsToldNothingOfFieldsThatNameThem) {
  RandomPages random(17);
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<OrderedStore> bare_store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(false));
  const std::unique_ptr<SearchIndex> bare = NewSegmentIndex(*bare_store, SmallSegments(false));
  for (int i = 0; i < 60; ++i) {
    MadeDossier made = random.Dossier("R-" + std::to_string(i), 1);
    made.dossier.head.applicant = random.Line(3) + " Bưởi";
    AddField(made.dossier.documents.back(), "identity_number", "001085012345");
    MadeDossier stripped = made;
    stripped.dossier.head.applicant.clear();
    std::erase_if(stripped.dossier.documents.back().fields, [](const FieldValue& field) { return IsPeopleField(field.code); });
    MetaBatch batch;
    MetaBatch bare_batch;
    ASSERT_TRUE(index->Add({made.dossier, made.pages}, batch).ok());
    ASSERT_TRUE(bare->Add({stripped.dossier, stripped.pages}, bare_batch).ok());
    ASSERT_TRUE(store->Write(batch).ok());
    ASSERT_TRUE(bare_store->Write(bare_batch).ok());
    ASSERT_TRUE(i != 40 || index->Settle({}).ok());
  }
  SearchQuery query;
  query.text = "Bưởi";
  EXPECT_EQ(index->Search(query)->total, 60u) << "whoever holds the archive finds applicants";
  query.access = SearchAccess{true, {}, Secrecy::kUltraSecret, false};
  EXPECT_EQ(index->Search(query)->total, 0u);
  query.access->people = true;
  EXPECT_EQ(index->Search(query)->total, 60u);
  int compared = 0;
  for (int i = 0; i < 300; ++i) {
    query = random.Query();
    query.access = SearchAccess{true, {}, Secrecy::kUltraSecret, false};
    const Result<SearchResult> result = index->Search(query);
    const Result<SearchResult> expected = bare->Search(query);
    ASSERT_EQ(result.status().code(), expected.status().code()) << query.text;
    if (!result) continue;
    ASSERT_NO_FATAL_FAILURE(ExpectSame(*result, *expected, query.text));
    ++compared;
  }
  EXPECT_GT(compared, 200);
}

TEST(SearchAccess, LookingForPeopleNeedsAPermissionOfItsOwn) {
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(false));
  const auto asked = [&](const std::string& text, bool people) {
    SearchQuery query;
    query.text = text;
    query.access = SearchAccess{true, {}, Secrecy::kNone, people};
    const Result<SearchResult> result = index->Search(query);
    return std::pair(result.status().code(), result ? result->people_asked : PeopleAsked::kNothing);
  };
  for (const char* text : {"người_nộp:Bưởi", "người_ký:\"Nguyễn Văn\"", "hồ_sơ:H42", "họ_tên:An OR quyết", "NOT người_nộp:Bưởi quyết", "phone:0912*"}) {
    EXPECT_EQ(asked(text, false).first, StatusCode::kDenied) << text;
    EXPECT_EQ(asked(text, true), std::pair(StatusCode::kOk, PeopleAsked::kNames)) << text;
  }
  for (const char* text : {"định_danh:001085012345", "định_danh:\"001 085 012 345\"", "001085012345", "quyết 123456789", "\"001 085 012 345\"", "\"số 001085012345\"", "001085012345,"}) {
    EXPECT_EQ(asked(text, false).first, StatusCode::kDenied) << text;
    EXPECT_EQ(asked(text, true), std::pair(StatusCode::kOk, PeopleAsked::kIdentityNumber)) << text;
  }
  for (const char* text : {"quyết định", "số:12", "61/2018/NĐ-CP", "2018*", "trích_yếu:đất", "12345678"}) {
    EXPECT_EQ(asked(text, false), std::pair(StatusCode::kOk, PeopleAsked::kNothing)) << text;
  }
  for (const char* text : {"001085*", "định_danh:00108501234*", "định_danh:0010850123"}) {
    EXPECT_EQ(asked(text, true).first, StatusCode::kInvalidArgument) << text;
  }
  SearchQuery filtered;
  filtered.text = "quyết";
  filtered.fields = {{"identity_number", "001085012345"}};
  filtered.access = SearchAccess{true, {}, Secrecy::kNone, false};
  EXPECT_EQ(index->Search(filtered).status().code(), StatusCode::kDenied);
}

TEST(SearchAccess, IdentityNumbersAreFoundWholeOrNotAtAll) {
  RandomPages random(19);
  const std::unique_ptr<OrderedStore> store = NewMemoryOrderedStore();
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(*store, SmallSegments(false));
  MadeDossier made = random.Dossier("R-1", 1);
  made.pages.front().text = MadeText({"Số định danh 001085012345"});
  AddField(made.dossier.documents.front(), "identity_number", "001 085 012 345", "001085012345");
  MetaBatch batch;
  ASSERT_TRUE(index->Add({made.dossier, made.pages}, batch).ok());
  ASSERT_TRUE(store->Write(batch).ok());
  const auto total = [&](const std::string& text) {
    SearchQuery query;
    query.text = text;
    return index->Search(query)->total;
  };
  for (const char* text : {"001085012345", "định_danh:001085012345", "identity:001.085.012.345", "định_danh:\"001 085 012 345\""}) {
    EXPECT_EQ(total(text), 1u) << text;
  }
  for (const char* text : {"0010*", "00108501234", "001085012346", "định_danh:001085012346", "0010850l2345"}) EXPECT_EQ(total(text), 0u) << text;
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
  query.access = SearchAccess{false, {"H1", "H2"}, Secrecy::kNone, true};
  EXPECT_GT(index->Search(query)->total, 0u);
  for (const char* agency : {"H1\nH2", "H1H2", "H1\nH2\n", "H12:H2", "H1,H2"}) {
    query.access->agencies = {agency};
    EXPECT_EQ(index->Search(query)->total, 0u) << agency;
  }
}

}  // namespace
}  // namespace sohoa
