// SPDX-License-Identifier: Apache-2.0
//
// Ledger: what was received, what is to be done with it, who is at it. The only writer of job
// state; every change is one synced batch in the archive's MetaStore, so that a process that
// dies at any line leaves a state to go on from. Knows nothing of sockets.
//
// All methods are safe from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/result.h"
#include "storage/archive.h"
#include "workers/coordinator.h"
#include "workers/ledger_records.h"
#include "workers/protocol.h"
#include "workers/ready_queue.h"

namespace sohoa {

// What becomes of a result that a worker sends.
enum class Verdict : std::uint8_t {
  kCommitted,  // it is in the ledger (now or since before): forget it
  kStale,      // somebody else has the job, or it has changed meanwhile: forget it
  kUnknown,    // there is no such job
};

struct LedgerRules {
  std::int64_t lease_ms = 30'000;
  std::int64_t deadline_ms = 300'000;
  std::uint32_t max_attempts = 4;
  std::uint32_t max_deaths = 3;
};

class Ledger {
 public:
  // Raises and syncs the epoch, and takes up what was open. Leases of before stay for one
  // lease period, in which their workers may claim them.
  static Result<std::unique_ptr<Ledger>> Open(Archive& archive, const LedgerRules& rules);

  std::uint64_t epoch() const { return epoch_; }

  Status OpenBatch(const DossierHead& head, const std::string& batch, Lane lane);
  // The receipt of an original that is there already, as a duplicate; none where its place is
  // free. kConflict: another original stands there. kNotFound: no such open batch.
  Result<std::optional<OriginalReceipt>> FindOriginal(const OpenOriginalBody& original);
  // After its bytes are stored and synced. `pages` is their number, or why they cannot be
  // counted: then the original is one page in quarantine.
  Result<OriginalReceipt> AddOriginal(const OpenOriginalBody& original, const Result<std::uint32_t>& pages);
  // Empty `batch` = every open one.
  Status Seal(const std::string& dossier, const std::string& batch);
  Result<DossierProgress> Progress(const std::string& dossier);

  // Leases the next job to `worker`; none when there is nothing for it.
  Result<std::optional<JobBody>> LeaseNext(const std::string& worker, const std::vector<std::string>& services);
  // `worker` still holds these; gives back those that are not its own (any more). What it was
  // given and does not name after a while never reached it, and goes to another.
  // `longest_call_ms`: progress may stand still for so long in a healthy worker.
  std::vector<HeldJob> Renew(const std::string& worker, const std::vector<HeldJob>& held, std::int64_t longest_call_ms);
  std::uint32_t LeasesOf(const std::string& worker);

  Result<Verdict> CompletePage(const OutcomeBody& outcome);
  Result<Verdict> CompleteDossier(const OutcomeBody& outcome);
  Result<Verdict> Fail(const JobFailureBody& failure);
  // Given back by a worker that drains: no attempt is counted.
  Status Return(const std::string& worker, const std::vector<HeldJob>& jobs);
  // The worker left in good order: all that it holds, or was just being given, goes back and no
  // attempt is counted.
  Status WorkerLeft(const std::string& worker);
  // The worker is gone: its leases end, and each counts as a death.
  Status WorkerGone(const std::string& worker);
  // Ends leases without progress or past their deadline.
  Status Expire();

  Result<std::vector<QuarantinedPage>> Quarantined(const std::string& after, std::uint32_t limit);
  Status Retry(const std::string& page_id);
  Status Reject(const std::string& page_id, const std::string& reason);

  // Blobs that a worker or desk stored and that nothing names yet.
  void NoteBlob(const Sha256& blob);
  bool InFlight(const Sha256& blob);

  // Fills what the ledger knows: everything but workers.
  void Describe(CoordinatorStatus& status);

 private:
  struct ActiveDossier {
    LedgerDossier record;
    std::vector<LedgerBatch> batches;  // in order of opening
    std::map<std::pair<std::uint32_t, std::uint32_t>, LedgerOriginal> originals;  // batch order, place
    std::map<std::string, LedgerPage> pages;

    LedgerBatch* FindBatch(const std::string& id);
    // Of sealed batches, in order.
    std::vector<std::string> SealedPages() const;
    bool IsDue() const;
  };
  struct ActiveLease {
    LedgerLease lease;
    std::uint64_t progress = 0;
    std::int64_t granted_ms = 0;
    std::int64_t progress_ms = 0;
    std::int64_t patience_ms = 0;
    bool claimed = true;  // false: of before a restart, and its worker has not come back yet
    bool alone = false;   // its worker gets nothing else meanwhile
  };

  Ledger(Archive& archive, const LedgerRules& rules);
  Status Load();
  Status LoadCounts();
  Status LoadOpenDossiers();
  Result<ActiveDossier*> Find(const std::string& code);
  Status LoadOriginals(ActiveDossier& dossier);
  void Forget(const std::string& code);

  Status Write(MetaBatch& batch);
  void Enqueue(const std::string& job, const ActiveDossier& dossier, std::int64_t delay_ms);
  Result<LedgerPage*> FindPage(const std::string& page_id, ActiveDossier** dossier);
  // Adds the dossier's job to `batch` when it is due; true when it has to be queued.
  bool StageDue(const ActiveDossier& dossier, MetaBatch& batch);
  void StageQuarantine(const std::string& page_id, LedgerPage& page, const std::string& stage, const Status& reason, MetaBatch& batch);
  void StageEvent(const std::string& kind, const std::string& dossier, const std::string& subject, const std::string& detail, MetaBatch& batch);
  std::vector<std::string> LeasedTo(const std::string& worker) const;
  Result<Verdict> CheckLease(const std::string& job, std::uint64_t fence);
  // Ends leases without counting an attempt.
  Status TakeBack(const std::vector<std::string>& jobs);
  Status PageFailed(const std::string& page_id, const std::string& stage, const Status& reason, bool death);
  Status DossierFailed(const std::string& code, const std::string& stage, const Status& reason, bool death);
  Status JobFailed(const std::string& job, const std::string& stage, const Status& reason, bool death);
  std::int64_t BackOffMs(std::uint32_t attempts);
  OriginalReceipt ReceiptOf(const LedgerOriginal& original, bool duplicate) const;
  Result<Dossier> Assemble(ActiveDossier& dossier, std::vector<Document> documents, std::vector<PageRecord>& records);

  Archive& archive_;
  const LedgerRules rules_;
  std::mutex mutex_;
  std::uint64_t epoch_ = 0;
  std::uint64_t sequence_ = 0;
  std::map<std::string, std::unique_ptr<ActiveDossier>> active_;
  std::map<std::string, ActiveLease> leases_;
  std::map<std::string, std::uint32_t> dossier_failures_;  // by code, since they last worked
  ReadyQueue queue_;
  std::set<Sha256> noted_blobs_;
  std::mt19937 random_;
  CoordinatorStatus counts_;
};

}  // namespace sohoa
