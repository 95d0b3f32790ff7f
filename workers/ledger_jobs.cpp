// SPDX-License-Identifier: Apache-2.0
//
// The ledger's jobs: leases, results, failures, commits.
#include <algorithm>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "workers/ledger.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

// A page that hangs its reader twice hangs it a third time.
constexpr std::uint32_t kMaximalTimeouts = 2;
constexpr std::int64_t kFirstBackOffMs = 1'000;
constexpr std::int64_t kLongestBackOffMs = 300'000;
// A worker's own time limit strikes before the lease ends.
constexpr std::int64_t kLeaseMarginMs = 5'000;
// A job that its worker does not name after so long did not arrive.
constexpr std::int64_t kArrivalMs = 3'000;

// Each page that is not blank stands in exactly one document, blank ones in at most one.
Status CheckDocuments(const Dossier& dossier, const std::vector<Document>& documents) {
  const std::string what = "commit dossier " + dossier.head.code + ": ";
  std::map<std::string, std::uint32_t> uses;
  for (const DossierPage& page : dossier.pages) uses[page.id] = 0;
  for (const Document& document : documents) {
    if (document.page_ids.empty()) return Status(StatusCode::kInvalidArgument, what + "a document has no pages");
    for (const std::string& id : document.page_ids) {
      const auto use = uses.find(id);
      if (use == uses.end()) return Status(StatusCode::kInvalidArgument, what + "a document names page " + id + ", which is not in it");
      if (++use->second > 1) return Status(StatusCode::kInvalidArgument, what + "page " + id + " stands in two documents");
    }
  }
  for (const DossierPage& page : dossier.pages) {
    if (!page.blank && uses[page.id] == 0) return Status(StatusCode::kInvalidArgument, what + "page " + page.id + " stands in no document");
  }
  return Status();
}

}  // namespace

void Ledger::Enqueue(const std::string& job, const ActiveDossier& dossier, std::int64_t delay_ms) {
  const std::int64_t now = MonotonicMs();
  Lane lane = dossier.batches.empty() ? Lane::kCounter : dossier.batches.back().lane;
  std::uint32_t deaths = 0;
  if (IsDossierJob(job)) {
    const auto failures = dossier_failures_.find(dossier.record.head.code);
    if (failures != dossier_failures_.end()) deaths = failures->second;
  } else {
    const LedgerPage& page = dossier.pages.at(job);
    deaths = page.deaths;
    for (const LedgerBatch& batch : dossier.batches) {
      if (batch.id == page.source.batch) lane = batch.lane;
    }
  }
  // One more death would put it aside, so no other job may be near to be blamed or to blame.
  const bool alone = deaths + 1 >= rules_.max_deaths;
  queue_.Add({job, IsDossierJob(job) ? "dossier" : "page", dossier.record.head.agency, lane, now, now + delay_ms, alone});
}

// Full jitter, so that what failed together does not come back together.
std::int64_t Ledger::BackOffMs(std::uint32_t attempts) {
  const std::int64_t most = std::min(kLongestBackOffMs, kFirstBackOffMs << std::min(attempts, 10u));
  return std::uniform_int_distribution<std::int64_t>(0, most)(random_);
}

bool Ledger::StageDue(const ActiveDossier& dossier, MetaBatch& batch) {
  const std::string job = DossierJobName(dossier.record.head.code);
  if (!dossier.IsDue()) return false;
  batch.Put(ReadyKey(job), "");
  return !leases_.contains(job);
}

void Ledger::StageQuarantine(const std::string& page_id, LedgerPage& page, const std::string& stage, const Status& reason,
                             MetaBatch& batch) {
  page.state = PageState::kQuarantined;
  page.stage = stage;
  page.reason = reason;
  page.at_unix_ms = NowUnixMs();
  batch.Put(LedgerPageKey(page_id), EncodeRecord(page));
  batch.Put(QuarantineKey(page_id), "");
  batch.Delete(ReadyKey(page_id));
  StageEvent("page.quarantined", page.source.dossier, page_id, std::string(StatusCodeName(reason.code())), batch);
}

