// SPDX-License-Identifier: Apache-2.0
#include "workers/ready_queue.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace sohoa {
namespace {

const std::vector<std::string> kBoth = {"page", "dossier"};
constexpr std::int64_t kLongAfterMs = 60'000;

ReadyJob Job(const std::string& name, Lane lane, const std::string& agency = "", const std::string& service = "page") {
  ReadyJob job;
  job.job = name;
  job.service = service;
  job.agency = agency;
  job.lane = lane;
  return job;
}

TEST(ReadyQueue, ServesFirstComeFirstServed) {
  ReadyQueue queue;
  queue.Add(Job("a", Lane::kCounter));
  queue.Add(Job("b", Lane::kCounter));

  EXPECT_EQ(queue.Take(kBoth, 0)->job, "a");
  EXPECT_EQ(queue.Take(kBoth, 0)->job, "b");
  EXPECT_FALSE(queue.Take(kBoth, 0));
}

TEST(ReadyQueue, IgnoresAJobThatItHas) {
  ReadyQueue queue;
  queue.Add(Job("a", Lane::kCounter));
  queue.Add(Job("a", Lane::kCounter));

  EXPECT_EQ(queue.size(Lane::kCounter), 1u);
}

TEST(ReadyQueue, HoldsAJobBackNoLongerThanWasAskedForLast) {
  ReadyQueue queue;
  ReadyJob held = Job("a", Lane::kCounter);
  held.not_before_ms = kLongAfterMs;
  queue.Add(held);
  EXPECT_FALSE(queue.Take(kBoth, 1));
  held.not_before_ms = 2 * kLongAfterMs;
  queue.Add(held);
  EXPECT_FALSE(queue.Take(kBoth, kLongAfterMs - 1));
  queue.Add(Job("a", Lane::kCounter));
  EXPECT_EQ(queue.Take(kBoth, 1)->job, "a");
  EXPECT_FALSE(queue.Take(kBoth, 3 * kLongAfterMs)) << "once";
  EXPECT_EQ(queue.size(Lane::kCounter), 0u);
}

TEST(ReadyQueue, TakesAJobAgainThatWasTaken) {
  ReadyQueue queue;
  queue.Add(Job("a", Lane::kCounter));
  ASSERT_TRUE(queue.Take(kBoth, 0));
  queue.Add(Job("a", Lane::kCounter));

  EXPECT_EQ(queue.size(Lane::kCounter), 1u);
  EXPECT_TRUE(queue.Take(kBoth, 0));
}

TEST(ReadyQueue, LetsNoBacklogBetweenThePagesOfACounterDossier) {
  ReadyQueue queue;
  for (int i = 0; i < 100'000; ++i) queue.Add(Job("b" + std::to_string(i), Lane::kBacklog, "H42." + std::to_string(i % 7)));
  for (int i = 0; i < 50; ++i) ASSERT_EQ(queue.Take(kBoth, i)->lane, Lane::kBacklog);
  for (int i = 0; i < 30; ++i) queue.Add(Job("c" + std::to_string(i), Lane::kCounter));

  for (int i = 0; i < 30; ++i) EXPECT_EQ(queue.Take(kBoth, 100 + i * 300)->lane, Lane::kCounter) << i;
  EXPECT_EQ(queue.Take(kBoth, 9'500)->lane, Lane::kBacklog);
}

TEST(ReadyQueue, SharesTurnsByWeightWhenALaneWasPassedOverForLong) {
  ReadyQueue queue;
  for (int i = 0; i < 200; ++i) {
    queue.Add(Job("c" + std::to_string(i), Lane::kCounter));
    queue.Add(Job("w" + std::to_string(i), Lane::kWorkflow));
    queue.Add(Job("b" + std::to_string(i), Lane::kBacklog));
  }
  ASSERT_EQ(queue.Take(kBoth, 0)->lane, Lane::kCounter);

  std::map<Lane, int> served;
  for (int i = 0; i < 120; ++i) ++served[queue.Take(kBoth, kLongAfterMs)->lane];

  EXPECT_EQ(served[Lane::kCounter], 80);
  EXPECT_EQ(served[Lane::kWorkflow], 30);
  EXPECT_EQ(served[Lane::kBacklog], 10);
}

TEST(ReadyQueue, ForgetsThatALaneWasPassedOverOnceItHadItsTurnsFreely) {
  ReadyQueue queue;
  for (int i = 0; i < 10; ++i) queue.Add(Job("b" + std::to_string(i), Lane::kBacklog));
  queue.Add(Job("c1", Lane::kCounter));
  ASSERT_EQ(queue.Take(kBoth, 0)->job, "c1");
  ASSERT_EQ(queue.Take(kBoth, 1)->lane, Lane::kBacklog);  // nothing above it
  for (int i = 2; i < 30; ++i) queue.Add(Job("c" + std::to_string(i), Lane::kCounter));

  for (int i = 2; i < 30; ++i) EXPECT_EQ(queue.Take(kBoth, 10'500)->lane, Lane::kCounter) << i;
}

TEST(ReadyQueue, CountsTheWaitOfPagesThoughADossierWorkerAsksForSomethingElse) {
  ReadyQueue queue;
  queue.Add(Job("b-page", Lane::kBacklog));
  queue.Add(Job("b-dossier", Lane::kBacklog, "", "dossier"));
  for (int i = 0; i < 40; ++i) queue.Add(Job("c" + std::to_string(i), Lane::kCounter));
  ASSERT_EQ(queue.Take({"page"}, 0)->lane, Lane::kCounter);
  ASSERT_EQ(queue.Take({"dossier"}, 1)->job, "b-dossier");

  bool served = false;
  for (int i = 0; i < 12; ++i) served = served || queue.Take({"page"}, kLongAfterMs)->lane == Lane::kBacklog;
  EXPECT_TRUE(served);
}

TEST(ReadyQueue, LetsASmallAgencyPastALargeOne) {
  ReadyQueue queue;
  for (int i = 0; i < 1000; ++i) queue.Add(Job("big" + std::to_string(i), Lane::kCounter, "H42.18"));
  queue.Add(Job("small", Lane::kCounter, "H42.19"));

  EXPECT_EQ(queue.Take(kBoth, 0)->agency, "H42.18");
  EXPECT_EQ(queue.Take(kBoth, 0)->job, "small");
}

TEST(ReadyQueue, TakesTheEarliestDeadlineOfAnAgencyFirst) {
  ReadyQueue queue;
  ReadyJob none = Job("none", Lane::kWorkflow);
  ReadyJob late = Job("late", Lane::kWorkflow);
  late.deadline_unix_ms = 3'600'000;
  ReadyJob soon = Job("soon", Lane::kWorkflow);
  soon.deadline_unix_ms = 60'000;
  for (const ReadyJob& job : {none, late, soon}) queue.Add(job);

  EXPECT_EQ(queue.Take(kBoth, 0)->job, "soon");
  EXPECT_EQ(queue.Take(kBoth, 0)->job, "late");
  EXPECT_EQ(queue.Take(kBoth, 0)->job, "none");
}

TEST(ReadyQueue, LetsAJobWithoutADeadlineRipenPastAFarOne) {
  ReadyQueue queue;
  ReadyJob old = Job("old", Lane::kCounter);
  old.since_unix_ms = 0;
  ReadyJob far = Job("far", Lane::kCounter);
  far.since_unix_ms = 1'000;
  far.deadline_unix_ms = 30ll * 24 * 3600 * 1000;
  queue.Add(far);
  queue.Add(old);

  EXPECT_EQ(queue.Take(kBoth, 0)->job, "old");
}

TEST(ReadyQueue, FinishesDossiersBeforeItReadsMorePages) {
  ReadyQueue queue;
  queue.Add(Job("page", Lane::kCounter));
  queue.Add(Job("dossier", Lane::kCounter, "", "dossier"));

  EXPECT_EQ(queue.Take(kBoth, 0)->job, "dossier");
}

TEST(ReadyQueue, GivesOnlyTheServicesThatAreAskedFor) {
  ReadyQueue queue;
  queue.Add(Job("page", Lane::kCounter));
  queue.Add(Job("other", Lane::kCounter, "", "recognise"));

  EXPECT_FALSE(queue.Take({"dossier"}, 0));
  EXPECT_EQ(queue.Take({"page"}, 0)->job, "page");
  EXPECT_EQ(queue.Take({"recognise"}, 0)->job, "other");
}

TEST(ReadyQueue, HoldsAJobBackUntilItsTime) {
  ReadyQueue queue;
  ReadyJob job = Job("later", Lane::kCounter);
  job.not_before_ms = 500;
  queue.Add(job);

  EXPECT_EQ(queue.size(Lane::kCounter), 1u);
  EXPECT_FALSE(queue.Take(kBoth, 499));
  EXPECT_EQ(queue.Take(kBoth, 500)->job, "later");
  EXPECT_EQ(queue.size(Lane::kCounter), 0u);
}

TEST(ReadyQueue, KeepsAJobForAWorkerThatDoesNothingElse) {
  ReadyQueue queue;
  ReadyJob job = Job("deadly", Lane::kBacklog);
  job.alone = true;
  queue.Add(job);
  queue.Add(Job("other", Lane::kCounter));

  EXPECT_EQ(queue.alone(), 1u);
  EXPECT_EQ(queue.Take(kBoth, 0, /*idle=*/false)->job, "other");
  EXPECT_FALSE(queue.Take(kBoth, 0, false));
  EXPECT_EQ(queue.Take(kBoth, 0, true)->job, "deadly");
  EXPECT_EQ(queue.alone(), 0u);
}

TEST(ReadyQueue, TellsTheAgeOfTheOldest) {
  ReadyQueue queue;
  ReadyJob job = Job("old", Lane::kBacklog);
  job.since_unix_ms = 100;
  queue.Add(job);
  job.job = "older";
  job.since_unix_ms = 50;
  queue.Add(job);

  EXPECT_EQ(queue.OldestAgeMs(Lane::kBacklog, 350), 300);
  ASSERT_EQ(queue.Take(kBoth, 0)->job, "older");
  EXPECT_EQ(queue.OldestAgeMs(Lane::kBacklog, 350), 250);
  EXPECT_EQ(queue.OldestAgeMs(Lane::kCounter, 350), 0);
}

TEST(ReadyQueue, ShowsAllThatWait) {
  ReadyQueue queue;
  queue.Add(Job("a", Lane::kCounter));
  ReadyJob later = Job("b", Lane::kBacklog);
  later.not_before_ms = 500;
  queue.Add(later);
  ReadyJob alone = Job("c", Lane::kWorkflow);
  alone.alone = true;
  queue.Add(alone);

  std::set<std::string> seen;
  queue.Visit([&seen](const ReadyJob& job) { seen.insert(job.job); });
  EXPECT_EQ(seen, (std::set<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace sohoa
