// SPDX-License-Identifier: Apache-2.0
#include "workers/ledger.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "core/calendar.h"
#include "workers/ledger_fixture.h"

namespace sohoa {
namespace {

TEST_F(LedgerTest, TakesADossierFromItsPagesToAVersion) {
  OpenBatch("b1");
  Add("b1", 0, "first", 2u);
  Add("b1", 1, "second", 1u);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());

  WorkAllOff();

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(dossier->version, 1u);
  ASSERT_EQ(dossier->pages.size(), 3u);
  EXPECT_EQ(dossier->pages[1].source.index, 1u);
  EXPECT_EQ(dossier->pages[2].source.place, 1u);
  EXPECT_EQ(dossier->originals.size(), 2u);
  ASSERT_EQ(dossier->documents.size(), 1u);
  EXPECT_EQ(dossier->documents[0].id[0], 'd');
  const Result<DossierProgress> progress = ledger_->Progress(kCode);
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->state, DossierState::kCommitted);
  EXPECT_TRUE(progress->all_batches_visible);
  EXPECT_EQ(progress->pages_done, 3u);
}

TEST_F(LedgerTest, HoldsADossierAgainstItsProcedure) {
  std::vector<Status> problems;
  rules_.procedures = std::make_shared<ProcedureCatalogue>(
      ReadProcedures("[[procedure]]\ncode = \"1.001234\"\nname = \"X\"\n[[procedure.paper]]\nid = \"a\"\nname = \"A\"\nclasses = [\"D01\"]\n", "x.toml", problems),
      "0123456789abcdef");
  Restart();
  OpenBatch("b1");
  Add("b1", 0, "first");
  Add("b1", 1, "broken", Status(StatusCode::kBadInput, "count pages: no"));
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  WorkAllOff();
  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(dossier->completeness.catalogue, "0123456789abcdef");
  ASSERT_EQ(dossier->completeness.papers.size(), 1u);
  EXPECT_EQ(dossier->completeness.papers[0].state, PaperState::kNeedsLook) << "a page is in quarantine";
  ASSERT_EQ(dossier->completeness.documents.size(), dossier->documents.size());
  EXPECT_EQ(dossier->completeness.documents[0].document, dossier->documents[0].id);
}

TEST_F(LedgerTest, ShowsNothingBeforeTheBatchIsSealed) {
  OpenBatch("b1");
  Add("b1", 0, "first");

  WorkAllOff();

  EXPECT_FALSE(archive_.GetDossier(kCode, 0));
  EXPECT_EQ(ledger_->Progress(kCode)->state, DossierState::kOpen);
}

TEST_F(LedgerTest, AnswersAResendAsADuplicateAndMakesNoSecondJob) {
  OpenBatch("b1");
  const OriginalReceipt first = Add("b1", 0, "bytes", 2u);
  const OriginalReceipt second = Add("b1", 0, "bytes", 2u);

  EXPECT_EQ(first.accepted, 2u);
  EXPECT_EQ(second.accepted, 0u);
  EXPECT_EQ(second.duplicates, 2u);
  EXPECT_EQ(second.page_ids, first.page_ids);
  EXPECT_EQ(Waiting(), 2u);
}

TEST_F(LedgerTest, RefusesOtherBytesAtATakenPlace) {
  OpenBatch("b1");
  Add("b1", 0, "bytes");

  const Result<OriginalReceipt> other = ledger_->AddOriginal(Original("b1", 0, "other"), 1u);

  EXPECT_EQ(other.status().code(), StatusCode::kConflict);
}

TEST_F(LedgerTest, KeepsEqualBytesAtAnotherPlaceAndFlagsThem) {
  OpenBatch("b1");
  const OriginalReceipt first = Add("b1", 0, "bytes");
  const OriginalReceipt second = Add("b1", 1, "bytes");

  EXPECT_EQ(second.accepted, 1u);
  EXPECT_NE(first.page_ids, second.page_ids);
  EXPECT_TRUE(DecodePageJob(Lease()->work)->flags.empty());
  EXPECT_EQ(DecodePageJob(Lease()->work)->flags.size(), 1u);
}

