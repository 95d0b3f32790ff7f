// SPDX-License-Identifier: Apache-2.0
#include "workers/ready_queue.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace sohoa {
namespace {

const std::vector<std::string> kBoth = {"page", "dossier"};

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

TEST(ReadyQueue, SharesTurnsByWeightAndStarvesNoLane) {
  ReadyQueue queue;
  for (int i = 0; i < 200; ++i) {
    queue.Add(Job("c" + std::to_string(i), Lane::kCounter));
    queue.Add(Job("w" + std::to_string(i), Lane::kWorkflow));
    queue.Add(Job("b" + std::to_string(i), Lane::kBacklog));
  }

  std::map<Lane, int> served;
  for (int i = 0; i < 120; ++i) ++served[queue.Take(kBoth, 0)->lane];

  EXPECT_EQ(served[Lane::kCounter], 80);
  EXPECT_EQ(served[Lane::kWorkflow], 30);
  EXPECT_EQ(served[Lane::kBacklog], 10);
}

TEST(ReadyQueue, LetsASmallAgencyPastALargeOne) {
  ReadyQueue queue;
  for (int i = 0; i < 1000; ++i) queue.Add(Job("big" + std::to_string(i), Lane::kCounter, "H42.18"));
  queue.Add(Job("small", Lane::kCounter, "H42.19"));

  EXPECT_EQ(queue.Take(kBoth, 0)->agency, "H42.18");
  EXPECT_EQ(queue.Take(kBoth, 0)->job, "small");
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

  EXPECT_FALSE(queue.Take({"dossier"}, 0));
  EXPECT_EQ(queue.Take({"page"}, 0)->job, "page");
}

TEST(ReadyQueue, HoldsAJobBackUntilItsTime) {
  ReadyQueue queue;
  ReadyJob job = Job("later", Lane::kCounter);
  job.not_before_ms = 500;
  queue.Add(job);

  EXPECT_FALSE(queue.Take(kBoth, 499));
  EXPECT_EQ(queue.Take(kBoth, 500)->job, "later");
}

TEST(ReadyQueue, TellsTheAgeOfTheOldest) {
  ReadyQueue queue;
  ReadyJob job = Job("old", Lane::kBacklog);
  job.since_ms = 100;
  queue.Add(job);

  EXPECT_EQ(queue.OldestAgeMs(Lane::kBacklog, 350), 250);
  EXPECT_EQ(queue.OldestAgeMs(Lane::kCounter, 350), 0);
}

}  // namespace
}  // namespace sohoa