Result<std::optional<JobBody>> Ledger::LeaseNext(const std::string& worker, const std::vector<std::string>& services) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = MonotonicMs();
  bool idle = true;
  for (const auto& [id, lease] : leases_) {
    if (lease.lease.worker != worker) continue;
    if (lease.alone) return std::optional<JobBody>();
    idle = false;
  }
  // A busy worker takes nothing new while a job waits for one without others, or it waits for ever.
  if (!idle && queue_.alone() > 0) return std::optional<JobBody>();
  const std::optional<ReadyJob> ready = queue_.Take(services, now, idle);
  if (!ready) return std::optional<JobBody>();

  JobBody job;
  job.job = ready->job;
  job.service = ready->service;
  job.deadline_ms = static_cast<std::uint64_t>(rules_.deadline_ms);
  LedgerLease lease{worker, sequence_ + 1, 0};
  if (IsDossierJob(ready->job)) {
    const Result<ActiveDossier*> dossier = Find(DossierOfJob(ready->job));
    if (!dossier) return dossier.status();
    DossierJob body;
    body.head = (*dossier)->record.head;
    body.version = (*dossier)->record.version + 1;
    for (const std::string& id : (*dossier)->SealedPages()) {
      const LedgerPage& page = (*dossier)->pages.at(id);
      if (page.state == PageState::kDone) body.pages.push_back({id, page.source, page.record});
    }
    lease.generation = (*dossier)->record.generation;
    job.attempt = dossier_failures_[body.head.code] + 1;
    job.work = EncodeBody(body);
  } else {
    ActiveDossier* dossier = nullptr;
    const Result<LedgerPage*> page = FindPage(ready->job, &dossier);
    if (!page) return page.status();
    PageJob body{ready->job, (*page)->source, (*page)->name, {}};
    if ((*page)->same_bytes) body.flags.emplace_back("same_bytes_as_another_page");
    job.attempt = (*page)->attempts + (*page)->deaths + 1;
    job.work = EncodeBody(body);
  }
  job.fence = lease.fence;
  MetaBatch batch;
  batch.Put(LeaseKey(job.job), EncodeRecord(lease));
  const Status status = Write(batch);
  if (!status.ok()) {
    queue_.Add(*ready);
    return status;
  }
  leases_[job.job] = {lease, 0, now, now, rules_.lease_ms, true, ready->alone};
  return std::optional(std::move(job));
}

std::vector<HeldJob> Ledger::Renew(const std::string& worker, const std::vector<HeldJob>& held, std::int64_t longest_call_ms) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = MonotonicMs();
  std::vector<HeldJob> revoked;
  for (const HeldJob& job : held) {
    const auto found = leases_.find(job.job);
    if (found == leases_.end() || found->second.lease.fence != job.fence || found->second.lease.worker != worker) {
      revoked.push_back(job);
      continue;
    }
    ActiveLease& lease = found->second;
    lease.claimed = true;
    lease.patience_ms = std::max(rules_.lease_ms, longest_call_ms + kLeaseMarginMs);
    if (job.progress == lease.progress) continue;
    lease.progress = job.progress;
    lease.progress_ms = now;
  }
  std::vector<std::string> lost;
  for (const auto& [id, lease] : leases_) {
    if (lease.lease.worker != worker || now - lease.granted_ms <= kArrivalMs) continue;
    const bool named = std::any_of(held.begin(), held.end(), [&name = id](const HeldJob& job) { return job.job == name; });
    if (!named) lost.push_back(id);
  }
  // Where the store refuses, the next beat tries again.
  static_cast<void>(TakeBack(lost).ok());
  return revoked;
}

std::uint32_t Ledger::LeasesOf(const std::string& worker) {
  const std::lock_guard lock(mutex_);
  return static_cast<std::uint32_t>(std::count_if(leases_.begin(), leases_.end(), [&worker](const auto& lease) {
    return lease.second.lease.worker == worker;
  }));
}

// kCommitted here means: go on.
Result<Verdict> Ledger::CheckLease(const std::string& job, std::uint64_t fence) {
  const auto lease = leases_.find(job);
  if (lease != leases_.end()) return lease->second.lease.fence == fence ? Verdict::kCommitted : Verdict::kStale;
  if (IsDossierJob(job)) {
    const Result<ActiveDossier*> dossier = Find(DossierOfJob(job));
    if (dossier) return Verdict::kStale;
    return dossier.status().code() == StatusCode::kNotFound ? Result<Verdict>(Verdict::kUnknown) : dossier.status();
  }
  ActiveDossier* dossier = nullptr;
  const Result<LedgerPage*> page = FindPage(job, &dossier);
  if (page) return Verdict::kStale;
  return page.status().code() == StatusCode::kNotFound ? Result<Verdict>(Verdict::kUnknown) : page.status();
}

