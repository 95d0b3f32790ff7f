// SPDX-License-Identifier: Apache-2.0
//
// What the coordinator's ledger holds, and where: values, their bytes (ledger.proto) and
// their keys. Pure functions; damaged bytes give kCorruption.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "core/result.h"
#include "workers/desk_client.h"

namespace sohoa {

struct LedgerCounters {
  std::uint64_t epoch = 0;     // raised at each start
  std::uint64_t sequence = 0;  // raised with each write; a lease's fence is one of them
  std::uint64_t pages_received = 0;
  std::uint64_t pages_done = 0;
  std::uint64_t pages_quarantined = 0;
  std::uint64_t dossiers_open = 0;
  std::uint64_t dossiers_processing = 0;
  std::uint64_t dossiers_committed = 0;
  std::uint64_t lease_expiries = 0;
};

struct BatchState {
  std::string id;
  std::uint64_t order = 0;  // in the dossier
  Lane lane = Lane::kCounter;
  bool sealed = false;
  bool visible = false;  // in a committed version
  std::uint32_t pending = 0;  // pages of it, by where they stand
  std::uint32_t done = 0;
  std::uint32_t quarantined = 0;
  std::uint32_t pages() const { return pending + done + quarantined; }
};

struct DossierLedger {
  DossierHead head;
  std::vector<BatchState> batches;  // in order
  std::uint32_t version = 0;        // newest committed
  // Raised with every change that a new version has to show; the newest version shows
  // `committed_revision`.
  std::uint64_t revision = 0;
  std::uint64_t committed_revision = 0;
  std::string job;  // of the dossier service, while there is one

  BatchState* Batch(std::string_view id);
  DossierState State() const;
};

struct OriginalEntry {
  Original original;
  bool broken = false;       // stands in quarantine as one page
  bool equal_bytes = false;  // an earlier original of the dossier has the same bytes
};

// Stable on disk.
enum class PageStanding : std::uint8_t { kPending = 0, kDone = 1, kQuarantined = 2 };

struct PageState {
  std::string id;
  PageSource source;
  PageStanding standing = PageStanding::kPending;
  Sha256 record;  // once it was read, also when it is in quarantine after that
  Sha256 layer;
  bool blank = false;
};

struct JobState {
  std::string service;  // "page" "dossier"
  std::string dossier;
  std::string page;  // id; page service
  Lane lane = Lane::kCounter;
  std::string agency;
  std::uint32_t attempts = 0;  // that failed
  std::uint32_t deaths = 0;    // of workers that held it
  std::uint64_t fence = 0;     // of the lease; 0 = none
  std::string worker;
  std::string boot;
  std::int64_t delay_ms = 0;  // to wait, counted from when it was written or loaded
  std::int64_t created_unix_ms = 0;
};

struct PlanPage {
  std::string id;
  PageSource source;
  Sha256 record;
  Sha256 layer;
  bool blank = false;
};

// What one version of a dossier is made of, fixed when its job is.
struct DossierPlan {
  std::uint32_t version = 0;
  std::uint64_t revision = 0;
  std::vector<std::string> batches;
  std::vector<PlanPage> pages;  // in order
  std::vector<QuarantinedPage> quarantined;
  std::vector<Original> originals;
};

std::string EncodeRecord(const LedgerCounters& record);
std::string EncodeRecord(const DossierLedger& record);
std::string EncodeRecord(const OriginalEntry& record);
std::string EncodeRecord(const PageState& record);
std::string EncodeRecord(const JobState& record);
std::string EncodeRecord(const DossierPlan& record);
Result<LedgerCounters> DecodeCounters(std::string_view bytes);
Result<DossierLedger> DecodeDossierLedger(std::string_view bytes);
Result<OriginalEntry> DecodeOriginalEntry(std::string_view bytes);
Result<PageState> DecodePageState(std::string_view bytes);
Result<JobState> DecodeJobState(std::string_view bytes);
Result<DossierPlan> DecodePlan(std::string_view bytes);

// Keys. Batch order, place and index stand big-endian, so that a scan gives pages in order.
std::string CountersKey();
std::string LedgerDossierKey(std::string_view code);
std::string LedgerOriginalsPrefix(std::string_view code);
std::string LedgerOriginalKey(std::string_view code, std::uint64_t batch_order, std::uint32_t place);
std::string LedgerPagesPrefix(std::string_view code);
std::string LedgerPageKey(std::string_view code, std::uint64_t batch_order, std::uint32_t place,
                          std::uint32_t index);
std::string LedgerPageIdKey(std::string_view page_id);  // -> key of the page
std::string LedgerJobsPrefix();
std::string LedgerJobKey(std::string_view job);
std::string LedgerPlanKey(std::string_view job);
std::string LedgerQuarantinePrefix();
std::string LedgerQuarantineKey(std::string_view page_id);
// Blobs that no committed dossier names yet.
std::string LedgerBlobPrefix(const Sha256& blob);
std::string LedgerBlobKey(const Sha256& blob, std::string_view code);

// Ids of jobs: equal work has an equal id.
std::string PageJobId(std::string_view page_id);
std::string DossierJobId(std::string_view code, std::uint32_t version);

}  // namespace sohoa
