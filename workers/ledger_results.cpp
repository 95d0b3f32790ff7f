// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a job: a result, a version of the dossier, a failure.
#include <algorithm>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "documents/procedures/completeness_check.h"
#include "workers/ledger.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

// A page that hangs its reader twice hangs it a third time.
constexpr std::uint32_t kMaximalTimeouts = 2;
constexpr std::int64_t kFirstBackOffMs = 1'000;
constexpr std::int64_t kLongestBackOffMs = 300'000;

// A copy of the program that believes whoever speaks of a job. Only the stress tests build it, to
// see that they notice.
#ifdef SOHOA_SABOTAGE_NO_FENCE
constexpr bool kFenced = false;
#else
constexpr bool kFenced = true;
#endif

QuarantinedPage QuarantinedOf(const std::string& id, const LedgerPage& page) {
  return {id, page.source, page.stage, page.reason, page.attempts, page.at_unix_ms, page.state == PageState::kRejected};
}

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

// Full jitter, so that what failed together does not come back together.
std::int64_t Ledger::BackOffMs(std::uint32_t attempts) {
  const std::int64_t most = std::min(kLongestBackOffMs, kFirstBackOffMs << std::min(attempts, 10u));
  return std::uniform_int_distribution<std::int64_t>(0, most)(random_);
}

void Ledger::StageDue(const ActiveDossier& dossier, MetaBatch& batch, std::int64_t settle_ms) {
  if (!dossier.IsDue()) return;
  const std::string job = DossierJobName(dossier.record.head.code);
  batch.Put(ReadyKey(job), "");
  if (!leases_.contains(job)) Enqueue(job, dossier, settle_ms);
}

// kCommitted here means: go on.
Result<Verdict> Ledger::CheckLease(const std::string& job, std::uint64_t fence) {
  const auto lease = leases_.find(job);
  if (!kFenced) return Verdict::kCommitted;
  if (lease != leases_.end()) return lease->second.lease.fence == fence ? Verdict::kCommitted : Verdict::kStale;
  if (IsDossierJob(job)) {
    const Result<ActiveDossier*> dossier = Find(DossierOfJob(job));
    if (dossier) return Verdict::kStale;
    return dossier.status().code() == StatusCode::kNotFound ? Result<Verdict>(Verdict::kUnknown) : dossier.status();
  }
  const Result<FoundPage> page = FindPage(job);
  if (page) return Verdict::kStale;
  return page.status().code() == StatusCode::kNotFound ? Result<Verdict>(Verdict::kUnknown) : page.status();
}

// What it names is looked at before anything is believed.
Result<PageRecord> Ledger::RecordOf(const OutcomeBody& outcome) {
  // Noted before it is asked for, so that a removal spares it; a restart forgot what was noted when it came.
  NoteBlob(outcome.record);
  const Result<std::string> bytes = ReadBlob(archive_.blobs(), outcome.record);
  if (!bytes) return Annotate(bytes.status(), "take the result of page " + outcome.job);
  Result<PageRecord> record = DecodePageRecord(*bytes);
  if (!record) return record;
  NoteBlob(record->layer_sha256);
  const Result<BlobInfo> layer = archive_.blobs().Stat(record->layer_sha256);
  if (!layer) return Annotate(layer.status(), "take the result of page " + outcome.job);
  return record;
}

Result<Verdict> Ledger::CompletePage(const OutcomeBody& outcome) {
  const Result<PageRecord> record = RecordOf(outcome);
  if (!record) return record.status();
  return Apply<Verdict>([&](MetaBatch& batch) { return StagePageResult(outcome, *record, batch); });
}

void Ledger::CompletePage(const OutcomeBody& outcome, std::function<void(const Result<Verdict>&)> done) {
  Result<PageRecord> record = RecordOf(outcome);
  if (!record) return done(record.status());
  ApplyThen<Verdict>([this, outcome, kept = std::make_shared<const PageRecord>(std::move(*record))](
                         MetaBatch& batch) { return StagePageResult(outcome, *kept, batch); },
                     std::move(done));
}