TEST_F(LedgerTest, TakesABrokenOriginalIntoQuarantine) {
  OpenBatch("b1");
  const Status broken(StatusCode::kBadInput, "inspect scan.png: it ends early");

  const OriginalReceipt receipt = Add("b1", 0, "broken", Result<std::uint32_t>(broken));
  Add("b1", 1, "good");
  ASSERT_TRUE(ledger_->Seal(kCode, "").ok());
  WorkAllOff();

  EXPECT_EQ(receipt.pages, 1u);
  EXPECT_EQ(receipt.accepted, 0u);
  EXPECT_EQ(receipt.quarantined, 1u);
  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->pages.size(), 1u);
  ASSERT_EQ(dossier->quarantined.size(), 1u);
  EXPECT_EQ(dossier->quarantined[0].reason.code(), StatusCode::kBadInput);
  EXPECT_EQ(dossier->quarantined[0].stage, "inspect");
}

TEST_F(LedgerTest, CommitsADossierOfWhichEveryPageIsInQuarantine) {
  OpenBatch("b1");
  Add("b1", 0, "broken", Result<std::uint32_t>(Status(StatusCode::kBadInput, "inspect: broken")));
  ASSERT_TRUE(ledger_->Seal(kCode, "").ok());

  WorkAllOff();

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_TRUE(dossier->documents.empty());
  EXPECT_EQ(dossier->quarantined.size(), 1u);
}

TEST_F(LedgerTest, MakesALaterBatchTheNextVersion) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  WorkAllOff();
  OpenBatch("b2");
  Add("b2", 0, "second");
  ASSERT_TRUE(ledger_->Seal(kCode, "b2").ok());
  WorkAllOff();

  const Result<Dossier> newest = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->version, 2u);
  ASSERT_EQ(newest->pages.size(), 2u);
  EXPECT_EQ(newest->pages[0].source.batch, "b1");
  EXPECT_EQ(newest->pages[1].source.batch, "b2");
  EXPECT_EQ(archive_.GetDossier(kCode, 1)->pages.size(), 1u);
}

TEST_F(LedgerTest, WorksOnceMoreWhenABatchIsSealedDuringTheWork) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Finish(*Lease()));
  const std::optional<JobBody> dossier_job = Lease();
  ASSERT_EQ(dossier_job->service, "dossier");
  OpenBatch("b2");
  Add("b2", 0, "second");
  ASSERT_TRUE(ledger_->Seal(kCode, "b2").ok());

  const Result<Verdict> verdict = Finish(*dossier_job);
  ASSERT_TRUE(verdict) << verdict.status().ToString();
  WorkAllOff();

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->pages.size(), 2u);
  EXPECT_TRUE(ledger_->Progress(kCode)->all_batches_visible);
}

TEST_F(LedgerTest, PutsNoDossierTogetherWhileSealedPagesOfItAreOpen) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Finish(*Lease()));  // its job is ready now
  OpenBatch("b2");
  Add("b2", 0, "second");
  ASSERT_TRUE(ledger_->Seal(kCode, "b2").ok());

  const std::optional<JobBody> page = Lease();
  ASSERT_EQ(page->service, "page");
  EXPECT_FALSE(*ledger_->LeaseNext("other", kBoth));
  ASSERT_TRUE(Finish(*page));
  WorkAllOff();

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(dossier->version, 1u);
  EXPECT_EQ(dossier->pages.size(), 2u);
  EXPECT_TRUE(dossier->quarantined.empty());
}

TEST_F(LedgerTest, PutsADossierTogetherOnceThoughItsJobBecameReadyTwice) {
  OpenBatch("b1");
  OpenBatch("b2");
  Add("b1", 0, "first");
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Finish(*Lease()));  // ready
  Add("b2", 0, "second");
  ASSERT_TRUE(ledger_->Seal(kCode, "b2").ok());
  ASSERT_TRUE(Finish(*Lease()));  // ready once more
  ASSERT_TRUE(ledger_->Seal(kCode, "").ok());
  WorkAllOff();

  EXPECT_EQ(archive_.GetDossier(kCode, 0)->version, 1u);
  EXPECT_EQ(Waiting(), 0u);
  EXPECT_FALSE(*ledger_->LeaseNext("w", kBoth));
}

TEST_F(LedgerTest, CallsAResultOfAnEndedLeaseStale) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease("w1");
  ASSERT_TRUE(ledger_->WorkerGone("w1").ok());
  const std::optional<JobBody> again = Lease("w2");
  ASSERT_EQ(again->job, job->job);
  EXPECT_GT(again->fence, job->fence);

  EXPECT_EQ(*Finish(*job), Verdict::kStale);
  EXPECT_EQ(*Finish(*again), Verdict::kCommitted);
}

