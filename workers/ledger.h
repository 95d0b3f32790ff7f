// SPDX-License-Identifier: Apache-2.0
//
// Ledger: what was received, what is to be done with it, who is at it. The only writer of job
// state, which it keeps in memory and in the archive's MetaStore. Knows nothing of sockets.
//
// Changes go one after the other through a thread of the ledger's own; those that wait
// together are one synced batch, and a method that changes something returns when that is
// durable. Leases are the exception: a job goes out at once, and its lease is written with the
// next group, for all that a lost lease costs is work done twice. A group that cannot be
// written is undone by reading the ledger anew.
//
// All methods are safe from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/dossier.h"
#include "core/result.h"
#include "documents/procedures/procedure_catalogue.h"
#include "storage/archive.h"
#include "workers/batch_receipt.h"
#include "workers/dossier_draft.h"
#include "storage/search_index.h"
#include "storage/dossier_import.h"
#include "workers/commit_queue.h"
#include "workers/coordinator_status.h"
#include "workers/ledger_records.h"
#include "workers/pipeline_watch.h"
#include "workers/protocol.h"
#include "workers/ready_queue.h"
#include "workers/retention.h"
#include "workers/worker_demand.h"

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
  // What dossiers are held against when a version of them is committed; may be null.
  std::shared_ptr<const ProcedureCatalogue> procedures = nullptr;
  // What the installation is set up to keep: pages of documents that are stamped with a higher degree,
  // or one that nobody knows, are set aside (workers/ledger_secrecy.cpp).
  Secrecy secrecy_up_to = Secrecy::kNone;
};


class Ledger {
 public:
  // Raises and syncs the epoch, and takes up what was open. Leases of before stay for one
  // lease period, in which their workers may claim them.
  static Result<std::unique_ptr<Ledger>> Open(Archive& archive, const LedgerRules& rules);

  std::uint64_t epoch() const { return epoch_; }
  // What happened since it was opened, counted and logged.
  PipelineWatch& watch() { return watch_; }

  // `deadline_unix_ms`: the legal one of what the batch brings; 0 = none.
  Status OpenBatch(const DossierHead& head, const std::string& batch, Lane lane, std::int64_t deadline_unix_ms = 0);
  // True: it is there already, and GiveReceiptAgain gives its receipt. kConflict: another
  // original stands in its place. kNotFound: no such open batch. Does not wait.
  Result<bool> HasOriginal(const OpenOriginalBody& original);
  // As a duplicate, once it is durable; also while nothing new can be written. kUnavailable: it
  // was not kept after all, and is to be sent again.
  Result<OriginalReceipt> GiveReceiptAgain(const OpenOriginalBody& original);
  // After its bytes are stored, synced or not. `pages` is their number, or why they cannot be
  // counted: then the original is one page in quarantine.
  Result<OriginalReceipt> AddOriginal(const OpenOriginalBody& original, const Result<std::uint32_t>& pages);
  // The same without waiting: `done` is called on the ledger's thread, and must not wait either.
  void AddOriginal(const OpenOriginalBody& original, const Result<std::uint32_t>& pages,
                   std::function<void(const Result<OriginalReceipt>&)> done);
  // Empty `batch` = every open one.
  Status Seal(const std::string& dossier, const std::string& batch);
  // The same of one batch, with what the people at the desk decided on its pages before anybody saw them
  // (edit_check's PrepareSealedEdit), in one write; its receipt. A batch that is sealed already keeps what it
  // was sealed with. kConflict: an edit does not fit, and nothing is sealed.
  // `since_first_sheet_ms`: that passed at the desk (workers/elapsed_detail.h); 0 = not measured.
  Result<BatchReceipt> SealArranged(const std::string& dossier, const std::string& batch, std::vector<Edit> edits, std::uint64_t since_first_sheet_ms = 0);
  Result<DossierProgress> Progress(const std::string& dossier);
  // Behind all originals of `batch`; without one, of the newest batch that is open. kNotFound; kConflict: none is open.
  Result<BatchPlace> NextPlace(const std::string& dossier, const std::string& batch);

