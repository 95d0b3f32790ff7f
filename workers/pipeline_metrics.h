// SPDX-License-Identifier: Apache-2.0
//
// PipelineMetrics: what a coordinator counts and measures from its start on: pages, retries,
// times of stages, from sealing to searchable, of receipts and of ledger writes. `/metrics` and
// `sohoa status` read the same numbers. Knows nothing of how they are shown.
//
// Safe from several threads.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"

namespace sohoa {

// How long one stage of one job took, as its worker measured it.
struct StageTime {
  std::string stage;
  std::uint64_t microseconds = 0;
};

// Seconds, counted by upper bounds; the last count is of those above all bounds.
struct SecondsHistogram {
  std::vector<double> bounds;
  std::vector<std::uint64_t> counts;
  std::uint64_t observed = 0;
  double sum = 0;

  void Observe(double seconds);
  // The value below which `part` (0 to 1) of the observations lie, between bounds by proportion;
  // 0 where there is none.
  double Quantile(double part) const;
};

struct PipelineNumbers {
  static constexpr std::size_t kRateSeconds = 60;

  std::int64_t uptime_ms = 0;
  std::uint64_t pages_received = 0;
  std::uint64_t pages_done = 0;
  std::uint64_t pages_quarantined = 0;
  std::uint64_t dossiers_committed = 0;  // versions
  std::uint64_t lease_expiries = 0;
  std::uint64_t worker_losses = 0;
  std::uint64_t reader_restarts = 0;
  std::uint64_t refused_writes = 0;
  std::uint64_t uploads = 0;  // in progress
  std::map<std::string, std::uint64_t> retries;      // by status code
  std::map<std::string, std::uint64_t> quarantines;  // by status code
  std::map<std::string, SecondsHistogram> stages;
  std::map<std::string, SecondsHistogram> searchable;  // by lane
  SecondsHistogram receipts;       // from the last chunk's END to the receipt
  SecondsHistogram ledger_writes;  // with their sync
  // Pages done in each of the last full seconds, the oldest first.
  std::array<std::uint32_t, kRateSeconds> done_each_second{};
};

class PipelineMetrics {
 public:
  PipelineMetrics();

  void CountReceived(std::uint64_t pages);
  void CountDone();
  void CountQuarantined(StatusCode reason);
  void CountRetry(StatusCode reason);
  void CountLeaseExpiry();
  void CountWorkerLoss();
  void CountReaderRestarts(std::uint64_t restarts);
  void CountRefusedWrite();
  void CountCommit(std::string_view lane, double seconds_to_searchable);
  // A version that brings nothing new to be searched: the seconds of it would say nothing.
  void CountCommit();
  void ObserveStages(const std::vector<StageTime>& times);
  void ObserveReceipt(double seconds);
  void ObserveLedgerWrite(double seconds);
  void SetUploads(std::uint64_t uploads);

  PipelineNumbers Snapshot();

 private:
  // Moves on to the present second; those that passed without a page are zeros.
  void Advance(std::int64_t second);

  std::mutex mutex_;
  const std::int64_t started_ms_;
  std::int64_t second_ = 0;  // the one that counts now
  PipelineNumbers numbers_;
  std::array<std::uint32_t, PipelineNumbers::kRateSeconds + 1> ring_{};
};

}  // namespace sohoa
