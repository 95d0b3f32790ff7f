// SPDX-License-Identifier: Apache-2.0
#include "workers/socket.h"

#include <gtest/gtest.h>

#include <poll.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "support/test_folder.h"
#include "workers/connection.h"

namespace sohoa {
namespace {

// Each waker goes on once it was heard: after a lost wake all would wait until the time is over. There
// are more of them than cores, so that one comes between any two steps of the other side.
TEST(WakeSignal, LosesNoWakeHoweverTheyMeet) {
  constexpr int kWakers = 16;
  constexpr int kTurns = 40'000;
  WakeSignal signal;
  std::array<std::atomic<int>, kWakers> asked{};
  std::array<std::atomic<int>, kWakers> heard{};
  std::vector<std::jthread> wakers;
  for (std::size_t own = 0; own < kWakers; ++own) {
    wakers.emplace_back([&, own](const std::stop_token& stop) {
      for (int turn = 1; turn <= kTurns && !stop.stop_requested(); ++turn) {
        asked[own] = turn;
        signal.Wake();
        while (heard[own] < turn && !stop.stop_requested()) std::this_thread::yield();
      }
    });
  }

  for (bool all = false; !all;) {
    pollfd waited{signal.descriptor(), POLLIN, 0};
    ASSERT_EQ(poll(&waited, 1, 10'000), 1) << "a wake was lost";
    signal.Clear();
    all = true;
    for (std::size_t i = 0; i < kWakers; ++i) {
      heard[i] = asked[i].load();
      all = all && heard[i] == kTurns;
    }
  }
}

// A coordinator that was killed and comes back somewhere else never answers where it was.
TEST(Connection, GivesUpAtOnceWhereTheCoordinatorIsNotAnyMore) {
  const TestFolder folder;
  const std::string endpoint = "ipc://" + folder.Sub("coordinator");
  Result<std::unique_ptr<Connection>> connection = Connection::Connect(endpoint);
  ASSERT_TRUE(connection) << connection.status().ToString();
  (*connection)->set_gone([] { return true; });
  constexpr std::int64_t kForEver = 3'600'000;
  EXPECT_EQ((*connection)->Ask(Command::kHello, "", kForEver).status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sohoa