  // Leases the next job to `worker`; none when there is nothing for it. Does not wait.
  Result<std::optional<JobBody>> LeaseNext(const std::string& worker, const std::vector<std::string>& services);
  // `worker` still holds these; gives back those that are not its own (any more). What it was
  // given and does not name after a while never reached it, and goes to another.
  // `longest_call_ms`: progress may stand still for so long in a healthy worker. Does not wait.
  std::vector<HeldJob> Renew(const std::string& worker, const std::vector<HeldJob>& held, std::int64_t longest_call_ms);
  std::uint32_t LeasesOf(const std::string& worker);
  // True: somebody else than `worker` has the job under this very fence.
  bool IsLeasedToAnother(const std::string& worker, const std::string& job, std::uint64_t fence);

  Result<Verdict> CompletePage(const OutcomeBody& outcome);
  // Waits for the disk at most; `done` is called on the ledger's thread, or at once where the
  // result is of no use, and must not wait.
  void CompletePage(const OutcomeBody& outcome, std::function<void(const Result<Verdict>&)> done);
  Result<Verdict> CompleteDossier(const OutcomeBody& outcome);
  Result<Verdict> Fail(const JobFailureBody& failure);
  // Given back by a worker that drains: no attempt is counted.
  Status Return(const std::string& worker, const std::vector<HeldJob>& jobs);
  // The worker left in good order: all that it holds, or was just being given, goes back and no
  // attempt is counted.
  Status WorkerLeft(const std::string& worker);
  // The worker is gone: its leases end, and each counts as a death; but for those that were
  // given after `last_fence`, which are of a worker of its name that came after it.
  Status WorkerGone(const std::string& worker, std::uint64_t last_fence = ~std::uint64_t{0});
  std::uint64_t last_fence();
  // Leases without progress or past their deadline are to be ended, or the store refused
  // changes and is to be asked again. Does not wait.
  bool NeedsExpiry();
  Status Expire();

  // Adds what a person decided on pages, classes or values of the dossier; all of `edits` or none.
  // `version`: the one that the person saw; 0 = whichever. What they touch is done anew, and seen
  // with the next version. kConflict: that is not the newest version, or a page is not where the
  // edit says; kInvalidArgument: the edit itself is wrong. They are kept at once; the version that shows them is begun
  // after `settle_ms` at the latest, so that what somebody goes on deciding comes in one.
  Status ApplyEdits(const std::string& dossier, std::vector<Edit> edits, std::uint32_t version, std::int64_t settle_ms = 0);
  // Nobody goes on deciding: a version that waits for that is begun.
  void Settle(const std::string& dossier);
  // Reads all its pages again, with what reads now, or only makes its documents anew. What people
  // decided stays; a page that cannot be read again keeps what was read before.
  Status Reread(const std::string& dossier, bool pages);

  // A dossier with all of its versions from another archive, in one commit; its blobs are stored. From here on it is
  // as one that was handed in here. kConflict: there is something of it already. As StageImport() otherwise.
  Status Import(const ImportedDossier& imported);

  // Changes records of the archive that are not the ledger's, in turn with all else (workers/retention.h).
  Status RunChange(const std::function<Status(MetaBatch& batch)>& stage);
  // A dossier of a confirmed proposal goes, in one write. kConflict: it is being worked on, or as CheckDisposal().
  Status Dispose(const DisposalOrder& order);
  // Removes blobs that only such dossiers named. Called now and then by Expire() as well, until none is left.
  Result<RemovedBlobs> RemoveDisposedBlobs();

  Result<std::vector<QuarantinedPage>> Quarantined(const std::string& after, std::uint32_t limit);
  Status Retry(const std::string& page_id);
  Status Reject(const std::string& page_id, const std::string& reason);
  // A page that was set aside for a degree of secrecy goes on: a person saw that it bears none that
  // keeps it out. kConflict: it was not.
  Status Release(const std::string& page_id, const std::string& reason);

  // What the dossier would be if the batch were sealed now. Takes as long as understanding what is read of it.
  // kNotFound.
  Result<DossierDraft> Draft(const DraftRequest& request);

  // Waits until all changes of before are durable or refused.
  void WaitForChanges();

  // Blobs that a worker or desk stored and that nothing names yet.
  void NoteBlob(const Sha256& blob);
  bool InFlight(const Sha256& blob);

