// SPDX-License-Identifier: Apache-2.0
//
// Opening the ledger, receiving, sealing, progress, quarantine by hand. Jobs are in
// ledger_jobs.cpp.
#include "workers/ledger.h"

#include <algorithm>

#include "core/calendar.h"
#include "storage/key_layout.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

// Workers notice a restart within five seconds of silence and come back with what they hold.
constexpr std::int64_t kReclaimMs = 12'000;

Result<std::uint64_t> ReadNumber(MetaReader& meta, std::string_view key) {
  const auto value = meta.Get(key);
  if (!value) return value.status();
  if (!value->has_value()) return std::uint64_t{0};
  const std::optional<std::uint64_t> number = ReadBigEndian64(**value);
  if (!number) return Status(StatusCode::kCorruption, "read ledger: a counter is damaged; restore from a backup");
  return *number;
}

Status NoSuchDossier(const std::string& code) {
  return Status(StatusCode::kNotFound, "find dossier " + code + ": nothing of it was ever handed in");
}

}  // namespace

LedgerBatch* Ledger::ActiveDossier::FindBatch(const std::string& id) {
  for (LedgerBatch& batch : batches) {
    if (batch.id == id) return &batch;
  }
  return nullptr;
}

std::vector<std::string> Ledger::ActiveDossier::SealedPages() const {
  std::vector<std::string> ids;
  for (const auto& [place, original] : originals) {
    if (!batches[place.first].sealed) continue;
    ids.insert(ids.end(), original.page_ids.begin(), original.page_ids.end());
  }
  return ids;
}

bool Ledger::ActiveDossier::IsDue() const {
  if (record.stuck || record.generation == record.visible_generation) return false;
  const std::vector<std::string> ids = SealedPages();
  return !ids.empty() && std::all_of(ids.begin(), ids.end(), [this](const std::string& id) { return pages.at(id).final(); });
}

Ledger::Ledger(Archive& archive, const LedgerRules& rules) : archive_(archive), rules_(rules), random_(std::random_device()()) {}

Result<std::unique_ptr<Ledger>> Ledger::Open(Archive& archive, const LedgerRules& rules) {
  std::unique_ptr<Ledger> ledger(new Ledger(archive, rules));
  const std::lock_guard lock(ledger->mutex_);
  const Status loaded = ledger->Load();
  if (!loaded.ok()) return loaded;
  return ledger;
}

