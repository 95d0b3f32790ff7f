// SPDX-License-Identifier: Apache-2.0
//
// How a coordinator deals with its workers: who gets jobs, who is believed, who goes.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "workers/coordinator_fixture.h"

namespace sohoa {
namespace {

TEST_F(CoordinatorTest, CallsALateResultStale) {
  options_.beat_ms = 100;
  options_.missed_beats = 3;
  Start();
  Submit("b1", 1);
  PlayedWorker late(endpoint(), "late");
  const std::optional<JobBody> job = late.WaitForJob(5'000);
  ASSERT_TRUE(job);
  PlayedWorker other(endpoint(), "other");
  const std::optional<JobBody> again = other.WaitForJob(10'000);
  ASSERT_TRUE(again);
  ASSERT_EQ(again->job, job->job);

  EXPECT_EQ(late.Answer(*job), Command::kStale);
  EXPECT_EQ(other.Answer(*again), Command::kCommitted);
  EXPECT_EQ(other.Answer(*again), Command::kCommitted);
}

TEST_F(CoordinatorTest, SetsAPageAsideAfterTheThirdWorkerThatItKilled) {
  options_.beat_ms = 100;
  options_.missed_beats = 3;
  Start();
  Submit("b1", 1);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  for (int death = 1; death <= 3; ++death) {
    PlayedWorker worker(endpoint(), "worker " + std::to_string(death));
    const std::optional<JobBody> job = worker.WaitForJob(5'000);
    ASSERT_TRUE(job) << death;
    ASSERT_EQ(job->service, "page");
    ASSERT_TRUE(Within(5'000, [this] { return coordinator_->Snapshot().workers.empty(); }));
  }

  // The worker is forgotten at once, its lease ends with the ledger's next group.
  ASSERT_TRUE(Within(10'000, [this] {
    const Result<std::vector<QuarantinedPage>> aside = coordinator_->Quarantined("", 10);
    return aside && aside->size() == 1;
  }));
  PlayedWorker last(endpoint(), "last");
  EXPECT_EQ(last.WorkOff(), 1);
  EXPECT_EQ(archive_.GetDossier(kCode, 0)->quarantined.size(), 1u);
}

TEST_F(CoordinatorTest, EndsAWorkerOnDemand) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Within(10'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  const std::string id = coordinator_->Snapshot().workers[0].id;

  ASSERT_TRUE(desk_->OrderWorker(id, WorkerOrder::kEnd).ok());
  EXPECT_EQ(desk_->OrderWorker("nobody", WorkerOrder::kEnd).code(), StatusCode::kNotFound);

  EXPECT_TRUE(Within(10'000, [&worker] { return !worker->running(); }));
}

TEST_F(CoordinatorTest, GivesAPausedWorkerNothingUntilItIsResumed) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Within(10'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  const std::string id = coordinator_->Snapshot().workers[0].id;
  ASSERT_TRUE(desk_->OrderWorker(id, WorkerOrder::kPause).ok());
  Submit("b1", 2);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());

  EXPECT_FALSE(Within(3'000, [this] { return Progress().pages_done > 0; }));
  EXPECT_TRUE(coordinator_->Snapshot().workers[0].draining);
  EXPECT_TRUE(worker->running());
  ASSERT_TRUE(desk_->OrderWorker(id, WorkerOrder::kWork).ok());

  EXPECT_TRUE(Within(60'000, [this] { return Progress().all_batches_visible; }));
}

// The readers that this process has as children.
std::vector<pid_t> Readers() {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream in(entry.path() / "stat");
    std::string process, name, state;
    pid_t parent = 0;
    if (in >> process >> name >> state >> parent && parent == getpid() && name == "(sohoa-reader)") found.push_back(std::stoi(process));
  }
  return found;
}

TEST_F(CoordinatorTest, RestsAWorkerWhoseReaderDoesNotStartAndBlamesNoPage) {
  const std::string broken = folder_.Sub("broken");
  const std::string wrapper = folder_.Sub("reader.sh");
  std::ofstream(wrapper) << "#!/bin/sh\n[ -e " << broken << " ] && exit 1\nexec " << NullReader().executable.string() << " \"$@\"\n";
  std::filesystem::permissions(wrapper, std::filesystem::perms::owner_all);
  Start();
  WorkerOptions options;
  options.endpoint = endpoint();
  options.reader = NullReader();
  options.reader.executable = wrapper;
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(options);
  ASSERT_TRUE(worker) << worker.status().ToString();
  std::ofstream(broken) << "";
  for (const pid_t reader : Readers()) kill(reader, SIGKILL);
  Submit("b1", 2);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());

  ASSERT_TRUE(Within(30'000, [this] {
    const std::vector<WorkerStatus> workers = coordinator_->Snapshot().workers;
    return workers.size() == 1 && workers[0].resting_threads == 1 && workers[0].credit == 0;
  }));
  EXPECT_FALSE(coordinator_->Snapshot().workers[0].trouble.empty());
  std::filesystem::remove(broken);

  ASSERT_TRUE(Within(90'000, [this] { return Progress().all_batches_visible; }));
  EXPECT_TRUE(archive_.GetDossier(kCode, 0)->quarantined.empty());
  EXPECT_EQ(coordinator_->Snapshot().workers[0].resting_threads, 0u);
}

TEST_F(CoordinatorTest, TakesNoResultOfOneWorkersLeaseFromAnother) {
  Start();
  Submit("b1", 1);
  PlayedWorker owner(endpoint(), "owner");
  const std::optional<JobBody> job = owner.WaitForJob(5'000);
  ASSERT_TRUE(job);
  PlayedWorker other(endpoint(), "other");

  EXPECT_EQ(other.Answer(*job), Command::kStale);
  EXPECT_EQ(other.Fail(*job, Status(StatusCode::kBadInput, "decode: broken")), Command::kStale);
  EXPECT_EQ(owner.Answer(*job), Command::kCommitted);
}

TEST_F(CoordinatorTest, SaysHowManyWorkersClearWhatWaitsInTime) {
  Start();
  EXPECT_EQ(coordinator_->Snapshot().demand.workers, 0u);
  Submit("b1", 6);
  EXPECT_EQ(coordinator_->Snapshot().demand.pages, 6u);
  EXPECT_EQ(coordinator_->Snapshot().demand.workers, 1u) << "one, to learn how fast it is";

  PlayedWorker worker(endpoint(), "w");
  for (int i = 0; i < 4; ++i) {
    const std::optional<JobBody> job = worker.WaitForJob(5'000);
    ASSERT_TRUE(job);
    ASSERT_EQ(worker.Answer(*job), Command::kCommitted);
  }

  ASSERT_TRUE(Within(5'000, [this] { return coordinator_->Snapshot().demand.pages_per_thread_second > 0; }));
  const WorkerDemand demand = coordinator_->Snapshot().demand;
  EXPECT_EQ(demand.pages, 2u);
  EXPECT_EQ(demand.workers, 1u);
  EXPECT_GT(demand.cleared_in_ms, 0);
}

TEST_F(CoordinatorTest, KeepsAWorkerPausedOverARestart) {
  Start();
  const std::unique_ptr<Worker> worker = StartWorker();
  ASSERT_TRUE(Within(10'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  ASSERT_TRUE(desk_->OrderWorker(coordinator_->Snapshot().workers[0].id, WorkerOrder::kPause).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(2'500));  // until a beat has told it

  coordinator_.reset();
  Start();

  ASSERT_TRUE(Within(20'000, [this] { return coordinator_->Snapshot().workers.size() == 1; }));
  EXPECT_EQ(coordinator_->Snapshot().workers[0].order, WorkerOrder::kPause);
}

TEST_F(CoordinatorTest, GivesAWorkerOnlyJobsOfItsServices) {
  Start();
  PlayedWorker pages(endpoint(), "pages", 4);
  pages.services = {"page"};
  Submit("b1", 3);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());

  EXPECT_EQ(pages.WorkOff(), 3);
  EXPECT_FALSE(Progress().all_batches_visible);
  PlayedWorker dossiers(endpoint(), "dossiers", 4);
  dossiers.services = {"dossier"};
  EXPECT_EQ(dossiers.WorkOff(), 1);
  EXPECT_TRUE(Progress().all_batches_visible);
}

TEST_F(CoordinatorTest, GivesAnOlderWorkerNoWorkAndTellsItToUpgrade) {
  Start();
  Submit("b1", 1);
  PlayedWorker old(endpoint(), "old");
  old.versions.program = "0.0.9";
  --old.versions.stages[1].version;

  const Result<Frame> answer = old.Ready();

  EXPECT_EQ(answer.status().code(), StatusCode::kUnsupported);
  EXPECT_NE(answer.status().message().find("upgrade sohoa on its host"), std::string::npos) << answer.status().message();
  EXPECT_FALSE(old.WaitForJob(1'500));
  const CoordinatorStatus status = coordinator_->Snapshot();
  EXPECT_TRUE(status.workers.empty());
  ASSERT_EQ(status.turned_away.size(), 1u);
  EXPECT_EQ(status.turned_away[0].who, "worker old");
  EXPECT_EQ(status.turned_away[0].program, "0.0.9");
}

TEST_F(CoordinatorTest, TakesNoResultFromAWorkerThatWasTurnedAway) {
  Start();
  Submit("b1", 1);
  PlayedWorker worker(endpoint(), "w");
  const std::optional<JobBody> job = worker.WaitForJob(5'000);
  ASSERT_TRUE(job);

  // As after an upgrade of the coordinator, whose stages are newer now.
  --worker.versions.stages[0].version;
  ASSERT_FALSE(worker.Ready());
  PlayedWorker other(endpoint(), "other");
  const std::optional<JobBody> again = other.WaitForJob(10'000);

  ASSERT_TRUE(again);
  EXPECT_EQ(again->job, job->job);
  EXPECT_EQ(again->attempt, 1u);
  const std::unique_ptr<Connection> stranger = std::move(*Connection::Connect(endpoint()));
  const Result<Frame> refused = stranger->Ask(Command::kResult, EncodeBody(OutcomeBody{again->job, again->fence, {}, {}}), 1'500);
  EXPECT_EQ(refused.status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(other.Answer(*again), Command::kCommitted);
}

TEST_F(CoordinatorTest, GetsJobsBackFromAWorkerThatLeaves) {
  Start();
  std::unique_ptr<Worker> worker = StartWorker(2);
  Submit("b1", 4);

  worker.reset();

  ASSERT_TRUE(Within(2'000, [this] {
    for (const LaneStatus& lane : coordinator_->Snapshot().lanes) {
      if (lane.leased > 0) return false;
    }
    return coordinator_->Snapshot().workers.empty();
  }));
  PlayedWorker other(endpoint(), "other");
  while (const std::optional<JobBody> job = other.WaitForJob(1'500)) {
    EXPECT_EQ(job->attempt, 1u);
    EXPECT_EQ(other.Answer(*job), Command::kCommitted);
  }
  EXPECT_EQ(Progress().pages_done, 4u);
}

TEST_F(CoordinatorTest, HasWorkDoneAgainWhoseResultWasLostBeforeItWasSynced) {
  Start();
  Submit("b1", 1);
  ASSERT_TRUE(desk_->Seal(kCode, "b1").ok());
  PlayedWorker worker(endpoint(), "w");
  for (const std::string service : {"page", "dossier"}) {
    const std::optional<JobBody> job = worker.WaitForJob(5'000);
    ASSERT_TRUE(job) << service;
    ASSERT_EQ(job->service, service);
    EXPECT_EQ(worker.AnswerWithLostBlobs(*job), Command::kCommitted);
    const std::optional<JobBody> again = worker.WaitForJob(10'000);
    ASSERT_TRUE(again) << service;
    EXPECT_EQ(again->job, job->job);
    EXPECT_EQ(worker.Answer(*again), Command::kCommitted);
  }

  const Result<Dossier> dossier = archive_.GetDossier(kCode, 0);
  ASSERT_TRUE(dossier) << dossier.status().ToString();
  EXPECT_EQ(dossier->pages.size(), 1u);
  EXPECT_TRUE(dossier->quarantined.empty());
}

}  // namespace
}  // namespace sohoa