  // Fills what the ledger knows: everything but workers.
  void Describe(CoordinatorStatus& status);
  // The pages that are to be read, by when they are due.
  std::vector<DueWork> DuePages();

 private:
  // What a dossier is put together of.
  struct SealedRecords {
    DossierHead head;
    std::map<std::string, PageRecord> records;  // of the pages that are read, by page id
    std::uint32_t unread = 0;                   // in quarantine, and not rejected
  };
  struct ActiveDossier {
    LedgerDossier record;
    std::vector<LedgerBatch> batches;  // in order of opening
    std::map<std::pair<std::uint32_t, std::uint32_t>, LedgerOriginal> originals;  // batch order, place
    std::map<std::string, LedgerPage> pages;  // also those that people sent here; not those that they sent away
    std::vector<Edit> edits;
    std::uint32_t ready_pages = 0;  // of all batches

    LedgerBatch* FindBatch(const std::string& id);
    // As they were handed in: of sealed batches, and of all.
    std::vector<std::string> ArrivedPages() const;
    std::vector<std::string> AllPages() const;
    // The same as people arranged them, without those that they set aside.
    std::vector<std::string> SealedPages() const;
    // Its original has no other page.
    bool IsWholeOriginal(const PageSource& source) const;
    bool IsDue() const;
    // Nothing is open in it, and all of it is visible.
    bool IsAtRest() const;
    // The newest sealed batch that brought something: what the next version is about.
    std::string Trace() const;
  };
  struct ActiveLease {
    LedgerLease lease;
    Lane lane = Lane::kCounter;
    std::uint64_t progress = 0;
    std::int64_t granted_ms = 0;
    std::int64_t progress_ms = 0;
    std::int64_t patience_ms = 0;
    bool claimed = true;  // false: of before a restart, and its worker has not come back yet
    bool alone = false;   // its worker gets nothing else meanwhile
  };
  struct FoundPage {
    ActiveDossier* dossier = nullptr;
    LedgerPage* page = nullptr;
  };

  Ledger(Archive& archive, const LedgerRules& rules);

  // ledger_commit.cpp: groups of changes.
  void Commit(std::deque<PendingChange>& group);
  Status WriteGroup(std::deque<PendingChange>& group, std::size_t& staged);
  // What `stage` gives, once it is durable.
  template <typename T>
  Result<T> Apply(const std::function<Result<T>(MetaBatch& batch)>& stage, bool reads_only = false) {
    std::optional<Result<T>> given;
    const Status written = commits_->Run(
        [&](MetaBatch& batch) {
          given = stage(batch);
          return given->status();
        },
        reads_only);
    if (!written.ok()) return written;
    return std::move(*given);
  }

  // The same without waiting: `done` is called on the ledger's thread.
  template <typename T>
  void ApplyThen(std::function<Result<T>(MetaBatch& batch)> stage, std::function<void(const Result<T>&)> done) {
    const auto given = std::make_shared<std::optional<Result<T>>>();
    commits_->Post({[given, stage = std::move(stage)](MetaBatch& batch) {
                      *given = stage(batch);
                      return (*given)->status();
                    },
                    [given, done = std::move(done)](const Status& written) {
                      // Where the group was refused, it may not even have been staged.
                      done(written.ok() ? **given : Result<T>(written));
                    },
                    false, Status()});
  }
  Result<PageRecord> RecordOf(const OutcomeBody& outcome);

  // ledger_load.cpp: from the store into memory.
  Status Load();
  Status LoadCounts();
  Status LoadOpenDossiers();
  Status LoadJobs();
  Result<ActiveDossier*> Find(const std::string& code);
  Result<FoundPage> FindPage(const std::string& page_id);
  Status LoadOriginals(ActiveDossier& dossier);
  Status LoadEdits(ActiveDossier& dossier);
  Status LoadPage(ActiveDossier& dossier, const std::string& page_id);
  void ForgetRested();

