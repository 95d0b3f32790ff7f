// SPDX-License-Identifier: Apache-2.0
#include "scanners/sane_thread.h"

#include <utility>

#include "scanners/sane_device.h"

namespace sohoa {

SaneThread& SaneThread::Instance() {
  static SaneThread thread;
  return thread;
}

SaneThread::SaneThread() : thread_([this] { Work(); }) {}

SaneThread::~SaneThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void SaneThread::Run(const std::function<void()>& job, const std::function<void()>& watch,
                     std::chrono::milliseconds interval) {
  std::packaged_task<void()> task(job);
  std::future<void> done = task.get_future();
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(task));
  }
  changed_.notify_one();
  while (watch && done.wait_for(interval) != std::future_status::ready) watch();
  done.get();
}

void SaneThread::Work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
    if (jobs_.empty()) break;
    std::packaged_task<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
  }
  SaneDevice::ExitSane();
}

}  // namespace sohoa
