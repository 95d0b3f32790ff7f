// SPDX-License-Identifier: Apache-2.0
//
// What storage/search_index.h promises, as checks on an archive that is empty.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "storage/archive.h"
#include "support/made_dossier.h"

namespace sohoa {
namespace check_search_index {

inline SearchResult Find(Archive& archive, const SearchQuery& query) {
  Result<SearchResult> result = archive.index().Search(query);
  EXPECT_TRUE(result) << query.text << ": " << result.status().ToString();
  return result ? std::move(*result) : SearchResult();
}

inline SearchResult Find(Archive& archive, const std::string& text) {
  SearchQuery query;
  query.text = text;
  return Find(archive, query);
}

// "code:page" of all hits.
inline std::vector<std::string> Places(const SearchResult& result) {
  std::vector<std::string> places;
  for (const SearchHit& hit : result.hits) {
    places.push_back(hit.dossier + ":" + std::to_string(hit.page));
  }
  return places;
}

inline std::set<std::string> Found(Archive& archive, const std::string& text) {
  const std::vector<std::string> places = Places(Find(archive, text));
  return {places.begin(), places.end()};
}

using Set = std::set<std::string>;

// S-1: a decision on two pages and a blank one; S-2: a plan; S-3: a page without any marks.
inline void Fill(Archive& archive) {
  MadeDossier first = NewDossier("S-1", "H42.18");
  AddPage(archive, first, {"Số: 61/2018/NĐ-CP", "QUYẾT ĐỊNH", "Về việc phê duyệt quy hoạch"});
  AddPage(archive, first, {"Hoà bình và hòa giải", "theo quí IV năm 2018 của UBND tỉnh"});
  AddPage(archive, first, {}, /*blank=*/true);
  Document& decision = AddDocument(archive, first, 1, 2, "QĐ");
  AddField(decision, "code_number", "61/2018/NĐ-CP");
  AddField(decision, "subject", "phê duyệt quy hoạch", "", {100, 220, 900, 260});
  AddField(decision, "issued_date", "ngày 23 tháng 4 năm 2018", "2018-04-23");
  AddField(decision, "organ_name", "SỞ XÂY DỰNG", "Sở Xây dựng Quảng Ngãi", {50, 50, 700, 90});
  AddField(decision, "signer_name", "Nguyễn Văn Ánh");
  ASSERT_TRUE(Commit(archive, first).ok());

  MadeDossier second = NewDossier("S-2", "H42.19.5");
  AddPage(archive, second, {"KẾ HOẠCH", "Kiểm tra quyết toán, xác định quyền sử dụng đất"});
  Document& plan = AddDocument(archive, second, 1, 1, "KH");
  AddField(plan, "issued_date", "ngày … tháng 4 năm 2018", "2018-04-XX");
  ASSERT_TRUE(Commit(archive, second).ok());

  MadeDossier third = NewDossier("S-3", "H42.181");
  AddPage(archive, third, {"Quyet dinh so 85 /KH-UBND ngay 04/10/2019", "hoa don"});
  Document& other = AddDocument(archive, third, 1, 1, "CV");
  AddField(other, "issued_date", "04/10/2019", "2019-10-04");
  ASSERT_TRUE(Commit(archive, third).ok());
}

inline void CheckMarks(Archive& archive) {
  const SearchResult typed = Find(archive, "quyết định");
  ASSERT_EQ(Places(typed), (std::vector<std::string>{"S-1:1", "S-2:1", "S-3:1"}));
  EXPECT_EQ(typed.hits[0].match_level, MatchLevel::kExact);
  EXPECT_EQ(typed.hits[2].match_level, MatchLevel::kFolded);
  EXPECT_EQ(Found(archive, "quyet dinh"), (Set{"S-1:1", "S-2:1", "S-3:1"}));
  EXPECT_EQ(Find(archive, "phe duyet").hits[0].match_level, MatchLevel::kFolded);
  EXPECT_EQ(Find(archive, "hoà giải").hits.size(), 1u);
  EXPECT_EQ(Find(archive, "hòa bình").hits[0].match_level, MatchLevel::kExact);
  EXPECT_EQ(Find(archive, "quý").hits.at(0).match_level, MatchLevel::kExact) << "quí";
  EXPECT_EQ(Find(archive, "quye\xcc\x82\xcc\x81t \xc4\x91i\xcc\xa3nh").hits.at(0).match_level,
            MatchLevel::kExact)
      << "decomposed letters";
  EXPECT_EQ(Find(archive, "QUYẾT ĐỊNH").total, 3u);
}

inline void CheckCodes(Archive& archive) {
  EXPECT_EQ(Found(archive, "61/2018/NĐ-CP"), Set{"S-1:1"});
  EXPECT_EQ(Found(archive, "61/2018/nd-cp"), Set{"S-1:1"});
  EXPECT_EQ(Found(archive, "61/2018"), Set{"S-1:1"});
  EXPECT_EQ(Found(archive, "NĐ"), Set{"S-1:1"});
  EXPECT_EQ(Found(archive, "85/KH-UBND"), Set{"S-3:1"}) << "cut apart by the reader";
  EXPECT_EQ(Found(archive, "60/2018/NĐ-CP"), Set{});
  EXPECT_EQ(Found(archive, "23/04/2018"), Set{"S-1:1"}) << "the date of issue";
  EXPECT_EQ(Found(archive, "S-1"), Set{"S-1:1"}) << "the dossier itself, on its first page";
}

inline void CheckOperators(Archive& archive) {
  EXPECT_EQ(Found(archive, "\"quy hoạch\""), Set{"S-1:1"});
  EXPECT_EQ(Found(archive, "“quy hoạch”"), Set{"S-1:1"});
  EXPECT_EQ(Found(archive, "\"hoạch quy\""), Set{});
  EXPECT_EQ(Found(archive, "\"quyết định\""), (Set{"S-1:1", "S-3:1"})) << "S-2 has them apart";
  EXPECT_EQ(Found(archive, "quyết AND hoạch NOT kiểm"), Set{"S-1:1"});
  EXPECT_EQ(Found(archive, "toán OR bình"), (Set{"S-1:2", "S-2:1"}));
  EXPECT_EQ(Found(archive, "(toán OR duyệt) hoạch"), (Set{"S-1:1", "S-2:1"}));
  EXPECT_EQ(Found(archive, "quyết NOT \"kế hoạch\" NOT hoa"), Set{"S-1:1"});
  for (const std::string bad : {"", "  ", "…", "\"open", "NOT a", "a OR", "AND a", "(a", "a)",
                                "a NOT", "NOT NOT a"}) {
    SearchQuery query;
    query.text = bad;
    EXPECT_EQ(archive.index().Search(query).status().code(), StatusCode::kInvalidArgument) << bad;
  }
}

inline Set Filtered(Archive& archive, SearchQuery query) {
  const std::vector<std::string> places = Places(Find(archive, query));
  return {places.begin(), places.end()};
}

inline void CheckFilters(Archive& archive) {
  SearchQuery query;
  query.text = "quyet";
  query.type = "QĐ";
  EXPECT_EQ(Filtered(archive, query), Set{"S-1:1"});
  query.type = "";
  query.agency = "H42";
  EXPECT_EQ(Filtered(archive, query).size(), 3u);
  query.agency = "H42.18";
  EXPECT_EQ(Filtered(archive, query), Set{"S-1:1"}) << "H42.181 is not below H42.18";
  query.agency = "";
  query.from = "2018-04-23";
  query.to = "2018-04-23";
  EXPECT_EQ(Filtered(archive, query), (Set{"S-1:1", "S-2:1"})) << "an unread day falls in its month";
  query.from = "2018-05-01";
  query.to = "";
  EXPECT_EQ(Filtered(archive, query), Set{"S-3:1"});
  query.from = "";
  query.to = "2018";
  EXPECT_EQ(Filtered(archive, query), (Set{"S-1:1", "S-2:1"}));
  query.to = "yesterday";
  EXPECT_EQ(archive.index().Search(query).status().code(), StatusCode::kInvalidArgument);
  query.to = "";
  query.review = "confirmd";
  EXPECT_EQ(archive.index().Search(query).status().code(), StatusCode::kInvalidArgument);
  query.review = "";
  query.completeness = "whole";
  EXPECT_EQ(archive.index().Search(query).status().code(), StatusCode::kInvalidArgument);
  query.completeness = "";
  query.text = "";
  query.fields = {{"signer_name", "nguyen van  anh"}};
  EXPECT_EQ(Filtered(archive, query), (Set{"S-1:1", "S-1:2"})) << "without words: every page";
  query.fields.push_back({"code_number", "61"});
  EXPECT_EQ(Filtered(archive, query), Set{}) << "a part of a value is not the value";
}

inline void CheckFacets(Archive& archive) {
  const SearchResult result = Find(archive, "quyet");
  ASSERT_EQ(result.facets.size(), 5u);
  using Values = std::vector<std::pair<std::string, std::uint64_t>>;
  EXPECT_EQ(result.facets[0].name, "type");
  EXPECT_EQ(result.facets[0].values.size(), 3u);
  EXPECT_EQ(result.facets[1].name, "agency");
  EXPECT_EQ(result.facets[2].name, "review");
  EXPECT_EQ(result.facets[3].name, "completeness");
  EXPECT_EQ(result.facets[3].values, (Values{{"unchecked", 3}}));
  EXPECT_EQ(result.facets[4].name, "year");
  EXPECT_EQ(result.facets[4].values, (Values{{"2018", 2}, {"2019", 1}}));
}

inline void CheckDisplay(Archive& archive) {
  const SearchHit hit = Find(archive, "\"quy hoạch\"").hits.at(0);
  EXPECT_EQ(hit.snippet, "Số: 61/2018/NĐ-CP QUYẾT ĐỊNH Về việc phê duyệt quy hoạch");
  ASSERT_EQ(hit.snippet_marks.size(), 1u);
  EXPECT_EQ(hit.snippet.substr(hit.snippet_marks[0].first,
                               hit.snippet_marks[0].second - hit.snippet_marks[0].first),
            "quy hoạch");
  ASSERT_EQ(hit.boxes.size(), 2u);
  EXPECT_EQ(hit.boxes[0].term, "quy hoạch");
  EXPECT_EQ(hit.boxes[0].page, 1u);
  EXPECT_NEAR(hit.boxes[0].polygon[0].x, 500.0 / 2480, 1e-4);
  EXPECT_NEAR(hit.boxes[0].polygon[0].y, 220.0 / 3508, 1e-4);
  EXPECT_EQ(hit.type.code, "QĐ");
  EXPECT_EQ(hit.document, "d-S-1-1");
  // Only in a field: shown where that stands.
  const SearchHit field = Find(archive, "quảng").hits.at(0);
  ASSERT_EQ(field.boxes.size(), 1u);
  EXPECT_NEAR(field.boxes[0].polygon[2].x, 700.0 / 2480, 1e-4);
  // Only the typed spelling is marked where it is there.
  EXPECT_EQ(Find(archive, "hòa").hits.at(0).boxes.size(), 2u);
}

inline void CheckOcrErrors(Archive& archive) {
  const SearchResult result = Find(archive, "duyêtt quy hoạch");
  ASSERT_EQ(Places(result), std::vector<std::string>{"S-1:1"});
  EXPECT_EQ(result.hits[0].match_level, MatchLevel::kFuzzy);
  EXPECT_EQ(result.hits[0].boxes.size(), 3u);
  EXPECT_EQ(Found(archive, "kiêrn"), Set{"S-2:1"}) << "rn for m";
  EXPECT_EQ(Found(archive, "2017"), Set{}) << "a number is right or wrong";
}

inline void CheckPaging(Archive& archive) {
  SearchQuery query;
  query.text = "quyết định";
  query.limit = 1;
  std::vector<std::string> places;
  for (int page = 0; page < 10; ++page) {
    const SearchResult result = Find(archive, query);
    EXPECT_EQ(result.total, 3u);
    for (const std::string& place : Places(result)) places.push_back(place);
    query.cursor = result.next_cursor;
    if (query.cursor.empty()) break;
  }
  EXPECT_EQ(places, (std::vector<std::string>{"S-1:1", "S-2:1", "S-3:1"}));
  query.cursor = "not one";
  EXPECT_EQ(archive.index().Search(query).status().code(), StatusCode::kInvalidArgument);
}

// A field counts for more than the same word in running text.
inline void CheckPlacesWeigh(Archive& archive) {
  MadeDossier made = NewDossier("S-4");
  AddPage(archive, made, {"cấp giấy thuỷ lợi một"});
  AddPage(archive, made, {"cấp giấy thuỷ lợi hai"});
  AddDocument(archive, made, 1, 1, "CV");
  AddField(AddDocument(archive, made, 2, 2, "CV"), "subject", "thuỷ lợi");
  ASSERT_TRUE(Commit(archive, made).ok());
  EXPECT_EQ(Places(Find(archive, "thuỷ lợi")), (std::vector<std::string>{"S-4:2", "S-4:1"}));
}

inline void CheckOnlyTheNewestIsFound(Archive& archive) {
  MadeDossier made = NewDossier("S-5");
  AddPage(archive, made, {"phiên bản cũ"});
  AddDocument(archive, made, 1, 1, "CV");
  ASSERT_TRUE(Commit(archive, made).ok());
  EXPECT_EQ(Found(archive, "\"phiên bản\""), Set{"S-5:1"});
  made.dossier.version = 2;
  made.pages[0].text = MadeText({"phiên toà mới"});
  AddPage(archive, made, {"trang thêm"});
  MetaBatch batch;
  ASSERT_TRUE(archive.StageCommit(made.dossier, made.pages, batch).ok());
  EXPECT_EQ(Found(archive, "\"phiên bản\""), Set{"S-5:1"}) << "not before the write";
  ASSERT_TRUE(archive.meta().Write(batch).ok());
  EXPECT_EQ(Found(archive, "\"phiên bản\""), Set{});
  EXPECT_EQ(Found(archive, "\"phiên toà\""), Set{"S-5:1"});
  EXPECT_EQ(Found(archive, "\"trang thêm\""), Set{"S-5:2"}) << "a page of no document";
  EXPECT_TRUE(archive.index().Unfindable(made.dossier)->empty());
  MetaBatch removal;
  ASSERT_TRUE(archive.index().Remove("S-5", removal).ok());
  ASSERT_TRUE(archive.meta().Write(removal).ok());
  EXPECT_EQ(Found(archive, "\"phiên toà\""), Set{});
  EXPECT_EQ(archive.index().Unfindable(made.dossier)->size(), 2u);
}

}  // namespace check_search_index

inline void CheckSearchIndex(Archive& archive) {
  check_search_index::Fill(archive);
  check_search_index::CheckMarks(archive);
  check_search_index::CheckCodes(archive);
  check_search_index::CheckOperators(archive);
  check_search_index::CheckFilters(archive);
  check_search_index::CheckFacets(archive);
  check_search_index::CheckDisplay(archive);
  check_search_index::CheckOcrErrors(archive);
  check_search_index::CheckPaging(archive);
  check_search_index::CheckPlacesWeigh(archive);
  check_search_index::CheckOnlyTheNewestIsFound(archive);
}

}  // namespace sohoa
