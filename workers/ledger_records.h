// SPDX-License-Identifier: Apache-2.0
//
// What the ledger keeps, as values, with their keys and bytes. All keys begin with
// kLedgerPrefix.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "core/result.h"
#include "storage/key_layout.h"
#include "workers/desk_client.h"

namespace sohoa {

struct LedgerDossier {
  DossierHead head;
  std::uint32_t batches = 0;
  std::uint64_t generation = 0;
  std::uint64_t visible_generation = 0;
  std::uint32_t version = 0;
  bool stuck = false;
  // Since when a sealed batch waits to be seen; 0 = none does. Of the wall's clock, to outlive a restart.
  std::int64_t pending_since_unix_ms = 0;
};

struct LedgerBatch {
  std::string id;
  std::uint32_t order = 0;
  Lane lane = Lane::kCounter;
  bool sealed = false;
  std::int64_t deadline_unix_ms = 0;  // legal deadline of what it brings; 0 = none
  std::int64_t sealed_unix_ms = 0;    // 0 = not yet, or by a version that did not keep it
  std::uint32_t sealed_edits = 0;     // how many edits the dossier had when it was sealed
};

struct LedgerOriginal {
  std::string name;
  Sha256 sha256;
  std::uint64_t size = 0;
  std::uint64_t ledger_sequence = 0;
  std::vector<std::string> page_ids;
  std::uint32_t quarantined = 0;
};

// Stable on disk.
enum class PageState : std::uint8_t { kReady = 0, kDone = 1, kQuarantined = 2, kRejected = 3 };

struct LedgerPage {
  PageSource source;
  std::string name;
  PageState state = PageState::kReady;
  std::uint32_t attempts = 0;
  std::uint32_t deaths = 0;
  Sha256 record;
  Sha256 layer;
  bool blank = false;
  std::string stage;
  Status reason;
  std::int64_t at_unix_ms = 0;
  bool same_bytes = false;  // as another page of the dossier
  std::string filed_in;  // the dossier that a person sent it to; empty = that of its source
  std::optional<int> rotation;  // the clockwise turn that a person decided on
  bool released = false;  // a person decided that it bears no degree of secrecy that keeps it out
  std::int64_t received_unix_ms = 0;  // 0: of before this was kept

  bool final() const { return state != PageState::kReady; }
  const std::string& dossier() const { return filed_in.empty() ? source.dossier : filed_in; }
};

struct LedgerLease {
  std::string worker;
  std::uint64_t fence = 0;
  std::uint64_t generation = 0;
};

// Of the whole ledger, kept so that a start does not have to read all of it.
struct LedgerCounts {
  std::uint64_t pages_received = 0;
  std::uint64_t pages_done = 0;
  std::uint64_t pages_quarantined = 0;
  std::uint64_t dossiers_open = 0;
  std::uint64_t dossiers_processing = 0;
  std::uint64_t dossiers_committed = 0;
  std::uint64_t lease_expiries = 0;

  bool operator==(const LedgerCounts&) const = default;
};

// Adds what the dossier counts for, `by` times; -1 takes it away.
void CountDossier(const LedgerDossier& record, LedgerCounts& counts, std::uint64_t by);

inline constexpr std::string_view kEpochKey = kLedgerEpochKey;
inline constexpr std::string_view kSequenceKey = kLedgerSequenceKey;
inline constexpr std::string_view kCountsKey = "l/counts";
inline constexpr std::string_view kActivePrefix = "l/a/";       // code -> nothing: not at rest
inline constexpr std::string_view kReadyPrefix = "l/r/";        // job -> nothing: work is open
inline constexpr std::string_view kLeasePrefix = "l/l/";        // job -> LedgerLease
inline constexpr std::string_view kLedgerDossierPrefix = "l/d/";  // code -> LedgerDossier
inline constexpr std::string_view kLedgerBatchPrefix = "l/b/";    // code, batch -> LedgerBatch
inline constexpr std::string_view kLedgerPagePrefix = "l/p/";   // page id -> LedgerPage
inline constexpr std::string_view kLedgerEditPrefix = "l/e/";   // code, number -> Edit
inline constexpr std::string_view kQuarantinePrefix = "l/q/";   // page id -> nothing
std::string LedgerDossierKey(std::string_view code);
std::string LedgerBatchPrefix(std::string_view code);
std::string LedgerBatchKey(std::string_view code, std::string_view batch);
std::string LedgerOriginalPrefix(std::string_view code, std::string_view batch);
std::string LedgerOriginalKey(std::string_view code, std::string_view batch, std::uint32_t place);
std::string LedgerPageKey(std::string_view page_id);
std::string LedgerEditPrefix(std::string_view code);
std::string LedgerEditKey(std::string_view code, std::uint32_t number);
std::string ActiveKey(std::string_view code);
std::string ReadyKey(std::string_view job);
std::string LeaseKey(std::string_view job);
std::string QuarantineKey(std::string_view page_id);

// Names of jobs: a page's own id, or "=" and the dossier's code.
std::string DossierJobName(std::string_view code);
bool IsDossierJob(std::string_view job);
std::string DossierOfJob(std::string_view job);

std::string EncodeRecord(const LedgerDossier& record);
std::string EncodeRecord(const LedgerBatch& record);
std::string EncodeRecord(const LedgerOriginal& record);
std::string EncodeRecord(const LedgerPage& record);
std::string EncodeRecord(const LedgerLease& record);
std::string EncodeRecord(const LedgerCounts& record);
Result<LedgerDossier> DecodeLedgerDossier(std::string_view bytes);
Result<LedgerBatch> DecodeLedgerBatch(std::string_view bytes);
Result<LedgerOriginal> DecodeLedgerOriginal(std::string_view bytes);
Result<LedgerPage> DecodeLedgerPage(std::string_view bytes);
Result<LedgerLease> DecodeLedgerLease(std::string_view bytes);
Result<LedgerCounts> DecodeLedgerCounts(std::string_view bytes);

}  // namespace sohoa