TEST_F(LedgerTest, AnswersTheSameResultTwiceAlike) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease();

  EXPECT_EQ(*Finish(*job), Verdict::kCommitted);
  EXPECT_EQ(*Finish(*job), Verdict::kCommitted);
  EXPECT_EQ(Counts().pages_done, 1u);
}

TEST_F(LedgerTest, DoesNotKnowAJobThatNeverWas) {
  const OutcomeBody outcome{"p" + std::string(26, 'a'), 3, store_("x"), {}};
  const Result<Verdict> verdict = ledger_->Fail({outcome.job, 3, "decode", Status(StatusCode::kBadInput, "x")});

  ASSERT_TRUE(verdict);
  EXPECT_EQ(*verdict, Verdict::kUnknown);
}

TEST_F(LedgerTest, PutsAPageAsideAtOnceWhenAnotherTryCannotHelp) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease();

  ASSERT_TRUE(ledger_->Fail({job->job, job->fence, "decode", Status(StatusCode::kBadInput, "decode: broken")}));

  const Result<std::vector<QuarantinedPage>> pages = ledger_->Quarantined("", 10);
  ASSERT_TRUE(pages);
  ASSERT_EQ(pages->size(), 1u);
  EXPECT_EQ((*pages)[0].stage, "decode");
  EXPECT_EQ((*pages)[0].reason.code(), StatusCode::kBadInput);
  EXPECT_EQ(Counts().pages_quarantined, 1u);
}

TEST_F(LedgerTest, TriesATransientFailureAgainButNotForEver) {
  rules_.max_attempts = 2;
  Restart();
  OpenBatch("b1");
  Add("b1", 0, "first");
  for (int attempt = 1; attempt <= 2; ++attempt) {
    const std::optional<JobBody> job = Lease();
    ASSERT_TRUE(job) << attempt;
    ASSERT_TRUE(ledger_->Fail({job->job, job->fence, "recognise", Status(StatusCode::kUnavailable, "away")}));
  }

  EXPECT_FALSE(Lease());
  EXPECT_EQ(ledger_->Quarantined("", 10)->size(), 1u);
}

TEST_F(LedgerTest, PutsAPageAsideThatKilledThreeWorkers) {
  OpenBatch("b1");
  Add("b1", 0, "poison");
  for (int death = 1; death <= 3; ++death) {
    const std::string worker = "w" + std::to_string(death);
    ASSERT_TRUE(Lease(worker)) << death;
    ASSERT_TRUE(ledger_->WorkerGone(worker).ok());
  }

  EXPECT_FALSE(Lease("w4"));
  EXPECT_EQ(ledger_->Quarantined("", 10)->size(), 1u);
}

TEST_F(LedgerTest, DoesNotPutAsideTheNeighboursOfAPoisonousPage) {
  OpenBatch("b1");
  Add("b1", 0, "poison and its neighbours", 4u);
  const std::string poison = MakePageId({kCode, "b1", 0, Sha256::Of("poison and its neighbours"), 0});
  int deaths = 0;
  // Workers that take two jobs at once and die whenever one of them is the poisonous one.
  for (int round = 0; round < 40; ++round) {
    const std::string worker = "w" + std::to_string(round);
    std::vector<JobBody> jobs;
    for (int i = 0; i < 2; ++i) {
      const Result<std::optional<JobBody>> job = ledger_->LeaseNext(worker, kBoth);
      ASSERT_TRUE(job);
      if (*job) jobs.push_back(**job);
    }
    const bool dies = std::any_of(jobs.begin(), jobs.end(), [&](const JobBody& job) { return job.job == poison; });
    if (dies) {
      ++deaths;
      ASSERT_TRUE(ledger_->WorkerGone(worker).ok());
      continue;
    }
    for (const JobBody& job : jobs) ASSERT_TRUE(Finish(job));
  }

  EXPECT_EQ(deaths, 3);
  const Result<std::vector<QuarantinedPage>> aside = ledger_->Quarantined("", 10);
  ASSERT_EQ(aside->size(), 1u);
  EXPECT_EQ((*aside)[0].page_id, poison);
  EXPECT_EQ(Counts().pages_done, 3u);
}

