// SPDX-License-Identifier: Apache-2.0
#include "workers/pipeline_metrics.h"

#include <algorithm>

#include "workers/socket.h"

namespace sohoa {
namespace {

// A worker names its stages; one that makes up names must not fill the memory.
constexpr std::size_t kMostStages = 64;

SecondsHistogram WithBounds(std::vector<double> bounds) {
  SecondsHistogram histogram;
  histogram.counts.assign(bounds.size() + 1, 0);
  histogram.bounds = std::move(bounds);
  return histogram;
}

SecondsHistogram StageHistogram() {
  return WithBounds({0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60});
}

// What people wait for: from half a second to a day.
SecondsHistogram SearchableHistogram() {
  return WithBounds({0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400});
}

// What a disk does.
SecondsHistogram WriteHistogram() {
  return WithBounds({0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5});
}

}  // namespace

void SecondsHistogram::Observe(double seconds) {
  const auto above = std::lower_bound(bounds.begin(), bounds.end(), seconds);
  ++counts[static_cast<std::size_t>(above - bounds.begin())];
  ++observed;
  sum += seconds;
}

double SecondsHistogram::Quantile(double part) const {
  if (observed == 0) return 0;
  const double rank = part * static_cast<double>(observed);
  double below = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const auto here = static_cast<double>(counts[i]);
    if (below + here >= rank && here > 0) {
      const double from = i == 0 ? 0 : bounds[i - 1];
      return from + (bounds[i] - from) * std::clamp((rank - below) / here, 0.0, 1.0);
    }
    below += here;
  }
  // Above all bounds: what is known is that it is not less.
  return bounds.back();
}

PipelineMetrics::PipelineMetrics() : started_ms_(MonotonicMs()) {
  // Series that exist from the start begin at 0, so that the first event is seen as a rise.
  for (const StatusCode code : {StatusCode::kUnavailable, StatusCode::kTimeout, StatusCode::kIoError, StatusCode::kInternal}) {
    numbers_.retries[std::string(StatusCodeName(code))] = 0;
  }
  for (const StatusCode code : {StatusCode::kBadInput, StatusCode::kResourceLimit, StatusCode::kTimeout, StatusCode::kInternal, StatusCode::kDenied}) {
    numbers_.quarantines[std::string(StatusCodeName(code))] = 0;
  }
  for (const char* lane : {"counter", "workflow", "backlog"}) numbers_.searchable[lane] = SearchableHistogram();
  numbers_.receipts = StageHistogram();
  numbers_.ledger_writes = WriteHistogram();
  second_ = started_ms_ / 1000;
}

void PipelineMetrics::Advance(std::int64_t second) {
  if (second - second_ > static_cast<std::int64_t>(ring_.size())) second_ = second - static_cast<std::int64_t>(ring_.size());
  while (second_ < second) {
    ++second_;
    ring_[static_cast<std::size_t>(second_) % ring_.size()] = 0;
  }
}

void PipelineMetrics::CountReceived(std::uint64_t pages) {
  const std::lock_guard lock(mutex_);
  numbers_.pages_received += pages;
}

void PipelineMetrics::CountDone() {
  const std::lock_guard lock(mutex_);
  ++numbers_.pages_done;
  Advance(MonotonicMs() / 1000);
  ++ring_[static_cast<std::size_t>(second_) % ring_.size()];
}

void PipelineMetrics::CountQuarantined(StatusCode reason) {
  const std::lock_guard lock(mutex_);
  ++numbers_.pages_quarantined;
  ++numbers_.quarantines[std::string(StatusCodeName(reason))];
}

void PipelineMetrics::CountRetry(StatusCode reason) {
  const std::lock_guard lock(mutex_);
  ++numbers_.retries[std::string(StatusCodeName(reason))];
}

void PipelineMetrics::CountLeaseExpiry() {
  const std::lock_guard lock(mutex_);
  ++numbers_.lease_expiries;
}

void PipelineMetrics::CountWorkerLoss() {
  const std::lock_guard lock(mutex_);
  ++numbers_.worker_losses;
}

void PipelineMetrics::CountReaderRestarts(std::uint64_t restarts) {
  const std::lock_guard lock(mutex_);
  numbers_.reader_restarts += restarts;
}

void PipelineMetrics::CountRefusedWrite() {
  const std::lock_guard lock(mutex_);
  ++numbers_.refused_writes;
}

void PipelineMetrics::CountCommit(std::string_view lane, double seconds_to_searchable) {
  const std::lock_guard lock(mutex_);
  ++numbers_.dossiers_committed;
  const auto histogram = numbers_.searchable.find(std::string(lane));
  if (histogram != numbers_.searchable.end()) histogram->second.Observe(seconds_to_searchable);
}

void PipelineMetrics::CountCommit() {
  const std::lock_guard lock(mutex_);
  ++numbers_.dossiers_committed;
}

void PipelineMetrics::ObserveStages(const std::vector<StageTime>& times) {
  const std::lock_guard lock(mutex_);
  for (const StageTime& time : times) {
    auto stage = numbers_.stages.find(time.stage);
    if (stage == numbers_.stages.end()) {
      if (numbers_.stages.size() >= kMostStages) continue;
      stage = numbers_.stages.emplace(time.stage, StageHistogram()).first;
    }
    stage->second.Observe(static_cast<double>(time.microseconds) / 1e6);
  }
}

void PipelineMetrics::ObserveReceipt(double seconds) {
  const std::lock_guard lock(mutex_);
  numbers_.receipts.Observe(seconds);
}

void PipelineMetrics::ObserveLedgerWrite(double seconds) {
  const std::lock_guard lock(mutex_);
  numbers_.ledger_writes.Observe(seconds);
}

void PipelineMetrics::SetUploads(std::uint64_t uploads) {
  const std::lock_guard lock(mutex_);
  numbers_.uploads = uploads;
}

PipelineNumbers PipelineMetrics::Snapshot() {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = MonotonicMs();
  Advance(now / 1000);
  numbers_.uptime_ms = now - started_ms_;
  // The second that counts now is not over, so it is not shown.
  for (std::size_t i = 0; i < PipelineNumbers::kRateSeconds; ++i) {
    const std::size_t second = static_cast<std::size_t>(second_) + 1 + i;
    numbers_.done_each_second[i] = ring_[second % ring_.size()];
  }
  return numbers_;
}

}  // namespace sohoa
