// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sohoa {

// A few threads that carry out what must not hold up a socket. What was begun when it is
// destroyed is finished; what was not, is dropped.
class TaskThreads {
 public:
  explicit TaskThreads(std::uint32_t threads) {
    for (std::uint32_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this](std::stop_token stop) { Run(stop); });
    }
  }
  ~TaskThreads() {
    for (std::jthread& thread : threads_) thread.request_stop();
    changed_.notify_all();
  }

  void Add(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
  }

 private:
  void Run(std::stop_token stop) {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return !tasks_.empty(); });
      if (stop.stop_requested()) return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace sohoa