Result<Verdict> Ledger::StagePageResult(const OutcomeBody& outcome, const PageRecord& record, MetaBatch& batch) {
  const Result<FoundPage> found = FindPage(outcome.job);
  if (!found) return found.status().code() == StatusCode::kNotFound ? Result<Verdict>(Verdict::kUnknown) : found.status();
  LedgerPage page = *found->page;
  // Sent again because the answer was lost.
  if (page.state == PageState::kDone && page.record == outcome.record) {
    noted_blobs_.erase(page.record);
    noted_blobs_.erase(page.layer);
    return Verdict::kCommitted;
  }
  const Result<Verdict> verdict = CheckLease(outcome.job, outcome.fence);
  if (!verdict || *verdict != Verdict::kCommitted) return verdict;
  if (record.source != page.source || record.id != outcome.job) {
    return Status(StatusCode::kInvalidArgument, "take the result of page " + outcome.job + ": it is of another page");
  }
  page.state = PageState::kDone;
  page.record = outcome.record;
  page.layer = record.layer_sha256;
  page.blank = record.quality.blank;
  page.reason = Status();
  page.stage.clear();
  StagePage(outcome.job, *found, page, batch);
  batch.Delete(ReadyKey(outcome.job));
  EndLease(outcome.job, batch);
  StageDue(*found->dossier, batch);
  noted_blobs_.erase(page.record);
  noted_blobs_.erase(page.layer);
  Tell([this, job = outcome.job, source = page.source, times = outcome.stage_times] { watch_.PageDone(job, source, times); });
  return Verdict::kCommitted;
}

Result<Dossier> Ledger::Assemble(ActiveDossier& active, std::vector<Document>& documents,
                                 const std::map<std::string, PageRecord>& records, std::vector<PageRecord>& pages) {
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
      dossier.quarantined.push_back(QuarantinedOf(id, page));
      continue;
    }
    const auto record = records.find(id);
    if (record == records.end()) return Status(StatusCode::kUnavailable, "commit dossier " + dossier.head.code + ": its pages changed meanwhile");
    pages.push_back(record->second);
    dossier.pages.push_back({id, static_cast<std::uint32_t>(dossier.pages.size() + 1), page.source, page.record, page.blank});
  }
  const Status whole = CheckDocuments(dossier, documents);
  if (!whole.ok()) return whole;
  for (Document& document : documents) dossier.documents.push_back(std::move(document));
  dossier.edits = active.edits;
  const Status aside = AddSetAside(active, dossier);
  if (!aside.ok()) return aside;
  return dossier;
}

// Pages that are in another dossier now are known from the version before, for only what was visible is sent.
Status Ledger::AddSetAside(const ActiveDossier& active, Dossier& dossier) {
  if (active.edits.empty()) return Status();
  const std::map<std::string, PageAside> aside = Arrange(active.ArrivedPages(), active.edits).aside;
  if (aside.empty()) return Status();
  std::map<std::string, DossierPage> known;
  if (active.record.version > 0) {
    const Result<Dossier> before = archive_.GetDossier(dossier.head.code);
    if (!before) return before.status();
    for (const DossierPage& page : before->pages) known[page.id] = page;
    for (const SetAsidePage& page : before->set_aside) known[page.page.id] = page.page;
  }
  for (const auto& [id, why] : aside) {
    if (const auto own = active.pages.find(id); own != active.pages.end()) {
      if (own->second.state != PageState::kDone) {
        dossier.quarantined.push_back(QuarantinedOf(id, own->second));
        continue;
      }
      known[id] = {id, 0, own->second.source, own->second.record, own->second.blank};
    }
    const auto page = known.find(id);
    if (page == known.end()) return Status(StatusCode::kInternal, "commit dossier " + dossier.head.code + ": page " + id + " was set aside and is in no version");
    dossier.set_aside.push_back({page->second, why});
    dossier.set_aside.back().page.page = 0;
  }
  return Status();
}

// Before the change, for it takes its time.
Result<Ledger::SealedRecords> Ledger::ReadRecords(const std::string& code) {
  SealedRecords sealed;
  std::map<std::string, Sha256> names;
  {
    const std::scoped_lock lock(mutex_);
    const Result<ActiveDossier*> dossier = Find(code);
    if (!dossier) return dossier.status();
    sealed.head = (*dossier)->record.head;
    for (const std::string& id : (*dossier)->SealedPages()) {
      const LedgerPage& page = (*dossier)->pages.at(id);
      if (page.state == PageState::kDone) names[id] = page.record;
      sealed.unread += page.state != PageState::kDone && page.state != PageState::kRejected;
    }
  }
  if (const Status read = FetchRecords(names, sealed); !read.ok()) return read;
  return sealed;
}

