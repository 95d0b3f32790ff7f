// SPDX-License-Identifier: Apache-2.0
#include "workers/ledger.h"

#include <algorithm>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

std::uint64_t& CountOf(LedgerCounters& counters, DossierState state) {
  switch (state) {
    case DossierState::kProcessing: return counters.dossiers_processing;
    case DossierState::kCommitted: return counters.dossiers_committed;
    case DossierState::kOpen: break;
  }
  return counters.dossiers_open;
}

}  // namespace

Ledger::Ledger(Archive& archive, LedgerLimits limits) : archive_(archive), limits_(limits) {}

Result<std::unique_ptr<Ledger>> Ledger::Open(Archive& archive, LedgerLimits limits) {
  std::unique_ptr<Ledger> ledger(new Ledger(archive, limits));
  Status loaded = ledger->Load();
  if (!loaded.ok()) return Annotate(loaded, "open ledger");
  return ledger;
}

Status Ledger::Load() {
  Result<std::optional<std::string>> stored = archive_.meta().Get(CountersKey());
  if (!stored) return stored.status();
  if (*stored) {
    Result<LedgerCounters> counters = DecodeCounters(**stored);
    if (!counters) return counters.status();
    counters_ = *counters;
  }
  // A worker that meets another epoch knows that this coordinator has forgotten its socket.
  LedgerCounters next = counters_;
  ++next.epoch;
  ++next.sequence;
  MetaBatch batch;
  batch.Put(CountersKey(), EncodeRecord(next));
  Status written = archive_.meta().Write(batch);
  if (!written.ok()) return written;
  counters_ = next;

  const std::string prefix = LedgerJobsPrefix();
  Status damaged;
  Status scanned = archive_.meta().Scan(prefix, "", [&](std::string_view key, std::string_view value) {
    Result<JobState> job = DecodeJobState(value);
    if (!job) {
      damaged = job.status();
      return false;
    }
    std::string id(key.substr(prefix.size()));
    if (job->fence == 0) ready_.push_back({id, job->delay_ms});
    jobs_.emplace(std::move(id), std::move(*job));
    return true;
  });
  return scanned.ok() ? damaged : scanned;
}

Result<LedgerChange> Ledger::Begin(const std::string& dossier) {
  LedgerChange change;
  change.meta = &archive_.meta();
  change.counters = counters_;
  ++change.counters.sequence;
  Result<std::optional<std::string>> stored = archive_.meta().Get(LedgerDossierKey(dossier));
  if (!stored) return stored.status();
  if (!*stored) {
    change.dossier.head.code = dossier;
    change.dossier_is_new = true;
    return change;
  }
  Result<DossierLedger> record = DecodeDossierLedger(**stored);
  if (!record) return record.status();
  change.dossier = std::move(*record);
  change.state_before = change.dossier.State();
  return change;
}

Status Ledger::Commit(LedgerChange& change) {
  if (!change.dossier_is_new) --CountOf(change.counters, change.state_before);
  ++CountOf(change.counters, change.dossier.State());
  MetaBatch batch;
  for (auto& [key, value] : change.writes) {
    if (value) {
      batch.Put(key, *value);
    } else {
      batch.Delete(key);
    }
  }
  for (const auto& [id, job] : change.jobs) {
    if (job) {
      batch.Put(LedgerJobKey(id), EncodeRecord(*job));
    } else {
      batch.Delete(LedgerJobKey(id));
    }
  }
  batch.Put(LedgerDossierKey(change.dossier.head.code), EncodeRecord(change.dossier));
  batch.Put(CountersKey(), EncodeRecord(change.counters));
  if (change.version) {
    Status staged = archive_.StageCommit(change.version->first, change.version->second, batch);
    if (!staged.ok()) return staged;
  }
  for (const ArchiveEvent& event : change.events) {
    Status staged = archive_.StageEvent(event, batch);
    if (!staged.ok()) return staged;
  }
  Status written = archive_.meta().Write(batch);
  if (!written.ok()) return written;

  counters_ = change.counters;
  for (auto& [id, job] : change.jobs) {
    if (!job) {
      jobs_.erase(id);
      continue;
    }
    if (job->fence == 0) ready_.push_back({id, job->delay_ms});
    jobs_[id] = std::move(*job);
  }
  return Status();
}

std::vector<ReadyJob> Ledger::TakeReady() { return std::exchange(ready_, {}); }

Result<PageState> Ledger::FindPage(LedgerChange& change, const std::string& page_id) const {
  Result<std::optional<std::string>> key = change.Get(LedgerPageIdKey(page_id));
  if (!key) return key.status();
  if (*key) {
    Result<std::optional<std::string>> value = change.Get(**key);
    if (!value) return value.status();
    if (*value) return DecodePageState(**value);
  }
  return Status(StatusCode::kNotFound, "find page " + page_id + ": the ledger has no such page");
}

Result<std::vector<QuarantinedPage>> Ledger::Quarantined(const std::string& after,
                                                         std::uint32_t limit) const {
  std::vector<QuarantinedPage> pages;
  const std::string prefix = LedgerQuarantinePrefix();
  // A byte more than `after` is the first key behind it.
  const std::string from = after.empty() ? "" : prefix + after + '\0';
  Status damaged;
  Status scanned = archive_.meta().Scan(prefix, from, [&](std::string_view, std::string_view value) {
    if (pages.size() >= limit) return false;
    Result<QuarantinedPage> page = DecodeQuarantinedPage(value);
    if (page) {
      pages.push_back(std::move(*page));
    } else {
      damaged = page.status();
    }
    return damaged.ok();
  });
  if (!scanned.ok()) return scanned;
  if (!damaged.ok()) return damaged;
  return pages;
}

bool Ledger::InFlight(const Sha256& blob) const {
  bool found = false;
  Status scanned = archive_.meta().Scan(LedgerBlobPrefix(blob), "", [&](std::string_view, std::string_view) {
    found = true;
    return false;
  });
  // What cannot be looked up is not called extra.
  return found || !scanned.ok();
}

}  // namespace sohoa
