// SPDX-License-Identifier: Apache-2.0
//
// The one thread of this process on which SANE is called. The SANE standard (1.06, section
// 4.4) lets nothing but sane_cancel() come from elsewhere, and backends keep global state, so
// that two devices share this thread as well.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace sohoa {

class SaneThread {
 public:
  // One a process because SANE is one a process; ends when the program does.
  static SaneThread& Instance();
  ~SaneThread();
  SaneThread(const SaneThread&) = delete;
  SaneThread& operator=(const SaneThread&) = delete;

  // Runs `job` there after those before it, and waits for its end. While it waits, `watch` is
  // called on the caller's thread every `interval`.
  void Run(const std::function<void()>& job, const std::function<void()>& watch = {},
           std::chrono::milliseconds interval = std::chrono::milliseconds(100));

 private:
  SaneThread();
  void Work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::packaged_task<void()>> jobs_;  // guarded by mutex_
  bool ending_ = false;                          // guarded by mutex_
  std::thread thread_;
};

}  // namespace sohoa