TEST_F(LedgerTest, CountsNoAttemptForAJobThatIsGivenBack) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  for (int i = 0; i < 10; ++i) {
    const std::optional<JobBody> job = Lease();
    ASSERT_TRUE(job);
    EXPECT_EQ(job->attempt, 1u);
    ASSERT_TRUE(ledger_->Return("w", {{job->job, job->fence, 0}}).ok());
  }
}

TEST_F(LedgerTest, TakesBackWhatWasOnItsWayToAWorkerThatLeft) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  ASSERT_TRUE(Lease());

  ASSERT_TRUE(ledger_->WorkerLeft("w").ok());

  EXPECT_EQ(ledger_->LeasesOf("w"), 0u);
  const std::optional<JobBody> again = Lease("other");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->attempt, 1u);
}

TEST_F(LedgerTest, TakesAJobBackThatItsWorkerNeverGot) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease();
  // The worker beats on, and does not name the job.
  std::optional<JobBody> again;
  for (int i = 0; i < 60 && !again; ++i) {
    ledger_->Renew("w", {}, 0);
    const Result<std::optional<JobBody>> next = ledger_->LeaseNext("w", kBoth);
    ASSERT_TRUE(next);
    again = *next;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }

  ASSERT_TRUE(again);
  EXPECT_EQ(again->job, job->job);
  EXPECT_EQ(again->attempt, 1u);
}

TEST_F(LedgerTest, EndsALeaseWhoseProgressStandsStill) {
  rules_.lease_ms = 100;
  Restart();
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease();
  for (int i = 1; i <= 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    // Moves on: the lease stays.
    ledger_->Renew("w", {{job->job, job->fence, static_cast<std::uint64_t>(i)}}, -5'000);
    ASSERT_TRUE(ledger_->Expire().ok());
    ASSERT_EQ(ledger_->LeasesOf("w"), 1u);
  }

  for (int i = 0; i < 4; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    ledger_->Renew("w", {{job->job, job->fence, 3}}, -5'000);
  }
  ASSERT_TRUE(ledger_->Expire().ok());

  EXPECT_EQ(ledger_->LeasesOf("w"), 0u);
  EXPECT_EQ(ledger_->Renew("w", {{job->job, job->fence, 9}}, 0).size(), 1u);
}

TEST_F(LedgerTest, GoesOnAfterARestartWhereItWas) {
  OpenBatch("b1");
  Add("b1", 0, "first", 3u);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Finish(*Lease()));
  const std::optional<JobBody> held = Lease();
  const std::uint64_t epoch = ledger_->epoch();

  Restart();

  EXPECT_EQ(ledger_->epoch(), epoch + 1);
  EXPECT_EQ(Waiting(), 1u);
  // The worker that held the job claims it, and its result counts.
  EXPECT_TRUE(ledger_->Renew("w", {{held->job, held->fence, 1}}, 0).empty());
  EXPECT_EQ(*Finish(*held), Verdict::kCommitted);
  WorkAllOff();
  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(dossier->pages.size(), 3u);
}

TEST_F(LedgerTest, GivesAnUnclaimedLeaseToAnotherAfterARestart) {
  rules_.lease_ms = 100;
  Restart();
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> held = Lease("lost");

  Restart();
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  ASSERT_TRUE(ledger_->Expire().ok());

  const std::optional<JobBody> job = Lease("other");
  ASSERT_TRUE(job);
  EXPECT_EQ(job->job, held->job);
  EXPECT_EQ(job->attempt, 1u);
}

TEST_F(LedgerTest, GivesNoReceiptThatIsNotWritten) {
  OpenBatch("b1");
  archive_.faults().refuse = true;

  const Result<OriginalReceipt> receipt = ledger_->AddOriginal(Original("b1", 0, "first"), 1u);

  EXPECT_EQ(receipt.status().code(), StatusCode::kUnavailable);
  archive_.faults().refuse = false;
  EXPECT_EQ(Waiting(), 0u);
  // The same again is taken as new.
  EXPECT_EQ(Add("b1", 0, "first").accepted, 1u);
}

TEST_F(LedgerTest, StaysAsItWasWhenAWriteFails) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease();
  WriteLeases();
  const OutcomeBody outcome = ReadPage(*job, store_);
  archive_.faults().refuse = true;
  EXPECT_FALSE(ledger_->Seal(kCode, "b1").ok());
  EXPECT_FALSE(ledger_->CompletePage(outcome));
  archive_.faults().refuse = false;

  EXPECT_EQ(*ledger_->CompletePage(outcome), Verdict::kCommitted);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  WorkAllOff();
  EXPECT_TRUE(archive_.GetDossier(kCode, 0));
}

