// SPDX-License-Identifier: Apache-2.0
#include "workers/supervisor.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

namespace sohoa {
namespace {

bool Within(int ms, const std::function<bool()>& reached) {
  for (int i = 0; i < ms / 20 && !reached(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return reached();
}

TEST(Supervisor, StartsAProcessAgainThatDied) {
  SupervisorOptions options;
  options.command = {"/bin/sleep", "100"};
  options.count = 2;
  const std::unique_ptr<Supervisor> supervisor = std::move(*Supervisor::Start(options));
  ASSERT_TRUE(Within(5'000, [&] { return supervisor->processes().size() == 2; }));
  const pid_t victim = supervisor->processes()[0];

  kill(victim, SIGKILL);

  ASSERT_TRUE(Within(5'000, [&] { return supervisor->restarts() == 1 && supervisor->processes().size() == 2; }));
  const std::vector<pid_t> now = supervisor->processes();
  EXPECT_EQ(std::count(now.begin(), now.end(), victim), 0);
}

TEST(Supervisor, PausesLongerBetweenStartsThatFail) {
  SupervisorOptions options;
  options.command = {"/bin/false"};
  options.count = 1;
  const std::unique_ptr<Supervisor> supervisor = std::move(*Supervisor::Start(options));

  std::this_thread::sleep_for(std::chrono::milliseconds(2'000));

  // 0.2, 0.4, 0.8 ... seconds apart.
  EXPECT_GE(supervisor->restarts(), 2u);
  EXPECT_LE(supervisor->restarts(), 5u);
}

TEST(Supervisor, ShowsHowAProcessEndedAndWhenItStartsAgain) {
  SupervisorOptions options;
  options.command = {"/bin/sh", "-c", "exit 4"};
  options.count = 1;
  const std::unique_ptr<Supervisor> supervisor = std::move(*Supervisor::Start(options));

  ASSERT_TRUE(Within(20'000, [&] { return supervisor->Describe()[0].next_start_in_ms > 300; }));

  const SupervisedProcess one = supervisor->Describe()[0];
  EXPECT_EQ(one.process, 0);
  EXPECT_EQ(one.last_end, "exit code 4");
  EXPECT_GE(one.restarts, 2u);
}

TEST(Supervisor, LeavesNoProcessBehind) {
  SupervisorOptions options;
  options.command = {"/bin/sleep", "100"};
  options.count = 1;
  std::unique_ptr<Supervisor> supervisor = std::move(*Supervisor::Start(options));
  ASSERT_TRUE(Within(5'000, [&] { return supervisor->processes().size() == 1; }));
  const pid_t process = supervisor->processes()[0];

  supervisor.reset();

  EXPECT_EQ(kill(process, 0), -1);
}

TEST(Supervisor, SaysWhenThereIsNoSuchProgram) {
  SupervisorOptions options;
  options.command = {"/no/such/program"};

  EXPECT_EQ(Supervisor::Start(options).status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sohoa
