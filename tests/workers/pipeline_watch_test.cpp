// SPDX-License-Identifier: Apache-2.0
//
// What a ledger tells its watch, counted and logged.
#include "workers/pipeline_watch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support/faulty_archive.h"
#include "support/kept_log.h"
#include "workers/ledger.h"
#include "workers/ledger_pages.h"

namespace sohoa {
namespace {

class PipelineWatchTest : public testing::Test {
 protected:
  PipelineWatchTest() { Restart(); }

  void Restart() {
    ledger_.reset();
    Result<std::unique_ptr<Ledger>> ledger = Ledger::Open(archive_, {});
    ASSERT_TRUE(ledger) << ledger.status().ToString();
    ledger_ = std::move(*ledger);
  }

  void Submit(const std::string& batch, std::uint32_t pages) {
    ASSERT_TRUE(ledger_->OpenBatch({kCode, "1.001234", "H42.18", "Nguyễn Thị Mừng"}, batch, Lane::kWorkflow).ok());
    const OpenOriginalBody original{kCode, batch, 0, "giay-khai-sinh-mung.png", store_("scan " + batch), 10};
    ASSERT_TRUE(ledger_->AddOriginal(original, pages));
  }

  JobBody Lease() {
    const Result<std::optional<JobBody>> job = ledger_->LeaseNext("w", kBoth);
    EXPECT_TRUE(job && *job);
    return job && *job ? **job : JobBody();
  }

  OutcomeBody Timed(const JobBody& job) {
    OutcomeBody outcome = DoJob(job, store_);
    outcome.stage_times = {{job.service == "page" ? "decode" : "render", 20'000}};
    return outcome;
  }

  Verdict Complete(const OutcomeBody& outcome) {
    const Result<Verdict> verdict = IsDossierJob(outcome.job) ? ledger_->CompleteDossier(outcome) : ledger_->CompletePage(outcome);
    EXPECT_TRUE(verdict) << verdict.status().ToString();
    return verdict ? *verdict : Verdict::kUnknown;
  }

  PipelineNumbers Numbers() { return ledger_->watch().metrics().Snapshot(); }

  FaultyArchive archive_;
  StoreBytes store_ = IntoArchive(archive_);
  std::unique_ptr<Ledger> ledger_;
  KeptLog log_;
};

TEST_F(PipelineWatchTest, CountsTheStagesOfAResultOnceHoweverOftenItIsSent) {
  Submit("b1", 1);
  const OutcomeBody outcome = Timed(Lease());

  EXPECT_EQ(Complete(outcome), Verdict::kCommitted);
  EXPECT_EQ(Complete(outcome), Verdict::kCommitted);

  EXPECT_EQ(Numbers().stages.at("decode").observed, 1u);
  EXPECT_DOUBLE_EQ(Numbers().stages.at("decode").sum, 0.02);
  EXPECT_EQ(Numbers().pages_done, 1u);
}

TEST_F(PipelineWatchTest, MeasuresFromSealToCommitAlsoOverARestart) {
  Submit("b1", 1);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_EQ(Complete(Timed(Lease())), Verdict::kCommitted);
  Restart();

  ASSERT_EQ(Complete(Timed(Lease())), Verdict::kCommitted);

  EXPECT_EQ(Numbers().searchable.at("workflow").observed, 1u);
  EXPECT_EQ(Numbers().searchable.at("counter").observed, 0u);
  EXPECT_EQ(Numbers().dossiers_committed, 1u);
}

TEST_F(PipelineWatchTest, AVersionThatBringsNoNewBatchIsNoWaitForIt) {
  Submit("b1", 2);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_EQ(Complete(Timed(Lease())), Verdict::kCommitted);
  const JobBody bad = Lease();
  ASSERT_TRUE(ledger_->Fail({bad.job, bad.fence, "decode", Status(StatusCode::kBadInput, "x")}));
  ASSERT_EQ(Complete(Timed(Lease())), Verdict::kCommitted);

  ASSERT_TRUE(ledger_->Retry(bad.job).ok());
  ASSERT_EQ(Complete(Timed(Lease())), Verdict::kCommitted);
  ASSERT_EQ(Complete(Timed(Lease())), Verdict::kCommitted);

  EXPECT_EQ(Numbers().dossiers_committed, 2u);
  EXPECT_EQ(Numbers().searchable.at("workflow").observed, 1u);
}

TEST_F(PipelineWatchTest, CountsRetriesAndQuarantineByReason) {
  Submit("b1", 2);
  const JobBody first = Lease();
  const JobBody second = Lease();

  ASSERT_TRUE(ledger_->Fail({first.job, first.fence, "store", Status(StatusCode::kIoError, "x")}));
  ASSERT_TRUE(ledger_->Fail({second.job, second.fence, "decode", Status(StatusCode::kBadInput, "x")}));

  EXPECT_EQ(Numbers().retries.at("io_error"), 1u);
  EXPECT_EQ(Numbers().quarantines.at("bad_input"), 1u);
  const std::vector<KeptLog::Line> lines = log_.Of("page quarantined");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].fields.at("page"), second.job);
  EXPECT_EQ(lines[0].fields.at("code"), "bad_input");
  EXPECT_EQ(lines[0].fields.at("stage"), "decode");
}

TEST_F(PipelineWatchTest, OneTraceLeadsFromTheReceiptToTheCommitAndItsEventAndAuditRecord) {
  Submit("b1trace", 1);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1trace").ok());
  const JobBody page = Lease();
  EXPECT_EQ(page.trace, "b1trace");
  ASSERT_EQ(Complete(Timed(page)), Verdict::kCommitted);
  const JobBody dossier = Lease();
  EXPECT_EQ(dossier.trace, "b1trace");
  ASSERT_EQ(Complete(Timed(dossier)), Verdict::kCommitted);

  for (const char* message : {"original received", "batch sealed", "page done", "dossier committed"}) {
    const std::vector<KeptLog::Line> lines = log_.Of(message);
    ASSERT_EQ(lines.size(), 1u) << message;
    EXPECT_EQ(lines[0].fields.at("trace"), "b1trace") << message;
    EXPECT_EQ(lines[0].fields.at("dossier"), kCode) << message;
  }
  const Result<std::vector<ArchiveEvent>> events = archive_.Events(0, 100);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 3u);
  for (const ArchiveEvent& event : *events) EXPECT_EQ(event.trace, "b1trace") << event.kind;
  int audited = 0;
  const Status scanned = archive_.meta().Scan("a/", "", [&audited](std::string_view, std::string_view record) {
    if (record.find("b1trace") != std::string_view::npos) ++audited;
    return true;
  });
  ASSERT_TRUE(scanned.ok());
  EXPECT_EQ(audited, 3);
}

TEST_F(PipelineWatchTest, LogsNeitherPeopleNorNamesOfFiles) {
  Submit("b1", 1);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  const JobBody job = Lease();
  ASSERT_TRUE(ledger_->Fail({job.job, job.fence, "decode", Status(StatusCode::kBadInput, "decode page 1 of giay-khai-sinh-mung.png: x")}));
  ASSERT_FALSE(log_.lines().empty());
  for (const KeptLog::Line& line : log_.lines()) {
    for (const auto& [name, value] : line.fields) {
      EXPECT_EQ(value.find("Mừng"), std::string::npos) << name;
      EXPECT_EQ(value.find("mung"), std::string::npos) << name;
    }
  }
}

TEST_F(PipelineWatchTest, SaysOnceThatTheStoreRefusesHoweverOftenItDoes) {
  archive_.faults().refuse = true;
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(ledger_->OpenBatch({kCode, "", "", ""}, "b1", Lane::kCounter).ok());

  EXPECT_EQ(Numbers().refused_writes, 20u);
  const std::vector<KeptLog::Line> lines = log_.Of("store refused a write");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].level, LogLevel::kError);
}