Status Ledger::Load() {
  MetaStore& meta = archive_.meta();
  const Result<std::uint64_t> epoch = ReadNumber(meta, kEpochKey);
  const Result<std::uint64_t> sequence = ReadNumber(meta, kSequenceKey);
  if (!epoch) return epoch.status();
  if (!sequence) return sequence.status();
  sequence_ = *sequence;
  epoch_ = *epoch + 1;
  MetaBatch batch;
  batch.Put(std::string(kEpochKey), BigEndian64(epoch_));
  Status status = Write(batch);
  if (!status.ok()) return status;

  const std::int64_t now = MonotonicMs();
  status = meta.Scan(kLeasePrefix, "", [&](std::string_view key, std::string_view value) {
    const Result<LedgerLease> lease = DecodeLedgerLease(value);
    if (lease) leases_[std::string(key.substr(kLeasePrefix.size()))] = {*lease, 0, now, now, std::min(rules_.lease_ms, kReclaimMs), false};
    return true;
  });
  if (!status.ok()) return status;
  std::vector<std::string> open;
  status = meta.Scan(kReadyPrefix, "", [&open](std::string_view key, std::string_view) {
    open.emplace_back(key.substr(kReadyPrefix.size()));
    return true;
  });
  if (!status.ok()) return status;
  for (const std::string& job : open) {
    if (leases_.contains(job)) continue;
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
  status = LoadOpenDossiers();
  if (!status.ok()) return status;
  return LoadCounts();
}

// What is not at rest is in memory, so that its blobs are known to be in flight.
Status Ledger::LoadOpenDossiers() {
  std::set<std::string> codes;
  Status status = archive_.meta().Scan(kLedgerDossierPrefix, "", [&codes](std::string_view, std::string_view value) {
    const Result<LedgerDossier> record = DecodeLedgerDossier(value);
    if (record && record->generation != record->visible_generation) codes.insert(record->head.code);
    return true;
  });
  if (!status.ok()) return status;
  status = archive_.meta().Scan(kLedgerBatchPrefix, "", [&codes](std::string_view key, std::string_view value) {
    const Result<LedgerBatch> batch = DecodeLedgerBatch(value);
    key.remove_prefix(kLedgerBatchPrefix.size());
    const std::optional<std::string> code = TakeEscapedString(key);
    if (batch && !batch->sealed && code) codes.insert(*code);
    return true;
  });
  if (!status.ok()) return status;
  for (const std::string& code : codes) {
    const Result<ActiveDossier*> dossier = Find(code);
    if (!dossier) return dossier.status();
  }
  return Status();
}

Status Ledger::LoadCounts() {
  Status status = archive_.meta().Scan("l/p/", "", [this](std::string_view, std::string_view value) {
    const Result<LedgerPage> page = DecodeLedgerPage(value);
    if (!page) return true;
    ++counts_.pages_received;
    if (page->state == PageState::kDone) ++counts_.pages_done;
    if (page->state == PageState::kQuarantined) ++counts_.pages_quarantined;
    return true;
  });
  return status;
}

Result<Ledger::ActiveDossier*> Ledger::Find(const std::string& code) {
  const auto found = active_.find(code);
  if (found != active_.end()) return found->second.get();
  const auto bytes = archive_.meta().Get(LedgerDossierKey(code));
  if (!bytes) return bytes.status();
  if (!bytes->has_value()) return NoSuchDossier(code);
  Result<LedgerDossier> record = DecodeLedgerDossier(**bytes);
  if (!record) return record.status();
  auto dossier = std::make_unique<ActiveDossier>();
  dossier->record = std::move(*record);
  const Status loaded = LoadOriginals(*dossier);
  if (!loaded.ok()) return loaded;
  return (active_[code] = std::move(dossier)).get();
}

Status Ledger::LoadOriginals(ActiveDossier& dossier) {
  MetaStore& meta = archive_.meta();
  const std::string& code = dossier.record.head.code;
  Status failed;
  Status status = meta.Scan(LedgerBatchPrefix(code), "", [&](std::string_view, std::string_view value) {
    const Result<LedgerBatch> batch = DecodeLedgerBatch(value);
    if (!batch) failed = batch.status();
    if (batch) dossier.batches.push_back(*batch);
    return failed.ok();
  });
  if (!status.ok()) return status;
  std::sort(dossier.batches.begin(), dossier.batches.end(),
            [](const LedgerBatch& a, const LedgerBatch& b) { return a.order < b.order; });
  for (const LedgerBatch& batch : dossier.batches) {
    status = meta.Scan(LedgerOriginalPrefix(code, batch.id), "", [&](std::string_view key, std::string_view value) {
      const Result<LedgerOriginal> original = DecodeLedgerOriginal(value);
      const auto place = ReadBigEndian32(key.substr(key.size() - 4));
      if (!original) failed = original.status();
      if (original && place) dossier.originals[{batch.order, *place}] = *original;
      return failed.ok();
    });
    if (!status.ok()) return status;
  }
  for (const auto& [place, original] : dossier.originals) {
    for (const std::string& id : original.page_ids) {
      const auto bytes = meta.Get(LedgerPageKey(id));
      if (!bytes) return bytes.status();
      if (!bytes->has_value()) return Status(StatusCode::kCorruption, "read ledger: page " + id + " is missing");
      const Result<LedgerPage> page = DecodeLedgerPage(**bytes);
      if (!page) return page.status();
      dossier.pages[id] = *page;
    }
  }
  return failed;
}

// A dossier at rest is read again from the store when it is asked for.
void Ledger::Forget(const std::string& code) {
  const auto found = active_.find(code);
  if (found == active_.end()) return;
  const ActiveDossier& dossier = *found->second;
  const bool open = std::any_of(dossier.batches.begin(), dossier.batches.end(), [](const LedgerBatch& batch) { return !batch.sealed; });
  if (!open && dossier.record.generation == dossier.record.visible_generation) active_.erase(found);
}

Status Ledger::Write(MetaBatch& batch) {
  batch.Put(std::string(kSequenceKey), BigEndian64(sequence_ + 1));
  const Status status = archive_.meta().Write(batch);
  if (status.ok()) ++sequence_;
  return status;
}

void Ledger::StageEvent(const std::string& kind, const std::string& dossier, const std::string& subject,
                        const std::string& detail, MetaBatch& batch) {
  ArchiveEvent event;
  event.at_unix_ms = NowUnixMs();
  event.kind = kind;
  event.dossier = dossier;
  event.subject = subject;
  event.detail = detail;
  // What follows events can be told again; a full event log must not stop pages.
  const Status ignored = archive_.StageEvent(event, batch);
  static_cast<void>(ignored);
}

Status Ledger::OpenBatch(const DossierHead& head, const std::string& batch_id, Lane lane) {
  if (!IsAcceptableDossierCode(head.code) || !IsAcceptableDossierCode(batch_id)) {
    return Status(StatusCode::kInvalidArgument, "open batch: the dossier code or batch id is not acceptable");
  }
  const std::lock_guard lock(mutex_);
  Result<ActiveDossier*> found = Find(head.code);
  if (!found && found.status().code() != StatusCode::kNotFound) return found.status();
  LedgerDossier record = found ? (*found)->record : LedgerDossier{head, 0, 0, 0, 0, false};
  if (found && (*found)->FindBatch(batch_id) != nullptr) return Status();  // sent again
  // What is said later fills in what was not said before; nothing known is overwritten.
  if (record.head.procedure.empty()) record.head.procedure = head.procedure;
  if (record.head.agency.empty()) record.head.agency = head.agency;
  if (record.head.applicant.empty()) record.head.applicant = head.applicant;
  const LedgerBatch opened{batch_id, record.batches, lane, false};
  ++record.batches;
  MetaBatch batch;
  batch.Put(LedgerDossierKey(head.code), EncodeRecord(record));
  batch.Put(LedgerBatchKey(head.code, batch_id), EncodeRecord(opened));
  const Status status = Write(batch);
  if (!status.ok()) return status;
  if (!found) {
    active_[head.code] = std::make_unique<ActiveDossier>();
    found = active_[head.code].get();
  }
  (*found)->record = record;
  (*found)->batches.push_back(opened);
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

Result<std::optional<OriginalReceipt>> Ledger::FindOriginal(const OpenOriginalBody& original) {
  const std::lock_guard lock(mutex_);
  const Result<ActiveDossier*> dossier = Find(original.dossier);
  if (!dossier) return dossier.status();
  const LedgerBatch* batch = (*dossier)->FindBatch(original.batch);
  if (batch == nullptr) {
    return Status(StatusCode::kNotFound, "receive " + original.name + ": dossier " + original.dossier + " has no batch " + original.batch);
  }
  const auto there = (*dossier)->originals.find({batch->order, original.place});
  if (there != (*dossier)->originals.end()) {
    if (there->second.sha256 == original.sha256) return std::optional(ReceiptOf(there->second, true));
    return Status(StatusCode::kConflict, "receive " + original.name + ": place " + std::to_string(original.place) +
                                             " of the batch holds another original; send it to the next place");
  }
  if (batch->sealed) {
    return Status(StatusCode::kConflict, "receive " + original.name + ": the batch is sealed; open another one");
  }
  return std::optional<OriginalReceipt>();
}

Result<OriginalReceipt> Ledger::AddOriginal(const OpenOriginalBody& body, const Result<std::uint32_t>& pages) {
  const Result<std::optional<OriginalReceipt>> known = FindOriginal(body);
  if (!known) return known.status();
  if (known->has_value()) return **known;

  const std::lock_guard lock(mutex_);
  const Result<ActiveDossier*> found = Find(body.dossier);
  if (!found) return found.status();
  ActiveDossier& dossier = **found;
  const LedgerBatch* opened = dossier.FindBatch(body.batch);
  if (opened == nullptr || opened->sealed) return Status(StatusCode::kConflict, "receive " + body.name + ": the batch was sealed meanwhile");
  const bool repeated = std::any_of(dossier.originals.begin(), dossier.originals.end(),
                                    [&body](const auto& other) { return other.second.sha256 == body.sha256; });
  LedgerOriginal original{body.name, body.sha256, body.size, sequence_ + 1, {}, 0};
  MetaBatch batch;
  std::vector<std::pair<std::string, LedgerPage>> made;
  const std::uint32_t count = pages ? *pages : 1;
  for (std::uint32_t index = 0; index < count; ++index) {
    LedgerPage page;
    page.source = {body.dossier, body.batch, body.place, body.sha256, index};
    page.name = body.name;
    page.at_unix_ms = NowUnixMs();
    page.same_bytes = repeated;
    const std::string id = MakePageId(page.source);
    if (pages) {
      batch.Put(ReadyKey(id), "");
      batch.Put(LedgerPageKey(id), EncodeRecord(page));
    } else {
      StageQuarantine(id, page, "inspect", pages.status(), batch);
      ++original.quarantined;
    }
    original.page_ids.push_back(id);
    made.emplace_back(id, page);
  }
  batch.Put(LedgerOriginalKey(body.dossier, body.batch, body.place), EncodeRecord(original));
  StageEvent("original.received", body.dossier, "", std::to_string(count) + " pages", batch);
  const Status status = Write(batch);
  if (!status.ok()) return status;

  dossier.originals[{opened->order, body.place}] = original;
  for (auto& [id, page] : made) {
    dossier.pages[id] = page;
    if (!page.final()) Enqueue(id, dossier, 0);
  }
  counts_.pages_received += count;
  counts_.pages_quarantined += original.quarantined;
  return ReceiptOf(original, false);
}

Status Ledger::Seal(const std::string& code, const std::string& batch_id) {
  const std::lock_guard lock(mutex_);
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  ActiveDossier& dossier = **found;
  if (!batch_id.empty() && dossier.FindBatch(batch_id) == nullptr) {
    return Status(StatusCode::kNotFound, "seal: dossier " + code + " has no batch " + batch_id);
  }
  const std::vector<LedgerBatch> before = dossier.batches;
  const LedgerDossier record_before = dossier.record;
  MetaBatch batch;
  for (LedgerBatch& each : dossier.batches) {
    if (each.sealed || (!batch_id.empty() && each.id != batch_id)) continue;
    each.sealed = true;
    batch.Put(LedgerBatchKey(code, each.id), EncodeRecord(each));
    const bool brought = std::any_of(dossier.originals.begin(), dossier.originals.end(),
                                     [&each](const auto& original) { return original.first.first == each.order; });
    if (brought) {
      ++dossier.record.generation;
      dossier.record.stuck = false;
    }
  }
  if (batch.empty()) return Status();
  batch.Put(LedgerDossierKey(code), EncodeRecord(dossier.record));
  StageEvent("batch.sealed", code, "", "", batch);
  const bool due = StageDue(dossier, batch);
  const Status status = Write(batch);
  if (!status.ok()) {
    dossier.batches = before;
    dossier.record = record_before;
    return status;
  }
  if (due) Enqueue(DossierJobName(code), dossier, 0);
  return Status();
}

Result<DossierProgress> Ledger::Progress(const std::string& code) {
  const std::lock_guard lock(mutex_);
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  const ActiveDossier& dossier = **found;
  DossierProgress progress;
  progress.version = dossier.record.version;
  bool sealed = false;
  bool open = false;
  for (const LedgerBatch& batch : dossier.batches) {
    sealed = sealed || batch.sealed;
    open = open || !batch.sealed;
  }
  for (const auto& [id, page] : dossier.pages) {
    ++progress.pages;
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
  Forget(code);
  return progress;
}

Result<std::vector<QuarantinedPage>> Ledger::Quarantined(const std::string& after, std::uint32_t limit) {
  std::vector<QuarantinedPage> pages;
  Status failed;
  const std::string from = after.empty() ? std::string() : QuarantineKey(after) + '\0';
  const Status status = archive_.meta().Scan(kQuarantinePrefix, from, [&](std::string_view key, std::string_view) {
    const std::string id(key.substr(kQuarantinePrefix.size()));
    const auto bytes = archive_.meta().Get(LedgerPageKey(id));
    if (!bytes || !bytes->has_value()) return true;
    const Result<LedgerPage> page = DecodeLedgerPage(**bytes);
    if (!page) failed = page.status();
    if (page) {
      pages.push_back({id, page->source, page->stage, page->reason, page->attempts, page->at_unix_ms, page->state == PageState::kRejected});
    }
    return failed.ok() && pages.size() < limit;
  });
  if (!status.ok()) return status;
  if (!failed.ok()) return failed;
  return pages;
}

Result<LedgerPage*> Ledger::FindPage(const std::string& page_id, ActiveDossier** dossier) {
  const auto bytes = archive_.meta().Get(LedgerPageKey(page_id));
  if (!bytes) return bytes.status();
  if (!bytes->has_value()) return Status(StatusCode::kNotFound, "find page " + page_id + ": the ledger has no such page");
  const Result<LedgerPage> page = DecodeLedgerPage(**bytes);
  if (!page) return page.status();
  const Result<ActiveDossier*> found = Find(page->source.dossier);
  if (!found) return found.status();
  *dossier = *found;
  return &(*found)->pages.at(page_id);
}

Status Ledger::Retry(const std::string& page_id) {
  const std::lock_guard lock(mutex_);
  ActiveDossier* dossier = nullptr;
  const Result<LedgerPage*> found = FindPage(page_id, &dossier);
  if (!found) return found.status();
  if ((*found)->state != PageState::kQuarantined && (*found)->state != PageState::kRejected) {
    return Status(StatusCode::kConflict, "retry page " + page_id + ": it is not in quarantine");
  }
  LedgerPage page = **found;
  const bool counted = page.state == PageState::kQuarantined;
  page.state = PageState::kReady;
  page.attempts = 0;
  page.deaths = 0;
  LedgerDossier record = dossier->record;
  ++record.generation;
  record.stuck = false;
  MetaBatch batch;
  batch.Delete(QuarantineKey(page_id));
  batch.Put(ReadyKey(page_id), "");
  batch.Put(LedgerPageKey(page_id), EncodeRecord(page));
  batch.Put(LedgerDossierKey(record.head.code), EncodeRecord(record));
  StageEvent("page.retried", record.head.code, page_id, "", batch);
  const Status status = Write(batch);
  if (!status.ok()) return status;
  **found = page;
  dossier->record = record;
  if (counted) --counts_.pages_quarantined;
  Enqueue(page_id, *dossier, 0);
  return Status();
}

Status Ledger::Reject(const std::string& page_id, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  ActiveDossier* dossier = nullptr;
  const Result<LedgerPage*> found = FindPage(page_id, &dossier);
  if (!found) return found.status();
  if ((*found)->state != PageState::kQuarantined) {
    return Status(StatusCode::kConflict, "reject page " + page_id + ": it is not in quarantine");
  }
  LedgerPage page = **found;
  page.state = PageState::kRejected;
  LedgerDossier record = dossier->record;
  ++record.generation;
  MetaBatch batch;
  batch.Put(LedgerPageKey(page_id), EncodeRecord(page));
  batch.Put(LedgerDossierKey(record.head.code), EncodeRecord(record));
  StageEvent("page.rejected", record.head.code, page_id, reason, batch);
  const LedgerPage page_before = **found;
  const LedgerDossier record_before = dossier->record;
  **found = page;
  dossier->record = record;
  const bool due = StageDue(*dossier, batch);
  const Status status = Write(batch);
  if (!status.ok()) {
    **found = page_before;
    dossier->record = record_before;
    return status;
  }
  --counts_.pages_quarantined;
  if (due) Enqueue(DossierJobName(record.head.code), *dossier, 0);
  return Status();
}

void Ledger::NoteBlob(const Sha256& blob) {
  const std::lock_guard lock(mutex_);
  noted_blobs_.insert(blob);
}

bool Ledger::InFlight(const Sha256& blob) {
  const std::lock_guard lock(mutex_);
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
  const std::lock_guard lock(mutex_);
  status = counts_;
  status.epoch = epoch_;
  status.ledger_sequence = sequence_;
  const Status scanned = archive_.meta().Scan(kLedgerDossierPrefix, "", [&status](std::string_view, std::string_view value) {
    const Result<LedgerDossier> record = DecodeLedgerDossier(value);
    if (!record) return true;
    if (record->version > 0) ++status.dossiers_committed;
    if (record->version == 0 && record->generation == 0) ++status.dossiers_open;
    if (record->generation != record->visible_generation && !record->stuck) ++status.dossiers_processing;
    return true;
  });
  static_cast<void>(scanned);
  const std::int64_t now = MonotonicMs();
  static constexpr const char* kNames[] = {"counter", "workflow", "backlog"};
  for (const Lane lane : {Lane::kCounter, Lane::kWorkflow, Lane::kBacklog}) {
    LaneStatus described{kNames[static_cast<int>(lane)], queue_.size(lane), 0, queue_.OldestAgeMs(lane, now)};
    for (const auto& [job, lease] : leases_) {
      const std::string code = IsDossierJob(job) ? DossierOfJob(job) : std::string();
      for (const auto& [active_code, dossier] : active_) {
        const bool here = active_code == code || dossier->pages.contains(job);
        if (here && !dossier->batches.empty() && dossier->batches.back().lane == lane) ++described.leased;
      }
    }
    status.lanes.push_back(described);
  }
}

}  // namespace sohoa
