// SPDX-License-Identifier: Apache-2.0
#include "workers/pipeline_watch.h"

#include <algorithm>

#include "core/calendar.h"
#include "core/log.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

constexpr double kSlowWriteSeconds = 1.0;
// A store that refuses is asked again and again: one line in so long says it.
constexpr std::int64_t kRefusalLogMs = 10'000;
constexpr std::int64_t kWorkerKeptMs = 3600 * 1000;

std::string JoinServices(const std::vector<std::string>& services) {
  std::string text;
  for (const std::string& service : services) text += (text.empty() ? "" : ",") + service;
  return text;
}

}  // namespace

std::string_view LaneName(Lane lane) {
  switch (lane) {
    case Lane::kCounter: return "counter";
    case Lane::kWorkflow: return "workflow";
    case Lane::kBacklog: return "backlog";
  }
  return "counter";
}

void PipelineWatch::OriginalReceived(const OpenOriginalBody& original, std::uint64_t pages) {
  metrics_.CountReceived(pages);
  Log(LogLevel::kInfo, "original received",
      {{"dossier", original.dossier}, {"trace", original.batch}, {"place", original.place}, {"pages", pages}, {"bytes", original.size}});
}

void PipelineWatch::BatchSealed(const std::string& dossier, const std::string& batch) {
  Log(LogLevel::kInfo, "batch sealed", {{"dossier", dossier}, {"trace", batch}});
}

void PipelineWatch::PageDone(const std::string& page, const PageSource& source, const std::vector<StageTime>& times) {
  metrics_.CountDone();
  metrics_.ObserveStages(times);
  Log(LogLevel::kInfo, "page done", {{"dossier", source.dossier}, {"page", page}, {"trace", source.batch}});
}

void PipelineWatch::PageQuarantined(const std::string& page, const PageSource& source, std::string_view stage, StatusCode reason) {
  metrics_.CountQuarantined(reason);
  // What must not be here is more than a page that could not go on.
  Log(reason == StatusCode::kDenied ? LogLevel::kError : LogLevel::kWarning, "page quarantined",
      {{"dossier", source.dossier}, {"page", page}, {"trace", source.batch}, {"stage", stage}, {"code", StatusCodeName(reason)}});
}

void PipelineWatch::PageKept(const std::string& page, const PageSource& source, std::string_view stage, StatusCode reason) {
  Log(LogLevel::kWarning, "page could not be read again, kept as it was",
      {{"dossier", source.dossier}, {"page", page}, {"trace", source.batch}, {"stage", stage}, {"code", StatusCodeName(reason)}});
}

void PipelineWatch::JobRetried(const std::string& job, std::string_view trace, std::string_view stage, StatusCode reason,
                               std::uint32_t attempts) {
  metrics_.CountRetry(reason);
  Log(LogLevel::kWarning, "job failed, will be tried again",
      {{"job", job}, {"trace", trace}, {"stage", stage}, {"code", StatusCodeName(reason)}, {"attempts", attempts}});
}

void PipelineWatch::DossierStuck(const std::string& dossier, std::string_view trace, std::string_view stage, StatusCode reason) {
  Log(LogLevel::kError, "dossier cannot be made",
      {{"dossier", dossier}, {"trace", trace}, {"stage", stage}, {"code", StatusCodeName(reason)}});
}

void PipelineWatch::DossierDisposed(const std::string& dossier, std::uint32_t pages) {
  Log(LogLevel::kInfo, "dossier disposed", {{"dossier", dossier}, {"pages", pages}});
}

void PipelineWatch::LeaseExpired(const std::string& job, const std::string& worker) {
  metrics_.CountLeaseExpiry();
  Log(LogLevel::kWarning, "lease expired", {{"job", job}, {"worker", worker}});
}

void PipelineWatch::DossierCommitted(const CommittedVersion& version, std::int64_t pending_since_unix_ms,
                                     const std::vector<StageTime>& times) {
  metrics_.ObserveStages(times);
  if (pending_since_unix_ms == 0) {
    metrics_.CountCommit();
    Log(LogLevel::kInfo, "dossier committed",
        {{"dossier", version.dossier}, {"trace", version.trace}, {"version", version.version}, {"pages", version.pages}});
    return;
  }
  // The clock of the wall, because a restart may lie between; it may have been set back.
  const double seconds = static_cast<double>(std::max<std::int64_t>(0, NowUnixMs() - pending_since_unix_ms)) / 1000;
  metrics_.CountCommit(LaneName(version.lane), seconds);
  Log(LogLevel::kInfo, "dossier committed",
      {{"dossier", version.dossier},
       {"trace", version.trace},
       {"version", version.version},
       {"pages", version.pages},
       {"lane", LaneName(version.lane)},
       {"seconds", seconds}});
}

