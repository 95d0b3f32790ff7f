// SPDX-License-Identifier: Apache-2.0
//
// What a coordinator says of itself at one moment, for operators and their tools. Values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/meta_store.h"
#include "workers/desk_client.h"
#include "workers/pipeline_metrics.h"
#include "workers/worker_demand.h"

namespace sohoa {

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

}  // namespace sohoa
