// SPDX-License-Identifier: Apache-2.0
//
// PipelineWatch: told of everything that happens to pages, jobs, workers and the ledger, it counts
// (PipelineMetrics) and logs. Whoever tells it calls one method and decides nothing.
//
// A page's trace is the id of the batch that brought it: minted by the desk, unique, ordered by
// time. Every line about a page, its jobs or its dossier's version carries it.
//
// Safe from several threads; never waits for a disk or a reader of the log.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "core/status.h"
#include "workers/coordinator_status.h"
#include "workers/desk_client.h"
#include "workers/pipeline_metrics.h"
#include "workers/protocol.h"

namespace sohoa {

struct CommittedVersion {
  std::string dossier;
  std::string trace;  // of the newest batch in it
  std::uint32_t version = 0;
  std::uint64_t pages = 0;
  Lane lane = Lane::kCounter;
};

class PipelineWatch {
 public:
  PipelineMetrics& metrics() { return metrics_; }

  // Each is called once the ledger holds it.
  void OriginalReceived(const OpenOriginalBody& original, std::uint64_t pages);
  void BatchSealed(const std::string& dossier, const std::string& batch);
  void PageDone(const std::string& page, const PageSource& source, const std::vector<StageTime>& times);
  void PageQuarantined(const std::string& page, const PageSource& source, std::string_view stage, StatusCode reason);
  // Read again in vain: it stays as it was read before.
  void PageKept(const std::string& page, const PageSource& source, std::string_view stage, StatusCode reason);
  void JobRetried(const std::string& job, std::string_view trace, std::string_view stage, StatusCode reason, std::uint32_t attempts);
  // No version can be made of what it has, and no page of it is to blame.
  void DossierDisposed(const std::string& dossier, std::uint32_t pages);
  void DossierStuck(const std::string& dossier, std::string_view trace, std::string_view stage, StatusCode reason);
  void LeaseExpired(const std::string& job, const std::string& worker);
  // `pending_since_unix_ms`: since when a sealed batch of it waits to be seen; 0 = none does.
  void DossierCommitted(const CommittedVersion& version, std::int64_t pending_since_unix_ms, const std::vector<StageTime>& times);
  // A synced write of the ledger, or why there was none.
  void LedgerWritten(const Status& status, double seconds);

  void Beat(const BeatBody& beat);
  void WorkerLeft(const std::string& worker);
  void WorkerLost(const std::string& worker);
  // What the last beat said of it.
  void Describe(WorkerStatus& worker);
  // A reader that counts the pages of what comes in was replaced; 0 times says nothing.
  void IntakeReaderRestarted(std::uint64_t times);

 private:
  struct Worker {
    BeatBody beat;  // the last one, without what it holds
    std::int64_t since_ms = 0;
    std::int64_t heard_ms = 0;
    bool connected = false;
  };
  void ForgetOldWorkers(std::int64_t now_ms);

  PipelineMetrics metrics_;
  std::mutex mutex_;
  // Also those that are gone, for a while: one that comes back must not be counted twice.
  std::map<std::string, Worker> workers_;
  std::int64_t refusal_logged_ms_ = 0;
  std::uint64_t refusals_unlogged_ = 0;
};

std::string_view LaneName(Lane lane);

}  // namespace sohoa
