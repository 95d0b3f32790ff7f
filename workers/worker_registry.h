// SPDX-License-Identifier: Apache-2.0
//
// WorkerRegistry: the workers that are connected to this coordinator, what they were told to
// do, and who was turned away. Nothing of it outlives the process: each beat brings it again.
// Any thread may call it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "workers/coordinator_status.h"
#include "workers/ledger.h"
#include "workers/protocol.h"
#include "workers/worker_demand.h"

namespace sohoa {

class WorkerRegistry {
 public:
  // A worker is gone after `silent_ms` without a beat. `ledger` must outlive the registry.
  WorkerRegistry(Ledger& ledger, std::int64_t silent_ms) : ledger_(ledger), silent_ms_(silent_ms) {}

  // A beat of a worker that `peer` is the connection of. Gives the order that it is under.
  WorkerOrder Hear(const BeatBody& beat, const std::string& peer);
  // The process behind a worker's id is another one: what the one before held is lost.
  bool IsAnotherBoot(const BeatBody& beat);
  // Results are taken only from a worker that was let in: after a restart, of either side, its
  // beat comes first. kUnavailable before that.
  Result<std::string> WorkerAt(const std::string& peer);
  // kNotFound: it is not connected.
  Status Order(const std::string& worker, WorkerOrder order);
  // Its versions do not fit; gives `why`.
  Status TurnAway(const std::string& who, const ProgramVersions& versions, const Status& why);
  void Leave(const std::string& worker);
  // Takes out those that were silent for too long, and gives their ids. `passed_ms` since the
  // last time: when this process was held up itself, beats wait in the socket, and nobody is
  // called silent for that.
  std::vector<std::string> TakeSilent(std::int64_t passed_ms);

  // A connected worker that takes a job now.
  struct Taker {
    const std::string& id;
    const std::string& peer;
    const std::vector<std::string>& services;
    std::uint32_t carried_bytes;  // of blobs that a job may bring along
  };
  // Each that has credit, in turn, one job each, for as long as `give` gives any. `give` says
  // whether there was a job for it; nothing: nobody is given more just now.
  void GiveInTurn(const std::function<std::optional<bool>(const Taker&)>& give);

  // A page was read; and once in a while, how busy all were meanwhile.
  void NotePageRead() { ++pages_read_; }
  void NoteRate(std::int64_t passed_ms);

  void Describe(CoordinatorStatus& status);

 private:
  struct ConnectedWorker {
    std::string peer;
    std::string boot;
    std::vector<std::string> services;
    std::vector<std::string> jail_missing;
    std::uint32_t credit = 0;
    std::uint32_t carried_bytes = 0;
    bool draining = false;
    WorkerOrder order = WorkerOrder::kWork;
    std::string program;
    std::string engine;
    std::string model;
    std::uint32_t resting_threads = 0;
    std::string trouble;
    std::int64_t heard_ms = 0;

    bool TakesJobs() const { return !draining && order == WorkerOrder::kWork; }
    bool ReadsPages() const;
  };
  struct TurnedAway {
    std::string program;
    std::string reason;
    std::int64_t at_ms = 0;
  };

  WorkerDemand Demand(const std::vector<DueWork>& due) const;  // mutex_ is held

  Ledger& ledger_;
  const std::int64_t silent_ms_;
  std::mutex mutex_;
  std::map<std::string, ConnectedWorker> workers_;  // by id
  std::map<std::string, TurnedAway> turned_away_;   // by who it is
  ServiceRate rate_;
  std::atomic<std::uint64_t> pages_read_{0};  // since the rate was noted
};

}  // namespace sohoa