Result<Verdict> Ledger::CompletePage(const OutcomeBody& outcome) {
  // What it names is looked at before anything is believed.
  const Result<std::string> bytes = ReadBlob(archive_.blobs(), outcome.record);
  if (!bytes) return Annotate(bytes.status(), "take the result of page " + outcome.job);
  const Result<PageRecord> record = DecodePageRecord(*bytes);
  if (!record) return record.status();
  const Result<BlobInfo> layer = archive_.blobs().Stat(record->layer_sha256);
  if (!layer) return Annotate(layer.status(), "take the result of page " + outcome.job);

  const std::lock_guard lock(mutex_);
  ActiveDossier* dossier = nullptr;
  const Result<LedgerPage*> found = FindPage(outcome.job, &dossier);
  if (!found) return found.status().code() == StatusCode::kNotFound ? Result<Verdict>(Verdict::kUnknown) : found.status();
  // Sent again because the answer was lost.
  if ((*found)->state == PageState::kDone && (*found)->record == outcome.record) return Verdict::kCommitted;
  const Result<Verdict> verdict = CheckLease(outcome.job, outcome.fence);
  if (!verdict || *verdict != Verdict::kCommitted) return verdict;
  if (record->source != (*found)->source || record->id != outcome.job) {
    return Status(StatusCode::kInvalidArgument, "take the result of page " + outcome.job + ": it is of another page");
  }
  const LedgerPage before = **found;
  LedgerPage& page = **found;
  page.state = PageState::kDone;
  page.record = outcome.record;
  page.layer = record->layer_sha256;
  page.blank = record->quality.blank;
  page.reason = Status();
  page.stage.clear();
  MetaBatch batch;
  batch.Put(LedgerPageKey(outcome.job), EncodeRecord(page));
  batch.Delete(ReadyKey(outcome.job));
  batch.Delete(LeaseKey(outcome.job));
  const bool due = StageDue(*dossier, batch);
  const Status status = Write(batch);
  if (!status.ok()) {
    page = before;
    return status;
  }
  leases_.erase(outcome.job);
  noted_blobs_.erase(page.record);
  noted_blobs_.erase(page.layer);
  ++counts_.pages_done;
  if (due) Enqueue(DossierJobName(dossier->record.head.code), *dossier, 0);
  return Verdict::kCommitted;
}

Result<Dossier> Ledger::Assemble(ActiveDossier& active, std::vector<Document> documents, std::vector<PageRecord>& records) {
  Dossier dossier;
  dossier.head = active.record.head;
  dossier.version = active.record.version + 1;
  dossier.committed_unix_ms = NowUnixMs();
  for (const auto& [place, original] : active.originals) {
    const LedgerBatch& batch = active.batches[place.first];
    if (!batch.sealed) continue;
    dossier.originals.push_back({original.name, original.sha256, original.size, batch.id, place.second,
                                 static_cast<std::uint32_t>(original.page_ids.size())});
  }
  for (const std::string& id : active.SealedPages()) {
    const LedgerPage& page = active.pages.at(id);
    if (page.state != PageState::kDone) {
      dossier.quarantined.push_back({id, page.source, page.stage, page.reason, page.attempts, page.at_unix_ms, page.state == PageState::kRejected});
      continue;
    }
    const Result<std::string> bytes = ReadBlob(archive_.blobs(), page.record);
    if (!bytes) return bytes.status();
    Result<PageRecord> record = DecodePageRecord(*bytes);
    if (!record) return record.status();
    records.push_back(std::move(*record));
    dossier.pages.push_back({id, static_cast<std::uint32_t>(dossier.pages.size() + 1), page.source, page.record, page.blank});
  }
  const Status whole = CheckDocuments(dossier, documents);
  if (!whole.ok()) return whole;
  for (Document& document : documents) {
    document.id = MakeId('d', dossier.head.code + ":" + document.page_ids.front());
    dossier.documents.push_back(std::move(document));
  }
  return dossier;
}

