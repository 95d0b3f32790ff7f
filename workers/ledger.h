// SPDX-License-Identifier: Apache-2.0
//
// Ledger: what is to be done with every page that was ever acknowledged, kept in the archive's
// MetaStore. Each change is one synced write; after a failed one memory still says what the
// store says. It knows no sockets and no clock but the time of day that it records.
//
//   page     pending -> done | quarantined, and back to pending by a person's decision
//   job      ready -> leased (fence) -> gone; or back to ready, or its page into quarantine
//   dossier  all pages of its sealed batches settled -> plan and job -> version, in one write
//
// One thread, but for Quarantined() and InFlight(), which any thread may call.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "workers/ledger_change.h"
#include "workers/ledger_records.h"
#include "workers/protocol.h"

namespace sohoa {

struct LedgerLimits {
  std::uint32_t max_attempts = 4;
  std::uint32_t max_timeouts = 2;  // of one page in its reader
  std::uint32_t max_worker_deaths = 3;
  std::int64_t retry_base_ms = 1'000;  // doubles with each attempt, with full jitter
  std::int64_t retry_most_ms = 300'000;
};

// An original whose bytes are stored and synced, and what its reader said about it.
struct IncomingOriginal {
  std::string dossier;
  std::string batch;
  std::uint32_t place = 0;
  std::string name;
  Sha256 sha256;
  std::uint64_t size = 0;
  std::uint32_t pages = 0;
  Status broken;  // not ok: it becomes one page in quarantine
};

// How a worker's word about a job ends for the worker.
enum class JobEnd { kCommitted, kStale, kUnknown };

// Why a lease ends without a result.
enum class LeaseEnd {
  kFailed,      // the worker said so
  kExpired,     // no progress, or too long
  kWorkerDied,  // with the job in its hands
  kReturned,    // drained, restarted, never arrived: not an attempt
};

struct ReadyJob {
  std::string id;
  std::int64_t delay_ms = 0;
};

class Ledger {
 public:
  // Raises the epoch. Leases of the run before are still in the jobs.
  static Result<std::unique_ptr<Ledger>> Open(Archive& archive, LedgerLimits limits);

  const LedgerCounters& counters() const { return counters_; }
  const std::unordered_map<std::string, JobState>& jobs() const { return jobs_; }
  // Jobs that became ready since the last call; at first all that stand in the ledger without
  // a lease.
  std::vector<ReadyJob> TakeReady();

  Status OpenBatch(const DossierHead& head, const std::string& batch, Lane lane);
  // The receipt of a resend, or none where the place is free. kNotFound: no such batch;
  // kConflict: other bytes stand there, or the batch is sealed.
  Result<std::optional<OriginalReceipt>> FindOriginal(const std::string& dossier,
                                                      const std::string& batch, std::uint32_t place,
                                                      const Sha256& sha256);
  Result<OriginalReceipt> AcceptOriginal(const IncomingOriginal& incoming);
  // Every open batch where `batch` is empty.
  Status Seal(const std::string& dossier, const std::string& batch);
  Result<DossierProgress> Progress(const std::string& dossier);

  // Gives the job to a worker under a new fence. The body is complete but for its deadline.
  Result<JobBody> Lease(const std::string& job, const std::string& worker, const std::string& boot);
  Result<JobEnd> Finish(const OutcomeBody& outcome);
  // `status` and `stage` matter for kFailed only.
  Result<JobEnd> EndLease(const std::string& job, std::uint64_t fence, LeaseEnd end,
                          const std::string& stage, const Status& status);

  Result<std::vector<QuarantinedPage>> Quarantined(const std::string& after, std::uint32_t limit) const;
  Status RetryQuarantined(const std::string& page_id);
  Status RejectQuarantined(const std::string& page_id, const std::string& reason);
  bool InFlight(const Sha256& blob) const;

 private:
  Ledger(Archive& archive, LedgerLimits limits);

  // ledger.cpp
  Result<LedgerChange> Begin(const std::string& dossier);
  Status Commit(LedgerChange& change);
  Status Load();
  Result<PageState> FindPage(LedgerChange& change, const std::string& page_id) const;
  // ledger_intake.cpp
  Status AddPages(LedgerChange& change, const IncomingOriginal& incoming, BatchState& batch,
                  OriginalReceipt& receipt);
  Result<bool> HasEqualBytes(const LedgerChange& change, const Sha256& sha256) const;
  // ledger_jobs.cpp
  Result<std::string> WorkOf(const std::string& id, const JobState& job);
  Result<JobEnd> EndOfUnknownJob(const std::string& id, const Sha256& record);
  Result<JobEnd> FinishPage(const OutcomeBody& outcome, const JobState& job);
  Status SettlePage(LedgerChange& change, PageState page, PageStanding standing);
  Status QuarantineJob(LedgerChange& change, const std::string& id, const JobState& job,
                       const std::string& stage, const Status& status);
  Status QuarantinePage(LedgerChange& change, PageState page, const std::string& stage,
                        const Status& status, std::uint32_t attempts);
  std::int64_t Backoff(std::uint32_t attempts);
  // ledger_dossiers.cpp
  Result<DossierPlan> MakePlan(LedgerChange& change) const;
  Status PlanWhenSettled(LedgerChange& change);
  Result<JobEnd> FinishDossier(const OutcomeBody& outcome, const JobState& job);
  Status StageVersion(LedgerChange& change, const DossierPlan& plan, std::vector<Document> documents);

  Archive& archive_;
  const LedgerLimits limits_;
  LedgerCounters counters_;
  std::unordered_map<std::string, JobState> jobs_;
  std::vector<ReadyJob> ready_;
  std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace sohoa
