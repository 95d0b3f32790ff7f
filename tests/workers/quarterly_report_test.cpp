// SPDX-License-Identifier: Apache-2.0
#include "workers/quarterly_report.h"

#include <gtest/gtest.h>

#include "core/calendar.h"
#include "support/made_dossier.h"
#include "workers/elapsed_detail.h"

namespace sohoa {
namespace {

class FiguresOfAQuarter : public ::testing::Test {
 protected:
  static std::int64_t At(const std::string& minute) { return *ParseVietnamTime(minute); }

  // Sealed a minute and a half before it became visible.
  void Add(const std::string& code, const std::string& agency, const std::string& minute, std::uint32_t pages) {
    MadeDossier made = NewDossier(code, agency);
    for (std::uint32_t i = 0; i < pages; ++i) AddPage(*archive_, made, {"Quyết định"});
    Document& document = AddDocument(*archive_, made, 1, pages, "QĐ");
    document.type.review = ReviewState::kAutoAccepted;
    AddField(document, "subject", "a");
    AddField(document, "signer_name", "b");
    document.fields[0].review = ReviewState::kCorrected;
    document.fields[1].review = ReviewState::kNeedsReview;
    made.dossier.committed_unix_ms = At(minute);
    for (Original& original : made.dossier.originals) original.batch = "batch of " + code;
    MetaBatch batch;
    ASSERT_TRUE(archive_->StageEvent({0, At(minute) - 90'000, "batch.sealed", code, "", ElapsedDetail(sheet_ms_), "batch of " + code}, batch).ok());
    ASSERT_TRUE(archive_->meta().Write(batch).ok());
    ASSERT_TRUE(Commit(*archive_, made).ok());
    last_ = made;
  }

  QuarterlyReport Report(const std::string& name) {
    const std::optional<Quarter> quarter = ParseQuarter(name);
    EXPECT_TRUE(quarter);
    Result<QuarterlyReport> report = MakeQuarterlyReport(*archive_, *quarter, {});
    EXPECT_TRUE(report) << report.status().ToString();
    return *report;
  }

  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  MadeDossier last_;
  std::uint64_t sheet_ms_ = 0;
};

TEST_F(FiguresOfAQuarter, BeginAndEndAtMidnightInVietnam) {
  const std::optional<Quarter> quarter = ParseQuarter("2026-Q4");
  ASSERT_TRUE(quarter);
  EXPECT_EQ(FormatVietnamTime(quarter->from_unix_ms), "2026-10-01T00:00:00+07:00");
  EXPECT_EQ(FormatVietnamTime(quarter->to_unix_ms), "2027-01-01T00:00:00+07:00");
  EXPECT_FALSE(ParseQuarter("2026-Q5"));
  EXPECT_FALSE(ParseQuarter("2026Q4"));
  EXPECT_FALSE(ParseQuarter("20x6-Q4"));
}

TEST_F(FiguresOfAQuarter, CountWhatCameInItByProcedureAndAgency) {
  Add("H42.18-260930-0001", "H42.18", "2026-09-30T23:59", 1);
  Add("H42.18-261001-0001", "H42.18", "2026-10-01T00:00", 2);
  Add("H42.18-261001-0002", "H42.18", "2026-12-31T23:59", 3);
  Add("H42.18.5-261001-0003", "H42.18.5", "2026-11-11T11:11", 4);
  Add("H42.18-270101-0001", "H42.18", "2027-01-01T00:00", 5);
  const QuarterlyReport report = Report("2026-Q4");
  ASSERT_EQ(report.rows.size(), 2u);
  const ReportRow& row = report.rows[0];
  EXPECT_EQ(row.agency, "H42.18");
  EXPECT_EQ(row.level, 2u);
  EXPECT_EQ(report.rows[1].level, 3u);
  EXPECT_EQ(row.figures.dossiers, 2u);
  EXPECT_EQ(row.figures.pages, 5u);
  EXPECT_EQ(row.figures.documents, 2u);
  EXPECT_EQ(row.figures.values, 6u);
  EXPECT_EQ(row.figures.settled, 4u);
  EXPECT_EQ(row.figures.decided, 2u);
  EXPECT_EQ(row.figures.corrected, 2u);
  EXPECT_EQ(report.total.dossiers, 3u);
  EXPECT_EQ(report.total.pages, 9u);
  ASSERT_EQ(report.total.searchable_seconds.size(), 3u);
  EXPECT_EQ(PercentileOf(report.total.searchable_seconds, 0.5), 90);
  EXPECT_EQ(Report("2026-Q3").total.pages, 1u);
  EXPECT_TRUE(Report("2025-Q1").rows.empty());
}

TEST_F(FiguresOfAQuarter, CountALaterHandInWhereItCameAndNoCorrectionAtAll) {
  Add("H42.18-261001-0001", "H42.18", "2026-12-30T10:00", 2);
  last_.dossier.version = 2;
  last_.dossier.committed_unix_ms = At("2027-01-05T10:00");
  AddPage(*archive_, last_, {"thêm"});
  ASSERT_TRUE(Commit(*archive_, last_).ok());
  last_.dossier.version = 3;
  last_.dossier.committed_unix_ms = At("2027-04-05T10:00");
  ASSERT_TRUE(Commit(*archive_, last_).ok());
  EXPECT_EQ(Report("2026-Q4").total.dossiers, 1u);
  EXPECT_EQ(Report("2026-Q4").total.pages, 2u);
  EXPECT_EQ(Report("2027-Q1").total.dossiers, 0u);
  EXPECT_EQ(Report("2027-Q1").total.pages, 1u);
  EXPECT_TRUE(Report("2027-Q2").rows.empty());
}

TEST_F(FiguresOfAQuarter, TellHowLongPeopleLookedAtValuesInIt) {
  Add("H42.18-261001-0001", "H42.18", "2026-10-02T10:00", 1);
  last_.dossier.version = 2;
  for (const auto& [minute, took_ms] : {std::pair{"2026-10-03T10:00", 4'000u}, {"2026-10-03T11:00", 2'000u}, {"2026-10-03T12:00", 0u}, {"2027-01-03T10:00", 60'000u}}) {
    Edit& edit = last_.dossier.edits.emplace_back();
    edit.kind = EditKind::kField;
    edit.at_unix_ms = At(minute);
    edit.took_ms = took_ms;
  }
  ASSERT_TRUE(Commit(*archive_, last_).ok());
  EXPECT_EQ(Report("2026-Q4").total.decision_seconds, (std::vector<double>{2, 4})) << "not what was not measured, nor a later one";
}

TEST_F(FiguresOfAQuarter, TellHowLongPeopleWaitedAtTheCounterByAgencyAndMonth) {
  sheet_ms_ = 20'000;
  Add("H42.18-261001-0001", "H42.18", "2026-10-02T10:00", 1);
  sheet_ms_ = 40'000;
  Add("H42.18-261001-0002", "H42.18", "2026-10-03T10:00", 1);
  Add("H42.18-261001-0003", "H42.18", "2026-11-03T10:00", 1);
  sheet_ms_ = 0;
  Add("H42.18-261001-0004", "H42.18", "2026-11-04T10:00", 1);
  const QuarterlyReport report = Report("2026-Q4");
  EXPECT_EQ(report.total.sheet_to_receipt_seconds, (std::vector<double>{20, 40, 40})) << "of those that a desk measured";
  EXPECT_EQ(report.total.searchable_seconds.size(), 4u);
  ASSERT_EQ(report.elapsed.size(), 2u);
  EXPECT_EQ(report.elapsed[0].month, "2026-10");
  EXPECT_EQ(report.elapsed[0].agency, "H42.18");
  EXPECT_EQ(report.elapsed[0].sheet_to_receipt_seconds, (std::vector<double>{20, 40}));
  EXPECT_EQ(report.elapsed[0].sheet_to_searchable_seconds, (std::vector<double>{110, 130}));
  EXPECT_EQ(report.elapsed[1].month, "2026-11");
  EXPECT_EQ(report.elapsed[1].sheet_to_searchable_seconds, (std::vector<double>{130}));
}

TEST_F(FiguresOfAQuarter, OfSortedNumbersAreTakenByRank) {
  EXPECT_EQ(PercentileOf({}, 0.5), 0);
  EXPECT_EQ(PercentileOf({1, 2, 3, 4}, 0.5), 2);
  EXPECT_EQ(PercentileOf({1, 2, 3, 4}, 0.95), 4);
}

}  // namespace
}  // namespace sohoa