Result<Verdict> Ledger::CompleteDossier(const OutcomeBody& outcome) {
  std::vector<Document> documents;
  for (const std::string& bytes : outcome.documents) {
    Result<Document> document = DecodeDocument(bytes);
    if (!document) return document.status();
    documents.push_back(std::move(*document));
  }
  const std::lock_guard lock(mutex_);
  const Result<Verdict> verdict = CheckLease(outcome.job, outcome.fence);
  if (!verdict || *verdict != Verdict::kCommitted) return verdict;
  const Result<ActiveDossier*> found = Find(DossierOfJob(outcome.job));
  if (!found) return found.status();
  ActiveDossier& active = **found;
  const std::string code = active.record.head.code;
  MetaBatch batch;
  if (leases_[outcome.job].lease.generation != active.record.generation) {
    // Pages came or went while it was worked on: once more, with all of them.
    batch.Delete(LeaseKey(outcome.job));
    const bool due = active.IsDue();
    if (!due) batch.Delete(ReadyKey(outcome.job));
    const Status status = Write(batch);
    if (!status.ok()) return status;
    leases_.erase(outcome.job);
    if (due) Enqueue(outcome.job, active, 0);
    return Verdict::kStale;
  }
  std::vector<PageRecord> records;
  const Result<Dossier> dossier = Assemble(active, std::move(documents), records);
  if (!dossier) return dossier.status();
  Status status = archive_.StageCommit(*dossier, records, batch);
  if (!status.ok()) return status;
  LedgerDossier record = active.record;
  record.version = dossier->version;
  record.visible_generation = record.generation;
  batch.Put(LedgerDossierKey(code), EncodeRecord(record));
  batch.Delete(ReadyKey(outcome.job));
  batch.Delete(LeaseKey(outcome.job));
  status = Write(batch);
  if (!status.ok()) return status;
  active.record = record;
  leases_.erase(outcome.job);
  dossier_failures_.erase(code);
  for (const Document& document : dossier->documents) noted_blobs_.erase(document.pdf);
  for (const Original& original : dossier->originals) noted_blobs_.erase(original.sha256);
  Forget(code);
  return Verdict::kCommitted;
}

Result<Verdict> Ledger::Fail(const JobFailureBody& failure) {
  const std::lock_guard lock(mutex_);
  const Result<Verdict> verdict = CheckLease(failure.job, failure.fence);
  if (!verdict || *verdict != Verdict::kCommitted) return verdict;
  const Status status = JobFailed(failure.job, failure.stage, failure.status, false);
  if (!status.ok()) return status;
  return Verdict::kCommitted;
}

Status Ledger::JobFailed(const std::string& job, const std::string& stage, const Status& reason, bool death) {
  return IsDossierJob(job) ? DossierFailed(DossierOfJob(job), stage, reason, death) : PageFailed(job, stage, reason, death);
}

Status Ledger::PageFailed(const std::string& page_id, const std::string& stage, const Status& reason, bool death) {
  ActiveDossier* dossier = nullptr;
  const Result<LedgerPage*> found = FindPage(page_id, &dossier);
  if (!found) return found.status();
  const LedgerPage before = **found;
  LedgerPage& page = **found;
  ++(death ? page.deaths : page.attempts);
  const std::uint32_t most = reason.code() == StatusCode::kTimeout ? kMaximalTimeouts : rules_.max_attempts;
  const bool again = death ? page.deaths < rules_.max_deaths : IsRetryable(reason.code()) && page.attempts < most;
  MetaBatch batch;
  batch.Delete(LeaseKey(page_id));
  if (again) {
    batch.Put(LedgerPageKey(page_id), EncodeRecord(page));
  } else {
    StageQuarantine(page_id, page, stage, reason, batch);
  }
  const bool due = StageDue(*dossier, batch);
  const Status status = Write(batch);
  if (!status.ok()) {
    page = before;
    return status;
  }
  leases_.erase(page_id);
  if (again) {
    Enqueue(page_id, *dossier, death ? 0 : BackOffMs(page.attempts));
  } else {
    ++counts_.pages_quarantined;
  }
  if (due) Enqueue(DossierJobName(dossier->record.head.code), *dossier, 0);
  return Status();
}