TEST_F(LedgerTest, GivesAReceiptAgainAlsoWhileTheStoreTakesNothing) {
  OpenBatch("b1");
  const OriginalReceipt receipt = Add("b1", 0, "first", 3u);
  archive_.faults().refuse = true;

  const Result<OriginalReceipt> again = ledger_->GiveReceiptAgain(Original("b1", 0, "first"));

  ASSERT_TRUE(again) << again.status().ToString();
  EXPECT_EQ(again->page_ids, receipt.page_ids);
  EXPECT_EQ(again->duplicates, 3u);
}

// It was seen in memory, and then its group was not written.
TEST_F(LedgerTest, MakesNoPageOutOfAReceiptThatIsAskedForAgain) {
  OpenBatch("b1");

  const Result<OriginalReceipt> again = ledger_->GiveReceiptAgain(Original("b1", 0, "never kept"));

  EXPECT_EQ(again.status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(Counts().pages_received, 0u);
  EXPECT_EQ(Waiting(), 0u);
}

TEST_F(LedgerTest, UndoesWhatTheStoreTookAndDidNotWrite) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease();
  WriteLeases();
  Add("b1", 1, "second");
  const CoordinatorStatus before = Counts();
  archive_.faults().fail = true;
  EXPECT_FALSE(ledger_->AddOriginal(Original("b1", 2, "third"), 5u));
  EXPECT_FALSE(ledger_->Seal(kCode, "b1").ok());
  EXPECT_FALSE(ledger_->Fail({job->job, job->fence, "decode", Status(StatusCode::kBadInput, "x")}));
  archive_.faults().fail = false;

  EXPECT_EQ(Counts().pages_received, before.pages_received);
  EXPECT_EQ(Counts().pages_quarantined, 0u);
  EXPECT_EQ(Waiting(), 1u);
  EXPECT_TRUE(ledger_->Renew("w", {{job->job, job->fence, 1}}, 0).empty());
  EXPECT_EQ(Add("b1", 2, "third", 5u).accepted, 5u);
  EXPECT_EQ(*Finish(*job), Verdict::kCommitted);
}

// The store's writer waits at a gate until it is opened.
class LedgerAtAGate : public LedgerTest {
 protected:
  LedgerAtAGate() {
    OpenBatch("b1");
    archive_.faults().before_write = [this] {
      std::unique_lock lock(mutex_);
      ++arrived_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return open_; });
    };
  }
  ~LedgerAtAGate() override { Open(); }

  void Open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void WaitForAWrite() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return arrived_ > 0; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool open_ = false;
};

TEST_F(LedgerAtAGate, WritesWhatWaitsTogetherInOneBatch) {
  const int before = archive_.faults().writes;
  std::vector<std::future<bool>> added;
  for (std::uint32_t place = 0; place < 20; ++place) {
    const OpenOriginalBody original = Original("b1", place, "bytes " + std::to_string(place));
    added.push_back(std::async(std::launch::async, [this, original] { return ledger_->AddOriginal(original, 1u).ok(); }));
    if (place == 0) WaitForAWrite();
  }
  // All but the first wait behind it now, or are about to.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  Open();

  for (std::future<bool>& each : added) EXPECT_TRUE(each.get());
  EXPECT_LE(archive_.faults().writes - before, 5);
  EXPECT_EQ(Counts().pages_received, 20u);
}

