// SPDX-License-Identifier: Apache-2.0
//
// LongJob: work of minutes or hours on a thread of its own, one at a time, so that whoever asked for
// it can ask how far it is, stop it, or go away. Safe from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "core/result.h"

namespace sohoa {

template <typename Report>
class LongJob {
 public:
  // May say no: then the work is to end with kCancelled.
  using Progress = std::function<bool(std::string_view phase, std::uint64_t done, std::uint64_t total)>;
  using Work = std::function<Result<Report>(const Progress& progress)>;

  struct State {
    bool running = false;
    std::string phase;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::optional<Result<Report>> outcome;  // of the last one
  };

  // False: one runs already.
  bool Start(Work work) {
    const std::lock_guard lock(mutex_);
    if (state_.running) return false;
    state_ = State();
    state_.running = true;
    // The thread of the one before has ended, or is about to without taking the lock again.
    thread_ = std::jthread([this, work = std::move(work)](const std::stop_token& stop) { Run(stop, work); });
    return true;
  }

  void Cancel() {
    const std::lock_guard lock(mutex_);
    thread_.request_stop();
  }

  State Now() {
    const std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  void Run(const std::stop_token& stop, const Work& work) {
    Result<Report> outcome = work([&](std::string_view phase, std::uint64_t done, std::uint64_t total) {
      const std::lock_guard lock(mutex_);
      state_.phase = phase;
      state_.done = done;
      state_.total = total;
      return !stop.stop_requested();
    });
    const std::lock_guard lock(mutex_);
    state_.outcome = std::move(outcome);
    state_.running = false;
  }

  std::mutex mutex_;
  State state_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace sohoa
