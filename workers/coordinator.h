// SPDX-License-Identifier: Apache-2.0
//
// Coordinator: takes pages in, keeps the ledger of what is to be done with them, hands jobs to
// workers under leases, and commits finished dossiers. The only writer of job state; all of
// that state is in the archive's MetaStore, so a restart goes on where it was.
//
// Speaks docs/PROTOCOL.md on one endpoint to desks, workers and operators' tools.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "documents/procedures/procedure_catalogue.h"
#include "storage/archive.h"
#include "storage/dossier_import.h"
#include "workers/coordinator_status.h"
#include "workers/desk_client.h"
#include "workers/dossier_draft.h"
#include "workers/peer_keys.h"
#include "workers/reader_client.h"
#include "workers/retention.h"

namespace sohoa {

struct CoordinatorOptions {
  // Endpoints to bind: "ipc:///path", "tcp://127.0.0.1:5555", "inproc://name".
  std::vector<std::string> endpoints;
  ServerKeys keys;  // for tcp:// endpoints; without, those are for loopback only
  ReaderOptions reader;  // counts the pages of each original before its receipt
  std::int64_t lease_ms = 30'000;     // without progress
  std::int64_t deadline_ms = 300'000;  // with progress
  std::int64_t beat_ms = 1'000;
  std::uint32_t missed_beats = 5;
  std::uint32_t max_attempts = 4;       // transient failures of one job
  std::uint32_t max_worker_deaths = 3;  // of one job, then quarantine
  // What dossiers are held against; null: completeness is not checked.
  std::shared_ptr<const ProcedureCatalogue> procedures = nullptr;
  // An Ed25519 key in PEM that signs the receipts of batches; empty: they go out unsigned.
  std::string receipt_key = {};
  // The highest degree of secrecy that the installation is set up to keep.
  Secrecy secrecy_up_to = Secrecy::kNone;
};

// Answers a named question of a tool ("search", "show", ...): JSON in, JSON out. Set by who
// wires the program together; runs on threads of the coordinator's own, several at once.
using ControlHandler =
    std::function<Result<std::string>(std::string_view method, std::string_view params_json)>;

class Coordinator {
 public:
  // Runs on threads of its own from here on. `archive` must outlive it.
  static Result<std::unique_ptr<Coordinator>> Start(Archive& archive, CoordinatorOptions options,
                                                    ControlHandler control);
  virtual ~Coordinator() = default;  // stops, losing nothing

  virtual CoordinatorStatus Snapshot() = 0;
  // Where a dossier stands. kNotFound: nothing of it was ever handed in.
  virtual Result<DossierProgress> Progress(const std::string& dossier) = 0;
  // Where the next original of a dossier goes that says no place: see Ledger::NextPlace.
  virtual Result<BatchPlace> NextPlace(const std::string& dossier, const std::string& batch) = 0;
  // Pages in quarantine, in order of page id, after `after`.
  virtual Result<std::vector<QuarantinedPage>> Quarantined(const std::string& after,
                                                           std::uint32_t limit) = 0;
  // Puts a quarantined page back to work; its dossier gets a new version when it is read.
  virtual Status RetryQuarantined(const std::string& page_id) = 0;
  // A person decided that a page, set aside for a degree of secrecy, bears none that keeps it out.
  virtual Status ReleaseQuarantined(const std::string& page_id, const std::string& reason) = 0;
  // A person decided that the page stays out. It is kept, with the reason.
  virtual Status RejectQuarantined(const std::string& page_id, const std::string& reason) = 0;
  // What a person decided on a dossier, and reading it again: see Ledger::ApplyEdits and Reread.
  virtual Status ApplyEdits(const std::string& dossier, std::vector<Edit> edits, std::uint32_t version, std::int64_t settle_ms = 0) = 0;
  virtual void Settle(const std::string& dossier) = 0;
  // What a dossier would be if it were sealed now: see Ledger::Draft.
  virtual Result<DossierDraft> Draft(const DraftRequest& request) = 0;
  virtual Status Reread(const std::string& dossier, bool pages) = 0;
  // A dossier from another archive: see Ledger::Import. Its blobs are noted first, then stored.
  virtual Status Import(const ImportedDossier& imported) = 0;
  // Records of keeping and disposal: see Ledger::RunChange, Dispose and RemoveDisposedBlobs.
  virtual Status RunChange(const std::function<Status(MetaBatch& batch)>& stage) = 0;
  virtual Status Dispose(const DisposalOrder& order) = 0;
  virtual Result<RemovedBlobs> RemoveDisposedBlobs() = 0;
  virtual void NoteBlob(const Sha256& blob) = 0;
  // What is under way, for a fixity check: true for blobs that no dossier names yet.
  virtual bool InFlight(const Sha256& blob) = 0;
};

}  // namespace sohoa
