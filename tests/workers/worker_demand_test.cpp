// SPDX-License-Identifier: Apache-2.0
#include "workers/worker_demand.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

constexpr std::int64_t kHour = 3'600'000;

WorkerDemand Demand(double rate, std::vector<DueWork> work, std::uint32_t threads_per_worker = 1, std::uint32_t threads_now = 1) {
  return ComputeWorkerDemand({rate, threads_now, threads_per_worker, std::move(work)});
}

TEST(WorkerDemand, AsksForNobodyWhenThereIsNothingToDo) {
  EXPECT_EQ(Demand(2, {}).workers, 0u);
  EXPECT_EQ(Demand(2, {{kHour, 0}}).threads, 0u);
  EXPECT_EQ(Demand(2, {}).cleared_in_ms, 0);
}

TEST(WorkerDemand, FitsTheWorkIntoTheTimeUntilItIsDue) {
  // 7,200 pages an hour by a thread of 2 pages a second.
  EXPECT_EQ(Demand(2, {{kHour + 500, 7'200}}).threads, 1u);
  EXPECT_EQ(Demand(2, {{kHour + 500, 7'201}}).threads, 2u);
  EXPECT_EQ(Demand(2, {{kHour + 500, 72'000}}).threads, 10u);
}

TEST(WorkerDemand, CountsWhatIsDueBeforeIntoEachDeadline) {
  // Each alone fits one thread: together, what is due last has no time left.
  const std::vector<DueWork> work = {{2 * kHour + 500, 10'000}, {kHour + 500, 7'000}};
  EXPECT_EQ(Demand(2, {work[0]}).threads, 1u);
  EXPECT_EQ(Demand(2, {work[1]}).threads, 1u);
  EXPECT_EQ(Demand(2, work).threads, 2u);
}

TEST(WorkerDemand, IsSetByTheTightestDeadlineAndNotByTheLongest) {
  const std::vector<DueWork> work = {{10 * 24 * kHour, 100'000}, {120'000, 1'000}};
  // 1,000 pages in two minutes less half a second: 4.2 threads of 2 pages a second.
  EXPECT_EQ(Demand(2, work).threads, 5u);
}

TEST(WorkerDemand, WantsOverdueWorkWithinAMinute) {
  EXPECT_EQ(Demand(2, {{-5 * kHour, 600}}).threads, 5u);
  EXPECT_EQ(Demand(2, {{1, 600}}).threads, 5u);
}

TEST(WorkerDemand, NeverAsksForMoreThreadsThanThereArePages) {
  // Two pages of three minutes each that are overdue.
  EXPECT_EQ(Demand(1.0 / 180, {{-kHour, 2}}).threads, 2u);
}

TEST(WorkerDemand, CountsWorkersOfSeveralThreads) {
  const WorkerDemand demand = Demand(2, {{kHour + 500, 65'000}}, 4);
  EXPECT_EQ(demand.threads, 10u);
  EXPECT_EQ(demand.workers, 3u);
}

TEST(WorkerDemand, SaysWhenThoseThatThereAreWillBeDone) {
  EXPECT_EQ(Demand(2, {{kHour, 1'000}}, 1, 5).cleared_in_ms, 100'000);
  EXPECT_EQ(Demand(2, {{kHour, 1'000}}, 1, 0).cleared_in_ms, -1);
}

TEST(WorkerDemand, AsksForOneWorkerToLearnHowFastItIs) {
  const WorkerDemand demand = Demand(0, {{kHour, 100'000}}, 4);
  EXPECT_EQ(demand.workers, 1u);
  EXPECT_EQ(demand.threads, 4u);
  EXPECT_EQ(demand.cleared_in_ms, -1);
}

TEST(WorkerDemand, GrowsWithTheWorkAndNeverShrinks) {
  std::uint32_t last = 0;
  for (std::uint64_t pages = 1; pages < 1'000'000; pages = pages * 3 / 2 + 1) {
    const std::uint32_t threads = Demand(0.7, {{kHour, pages}, {2 * kHour, pages}}).threads;
    EXPECT_GE(threads, last) << pages;
    last = threads;
  }
  EXPECT_GT(last, 200u);
}

TEST(ServiceRate, IsPagesByTheTimeOfBusyThreadsOnly) {
  ServiceRate rate;
  EXPECT_EQ(rate.PagesPerThreadSecond(), 0);
  for (int second = 1; second <= 60; ++second) rate.Note(second * 1'000, 1'000, 4, 2);
  for (int second = 61; second <= 120; ++second) rate.Note(second * 1'000, 1'000, 0, 0);
  EXPECT_DOUBLE_EQ(rate.PagesPerThreadSecond(), 0.5);
}

TEST(ServiceRate, ForgetsWhatIsOlderThanItsWindow) {
  ServiceRate rate;
  for (int second = 1; second <= 100; ++second) rate.Note(second * 1'000, 1'000, 1, 10);
  for (int second = 101; second <= 1'000; ++second) rate.Note(second * 1'000, 1'000, 1, 1);
  EXPECT_DOUBLE_EQ(rate.PagesPerThreadSecond(), 1);
}

TEST(ServiceRate, SaysNothingAfterAPageOrTwo) {
  ServiceRate rate;
  rate.Note(1'000, 1'000, 1, 2);
  EXPECT_EQ(rate.PagesPerThreadSecond(), 0);
}

}  // namespace
}  // namespace sohoa