void PipelineWatch::LedgerWritten(const Status& status, double seconds) {
  if (status.ok()) {
    metrics_.ObserveLedgerWrite(seconds);
    if (seconds >= kSlowWriteSeconds) Log(LogLevel::kWarning, "slow write", {{"store", "ledger"}, {"seconds", seconds}});
    return;
  }
  metrics_.CountRefusedWrite();
  std::uint64_t more = 0;
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = MonotonicMs();
    ++refusals_unlogged_;
    if (refusal_logged_ms_ != 0 && now - refusal_logged_ms_ < kRefusalLogMs) return;
    refusal_logged_ms_ = now;
    more = std::exchange(refusals_unlogged_, 0) - 1;
  }
  // The store's own words: folders and sizes, nothing of what was to be written.
  Log(LogLevel::kError, "store refused a write",
      {{"store", "ledger"}, {"code", StatusCodeName(status.code())}, {"reason", status.message()}, {"more", more}});
}

void PipelineWatch::Beat(const BeatBody& beat) {
  bool joined = false;
  bool drains = false;
  std::uint64_t restarts = 0;
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = MonotonicMs();
    Worker& worker = workers_[beat.worker];
    const bool same_boot = worker.beat.boot == beat.boot;
    joined = !worker.connected || !same_boot;
    drains = beat.draining && (joined || !worker.beat.draining);
    const std::uint32_t before = same_boot ? worker.beat.reader_restarts : 0;
    restarts = beat.reader_restarts > before ? beat.reader_restarts - before : 0;
    if (joined) worker.since_ms = now;
    worker.connected = true;
    worker.heard_ms = now;
    worker.beat = beat;
    worker.beat.held.clear();
    if (joined) ForgetOldWorkers(now);
  }
  if (joined) {
    Log(LogLevel::kInfo, "worker joined", {{"worker", beat.worker}, {"services", JoinServices(beat.services)}, {"threads", beat.threads}});
  }
  for (const std::string& layer : joined ? beat.jail_missing : std::vector<std::string>()) {
    Log(LogLevel::kWarning, "reader jail is not whole", {{"worker", beat.worker}, {"layer", layer}});
  }
  if (drains) Log(LogLevel::kInfo, "worker drains", {{"worker", beat.worker}});
  if (restarts > 0) {
    metrics_.CountReaderRestarts(restarts);
    Log(LogLevel::kWarning, "reader restarted", {{"worker", beat.worker}, {"times", restarts}});
  }
}

void PipelineWatch::ForgetOldWorkers(std::int64_t now_ms) {
  std::erase_if(workers_, [now_ms](const auto& worker) {
    return !worker.second.connected && now_ms - worker.second.heard_ms > kWorkerKeptMs;
  });
}

void PipelineWatch::WorkerLeft(const std::string& worker) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = workers_.find(worker);
    if (known == workers_.end() || !std::exchange(known->second.connected, false)) return;
  }
  Log(LogLevel::kInfo, "worker left", {{"worker", worker}});
}

void PipelineWatch::WorkerLost(const std::string& worker) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = workers_.find(worker);
    if (known == workers_.end() || !std::exchange(known->second.connected, false)) return;
  }
  metrics_.CountWorkerLoss();
  Log(LogLevel::kWarning, "worker lost", {{"worker", worker}});
}

void PipelineWatch::Describe(WorkerStatus& worker) {
  const std::lock_guard lock(mutex_);
  const auto known = workers_.find(worker.id);
  if (known == workers_.end()) return;
  const BeatBody& beat = known->second.beat;
  worker.threads = beat.threads;
  worker.memory_bytes = beat.memory_bytes;
  worker.reader_memory_bytes = beat.reader_memory_bytes;
  worker.reader_restarts = beat.reader_restarts;
  worker.connected_ms = MonotonicMs() - known->second.since_ms;
}

void PipelineWatch::IntakeReaderRestarted(std::uint64_t times) {
  if (times == 0) return;
  metrics_.CountReaderRestarts(times);
  Log(LogLevel::kWarning, "reader restarted", {{"worker", "intake"}, {"times", times}});
}

}  // namespace sohoa
