// SPDX-License-Identifier: Apache-2.0
//
// Which job goes to whom, for how long, and how it comes back.
#include <algorithm>

#include "core/calendar.h"
#include "workers/ledger.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

// A worker's own time limit strikes before the lease ends.
constexpr std::int64_t kLeaseMarginMs = 5'000;
// A job that its worker does not name after so long did not arrive.
constexpr std::int64_t kArrivalMs = 3'000;

}  // namespace

Lane Ledger::LaneOf(const std::string& job, const ActiveDossier& dossier) {
  if (dossier.batches.empty()) return Lane::kCounter;
  if (!IsDossierJob(job)) {
    const LedgerPage& page = dossier.pages.at(job);
    for (const LedgerBatch& batch : dossier.batches) {
      if (batch.id == page.source.batch) return batch.lane;
    }
  }
  return dossier.batches.back().lane;
}

void Ledger::Enqueue(const std::string& job, const ActiveDossier& dossier, std::int64_t delay_ms) {
  ReadyJob ready;
  ready.job = job;
  ready.service = IsDossierJob(job) ? "dossier" : "page";
  ready.agency = dossier.record.head.agency;
  ready.lane = LaneOf(job, dossier);
  ready.since_unix_ms = NowUnixMs();
  ready.not_before_ms = delay_ms > 0 ? MonotonicMs() + delay_ms : 0;
  std::uint32_t deaths = 0;
  std::string batch_id;  // empty = all
  if (IsDossierJob(job)) {
    const auto failures = dossier_failures_.find(dossier.record.head.code);
    if (failures != dossier_failures_.end()) deaths = failures->second;
  } else {
    const LedgerPage& page = dossier.pages.at(job);
    deaths = page.deaths;
    ready.since_unix_ms = page.at_unix_ms;
    batch_id = page.source.batch;
  }
  for (const LedgerBatch& batch : dossier.batches) {
    if (batch.deadline_unix_ms == 0 || (!batch_id.empty() && batch.id != batch_id)) continue;
    const bool earlier = ready.deadline_unix_ms == 0 || batch.deadline_unix_ms < ready.deadline_unix_ms;
    if (earlier) ready.deadline_unix_ms = batch.deadline_unix_ms;
  }
  // One more death would put it aside, so no other job may be near to be blamed or to blame.
  ready.alone = deaths + 1 >= rules_.max_deaths;
  queue_.Add(std::move(ready));
}

Result<std::optional<JobBody>> Ledger::LeaseNext(const std::string& worker, const std::vector<std::string>& services) {
  const std::scoped_lock lock(mutex_);
  // Work on what could not be written down would be done in vain.
  if (refused_ || !broken_.ok()) return std::optional<JobBody>();
  bool idle = true;
  if (leases_of_.contains(worker)) {
    for (const auto& [id, lease] : leases_) {
      if (lease.lease.worker != worker) continue;
      if (lease.alone) return std::optional<JobBody>();
      idle = false;
    }
  }
  // A busy worker takes nothing new while a job waits for one without others, or it waits for ever.
  if (!idle && queue_.alone() > 0) return std::optional<JobBody>();
  const std::int64_t now = MonotonicMs();
  std::optional<ReadyJob> ready = queue_.Take(services, now, idle);
  while (ready && !IsOpen(ready->job)) ready = queue_.Take(services, now, idle);
  if (!ready) return std::optional<JobBody>();

  LedgerLease lease{worker, last_fence_ + 1, 0};
  Result<JobBody> job = DescribeJob(*ready, lease);
  if (!job) {
    queue_.Add(*ready);
    return job.status();
  }
  ++last_fence_;
  leases_[job->job] = {lease, ready->lane, 0, now, now, rules_.lease_ms, true, ready->alone};
  ++leases_of_[worker];
  WriteLease(job->job, lease.fence);
  return std::optional(std::move(*job));
}

// What waited may be overtaken: a later batch brought pages to a dossier whose job was ready.
// The job comes back with the last of them.
bool Ledger::IsOpen(const std::string& job) {
  if (leases_.contains(job)) return false;
  if (IsDossierJob(job)) {
    const Result<ActiveDossier*> dossier = Find(DossierOfJob(job));
    return !dossier || (*dossier)->IsDue();
  }
  const Result<FoundPage> found = FindPage(job);
  return !found || found->page->state == PageState::kReady;
}

