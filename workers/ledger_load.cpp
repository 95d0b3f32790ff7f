// SPDX-License-Identifier: Apache-2.0
//
// The ledger from the store into memory: at the start, and when a write failed. What is at
// rest stays in the store and is read when it is asked for.
#include <algorithm>

#include "core/record_codec.h"
#include "storage/key_layout.h"
#include "workers/ledger.h"
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

}  // namespace

Ledger::Ledger(Archive& archive, const LedgerRules& rules) : archive_(archive), rules_(rules), random_(std::random_device()()) {}

Result<std::unique_ptr<Ledger>> Ledger::Open(Archive& archive, const LedgerRules& rules) {
  std::unique_ptr<Ledger> ledger(new Ledger(archive, rules));
  const Result<std::uint64_t> epoch = ReadNumber(archive.meta(), kEpochKey);
  if (!epoch) return epoch.status();
  ledger->epoch_ = *epoch + 1;
  // Fences only grow: those of this epoch are above all of earlier ones.
  ledger->last_fence_ = ledger->epoch_ << 32;
  MetaBatch batch;
  batch.Put(std::string(kEpochKey), BigEndian64(ledger->epoch_));
  Status status = archive.meta().Write(batch);
  if (!status.ok()) return status;
  status = ledger->Load();
  if (!status.ok()) return status;
  ledger->commits_ = std::make_unique<CommitQueue>([own = ledger.get()](std::deque<PendingChange>& group) { own->Commit(group); });
  return ledger;
}

Status Ledger::Load() {
  active_.clear();
  page_owners_.clear();
  gone_.clear();
  rested_.clear();
  leases_.clear();
  leases_of_.clear();
  queue_ = ReadyQueue();
  const Result<std::uint64_t> sequence = ReadNumber(archive_.meta(), kSequenceKey);
  if (!sequence) return sequence.status();
  sequence_ = *sequence;
  Status status = LoadCounts();
  if (status.ok()) status = LoadOpenDossiers();
  if (status.ok()) status = LoadJobs();
  const Result<std::vector<Sha256>> condemned = CondemnedBlobs(archive_.meta(), 1);
  if (status.ok()) status = condemned.status();
  removal_due_ms_ = condemned && !condemned->empty() ? 1 : 0;
  return status;
}

Status Ledger::LoadCounts() {
  const auto bytes = archive_.meta().Get(kCountsKey);
  if (!bytes) return bytes.status();
  if (!bytes->has_value()) {
    counts_ = written_counts_ = LedgerCounts();  // nothing was ever received
    return Status();
  }
  const Result<LedgerCounts> counts = DecodeLedgerCounts(**bytes);
  if (!counts) return counts.status();
  counts_ = written_counts_ = *counts;
  return Status();
}

// All of what is not at rest, so that its blobs are known to be in flight.
Status Ledger::LoadOpenDossiers() {
  std::vector<std::string> codes;
  const Status status = archive_.meta().Scan(kActivePrefix, "", [&codes](std::string_view key, std::string_view) {
    codes.emplace_back(key.substr(kActivePrefix.size()));
    return true;
  });
  if (!status.ok()) return status;
  for (const std::string& code : codes) {
    const Result<ActiveDossier*> dossier = Find(code);
    if (!dossier) return dossier.status();
  }
  return Status();
}

// Leases of before stay for one lease period, in which their workers may claim them.
Status Ledger::LoadJobs() {
  std::vector<std::string> jobs;
  Status status = archive_.meta().Scan(kReadyPrefix, "", [&jobs](std::string_view key, std::string_view) {
    jobs.emplace_back(key.substr(kReadyPrefix.size()));
    return true;
  });
  if (!status.ok()) return status;
  const std::int64_t now = MonotonicMs();
  status = archive_.meta().Scan(kLeasePrefix, "", [&](std::string_view key, std::string_view value) {
    const Result<LedgerLease> lease = DecodeLedgerLease(value);
    if (!lease) return true;
    ActiveLease& taken = leases_[std::string(key.substr(kLeasePrefix.size()))];
    taken = {*lease, Lane::kCounter, 0, now, now, std::min(rules_.lease_ms, kReclaimMs), false, false};
    ++leases_of_[lease->worker];
    return true;
  });
  if (!status.ok()) return status;
  for (const std::string& job : jobs) {
    ActiveDossier* dossier = nullptr;
    if (IsDossierJob(job)) {
      const Result<ActiveDossier*> found = Find(DossierOfJob(job));
      if (!found) return found.status();
      dossier = *found;
    } else {
      const Result<FoundPage> page = FindPage(job);
      if (!page) return page.status();
      dossier = page->dossier;
    }
    if (const auto lease = leases_.find(job); lease != leases_.end()) {
      lease->second.lane = LaneOf(job, *dossier);
    } else {
      Enqueue(job, *dossier, 0);
    }
  }
  return Status();
}