  // Changes, each in the file of its subject. The lock is held; memory changes with the batch.
  Status StageOpenBatch(const DossierHead& head, const std::string& batch_id, Lane lane, std::int64_t deadline_unix_ms, MetaBatch& batch);
  Status StageOpenedAgain(ActiveDossier& dossier, const DossierHead& head, MetaBatch& batch);
  Result<const LedgerOriginal*> OriginalAt(const OpenOriginalBody& original);
  Result<OriginalReceipt> StageOriginal(const OpenOriginalBody& original, const Result<std::uint32_t>& pages, MetaBatch& batch);
  Status StageSeal(const std::string& code, const std::string& batch_id, std::uint64_t since_first_sheet_ms, MetaBatch& batch);
  Result<BatchReceipt> StageSealArranged(const std::string& code, const std::string& batch_id, const std::vector<Edit>& edits,
                                         std::uint64_t since_first_sheet_ms, MetaBatch& batch);
  Status StageSealedEdits(ActiveDossier& dossier, const LedgerBatch& sealed, const std::vector<Edit>& edits, MetaBatch& batch);
  BatchReceipt ReceiptOfBatch(const ActiveDossier& dossier, const LedgerBatch& sealed) const;
  Result<DossierProgress> ProgressOf(const std::string& code);
  Status StageRetry(const std::string& page_id, MetaBatch& batch);
  Status StageReject(const std::string& page_id, const std::string& reason, MetaBatch& batch);
  Status StageRelease(const std::string& page_id, const std::string& reason, MetaBatch& batch);
  // Sets pages of documents aside that are too secret. How many.
  std::uint32_t StageTooSecret(ActiveDossier& dossier, const std::vector<Document>& documents, MetaBatch& batch);
  Status StageEdits(const std::string& code, const std::vector<Edit>& edits, std::uint32_t version, std::int64_t settle_ms, MetaBatch& batch);
  // Without telling of it.
  void StageOwnEdit(ActiveDossier& dossier, const Edit& edit, MetaBatch& batch);
  void StageEdit(ActiveDossier& dossier, const Edit& edit, MetaBatch& batch);
  void StageSend(ActiveDossier& from, const Edit& edit, MetaBatch& batch);
  Status StageReread(const std::string& code, bool pages, MetaBatch& batch);
  void StagePageAgain(ActiveDossier& dossier, const std::string& page_id, LedgerPage page, MetaBatch& batch);
  // Its next version is to be made, once its pages are read.
  void StageAnew(ActiveDossier& dossier, MetaBatch& batch, std::int64_t settle_ms = 0);
  Result<Verdict> StagePageResult(const OutcomeBody& outcome, const PageRecord& record, MetaBatch& batch);
  Result<Verdict> StageDossierResult(const OutcomeBody& outcome, std::vector<Document>& documents, const SealedRecords& sealed,
                                     const Completeness& completeness, MetaBatch& batch);
  Result<Verdict> StageFailure(const JobFailureBody& failure, MetaBatch& batch);
  void StageDossierFailure(ActiveDossier& dossier, const std::string& stage, const Status& reason, MetaBatch& batch);
  Status StageTakeBack(const std::vector<std::string>& jobs, MetaBatch& batch);

  void StageDossier(ActiveDossier& dossier, const LedgerDossier& record, MetaBatch& batch);
  void StagePage(const std::string& page_id, FoundPage found, const LedgerPage& page, MetaBatch& batch);
  Status StageDispose(const DisposalOrder& order, MetaBatch& batch);
  Status StagePagesGone(const ActiveDossier& dossier, MetaBatch& batch);
  Status CheckNotDisposed(const std::string& code, const MetaBatch& batch);
  Status StageRemovals(RemovedBlobs& removed, MetaBatch& batch);
  Status StageImportedDossier(const ImportedDossier& imported, MetaBatch& batch);
  std::map<std::string, LedgerPage> ImportedPages(const ImportedDossier& imported) const;
  Status FillImported(const Dossier& dossier, const std::map<std::string, LedgerPage>& pages, ActiveDossier& active) const;
  Status CheckPagesAreFree(const std::string& code, const std::map<std::string, LedgerPage>& pages);
  // Puts the dossier's job to work when it is due.
  void StageDue(const ActiveDossier& dossier, MetaBatch& batch, std::int64_t settle_ms = 0);
  void StageQuarantine(const std::string& page_id, LedgerPage& page, const std::string& stage, const Status& reason, MetaBatch& batch);
  // `trace`: the batch that it is about.
  void StageEvent(const std::string& kind, const std::string& dossier, const std::string& subject, const std::string& trace,
                  const std::string& detail, MetaBatch& batch);
  // For the watch: once the group is written, and not at all where it is not.
  void Tell(std::function<void()> happened) { happened_.push_back(std::move(happened)); }
  void EndLease(const std::string& job, MetaBatch& batch);

