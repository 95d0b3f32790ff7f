// SPDX-License-Identifier: Apache-2.0
#include "workers/worker_registry.h"

#include <algorithm>
#include <utility>

#include "core/log.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

// Who was turned away is shown for so long after its last try, and no more of them than this.
constexpr std::int64_t kTurnedAwayShownMs = 10 * 60 * 1000;
constexpr std::size_t kTurnedAwayShown = 100;
// A longer pause between two looks at the beats is this process's own.
constexpr std::int64_t kHeldUpMs = 500;

}  // namespace

bool WorkerRegistry::ConnectedWorker::ReadsPages() const {
  return std::find(services.begin(), services.end(), "page") != services.end();
}

WorkerOrder WorkerRegistry::Hear(const BeatBody& beat, const std::string& peer) {
  const std::lock_guard lock(mutex_);
  turned_away_.erase("worker " + beat.worker);
  const bool is_new = !workers_.contains(beat.worker) || workers_[beat.worker].boot != beat.boot;
  ConnectedWorker& worker = workers_[beat.worker];
  // What it was told before this coordinator was restarted, or lost sight of it, still holds.
  if (is_new) worker.order = beat.order;
  worker.peer = peer;
  worker.boot = beat.boot;
  worker.services = beat.services;
  worker.credit = beat.credit;
  worker.carried_bytes = std::min(beat.carried_bytes, kMostCarriedBytes);
  worker.jail_missing = beat.jail_missing;
  // A worker that follows an order takes jobs again when there is another one.
  worker.draining = beat.draining && beat.order == WorkerOrder::kWork;
  worker.program = beat.versions.program;
  worker.engine = beat.engine;
  worker.model = beat.model;
  worker.resting_threads = beat.resting_threads;
  worker.trouble = beat.trouble;
  worker.heard_ms = MonotonicMs();
  return worker.order;
}

bool WorkerRegistry::IsAnotherBoot(const BeatBody& beat) {
  const std::lock_guard lock(mutex_);
  const auto known = workers_.find(beat.worker);
  return known != workers_.end() && known->second.boot != beat.boot;
}

Result<std::string> WorkerRegistry::WorkerAt(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, worker] : workers_) {
    if (worker.peer == peer) return id;
  }
  return Status(StatusCode::kUnavailable, "take a result: its worker has not said yet that it is there; send it again after READY");
}

Status WorkerRegistry::Order(const std::string& id, WorkerOrder order) {
  const std::lock_guard lock(mutex_);
  const auto worker = workers_.find(id);
  if (worker == workers_.end()) {
    return Status(StatusCode::kNotFound, "drain worker " + id + ": it is not connected; sohoa status lists those that are");
  }
  worker->second.order = order;
  Log(LogLevel::kInfo, "worker gets an order", {{"worker", id}, {"order", static_cast<int>(order)}});
  return Status();
}

Status WorkerRegistry::TurnAway(const std::string& who, const ProgramVersions& versions, const Status& why) {
  const std::lock_guard lock(mutex_);
  if (!turned_away_.contains(who)) {
    Log(LogLevel::kWarning, "turned away", {{"who", who}, {"program", versions.program}, {"reason", why.message()}});
  }
  if (turned_away_.size() < kTurnedAwayShown || turned_away_.contains(who)) {
    turned_away_[who] = {versions.program, why.message(), MonotonicMs()};
  }
  return why;
}

void WorkerRegistry::Leave(const std::string& worker) {
  const std::lock_guard lock(mutex_);
  workers_.erase(worker);
}

std::vector<std::string> WorkerRegistry::TakeSilent(std::int64_t passed_ms) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = MonotonicMs();
  std::vector<std::string> gone;
  for (auto& [id, worker] : workers_) {
    if (passed_ms > kHeldUpMs) worker.heard_ms += passed_ms;
    if (worker.heard_ms < now - silent_ms_) gone.push_back(id);
  }
  for (const std::string& id : gone) workers_.erase(id);
  std::erase_if(turned_away_, [now](const auto& one) { return one.second.at_ms < now - kTurnedAwayShownMs; });
  return gone;
}

void WorkerRegistry::GiveInTurn(const std::function<std::optional<bool>(const Taker&)>& give) {
  const std::lock_guard lock(mutex_);
  bool given = true;
  while (given) {
    given = false;
    for (const auto& [id, worker] : workers_) {
      if (!worker.TakesJobs() || ledger_.LeasesOf(id) >= worker.credit) continue;
      const std::optional<bool> took = give({id, worker.peer, worker.services, worker.carried_bytes});
      if (!took) return;
      given |= *took;
    }
  }
}

void WorkerRegistry::NoteRate(std::int64_t passed_ms) {
  std::uint32_t busy = 0;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, worker] : workers_) {
    if (worker.ReadsPages()) busy += std::min(worker.credit, ledger_.LeasesOf(id));
  }
  rate_.Note(MonotonicMs(), passed_ms, busy, pages_read_.exchange(0));
}

void WorkerRegistry::Describe(CoordinatorStatus& status) {
  const std::vector<DueWork> due = ledger_.DuePages();
  const std::int64_t now = MonotonicMs();
  const std::lock_guard lock(mutex_);
  for (const auto& [id, worker] : workers_) {
    WorkerStatus shown;
    shown.id = id;
    shown.services = worker.services;
    shown.credit = worker.credit;
    shown.leases = ledger_.LeasesOf(id);
    shown.draining = !worker.TakesJobs();
    shown.last_beat_age_ms = now - worker.heard_ms;
    shown.jail_missing = worker.jail_missing;
    shown.order = worker.order;
    shown.program = worker.program;
    shown.engine = worker.engine;
    shown.model = worker.model;
    shown.resting_threads = worker.resting_threads;
    shown.trouble = worker.trouble;
    ledger_.watch().Describe(shown);
    status.workers.push_back(std::move(shown));
  }
  status.demand = Demand(due);
  for (const auto& [id, one] : turned_away_) status.turned_away.push_back({id, one.program, one.reason, now - one.at_ms});
}

WorkerDemand WorkerRegistry::Demand(const std::vector<DueWork>& due) const {
  DemandInput input;
  std::uint32_t workers = 0;
  std::uint32_t threads = 0;
  for (const auto& [id, worker] : workers_) {
    if (!worker.ReadsPages()) continue;
    ++workers;
    threads += worker.credit;
    if (worker.TakesJobs()) input.threads_now += worker.credit;
  }
  // More of them would be as those that there are.
  input.threads_per_worker = workers == 0 ? 1 : std::max(1u, threads / workers);
  input.pages_per_thread_second = rate_.PagesPerThreadSecond();
  input.work = due;
  return ComputeWorkerDemand(input);
}

}  // namespace sohoa
