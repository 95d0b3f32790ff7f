// SPDX-License-Identifier: Apache-2.0
//
// Receiving, sealing, progress. Leases are in ledger_leases.cpp, results in
// ledger_results.cpp, quarantine in ledger_quarantine.cpp, edits in ledger_edits.cpp, groups of changes in
// ledger_commit.cpp, the start in ledger_load.cpp.
#include "workers/ledger.h"

#include <algorithm>

#include "core/calendar.h"
#include "storage/key_layout.h"
#include "workers/socket.h"

namespace sohoa {

LedgerBatch* Ledger::ActiveDossier::FindBatch(const std::string& id) {
  for (LedgerBatch& batch : batches) {
    if (batch.id == id) return &batch;
  }
  return nullptr;
}

std::vector<std::string> Ledger::ActiveDossier::SealedPages() const {
  return edits.empty() ? ArrivedPages() : Arrange(ArrivedPages(), edits).pages;
}

std::vector<std::string> Ledger::ActiveDossier::ArrivedPages() const {
  std::vector<std::string> ids;
  for (const auto& [place, original] : originals) {
    if (!batches[place.first].sealed) continue;
    ids.insert(ids.end(), original.page_ids.begin(), original.page_ids.end());
  }
  return ids;
}

std::vector<std::string> Ledger::ActiveDossier::AllPages() const {
  std::vector<std::string> ids;
  for (const auto& [place, original] : originals) ids.insert(ids.end(), original.page_ids.begin(), original.page_ids.end());
  return ids;
}

std::string Ledger::ActiveDossier::Trace() const {
  for (auto original = originals.rbegin(); original != originals.rend(); ++original) {
    const LedgerBatch& batch = batches[original->first.first];
    if (batch.sealed) return batch.id;
  }
  return std::string();
}

bool Ledger::ActiveDossier::IsWholeOriginal(const PageSource& source) const {
  for (const LedgerBatch& batch : batches) {
    if (batch.id != source.batch) continue;
    const auto original = originals.find({batch.order, source.place});
    return original != originals.end() && original->second.page_ids.size() == 1;
  }
  return false;  // sent here from another dossier
}

bool Ledger::ActiveDossier::IsDue() const {
  if (record.stuck || record.generation == record.visible_generation) return false;
  const bool open = std::any_of(batches.begin(), batches.end(), [](const LedgerBatch& batch) { return !batch.sealed; });
  if (!open && ready_pages > 0) return false;
  // Those that were set aside are waited for as well. One from which all pages were taken gets a version too.
  const std::vector<std::string> ids = SealedPages();
  const std::vector<std::string> arrived = ArrivedPages();
  const auto is_final = [this](const std::string& id) {
    const auto page = pages.find(id);
    return page == pages.end() || page->second.final();  // or it is in another dossier
  };
  return (!arrived.empty() || record.version > 0) && std::all_of(ids.begin(), ids.end(), is_final) &&
         std::all_of(arrived.begin(), arrived.end(), is_final);
}

bool Ledger::ActiveDossier::IsAtRest() const {
  const bool open = std::any_of(batches.begin(), batches.end(), [](const LedgerBatch& batch) { return !batch.sealed; });
  return !open && record.generation == record.visible_generation;
}

void Ledger::StageEvent(const std::string& kind, const std::string& dossier, const std::string& subject,
                        const std::string& trace, const std::string& detail, MetaBatch& batch) {
  ArchiveEvent event;
  event.at_unix_ms = NowUnixMs();
  event.kind = kind;
  event.dossier = dossier;
  event.subject = subject;
  event.detail = detail;
  event.trace = trace;
  // What follows events can be told again; a full event log must not stop pages.
  const Status ignored = archive_.StageEvent(event, batch);
  static_cast<void>(ignored);
}

void Ledger::StagePage(const std::string& page_id, FoundPage found, const LedgerPage& page, MetaBatch& batch) {
  const auto count = [&](PageState state, auto& counter) {
    if (found.page->state == state) --counter;
    if (page.state == state) ++counter;
  };
  count(PageState::kReady, found.dossier->ready_pages);
  count(PageState::kDone, counts_.pages_done);
  count(PageState::kQuarantined, counts_.pages_quarantined);
  *found.page = page;
  batch.Put(LedgerPageKey(page_id), EncodeRecord(page));
}

Status Ledger::OpenBatch(const DossierHead& head, const std::string& batch_id, Lane lane, std::int64_t deadline_unix_ms) {
  if (!IsAcceptableDossierCode(head.code) || !IsAcceptableDossierCode(batch_id)) {
    return Status(StatusCode::kInvalidArgument, "open batch: the dossier code or batch id is not acceptable");
  }
  return commits_->Run([&](MetaBatch& batch) { return StageOpenBatch(head, batch_id, lane, deadline_unix_ms, batch); });
}

Status Ledger::StageOpenBatch(const DossierHead& head, const std::string& batch_id, Lane lane, std::int64_t deadline_unix_ms,
                              MetaBatch& batch) {
  const Result<ActiveDossier*> found = Find(head.code);
  if (!found && found.status().code() != StatusCode::kNotFound) return found.status();
  if (const Status open = found ? Status() : CheckNotDisposed(head.code, batch); !open.ok()) return open;
  if (found && (*found)->FindBatch(batch_id) != nullptr) return StageOpenedAgain(**found, head, batch);
  auto made = found ? nullptr : std::make_unique<ActiveDossier>();
  ActiveDossier& dossier = found ? **found : *made;
  LedgerDossier record = found ? dossier.record : LedgerDossier{head, 0, 0, 0, 0, false, 0};
  // What is said later fills in what was not said before; nothing known is overwritten.
  if (record.head.procedure.empty()) record.head.procedure = head.procedure;
  if (record.head.agency.empty()) record.head.agency = head.agency;
  if (record.head.applicant.empty()) record.head.applicant = head.applicant;
  const LedgerBatch opened{batch_id, record.batches, lane, false, deadline_unix_ms, 0, 0};
  ++record.batches;
  dossier.batches.push_back(opened);
  batch.Put(LedgerBatchKey(head.code, batch_id), EncodeRecord(opened));
  StageDossier(dossier, record, batch);
  if (made) active_[head.code] = std::move(made);
  return Status();
}

// Sent again changes nothing, but for what the desk said wrongly of a dossier that nobody else has heard of.
Status Ledger::StageOpenedAgain(ActiveDossier& dossier, const DossierHead& head, MetaBatch& batch) {
  if (dossier.batches.size() > 1 || dossier.batches.front().sealed) return Status();
  LedgerDossier record = dossier.record;
  if (!head.procedure.empty()) record.head.procedure = head.procedure;
  if (!head.agency.empty()) record.head.agency = head.agency;
  if (!head.applicant.empty()) record.head.applicant = head.applicant;
  if (record.head == dossier.record.head) return Status();
  StageDossier(dossier, record, batch);
  return Status();
}

OriginalReceipt Ledger::ReceiptOf(const LedgerOriginal& original, bool duplicate) const {
  OriginalReceipt receipt;
  receipt.name = original.name;
  receipt.sha256 = original.sha256;
  receipt.pages = static_cast<std::uint32_t>(original.page_ids.size());
  receipt.quarantined = duplicate ? 0 : original.quarantined;
  receipt.duplicates = duplicate ? receipt.pages : 0;
  receipt.accepted = receipt.pages - receipt.duplicates - receipt.quarantined;
  receipt.ledger_sequence = original.ledger_sequence;
  receipt.page_ids = original.page_ids;
  return receipt;
}

// nullptr where its place is free.
Result<const LedgerOriginal*> Ledger::OriginalAt(const OpenOriginalBody& original) {
  const Result<ActiveDossier*> dossier = Find(original.dossier);
  if (!dossier) return dossier.status();
  const LedgerBatch* batch = (*dossier)->FindBatch(original.batch);
  if (batch == nullptr) {
    return Status(StatusCode::kNotFound, "receive " + original.name + ": dossier " + original.dossier + " has no batch " + original.batch);
  }
  const auto there = (*dossier)->originals.find({batch->order, original.place});
  if (there != (*dossier)->originals.end()) {
    if (there->second.sha256 == original.sha256) return &there->second;
    return Status(StatusCode::kConflict, "receive " + original.name + ": place " + std::to_string(original.place) +
                                             " of the batch holds another original; send it to the next place");
  }
  if (batch->sealed) {
    return Status(StatusCode::kConflict, "receive " + original.name + ": the batch is sealed; open another one");
  }
  return static_cast<const LedgerOriginal*>(nullptr);
}

Result<bool> Ledger::HasOriginal(const OpenOriginalBody& original) {
  const std::scoped_lock lock(mutex_);
  const Result<const LedgerOriginal*> there = OriginalAt(original);
  if (!there) return there.status();
  return *there != nullptr;
}

Result<OriginalReceipt> Ledger::GiveReceiptAgain(const OpenOriginalBody& original) {
  return Apply<OriginalReceipt>(
      [&](MetaBatch&) -> Result<OriginalReceipt> {
        const Result<const LedgerOriginal*> there = OriginalAt(original);
        if (!there) return there.status();
        if (*there != nullptr) return ReceiptOf(**there, true);
        return Status(StatusCode::kUnavailable, "receive " + original.name + ": it could not be written; send it again");
      },
      /*reads_only=*/true);
}

Result<OriginalReceipt> Ledger::AddOriginal(const OpenOriginalBody& original, const Result<std::uint32_t>& pages) {
  return Apply<OriginalReceipt>([&](MetaBatch& batch) { return StageOriginal(original, pages, batch); });
}

void Ledger::AddOriginal(const OpenOriginalBody& original, const Result<std::uint32_t>& pages,
                         std::function<void(const Result<OriginalReceipt>&)> done) {
  ApplyThen<OriginalReceipt>([this, original, pages](MetaBatch& batch) { return StageOriginal(original, pages, batch); }, std::move(done));
}

Result<OriginalReceipt> Ledger::StageOriginal(const OpenOriginalBody& body, const Result<std::uint32_t>& pages, MetaBatch& batch) {
  const Result<const LedgerOriginal*> known = OriginalAt(body);
  if (!known) return known.status();
  if (*known != nullptr) return ReceiptOf(**known, true);
  ActiveDossier& dossier = **Find(body.dossier);
  const std::uint32_t order = dossier.FindBatch(body.batch)->order;
  const bool repeated = std::any_of(dossier.originals.begin(), dossier.originals.end(),
                                    [&body](const auto& other) { return other.second.sha256 == body.sha256; });
  LedgerOriginal original{body.name, body.sha256, body.size, sequence_ + 1, {}, 0};
  const std::uint32_t count = pages ? *pages : 1;
  for (std::uint32_t index = 0; index < count; ++index) {
    LedgerPage page;
    page.source = {body.dossier, body.batch, body.place, body.sha256, index};
    page.name = body.name;
    page.at_unix_ms = page.received_unix_ms = NowUnixMs();
    page.same_bytes = repeated;
    const std::string id = MakePageId(page.source);
    const FoundPage made{&dossier, &dossier.pages[id]};
    page_owners_[id] = &dossier;
    *made.page = page;
    ++dossier.ready_pages;
    if (pages) {
      batch.Put(ReadyKey(id), "");
      StagePage(id, made, page, batch);
      Enqueue(id, dossier, 0);
    } else {
      StageQuarantine(id, page, "inspect", pages.status(), batch);
      StagePage(id, made, page, batch);
      ++original.quarantined;
    }
    original.page_ids.push_back(id);
  }
  counts_.pages_received += count;
  Tell([this, body, count] { watch_.OriginalReceived(body, count); });
  batch.Put(LedgerOriginalKey(body.dossier, body.batch, body.place), EncodeRecord(original));
  StageEvent("original.received", body.dossier, "", body.batch, std::to_string(count) + " pages", batch);
  dossier.originals[{order, body.place}] = original;
  return ReceiptOf(original, false);
}

// Not before all that it tells of is durable: a state that was told never goes back.
Result<DossierProgress> Ledger::Progress(const std::string& code) {
  return Apply<DossierProgress>([&](MetaBatch&) { return ProgressOf(code); }, /*reads_only=*/true);
}

Result<DossierProgress> Ledger::ProgressOf(const std::string& code) {
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  const ActiveDossier& dossier = **found;
  DossierProgress progress;
  progress.version = dossier.record.version;
  bool sealed = false;
  bool open = false;
  bool unread = false;
  for (const LedgerBatch& batch : dossier.batches) {
    sealed = sealed || batch.sealed;
    open = open || !batch.sealed;
    progress.lane = batch.lane;
    if (batch.deadline_unix_ms != 0 && (progress.deadline_unix_ms == 0 || batch.deadline_unix_ms < progress.deadline_unix_ms)) {
      progress.deadline_unix_ms = batch.deadline_unix_ms;
    }
  }
  for (const auto& [id, page] : dossier.pages) {
    ++progress.pages;
    unread = unread || !page.final();
    if (page.state == PageState::kDone) ++progress.pages_done;
    if (page.state == PageState::kQuarantined) ++progress.pages_quarantined;
  }
  const bool visible = dossier.record.generation == dossier.record.visible_generation || dossier.record.stuck;
  progress.all_batches_visible = sealed && visible;
  if (sealed && !visible) {
    progress.state = DossierState::kProcessing;
  } else if (dossier.record.version > 0 && !open) {
    progress.state = DossierState::kCommitted;
  }
  progress.stage = open ? ReadingStage::kReceiving : progress.all_batches_visible ? ReadingStage::kDone : unread ? ReadingStage::kReading : ReadingStage::kAssembling;
  return progress;
}

Result<BatchPlace> Ledger::NextPlace(const std::string& code, const std::string& batch) {
  return Apply<BatchPlace>([&](MetaBatch&) -> Result<BatchPlace> {
    const Result<ActiveDossier*> found = Find(code);
    if (!found) return found.status();
    const ActiveDossier& dossier = **found;
    for (auto each = dossier.batches.rbegin(); each != dossier.batches.rend(); ++each) {
      if (batch.empty() ? each->sealed : each->id != batch) continue;
      BatchPlace next{each->id, 0};
      for (const auto& [place, original] : dossier.originals) {
        if (place.first == each->order) next.place = place.second + 1;
      }
      return next;
    }
    return batch.empty() ? Status(StatusCode::kConflict, "hand in to dossier " + code + ": none of its batches is open; open one first")
                         : Status(StatusCode::kNotFound, "hand in to dossier " + code + ": it has no batch " + batch);
  }, /*reads_only=*/true);
}

void Ledger::WaitForChanges() {
  static_cast<void>(commits_->Run([](MetaBatch&) { return Status(); }, /*reads_only=*/true).ok());
}

void Ledger::NoteBlob(const Sha256& blob) {
  const std::scoped_lock lock(mutex_);
  noted_blobs_.insert(blob);
}

bool Ledger::InFlight(const Sha256& blob) {
  const std::scoped_lock lock(mutex_);
  return IsInFlight(blob);
}

bool Ledger::IsInFlight(const Sha256& blob) const {
  if (noted_blobs_.contains(blob)) return true;
  for (const auto& [code, dossier] : active_) {
    for (const auto& [place, original] : dossier->originals) {
      if (original.sha256 == blob) return true;
    }
    for (const auto& [id, page] : dossier->pages) {
      if (page.record == blob || page.layer == blob) return true;
    }
  }
  return false;
}

void Ledger::Describe(CoordinatorStatus& status) {
  const std::scoped_lock lock(mutex_);
  status.epoch = epoch_;
  status.ledger_sequence = sequence_;
  status.pages_received = counts_.pages_received;
  status.pages_done = counts_.pages_done;
  status.pages_quarantined = counts_.pages_quarantined;
  status.dossiers_open = counts_.dossiers_open;
  status.dossiers_processing = counts_.dossiers_processing;
  status.dossiers_committed = counts_.dossiers_committed;
  status.lease_expiries = counts_.lease_expiries;
  const std::int64_t now = NowUnixMs();
  static constexpr const char* kNames[] = {"counter", "workflow", "backlog"};
  for (const Lane lane : {Lane::kCounter, Lane::kWorkflow, Lane::kBacklog}) {
    const auto leased = std::count_if(leases_.begin(), leases_.end(), [lane](const auto& lease) { return lease.second.lane == lane; });
    status.lanes.push_back({kNames[static_cast<int>(lane)], queue_.size(lane), static_cast<std::uint64_t>(leased), queue_.OldestAgeMs(lane, now)});
  }
}

std::vector<DueWork> Ledger::DuePages() {
  constexpr std::int64_t kRoundMs = 10'000;  // so that many pages are few entries
  std::map<std::int64_t, std::uint64_t> pages;
  const std::int64_t now = NowUnixMs();
  const std::scoped_lock lock(mutex_);
  queue_.Visit([&](const ReadyJob& job) {
    if (!IsDossierJob(job.job)) ++pages[(DueUnixMs(job) - now) / kRoundMs * kRoundMs];
  });
  // What is being read has its turn: it is due now.
  for (const auto& [job, lease] : leases_) {
    if (!IsDossierJob(job)) ++pages[0];
  }
  std::vector<DueWork> due;
  for (const auto& [due_in_ms, count] : pages) due.push_back({due_in_ms, count});
  return due;
}

}  // namespace sohoa
