// SPDX-License-Identifier: Apache-2.0
//
// How many worker threads clear the backlog by its deadlines, from how fast one thread was
// seen to be. Pure; who scales a pool up or down asks for it (`sohoa workers-needed`).
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

namespace sohoa {

// Pages that are due at the same time.
struct DueWork {
  std::int64_t due_in_ms = 0;  // negative: overdue
  std::uint64_t pages = 0;
};

struct WorkerDemand {
  std::uint64_t pages = 0;            // waiting or being worked on
  double pages_per_thread_second = 0;  // 0: nothing was seen yet, and the rest is unknown
  std::uint32_t threads = 0;          // that clear it in time; 0 where there is nothing to do
  std::uint32_t workers = 0;          // of `threads_per_worker` each
  std::int64_t cleared_in_ms = 0;     // by the threads that there are now; -1: never
};

struct DemandInput {
  double pages_per_thread_second = 0;
  std::uint32_t threads_now = 0;
  std::uint32_t threads_per_worker = 1;
  std::vector<DueWork> work;
};

// Every page done by its deadline when those due first are done first: for each deadline, all
// that is due until then has to fit in. What is overdue, or due sooner than a page takes, is
// asked for within `soonest_ms`. With an unknown rate and work to do it asks for one worker,
// by which the rate becomes known.
WorkerDemand ComputeWorkerDemand(const DemandInput& input, std::int64_t soonest_ms = 60'000);

// How many pages a busy thread reads a second, over the last minutes. Idle threads say nothing
// of how fast they would be. One thread at a time.
class ServiceRate {
 public:
  // `busy_threads` were at work for the last `passed_ms`, in which `pages` were done.
  void Note(std::int64_t now_ms, std::int64_t passed_ms, std::uint32_t busy_threads, std::uint64_t pages);
  // 0 while too little was seen.
  double PagesPerThreadSecond() const;

 private:
  static constexpr std::int64_t kSliceMs = 10'000;
  static constexpr std::int64_t kWindowMs = 300'000;
  struct Slice {
    std::int64_t begin_ms = 0;
    double busy_seconds = 0;
    std::uint64_t pages = 0;
  };
  std::deque<Slice> slices_;
};

}  // namespace sohoa
