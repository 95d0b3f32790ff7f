// SPDX-License-Identifier: Apache-2.0
#include "storage/search_index.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "storage/index_codec.h"
#include "storage/issue_date.h"
#include "storage/ordered_store.h"
#include "storage/query_parser.h"
#include "storage/search_terms.h"
#include "storage/segment_index.h"
#include "support/check_search_index.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

TEST(SearchIndex, InMemoryKeepsItsPromises) { CheckSearchIndex(*NewMemoryArchive()); }

TEST(SearchIndex, OnRocksDbKeepsItsPromises) {
  const TestFolder folder;
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder.Sub("archive"));
  ASSERT_TRUE(archive) << archive.status().ToString();
  CheckSearchIndex(**archive);
}

TEST(SearchIndex, TwoDossiersInOneBatchDoNotMix) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  MetaBatch batch;
  for (const std::string code : {"T-1", "T-2"}) {
    MadeDossier made = NewDossier(code);
    AddPage(*archive, made, {"giấy phép " + code});
    ASSERT_TRUE(archive->StageCommit(made.dossier, made.pages, batch).ok());
  }
  ASSERT_TRUE(archive->meta().Write(batch).ok());
  EXPECT_EQ(check_search_index::Found(*archive, "giấy phép"), (std::set<std::string>{"T-1:1", "T-2:1"}));
  EXPECT_TRUE(archive->Verify("", nullptr, nullptr)->problems.empty());
}

TEST(SearchIndex, SearchesNeverSeeHalfOfADossier) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  std::atomic<bool> stop = false;
  std::atomic<int> halves = 0;
  std::thread reader([&] {
    SearchQuery query;
    query.text = "nguyên vẹn";
    while (!stop) {
      const Result<SearchResult> result = archive->index().Search(query);
      if (!result || result->total % 3 != 0 || result->hits.size() != result->total) ++halves;
    }
  });
  MadeDossier made = NewDossier("U-1");
  for (int i = 0; i < 3; ++i) AddPage(*archive, made, {"nguyên vẹn " + std::to_string(i)});
  for (std::uint32_t version = 1; version <= 30; ++version) {
    made.dossier.version = version;
    EXPECT_TRUE(Commit(*archive, made).ok());
  }
  stop = true;
  reader.join();
  EXPECT_EQ(halves, 0);
}

TEST(SearchIndex, SaysSoWhenAQueryTakesTooLong) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  for (int number = 1; number <= 20; ++number) {
    MadeDossier made = NewDossier("V-" + std::to_string(number));
    AddPage(*archive, made, {"chung"});
    ASSERT_TRUE(Commit(*archive, made).ok());
  }
  SegmentIndexOptions hasty;
  hasty.deadline_ms = -1;
  const std::unique_ptr<SearchIndex> index = NewSegmentIndex(archive->meta(), hasty);
  SearchQuery query;
  query.text = "chung";
  const Result<SearchResult> result = index->Search(query);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->total_is_exact);
  EXPECT_LT(result->total, 20u);
  EXPECT_GE(result->hits.size(), 1u) << "what was found until then is shown";
  EXPECT_TRUE(archive->index().Search(query)->total_is_exact);
}

TEST(SearchIndex, LeavesStampsAndHandwritingOut) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  MadeDossier made = NewDossier("W-1");
  AddPage(*archive, made, {"chữ in CÔNG VĂN ĐẾN ghi tay"});
  Line& line = made.pages[0].text.blocks[0].lines[0];
  for (std::size_t i = 2; i < 5; ++i) line.words[i].ink = InkKind::kStamp;
  for (std::size_t i = 5; i < 7; ++i) line.words[i].ink = InkKind::kHandwriting;
  ASSERT_TRUE(Commit(*archive, made).ok());
  EXPECT_EQ(check_search_index::Find(*archive, "chữ in").hits.at(0).snippet, "chữ in");
  EXPECT_EQ(check_search_index::Find(*archive, "văn đến").total, 0u);
  EXPECT_EQ(check_search_index::Find(*archive, "ghi").total, 0u);
}