Status Ledger::FetchRecords(const std::map<std::string, Sha256>& names, SealedRecords& sealed) {
  for (const auto& [id, name] : names) {
    const Result<std::string> bytes = ReadBlob(archive_.blobs(), name);
    if (!bytes) return bytes.status();
    Result<PageRecord> record = DecodePageRecord(*bytes);
    if (!record) return record.status();
    sealed.records.emplace(id, std::move(*record));
  }
  return Status();
}

// A page that is gone meanwhile makes the result a stale one.
Completeness Ledger::CheckPapers(const SealedRecords& sealed, const std::vector<Document>& documents) {
  DossierPapers papers;
  papers.head = sealed.head;
  papers.unread_pages = sealed.unread;
  for (const Document& document : documents) {
    papers.documents.push_back(&document);
    std::vector<const PageRecord*>& pages = papers.pages.emplace_back();
    for (const std::string& id : document.page_ids) {
      const auto record = sealed.records.find(id);
      if (record != sealed.records.end()) pages.push_back(&record->second);
    }
  }
  const Result<Dossier> first = archive_.GetDossier(sealed.head.code, 1);
  papers.first_seen_unix_ms = first ? first->committed_unix_ms : NowUnixMs();
  return CheckCompleteness(papers, rules_.procedures.get());
}

Result<Verdict> Ledger::CompleteDossier(const OutcomeBody& outcome) {
  std::vector<Document> documents;
  for (const std::string& bytes : outcome.documents) {
    Result<Document> document = DecodeDocument(bytes);
    if (!document) return document.status();
    documents.push_back(std::move(*document));
  }
  const Result<SealedRecords> sealed = ReadRecords(DossierOfJob(outcome.job));
  if (!sealed) return sealed.status().code() == StatusCode::kNotFound ? Result<Verdict>(Verdict::kUnknown) : sealed.status();
  for (Document& document : documents) {
    NoteBlob(document.pdf);
    if (!document.page_ids.empty()) document.id = MakeId('d', sealed->head.code + ":" + document.page_ids.front());
  }
  const Completeness completeness = CheckPapers(*sealed, documents);
  return Apply<Verdict>([&](MetaBatch& batch) { return StageDossierResult(outcome, documents, *sealed, completeness, batch); });
}

Result<Verdict> Ledger::StageDossierResult(const OutcomeBody& outcome, std::vector<Document>& documents, const SealedRecords& sealed,
                                           const Completeness& completeness, MetaBatch& batch) {
  const Result<Verdict> verdict = CheckLease(outcome.job, outcome.fence);
  if (!verdict || *verdict != Verdict::kCommitted) return verdict;
  const Result<ActiveDossier*> found = Find(DossierOfJob(outcome.job));
  if (!found) return found.status();
  ActiveDossier& active = **found;
  const std::string code = active.record.head.code;
  if (leases_[outcome.job].lease.generation != active.record.generation || !active.IsDue()) {
    // Pages came or went while it was worked on: once more, with all of them.
    EndLease(outcome.job, batch);
    if (active.IsDue()) {
      Enqueue(outcome.job, active, 0);
    } else {
      batch.Delete(ReadyKey(outcome.job));
    }
    return Verdict::kStale;
  }
  if (StageTooSecret(active, documents, batch) > 0) {
    batch.Delete(ReadyKey(outcome.job));
    EndLease(outcome.job, batch);
    StageDue(active, batch);
    return Verdict::kCommitted;
  }
  std::vector<PageRecord> pages;
  Result<Dossier> dossier = Assemble(active, documents, sealed.records, pages);
  if (!dossier) return dossier.status();
  dossier->completeness = completeness;
  const Status staged = archive_.StageCommit(*dossier, pages, batch);
  if (!staged.ok()) return staged;
  LedgerDossier record = active.record;
  record.version = dossier->version;
  record.visible_generation = record.generation;
  record.pending_since_unix_ms = 0;
  Tell([this, version = CommittedVersion{code, active.Trace(), dossier->version, dossier->pages.size(), active.batches.back().lane},
        since = active.record.pending_since_unix_ms, times = outcome.stage_times] { watch_.DossierCommitted(version, since, times); });
  StageDossier(active, record, batch);
  batch.Delete(ReadyKey(outcome.job));
  EndLease(outcome.job, batch);
  dossier_failures_.erase(code);
  for (const Document& document : dossier->documents) noted_blobs_.erase(document.pdf);
  for (const Original& original : dossier->originals) noted_blobs_.erase(original.sha256);
  return Verdict::kCommitted;
}