Status Ledger::DossierFailed(const std::string& code, const std::string& stage, const Status& reason, bool death) {
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  ActiveDossier& dossier = **found;
  const std::string job = DossierJobName(code);
  const std::uint32_t failures = ++dossier_failures_[code];
  const std::uint32_t most = death ? rules_.max_deaths : rules_.max_attempts;
  MetaBatch batch;
  batch.Delete(LeaseKey(job));
  if ((death || IsRetryable(reason.code())) && failures < most) {
    const Status status = Write(batch);
    if (!status.ok()) return status;
    leases_.erase(job);
    Enqueue(job, dossier, BackOffMs(failures));
    return Status();
  }
  // No documents can be made of these pages: those that no version shows yet stand in
  // quarantine with the reason, and the dossier goes on without them.
  const ActiveDossier before = dossier;
  std::uint32_t moved = 0;
  for (const std::string& id : dossier.SealedPages()) {
    LedgerPage& page = dossier.pages.at(id);
    if (page.state != PageState::kDone || archive_.FindPage(id)) continue;
    StageQuarantine(id, page, stage, reason, batch);
    ++moved;
  }
  if (moved == 0) dossier.record.stuck = true;
  if (moved > 0) ++dossier.record.generation;
  batch.Put(LedgerDossierKey(code), EncodeRecord(dossier.record));
  batch.Delete(ReadyKey(job));
  const bool due = dossier.IsDue();
  if (due) batch.Put(ReadyKey(job), "");
  const Status status = Write(batch);
  if (!status.ok()) {
    dossier = before;
    return status;
  }
  leases_.erase(job);
  dossier_failures_.erase(code);
  counts_.pages_quarantined += moved;
  counts_.pages_done -= moved;
  if (due) Enqueue(job, dossier, 0);
  return Status();
}

Status Ledger::Return(const std::string& worker, const std::vector<HeldJob>& jobs) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> returned;
  for (const HeldJob& job : jobs) {
    const auto lease = leases_.find(job.job);
    if (lease == leases_.end() || lease->second.lease.worker != worker || lease->second.lease.fence != job.fence) continue;
    returned.push_back(job.job);
  }
  return TakeBack(returned);
}

Status Ledger::TakeBack(const std::vector<std::string>& jobs) {
  if (jobs.empty()) return Status();
  MetaBatch batch;
  for (const std::string& job : jobs) batch.Delete(LeaseKey(job));
  const Status status = Write(batch);
  if (!status.ok()) return status;
  for (const std::string& job : jobs) {
    leases_.erase(job);
    ActiveDossier* dossier = nullptr;
    if (IsDossierJob(job)) {
      const Result<ActiveDossier*> found = Find(DossierOfJob(job));
      if (!found) return found.status();
      dossier = *found;
    } else {
      const Result<LedgerPage*> page = FindPage(job, &dossier);
      if (!page) return page.status();
    }
    Enqueue(job, *dossier, 0);
  }
  return Status();
}

std::vector<std::string> Ledger::LeasedTo(const std::string& worker) const {
  std::vector<std::string> jobs;
  for (const auto& [job, lease] : leases_) {
    if (lease.lease.worker == worker) jobs.push_back(job);
  }
  return jobs;
}

Status Ledger::WorkerLeft(const std::string& worker) {
  const std::lock_guard lock(mutex_);
  return TakeBack(LeasedTo(worker));
}

Status Ledger::WorkerGone(const std::string& worker) {
  const std::lock_guard lock(mutex_);
  for (const std::string& job : LeasedTo(worker)) {
    const Status status = JobFailed(job, "worker", Status(StatusCode::kInternal, "the worker process died on it, each time"), true);
    if (!status.ok()) return status;
    ++counts_.lease_expiries;
  }
  return Status();
}

Status Ledger::Expire() {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = MonotonicMs();
  std::vector<std::string> over;
  std::vector<std::string> unclaimed;
  for (const auto& [job, lease] : leases_) {
    const bool still = now - lease.progress_ms > lease.patience_ms;
    const bool late = now - lease.granted_ms > rules_.deadline_ms;
    if (still || late) (lease.claimed ? over : unclaimed).push_back(job);
  }
  const Status taken = TakeBack(unclaimed);
  if (!taken.ok()) return taken;
  for (const std::string& job : over) {
    const Status status = JobFailed(job, "lease", Status(StatusCode::kTimeout, "no progress in the time of a lease"), false);
    if (!status.ok()) return status;
    ++counts_.lease_expiries;
  }
  return Status();
}

}  // namespace sohoa