TEST(SearchIndex, AQueryWithoutMarksLightsEverySpelling) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  MadeDossier made = NewDossier("X-1");
  AddPage(*archive, made, {"cơ chế một cửa của cơ quan"});
  ASSERT_TRUE(Commit(*archive, made).ok());
  EXPECT_EQ(check_search_index::Find(*archive, "co che mot cua").hits.at(0).snippet_marks.size(), 6u);
}

TEST(SearchIndex, SnippetsOfLongPagesAreShortAndWhole) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  MadeDossier made = NewDossier("X-1");
  std::vector<std::string> lines(60, "nghị quyết của hội đồng nhân dân về ngân sách");
  lines[40] = "điều khoản thi hành đặc biệt cuối cùng";
  AddPage(*archive, made, lines);
  ASSERT_TRUE(Commit(*archive, made).ok());
  const SearchHit hit = check_search_index::Find(*archive, "thi hành đặc biệt").hits.at(0);
  EXPECT_NE(hit.snippet.find("thi hành đặc biệt"), std::string::npos);
  EXPECT_LT(hit.snippet.size(), 260u);
  EXPECT_EQ(hit.snippet, ToNfc(hit.snippet)) << "no letter is cut";
  EXPECT_EQ(hit.snippet_marks.size(), 4u);
  for (const auto& [begin, end] : hit.snippet_marks) EXPECT_LE(end, hit.snippet.size());
}

TEST(SearchTerms, IAndYAreOneVowelOnlyWhereBothAreWritten) {
  EXPECT_EQ(KeysOf("quý").exact, KeysOf("quí").exact);
  EXPECT_EQ(KeysOf("Kỷ").exact, KeysOf("kỉ").exact);
  EXPECT_NE(KeysOf("tay").folded, KeysOf("tai").folded);
  EXPECT_NE(KeysOf("thuý").folded, KeysOf("thúi").folded);
}

TEST(SearchTerms, PartsOfACodeStandInARow) {
  const std::vector<PlacedTerm> terms = PlaceTerms("số 61/2018/NĐ-CP ngày");
  ASSERT_EQ(terms.size(), 7u);
  EXPECT_TRUE(terms[1].whole_code);
  EXPECT_EQ(terms[1].position, 1u);
  EXPECT_EQ(terms[2].keys.folded, "61");
  EXPECT_EQ(terms[2].position, 1u);
  EXPECT_EQ(terms[5].keys.folded, "cp");
  EXPECT_EQ(terms[6].position, 5u);
}

TEST(IssueDate, SpansWhatAnUnreadDigitMayMean) {
  EXPECT_EQ(ParseDaySpan("2018-10-04")->from, 20181004u);
  EXPECT_EQ(ParseDaySpan("2018-10-04")->to, 20181004u);
  EXPECT_EQ(ParseDaySpan("2018-04-XX")->from, 20180401u);
  EXPECT_EQ(ParseDaySpan("2018-04-XX")->to, 20180431u);
  EXPECT_EQ(ParseDaySpan("2018-04-2X")->from, 20180420u);
  EXPECT_EQ(ParseDaySpan("2018")->to, 20181231u);
  EXPECT_FALSE(ParseDaySpan("2018-02-30"));
  EXPECT_FALSE(ParseDaySpan("2018-13-01"));
  EXPECT_FALSE(ParseDaySpan("04/10/2018"));
  EXPECT_EQ(DayMonthYear("2018-10-04"), "04/10/2018");
  EXPECT_EQ(DayMonthYear("2018-10-XX"), std::nullopt);
}

TEST(QueryParser, HasLimits) {
  EXPECT_FALSE(ParseQuery(std::string(kMaxQueryBytes + 1, 'a')));
  std::string words;
  for (std::size_t i = 0; i <= kMaxQueryWords; ++i) words += "a ";
  EXPECT_FALSE(ParseQuery(words));
  EXPECT_FALSE(ParseQuery(std::string(30, '(') + "a" + std::string(30, ')')));
  EXPECT_TRUE(ParseQuery("(((a)))"));
  EXPECT_TRUE(ParseQuery("\xff\xfe bad bytes"));
}

TEST(QueryParser, NamesThePlaceButNotTheWords) {
  const Status status = ParseQuery("bí mật \"chưa đóng").status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("byte 10"), std::string::npos) << status.message();
  EXPECT_EQ(status.message().find("mật"), std::string::npos);
}

}  // namespace
}  // namespace sohoa