  static Lane LaneOf(const std::string& job, const ActiveDossier& dossier);
  void Enqueue(const std::string& job, const ActiveDossier& dossier, std::int64_t delay_ms);
  bool IsOpen(const std::string& job);
  bool IsInFlight(const Sha256& blob) const;
  std::vector<RenderedEarlier> RenderedBefore(const std::string& code);
  Result<JobBody> DescribeJob(const ReadyJob& ready, LedgerLease& lease);
  void WriteLease(const std::string& job, std::uint64_t fence);
  std::vector<std::string> LeasedTo(const std::string& worker, std::uint64_t last_fence) const;
  // Those of `jobs` that are leased to `worker` under these fences.
  std::vector<std::string> StillHeld(const std::string& worker, const std::vector<HeldJob>& jobs) const;
  Result<Verdict> CheckLease(const std::string& job, std::uint64_t fence);
  Status PageFailed(const std::string& page_id, const std::string& stage, const Status& reason, bool death, MetaBatch& batch);
  Status DossierFailed(const std::string& code, const std::string& stage, const Status& reason, bool death, MetaBatch& batch);
  Status JobFailed(const std::string& job, const std::string& stage, const Status& reason, bool death, MetaBatch& batch);
  bool IsOver(const ActiveLease& lease, std::int64_t now_ms) const;
  std::int64_t BackOffMs(std::uint32_t attempts);
  OriginalReceipt ReceiptOf(const LedgerOriginal& original, bool duplicate) const;
  Result<SealedRecords> ReadRecords(const std::string& code);
  Status FetchRecords(const std::map<std::string, Sha256>& names, SealedRecords& sealed);
  Result<SealedRecords> ArrangeDraft(const DraftRequest& request, DossierDraft& draft, std::map<std::string, Sha256>& names);
  Completeness CheckPapers(const SealedRecords& sealed, const std::vector<Document>& documents);
  Status AddSetAside(const ActiveDossier& active, Dossier& dossier);
  // A page that could not be read again.
  void StageKept(const std::string& page_id, LedgerPage& page, const std::string& stage, const Status& reason, MetaBatch& batch);
  Result<Dossier> Assemble(ActiveDossier& dossier, std::vector<Document>& documents,
                           const std::map<std::string, PageRecord>& records, std::vector<PageRecord>& pages);

  Archive& archive_;
  const LedgerRules rules_;
  std::mutex mutex_;
  std::uint64_t epoch_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t last_fence_ = 0;
  std::map<std::string, std::unique_ptr<ActiveDossier>> active_;
  std::unordered_map<std::string, ActiveDossier*> page_owners_;  // of all pages in active_
  std::set<std::string> gone_;  // disposed of by the group that is staged
  std::set<std::string> rested_;  // may be forgotten once the group is written
  std::map<std::string, ActiveLease> leases_;
  std::map<std::string, std::uint32_t> leases_of_;         // by worker
  std::map<std::string, std::uint32_t> dossier_failures_;  // by code, since they last worked
  ReadyQueue queue_;
  std::set<Sha256> noted_blobs_;
  std::atomic<std::int64_t> removal_due_ms_ = 0;  // when condemned blobs are to be looked at; 0 = there are none
  std::mt19937 random_;
  PipelineWatch watch_;
  std::vector<std::function<void()>> happened_;  // by the group that is staged
  LedgerCounts counts_;
  LedgerCounts written_counts_;
  bool refused_ = false;  // the last group: the store has no room
  Status broken_;         // the ledger could not be read anew after a failed write
  std::unique_ptr<CommitQueue> commits_;  // last: its thread uses all of the above
};

}  // namespace sohoa
