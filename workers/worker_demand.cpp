// SPDX-License-Identifier: Apache-2.0
#include "workers/worker_demand.h"

#include <algorithm>
#include <cmath>

namespace sohoa {
namespace {

// A rate of fewer pages than this is an accident.
constexpr std::uint64_t kFewestPages = 3;
constexpr double kMostThreads = 1e6;

std::uint32_t Threads(double threads) { return static_cast<std::uint32_t>(std::ceil(std::min(threads, kMostThreads) - 1e-9)); }

}  // namespace

WorkerDemand ComputeWorkerDemand(const DemandInput& input, std::int64_t soonest_ms) {
  WorkerDemand demand;
  demand.pages_per_thread_second = input.pages_per_thread_second;
  const std::uint32_t per_worker = std::max(1u, input.threads_per_worker);
  for (const DueWork& work : input.work) demand.pages += work.pages;
  if (demand.pages == 0) return demand;
  if (input.pages_per_thread_second <= 0) {
    demand.threads = per_worker;
    demand.workers = 1;
    demand.cleared_in_ms = -1;
    return demand;
  }
  std::vector<DueWork> work = input.work;
  std::sort(work.begin(), work.end(), [](const DueWork& a, const DueWork& b) { return a.due_in_ms < b.due_in_ms; });
  const double rate = input.pages_per_thread_second;
  // A page is read by one thread: the last one has to be begun a page's time before it is due.
  const double page_ms = 1000 / rate;
  double before = 0;
  double threads = 0;
  for (const DueWork& due : work) {
    before += static_cast<double>(due.pages);
    const double within_ms = std::max(static_cast<double>(due.due_in_ms) - page_ms, static_cast<double>(soonest_ms));
    // More threads than pages help nobody.
    threads = std::max(threads, std::min(before, before * 1000 / (rate * within_ms)));
  }
  demand.threads = std::max(1u, Threads(threads));
  demand.workers = (demand.threads + per_worker - 1) / per_worker;
  demand.cleared_in_ms = input.threads_now == 0 ? -1 : static_cast<std::int64_t>(std::ceil(before * 1000 / (rate * input.threads_now)));
  return demand;
}

void ServiceRate::Note(std::int64_t now_ms, std::int64_t passed_ms, std::uint32_t busy_threads, std::uint64_t pages) {
  if (slices_.empty() || now_ms - slices_.back().begin_ms >= kSliceMs) slices_.push_back({now_ms, 0, 0});
  slices_.back().busy_seconds += static_cast<double>(passed_ms) / 1000 * busy_threads;
  slices_.back().pages += pages;
  while (now_ms - slices_.front().begin_ms > kWindowMs) slices_.pop_front();
}

double ServiceRate::PagesPerThreadSecond() const {
  double seconds = 0;
  std::uint64_t pages = 0;
  for (const Slice& slice : slices_) {
    seconds += slice.busy_seconds;
    pages += slice.pages;
  }
  return pages < kFewestPages || seconds <= 0 ? 0 : static_cast<double>(pages) / seconds;
}

}  // namespace sohoa
