// SPDX-License-Identifier: Apache-2.0
//
// LedgerChange: one write in the making. Reads see what it has put so far over what is
// stored; nothing outside changes until the ledger commits it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "storage/meta_store.h"
#include "workers/ledger_records.h"

namespace sohoa {

struct LedgerChange {
  MetaStore* meta = nullptr;
  DossierLedger dossier;  // the one dossier that this change is about
  DossierState state_before = DossierState::kOpen;
  bool dossier_is_new = false;
  LedgerCounters counters;
  std::map<std::string, std::optional<std::string>> writes;
  // None = the job is gone. Those without a lease become ready.
  std::map<std::string, std::optional<JobState>> jobs;
  std::vector<ArchiveEvent> events;
  // A version that becomes visible with this change.
  std::unique_ptr<std::pair<Dossier, std::vector<PageRecord>>> version;

  void Put(std::string key, std::string value) { writes[std::move(key)] = std::move(value); }
  void Delete(std::string key) { writes[std::move(key)] = std::nullopt; }
  void PutJob(const std::string& id, JobState job) { jobs[id] = std::move(job); }
  void DeleteJob(const std::string& id) { jobs[id] = std::nullopt; }
  void AddEvent(std::string kind, std::string subject, std::string detail);

  Result<std::optional<std::string>> Get(const std::string& key) const;
  // In order of key.
  Result<std::map<std::string, std::string>> Scan(std::string_view prefix) const;
};

}  // namespace sohoa
