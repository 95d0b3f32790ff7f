// SPDX-License-Identifier: Apache-2.0
//
// Coordinator: takes pages in, keeps the ledger of what is to be done with them, hands jobs to
// workers under leases, and commits finished dossiers. The only writer of job state; all of
// that state is in the archive's MetaStore, so a restart goes on where it was.
//
// Speaks docs/PROTOCOL.md on one endpoint to desks, workers and operators' tools.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "workers/desk_client.h"
#include "workers/pipeline_metrics.h"
#include "workers/peer_keys.h"
#include "workers/reader_client.h"
#include "workers/worker_demand.h"

namespace sohoa {

struct CoordinatorOptions {
  // Endpoints to bind: "ipc:///path", "tcp://127.0.0.1:5555", "inproc://name".
  std::vector<std::string> endpoints;
  ServerKeys keys;  // for tcp:// endpoints; without, those are for loopback only
  ReaderOptions reader;  // counts the pages of each original before its receipt
  std::int64_t lease_ms = 30'000;     // without progress
  std::int64_t deadline_ms = 300'000;  // with progress
  std::int64_t beat_ms = 1'000;
  std::uint32_t missed_beats = 5;
  std::uint32_t max_attempts = 4;       // transient failures of one job
  std::uint32_t max_worker_deaths = 3;  // of one job, then quarantine
};

// Answers a named question of a tool ("search", "show", ...): JSON in, JSON out. Set by who
// wires the program together; runs on threads of the coordinator's own, several at once.
using ControlHandler =
    std::function<Result<std::string>(std::string_view method, std::string_view params_json)>;

struct LaneStatus {
  std::string lane;
  std::uint64_t ready = 0;
  std::uint64_t leased = 0;
  std::int64_t oldest_age_ms = 0;
};

struct WorkerStatus {
  std::string id;
  std::vector<std::string> services;
  std::uint32_t credit = 0;
  std::uint32_t leases = 0;
  bool draining = false;  // takes nothing new
  std::int64_t last_beat_age_ms = 0;
  std::vector<std::string> jail_missing;  // layers of its readers' jail that do not stand, and why
  // As its last beat had it.
  std::uint32_t threads = 0;
  std::uint64_t memory_bytes = 0;
  std::uint64_t reader_memory_bytes = 0;
  std::uint32_t reader_restarts = 0;
  std::int64_t connected_ms = 0;  // for so long
  WorkerOrder order = WorkerOrder::kWork;
  std::string program;  // its version
  std::string engine;
  std::string model;
  std::uint32_t resting_threads = 0;  // whose reader does not start
  std::string trouble;                // why
};

struct StoreStatus {
  std::string store;  // "meta" "blobs"
  StoreRoom room;
};

// A worker or desk whose version does not fit.
struct TurnedAwayStatus {
  std::string who;
  std::string program;
  std::string reason;
  std::int64_t age_ms = 0;
};

struct CoordinatorStatus {
  std::uint64_t epoch = 0;
  std::uint64_t ledger_sequence = 0;
  std::uint64_t pages_received = 0;
  std::uint64_t pages_done = 0;
  std::uint64_t pages_quarantined = 0;
  std::uint64_t dossiers_open = 0;
  std::uint64_t dossiers_processing = 0;
  std::uint64_t dossiers_committed = 0;
  std::uint64_t lease_expiries = 0;
  std::uint64_t refused_peers = 0;  // connections and frames of keys that are not allowed
  std::vector<LaneStatus> lanes;
  std::vector<WorkerStatus> workers;
  std::vector<StoreStatus> stores;
  PipelineNumbers numbers;  // since the start of this coordinator
  std::vector<TurnedAwayStatus> turned_away;
  WorkerDemand demand;
};

class Coordinator {
 public:
  // Runs on threads of its own from here on. `archive` must outlive it.
  static Result<std::unique_ptr<Coordinator>> Start(Archive& archive, CoordinatorOptions options,
                                                    ControlHandler control);
  virtual ~Coordinator() = default;  // stops, losing nothing

  virtual CoordinatorStatus Snapshot() = 0;
  // Where a dossier stands. kNotFound: nothing of it was ever handed in.
  virtual Result<DossierProgress> Progress(const std::string& dossier) = 0;
  // Pages in quarantine, in order of page id, after `after`.
  virtual Result<std::vector<QuarantinedPage>> Quarantined(const std::string& after,
                                                           std::uint32_t limit) = 0;
  // Puts a quarantined page back to work; its dossier gets a new version when it is read.
  virtual Status RetryQuarantined(const std::string& page_id) = 0;
  // A person decided that the page stays out. It is kept, with the reason.
  virtual Status RejectQuarantined(const std::string& page_id, const std::string& reason) = 0;
  // What is under way, for a fixity check: true for blobs that no dossier names yet.
  virtual bool InFlight(const Sha256& blob) = 0;
};

}  // namespace sohoa