TEST_F(LedgerAtAGate, TellsNobodyOfWhatIsNotWritten) {
  std::future<OriginalReceipt> added = std::async(std::launch::async, [this] { return Add("b1", 0, "first"); });
  WaitForAWrite();
  std::future<OriginalReceipt> again = std::async(std::launch::async, [this] { return Add("b1", 0, "first"); });
  std::future<std::uint32_t> progress = std::async(std::launch::async, [this] { return ledger_->Progress(kCode)->pages; });

  EXPECT_EQ(added.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  EXPECT_EQ(again.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  EXPECT_EQ(progress.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  Open();

  EXPECT_EQ(added.get().accepted, 1u);
  EXPECT_EQ(again.get().duplicates, 1u);
  EXPECT_EQ(progress.get(), 1u);
}

TEST_F(LedgerAtAGate, GivesJobsOutWhileTheStoreIsBusy) {
  std::future<OriginalReceipt> added = std::async(std::launch::async, [this] { return Add("b1", 0, "first"); });
  WaitForAWrite();

  EXPECT_TRUE(*ledger_->LeaseNext("w", kBoth));
  EXPECT_EQ(ledger_->LeasesOf("w"), 1u);
  Open();
  added.wait();
}

TEST_F(LedgerTest, GivesNoJobsWhileTheStoreTakesNothing) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  archive_.faults().refuse = true;
  EXPECT_FALSE(ledger_->Seal(kCode, "b1").ok());
  EXPECT_FALSE(*ledger_->LeaseNext("w", kBoth));
  EXPECT_TRUE(ledger_->Progress(kCode)) << "what is known can be told";
  EXPECT_TRUE(ledger_->NeedsExpiry()) << "the store is to be asked again";

  archive_.faults().refuse = false;
  ASSERT_TRUE(ledger_->Expire().ok());
  EXPECT_FALSE(ledger_->NeedsExpiry());
  EXPECT_TRUE(*ledger_->LeaseNext("w", kBoth));
}

TEST_F(LedgerTest, KeepsTheSameCountsOverARestart) {
  OpenBatch("b1");
  Add("b1", 0, "first", 2u);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  WorkAllOff();
  OpenBatch("b2");
  Add("b2", 0, "second");
  ASSERT_TRUE(ledger_->Seal(kCode, "b2").ok());
  const CoordinatorStatus before = Counts();

  Restart();

  EXPECT_EQ(Counts().pages_received, before.pages_received);
  EXPECT_EQ(Counts().pages_done, before.pages_done);
  EXPECT_EQ(Counts().dossiers_committed, 1u);
  EXPECT_EQ(Counts().dossiers_processing, 1u);
  EXPECT_EQ(Waiting(), 1u);
}

TEST_F(LedgerTest, TakesTheEarlierDeadlineFirst) {
  const auto bring = [this](const std::string& batch, std::int64_t deadline) {
    ASSERT_TRUE(ledger_->OpenBatch({kCode, "", "H42.18", ""}, batch, Lane::kWorkflow, deadline).ok());
    Add(batch, 0, "of " + batch);
  };
  bring("late", NowUnixMs() + 3'600'000);
  bring("soon", NowUnixMs() + 60'000);
  Restart();  // it is kept

  EXPECT_EQ(DecodePageJob(Lease()->work)->source.batch, "soon");
  EXPECT_EQ(DecodePageJob(Lease()->work)->source.batch, "late");
}

TEST_F(LedgerTest, ReadsARetriedPageIntoANewVersion) {
  OpenBatch("b1");
  Add("b1", 0, "first", 2u);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  const std::optional<JobBody> job = Lease();
  ASSERT_TRUE(ledger_->Fail({job->job, job->fence, "decode", Status(StatusCode::kBadInput, "x")}));
  WorkAllOff();
  ASSERT_EQ(archive_.GetDossier(kCode, 0)->quarantined.size(), 1u);

  ASSERT_TRUE(ledger_->Retry(job->job).ok());
  WorkAllOff();

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  EXPECT_EQ(dossier->version, 2u);
  EXPECT_EQ(dossier->pages.size(), 2u);
  EXPECT_TRUE(dossier->quarantined.empty());
  EXPECT_TRUE(ledger_->Quarantined("", 10)->empty());
  EXPECT_EQ(ledger_->Retry(job->job).code(), StatusCode::kConflict);
}

TEST_F(LedgerTest, KeepsARejectedPageWithItsReason) {
  OpenBatch("b1");
  const OriginalReceipt receipt =
      Add("b1", 0, "broken", Result<std::uint32_t>(Status(StatusCode::kBadInput, "broken")));

  ASSERT_TRUE(ledger_->Reject(receipt.page_ids[0], "a sheet of another dossier").ok());

  const Result<std::vector<QuarantinedPage>> pages = ledger_->Quarantined("", 10);
  ASSERT_EQ(pages->size(), 1u);
  EXPECT_TRUE((*pages)[0].rejected);
  EXPECT_EQ(ledger_->Reject(receipt.page_ids[0], "again").code(), StatusCode::kConflict);
}

TEST_F(LedgerTest, ListsQuarantineInPieces) {
  OpenBatch("b1");
  std::set<std::string> put;
  for (std::uint32_t place = 0; place < 5; ++place) {
    put.insert(Add("b1", place, "broken " + std::to_string(place), Result<std::uint32_t>(Status(StatusCode::kBadInput, "x"))).page_ids[0]);
  }

  std::vector<std::string> listed;
  std::string after;
  while (true) {
    const Result<std::vector<QuarantinedPage>> pages = ledger_->Quarantined(after, 2);
    ASSERT_TRUE(pages);
    if (pages->empty()) break;
    for (const QuarantinedPage& page : *pages) listed.push_back(page.page_id);
    after = listed.back();
  }

  EXPECT_EQ(listed, std::vector<std::string>(put.begin(), put.end()));
}

TEST_F(LedgerTest, SetsAsideThePagesOfADossierThatCannotBePutTogether) {
  OpenBatch("b1");
  Add("b1", 0, "first", 2u);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Finish(*Lease()));
  ASSERT_TRUE(Finish(*Lease()));
  const std::optional<JobBody> job = Lease();
  ASSERT_EQ(job->service, "dossier");

  ASSERT_TRUE(ledger_->Fail({job->job, job->fence, "render", Status(StatusCode::kResourceLimit, "too large")}));
  WorkAllOff();

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_TRUE(dossier->pages.empty());
  EXPECT_EQ(dossier->quarantined.size(), 2u);
  EXPECT_EQ(dossier->quarantined[0].stage, "render");
}

TEST_F(LedgerTest, RefusesDocumentsThatLeaveAPageOutOrNameItTwice) {
  OpenBatch("b1");
  Add("b1", 0, "first", 2u);
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());
  ASSERT_TRUE(Finish(*Lease()));
  ASSERT_TRUE(Finish(*Lease()));
  const std::optional<JobBody> job = Lease();
  OutcomeBody outcome = MakeDocuments(*job, store_);
  const std::string whole = outcome.documents[0];
  Document part = *DecodeDocument(whole);
  part.pages = {1};
  part.page_ids.resize(1);

  outcome.documents = {EncodeDocument(part)};
  EXPECT_FALSE(ledger_->CompleteDossier(outcome));
  outcome.documents = {whole, EncodeDocument(part)};
  EXPECT_FALSE(ledger_->CompleteDossier(outcome));
  EXPECT_FALSE(archive_.GetDossier(kCode, 0));
  outcome.documents = {whole};
  EXPECT_EQ(*ledger_->CompleteDossier(outcome), Verdict::kCommitted);
}

TEST_F(LedgerTest, KnowsTheBlobsThatNoDossierNamesYetAlsoAfterARestart) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  const std::optional<JobBody> job = Lease();
  const OutcomeBody outcome = ReadPage(*job, store_);
  ASSERT_TRUE(ledger_->CompletePage(outcome));
  EXPECT_TRUE(ledger_->InFlight(outcome.record));

  Restart();

  EXPECT_TRUE(ledger_->InFlight(outcome.record));
  EXPECT_TRUE(ledger_->InFlight(Sha256::Of("first")));
  EXPECT_FALSE(ledger_->InFlight(Sha256::Of("never seen")));
}

TEST_F(LedgerTest, TakesNoMorePagesIntoASealedBatch) {
  OpenBatch("b1");
  Add("b1", 0, "first");
  ASSERT_TRUE(ledger_->Seal(kCode, "b1").ok());

  EXPECT_EQ(ledger_->AddOriginal(Original("b1", 1, "late"), 1u).status().code(), StatusCode::kConflict);
  EXPECT_EQ(Add("b1", 0, "first").duplicates, 1u);
  EXPECT_TRUE(ledger_->Seal(kCode, "b1").ok());
  EXPECT_EQ(ledger_->Seal(kCode, "none").code(), StatusCode::kNotFound);
}

TEST_F(LedgerTest, RefusesNamesThatAreNoCodes) {
  EXPECT_EQ(ledger_->OpenBatch({"../../etc", "", "", ""}, "b1", Lane::kCounter).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ledger_->OpenBatch({kCode, "", "", ""}, "", Lane::kCounter).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ledger_->Progress("unheard-of").status().code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace sohoa