// With the next group, unless it has ended by then.
void Ledger::WriteLease(const std::string& job, std::uint64_t fence) {
  commits_->Post({[this, job, fence](MetaBatch& batch) {
                    const auto lease = leases_.find(job);
                    if (lease != leases_.end() && lease->second.lease.fence == fence) {
                      batch.Put(LeaseKey(job), EncodeRecord(lease->second.lease));
                    }
                    return Status();
                  },
                  nullptr, false, Status()});
}

// The documents of the newest version, for those that come out the same. Without them all is
// rendered again.
std::vector<RenderedEarlier> Ledger::RenderedBefore(const std::string& code) {
  std::vector<RenderedEarlier> rendered;
  const Result<Dossier> before = archive_.GetDossier(code);
  if (!before) return rendered;
  std::map<std::string, Sha256> records;
  for (const DossierPage& page : before->pages) records[page.id] = page.record;
  for (const Document& document : before->documents) {
    RenderedEarlier& each = rendered.emplace_back();
    for (const std::string& id : document.page_ids) each.records.push_back(records[id]);
    each.label = document.type.label;
    for (const std::string& stage : document.made_by) {
      if (stage.starts_with("render/")) each.made_by = stage;
    }
    each.pdf = document.pdf;
    each.pdf_size = document.pdf_size;
  }
  return rendered;
}

Result<JobBody> Ledger::DescribeJob(const ReadyJob& ready, LedgerLease& lease) {
  JobBody job;
  job.job = ready.job;
  job.service = ready.service;
  job.deadline_ms = static_cast<std::uint64_t>(rules_.deadline_ms);
  job.fence = lease.fence;
  if (IsDossierJob(ready.job)) {
    const Result<ActiveDossier*> dossier = Find(DossierOfJob(ready.job));
    if (!dossier) return dossier.status();
    DossierJob body;
    body.head = (*dossier)->record.head;
    body.version = (*dossier)->record.version + 1;
    std::vector<NeededBlob> layers;
    for (const std::string& id : (*dossier)->SealedPages()) {
      const LedgerPage& page = (*dossier)->pages.at(id);
      if (page.state != PageState::kDone) continue;
      body.pages.push_back({id, page.source, page.record, page.received_unix_ms});
      // The ledger reads it once more, when the result is there.
      job.needs.push_back({page.record, true});
      layers.push_back({page.layer, false});
    }
    job.needs.insert(job.needs.end(), layers.begin(), layers.end());
    body.edits = (*dossier)->edits;
    if ((*dossier)->record.version > 0) body.earlier = RenderedBefore(body.head.code);
    lease.generation = (*dossier)->record.generation;
    job.attempt = dossier_failures_[body.head.code] + 1;
    job.trace = (*dossier)->Trace();
    job.work = EncodeBody(body);
    return job;
  }
  const Result<FoundPage> found = FindPage(ready.job);
  if (!found) return found.status();
  const LedgerPage& page = *found->page;
  PageJob body{ready.job, page.source, page.name, {}, page.rotation};
  if (page.same_bytes) body.flags.emplace_back("same_bytes_as_another_page");
  job.attempt = page.attempts + page.deaths + 1;
  job.trace = page.source.batch;
  job.work = EncodeBody(body);
  // A worker keeps an original of several pages for all of them.
  if (found->dossier->IsWholeOriginal(page.source)) job.needs.push_back({page.source.original, false});
  return job;
}

std::vector<HeldJob> Ledger::Renew(const std::string& worker, const std::vector<HeldJob>& held, std::int64_t longest_call_ms) {
  const std::scoped_lock lock(mutex_);
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
  std::vector<HeldJob> lost;
  for (const auto& [id, lease] : leases_) {
    if (lease.lease.worker != worker || now - lease.granted_ms <= kArrivalMs) continue;
    const bool named = std::any_of(held.begin(), held.end(), [&name = id](const HeldJob& job) { return job.job == name; });
    if (!named) lost.push_back({id, lease.lease.fence, 0});
  }
  // Where the store refuses, the next beat tries again.
  if (!lost.empty()) {
    commits_->Post({[this, worker, lost](MetaBatch& batch) { return StageTakeBack(StillHeld(worker, lost), batch); }, nullptr, false, Status()});
  }
  return revoked;
}

std::uint32_t Ledger::LeasesOf(const std::string& worker) {
  const std::scoped_lock lock(mutex_);
  const auto held = leases_of_.find(worker);
  return held == leases_of_.end() ? 0 : held->second;
}

bool Ledger::IsLeasedToAnother(const std::string& worker, const std::string& job, std::uint64_t fence) {
  const std::scoped_lock lock(mutex_);
  const auto lease = leases_.find(job);
  return lease != leases_.end() && lease->second.lease.fence == fence && lease->second.lease.worker != worker;
}