Result<Ledger::ActiveDossier*> Ledger::Find(const std::string& code) {
  const auto found = active_.find(code);
  if (found != active_.end()) return found->second.get();
  const auto bytes = archive_.meta().Get(LedgerDossierKey(code));
  if (!bytes) return bytes.status();
  if (!bytes->has_value() || gone_.contains(code)) return Status(StatusCode::kNotFound, "find dossier " + code + ": nothing of it was ever handed in");
  Result<LedgerDossier> record = DecodeLedgerDossier(**bytes);
  if (!record) return record.status();
  auto dossier = std::make_unique<ActiveDossier>();
  dossier->record = std::move(*record);
  const Status loaded = LoadOriginals(*dossier);
  if (!loaded.ok()) return loaded;
  for (const auto& [id, page] : dossier->pages) page_owners_[id] = dossier.get();
  if (dossier->IsAtRest()) rested_.insert(code);
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
  if (!failed.ok()) return failed;
  for (const auto& [place, original] : dossier.originals) {
    for (const std::string& id : original.page_ids) {
      status = LoadPage(dossier, id);
      if (!status.ok()) return status;
    }
  }
  return LoadEdits(dossier);
}

// Unless it was sent to another dossier.
Status Ledger::LoadPage(ActiveDossier& dossier, const std::string& page_id) {
  const auto bytes = archive_.meta().Get(LedgerPageKey(page_id));
  if (!bytes) return bytes.status();
  if (!bytes->has_value()) return Status(StatusCode::kCorruption, "read ledger: page " + page_id + " is missing");
  const Result<LedgerPage> page = DecodeLedgerPage(**bytes);
  if (!page) return page.status();
  if (page->dossier() != dossier.record.head.code) return Status();
  const bool added = dossier.pages.insert_or_assign(page_id, *page).second;
  if (added && page->state == PageState::kReady) ++dossier.ready_pages;
  return Status();
}

Status Ledger::LoadEdits(ActiveDossier& dossier) {
  Status failed;
  const Status status = archive_.meta().Scan(LedgerEditPrefix(dossier.record.head.code), "", [&](std::string_view, std::string_view value) {
    Result<Edit> edit = DecodeEdit(value);
    if (!edit) failed = edit.status();
    if (edit) dossier.edits.push_back(std::move(*edit));
    return failed.ok();
  });
  if (!status.ok() || !failed.ok()) return status.ok() ? failed : status;
  for (const Edit& edit : dossier.edits) {
    if (edit.kind != EditKind::kReceive) continue;
    const Status loaded = LoadPage(dossier, edit.page);
    if (!loaded.ok()) return loaded;
  }
  return Status();
}

// A dossier at rest is read again from the store when it is asked for.
void Ledger::ForgetRested() {
  for (const std::string& code : rested_) {
    const auto found = active_.find(code);
    if (found == active_.end() || !found->second->IsAtRest()) continue;
    for (const auto& [id, page] : found->second->pages) page_owners_.erase(id);
    active_.erase(found);
  }
  rested_.clear();
}

Result<Ledger::FoundPage> Ledger::FindPage(const std::string& page_id) {
  const auto owner = page_owners_.find(page_id);
  if (owner != page_owners_.end()) return FoundPage{owner->second, &owner->second->pages.at(page_id)};
  const auto bytes = archive_.meta().Get(LedgerPageKey(page_id));
  if (!bytes) return bytes.status();
  if (!bytes->has_value()) return Status(StatusCode::kNotFound, "find page " + page_id + ": the ledger has no such page");
  const Result<LedgerPage> page = DecodeLedgerPage(**bytes);
  if (!page) return page.status();
  const Result<ActiveDossier*> found = Find(page->dossier());
  if (!found) return found.status();
  const auto there = (*found)->pages.find(page_id);
  if (there != (*found)->pages.end()) return FoundPage{*found, &there->second};
  return Status(StatusCode::kCorruption, "find page " + page_id + ": no original of its dossier has it; restore from a backup");
}

// Keeps the counts and the list of what is not at rest.
void Ledger::StageDossier(ActiveDossier& dossier, const LedgerDossier& record, MetaBatch& batch) {
  // Not there yet: it was counted nowhere.
  if (active_.contains(record.head.code)) CountDossier(dossier.record, counts_, ~std::uint64_t{0});
  CountDossier(record, counts_, 1);
  dossier.record = record;
  const std::string& code = record.head.code;
  batch.Put(LedgerDossierKey(code), EncodeRecord(record));
  if (dossier.IsAtRest()) {
    batch.Delete(ActiveKey(code));
    rested_.insert(code);
  } else {
    batch.Put(ActiveKey(code), "");
  }
}

}  // namespace sohoa