TEST_F(PipelineWatchTest, TellsWhenAWorkerComesAndIsLostAndAddsUpWhatItsReadersDid) {
  BeatBody beat;
  beat.worker = "w1";
  beat.boot = "1";
  beat.threads = 2;
  beat.reader_restarts = 2;
  PipelineWatch watch;
  watch.Beat(beat);
  watch.Beat(beat);
  beat.reader_restarts = 3;
  watch.Beat(beat);
  watch.WorkerLost("w1");
  watch.WorkerLost("w1");
  watch.Beat(beat);  // it was only silent
  beat.boot = "2";
  beat.reader_restarts = 1;
  watch.Beat(beat);
  beat.draining = true;
  watch.Beat(beat);
  watch.Beat(beat);
  watch.WorkerLeft("w1");

  EXPECT_EQ(watch.metrics().Snapshot().reader_restarts, 4u);
  EXPECT_EQ(watch.metrics().Snapshot().worker_losses, 1u);
  EXPECT_EQ(log_.Of("worker joined").size(), 3u);
  EXPECT_EQ(log_.Of("worker lost").size(), 1u);
  EXPECT_EQ(log_.Of("worker drains").size(), 1u);
  EXPECT_EQ(log_.Of("worker left").size(), 1u);
  WorkerStatus described;
  described.id = "w1";
  watch.Describe(described);
  EXPECT_EQ(described.threads, 2u);
  EXPECT_EQ(described.reader_restarts, 1u);
}

}  // namespace
}  // namespace sohoa