std::uint64_t Ledger::last_fence() {
  const std::scoped_lock lock(mutex_);
  return last_fence_;
}

void Ledger::EndLease(const std::string& job, MetaBatch& batch) {
  batch.Delete(LeaseKey(job));
  const auto lease = leases_.find(job);
  if (lease == leases_.end()) return;
  const auto held = leases_of_.find(lease->second.lease.worker);
  if (--held->second == 0) leases_of_.erase(held);
  leases_.erase(lease);
}

std::vector<std::string> Ledger::StillHeld(const std::string& worker, const std::vector<HeldJob>& jobs) const {
  std::vector<std::string> held;
  for (const HeldJob& job : jobs) {
    const auto lease = leases_.find(job.job);
    if (lease == leases_.end() || lease->second.lease.worker != worker || lease->second.lease.fence != job.fence) continue;
    held.push_back(job.job);
  }
  return held;
}

std::vector<std::string> Ledger::LeasedTo(const std::string& worker, std::uint64_t last_fence) const {
  std::vector<std::string> jobs;
  for (const auto& [job, lease] : leases_) {
    if (lease.lease.worker == worker && lease.lease.fence <= last_fence) jobs.push_back(job);
  }
  return jobs;
}

Status Ledger::Return(const std::string& worker, const std::vector<HeldJob>& jobs) {
  return commits_->Run([&](MetaBatch& batch) { return StageTakeBack(StillHeld(worker, jobs), batch); });
}

Status Ledger::WorkerLeft(const std::string& worker) {
  return commits_->Run([&](MetaBatch& batch) { return StageTakeBack(LeasedTo(worker, ~std::uint64_t{0}), batch); });
}

// Ends leases without counting an attempt.
Status Ledger::StageTakeBack(const std::vector<std::string>& jobs, MetaBatch& batch) {
  for (const std::string& job : jobs) {
    ActiveDossier* dossier = nullptr;
    if (IsDossierJob(job)) {
      const Result<ActiveDossier*> found = Find(DossierOfJob(job));
      if (found) dossier = *found;
    } else {
      const Result<FoundPage> page = FindPage(job);
      if (page) dossier = page->dossier;
    }
    EndLease(job, batch);
    if (dossier != nullptr) Enqueue(job, *dossier, 0);
  }
  return Status();
}

Status Ledger::WorkerGone(const std::string& worker, std::uint64_t last_fence) {
  return commits_->Run([&](MetaBatch& batch) {
    const Status death(StatusCode::kInternal, "the worker process died on it, each time");
    for (const std::string& job : LeasedTo(worker, last_fence)) {
      // One that cannot be read stays leased, and is tried again at its deadline.
      if (!JobFailed(job, "worker", death, true, batch).ok()) continue;
      ++counts_.lease_expiries;
      Tell([this, job, worker] { watch_.LeaseExpired(job, worker); });
    }
    return Status();
  });
}

bool Ledger::IsOver(const ActiveLease& lease, std::int64_t now_ms) const {
  return now_ms - lease.progress_ms > lease.patience_ms || now_ms - lease.granted_ms > rules_.deadline_ms;
}

bool Ledger::NeedsExpiry() {
  const std::scoped_lock lock(mutex_);
  const std::int64_t now = MonotonicMs();
  const bool removal = removal_due_ms_ != 0 && removal_due_ms_ <= now;
  return removal || refused_ || std::any_of(leases_.begin(), leases_.end(), [&](const auto& lease) { return IsOver(lease.second, now); });
}

Status Ledger::Expire() {
  if (removal_due_ms_ != 0 && removal_due_ms_ <= MonotonicMs()) static_cast<void>(RemoveDisposedBlobs().ok());
  return commits_->Run([this](MetaBatch& batch) {
    const std::int64_t now = MonotonicMs();
    std::vector<std::string> over;
    std::vector<std::string> unclaimed;
    for (const auto& [job, lease] : leases_) {
      if (IsOver(lease, now)) (lease.claimed ? over : unclaimed).push_back(job);
    }
    const Status still(StatusCode::kTimeout, "no progress in the time of a lease");
    for (const std::string& job : over) {
      const std::string worker = leases_.at(job).lease.worker;
      if (!JobFailed(job, "lease", still, false, batch).ok()) continue;
      ++counts_.lease_expiries;
      Tell([this, job, worker] { watch_.LeaseExpired(job, worker); });
    }
    return StageTakeBack(unclaimed, batch);
  });
}

}  // namespace sohoa