Result<Verdict> Ledger::Fail(const JobFailureBody& failure) {
  return Apply<Verdict>([&](MetaBatch& batch) { return StageFailure(failure, batch); });
}

Result<Verdict> Ledger::StageFailure(const JobFailureBody& failure, MetaBatch& batch) {
  const Result<Verdict> verdict = CheckLease(failure.job, failure.fence);
  if (!verdict || *verdict != Verdict::kCommitted) return verdict;
  const Status status = JobFailed(failure.job, failure.stage, failure.status, false, batch);
  if (!status.ok()) return status;
  return Verdict::kCommitted;
}

Status Ledger::JobFailed(const std::string& job, const std::string& stage, const Status& reason, bool death, MetaBatch& batch) {
  return IsDossierJob(job) ? DossierFailed(DossierOfJob(job), stage, reason, death, batch)
                           : PageFailed(job, stage, reason, death, batch);
}

Status Ledger::PageFailed(const std::string& page_id, const std::string& stage, const Status& reason, bool death, MetaBatch& batch) {
  const Result<FoundPage> found = FindPage(page_id);
  if (!found) return found.status();
  LedgerPage page = *found->page;
  ++(death ? page.deaths : page.attempts);
  const std::uint32_t most = reason.code() == StatusCode::kTimeout ? kMaximalTimeouts : rules_.max_attempts;
  const bool again = death ? page.deaths < rules_.max_deaths : IsRetryable(reason.code()) && page.attempts < most;
  EndLease(page_id, batch);
  // It was to be read again: what was read before is better than nothing.
  const bool keeps = !again && page.state == PageState::kReady && page.record != Sha256{};
  if (keeps) StageKept(page_id, page, stage, reason, batch);
  if (!again && !keeps) StageQuarantine(page_id, page, stage, reason, batch);
  StagePage(page_id, *found, page, batch);
  if (again) {
    Tell([this, page_id, trace = page.source.batch, stage, code = reason.code(), attempts = page.attempts + page.deaths] {
      watch_.JobRetried(page_id, trace, stage, code, attempts);
    });
    Enqueue(page_id, *found->dossier, death ? 0 : BackOffMs(page.attempts));
  } else {
    StageDue(*found->dossier, batch);
  }
  return Status();
}

Status Ledger::DossierFailed(const std::string& code, const std::string& stage, const Status& reason, bool death, MetaBatch& batch) {
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  const std::uint32_t failures = ++dossier_failures_[code];
  const std::uint32_t most = death ? rules_.max_deaths : rules_.max_attempts;
  const std::string job = DossierJobName(code);
  EndLease(job, batch);
  if ((death || IsRetryable(reason.code())) && failures < most) {
    Tell([this, job, trace = (*found)->Trace(), stage, code = reason.code(), failures] {
      watch_.JobRetried(job, trace, stage, code, failures);
    });
    Enqueue(job, **found, BackOffMs(failures));
  } else {
    StageDossierFailure(**found, stage, reason, batch);
  }
  return Status();
}

// No documents can be made of these pages: those that no version shows yet stand in
// quarantine with the reason, and the dossier goes on without them.
void Ledger::StageDossierFailure(ActiveDossier& dossier, const std::string& stage, const Status& reason, MetaBatch& batch) {
  const std::string code = dossier.record.head.code;
  std::uint32_t moved = 0;
  for (const std::string& id : dossier.SealedPages()) {
    LedgerPage page = dossier.pages.at(id);
    if (page.state != PageState::kDone || archive_.FindPage(id)) continue;
    StageQuarantine(id, page, stage, reason, batch);
    StagePage(id, {&dossier, &dossier.pages.at(id)}, page, batch);
    ++moved;
  }
  LedgerDossier record = dossier.record;
  if (moved == 0) {
    record.stuck = true;
    Tell([this, code, trace = dossier.Trace(), stage, because = reason.code()] { watch_.DossierStuck(code, trace, stage, because); });
  }
  if (moved > 0) ++record.generation;
  StageDossier(dossier, record, batch);
  batch.Delete(ReadyKey(DossierJobName(code)));
  dossier_failures_.erase(code);
  StageDue(dossier, batch);
}

}  // namespace sohoa
