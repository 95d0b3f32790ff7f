// SPDX-License-Identifier: Apache-2.0
#include "workers/socket.h"

#include <gtest/gtest.h>

#include <poll.h>

#include <atomic>
#include <thread>

namespace sohoa {
namespace {

// Each turn waits for the other side's wake; a lost one would be waited for until the time is over.
TEST(WakeSignal, LosesNoWakeHoweverTheyMeet) {
  constexpr int kTurns = 20'000;
  WakeSignal signal;
  std::atomic<int> asked{0};
  std::atomic<int> done{0};
  std::jthread waker([&](const std::stop_token& stop) {
    for (int turn = 1; turn <= kTurns && !stop.stop_requested(); ++turn) {
      asked = turn;
      signal.Wake();
      if (turn % 3 == 0) signal.Wake();
      while (turn % 2 == 0 && done < turn && !stop.stop_requested()) std::this_thread::yield();
    }
  });
  while (done < kTurns) {
    pollfd waited{signal.descriptor(), POLLIN, 0};
    ASSERT_EQ(poll(&waited, 1, 10'000), 1) << "after turn " << done;
    signal.Clear();
    done = asked.load();
  }
}

}  // namespace
}  // namespace sohoa
