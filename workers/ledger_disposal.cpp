// SPDX-License-Identifier: Apache-2.0
//
// Dossiers that go, and the blobs that nobody names after that.
#include <utility>

#include "storage/key_layout.h"
#include "workers/ledger.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

// So many blobs go in one change, so that nobody waits long for it.
constexpr std::uint32_t kBlobsAtOnce = 64;
// It has to be the first of a group of changes; while there are many, another time will do.
constexpr int kMostTries = 1'000;
// What could not go yet is looked at again after so long.
constexpr std::int64_t kRemovalPauseMs = 60'000;

}  // namespace

Status Ledger::RunChange(const std::function<Status(MetaBatch& batch)>& stage) { return commits_->Run(stage); }

Status Ledger::Dispose(const DisposalOrder& order) {
  const Status disposed = commits_->Run([&](MetaBatch& batch) { return StageDispose(order, batch); });
  if (disposed.ok()) removal_due_ms_ = 1;
  return disposed;
}

Status Ledger::StageDispose(const DisposalOrder& order, MetaBatch& batch) {
  const std::string& code = order.contents.code;
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  ActiveDossier& dossier = **found;
  if (dossier.record.version != order.contents.version) return Status(StatusCode::kConflict, "dispose of dossier " + code + ": it has another version meanwhile");
  if (!dossier.IsAtRest()) return Status(StatusCode::kConflict, "dispose of dossier " + code + ": it is being worked on; wait until it is at rest");
  const Result<DisposalCertificate> certificate = CheckDisposal(archive_, ReadFrom(archive_.meta(), batch), order);
  if (!certificate) return certificate.status();
  Status status = StageDisposal(archive_, order.contents, *certificate, batch);
  if (status.ok()) status = StagePagesGone(dossier, batch);
  if (!status.ok()) return status;

  for (const LedgerBatch& each : dossier.batches) batch.Delete(LedgerBatchKey(code, each.id));
  for (const auto& [place, original] : dossier.originals) {
    batch.Delete(LedgerOriginalKey(code, dossier.batches[place.first].id, place.second));
  }
  for (std::size_t i = 0; i < dossier.edits.size(); ++i) batch.Delete(LedgerEditKey(code, static_cast<std::uint32_t>(i)));
  batch.Delete(LedgerDossierKey(code));
  batch.Delete(ActiveKey(code));

  // Nothing below this can fail.
  CountDossier(dossier.record, counts_, ~std::uint64_t{0});
  for (const auto& [id, page] : dossier.pages) {
    --counts_.pages_received;
    counts_.pages_done -= page.state == PageState::kDone;
    counts_.pages_quarantined -= page.state == PageState::kQuarantined;
    page_owners_.erase(id);
  }
  gone_.insert(code);
  rested_.erase(code);
  active_.erase(code);
  Tell([this, code, pages = order.contents.pages] { watch_.DossierDisposed(code, pages); });
  return {};
}

// Of a page that went from one dossier to another, what says so stays for the one that is left.
Status Ledger::StagePagesGone(const ActiveDossier& dossier, MetaBatch& batch) {
  const KeyReader read = ReadFrom(archive_.meta(), batch);
  const std::string& code = dossier.record.head.code;
  for (const auto& [id, page] : dossier.pages) {
    batch.Delete(QuarantineKey(id));
    const bool from_another = page.source.dossier != code;
    const Result<std::optional<DisposalCertificate>> gone = from_another ? ReadCertificate(read, page.source.dossier) : std::optional<DisposalCertificate>();
    if (!gone) return gone.status();
    if (!from_another || *gone) {
      batch.Delete(LedgerPageKey(id));
      continue;
    }
    LedgerPage left;
    left.source = page.source;
    left.filed_in = page.filed_in;
    left.state = PageState::kDone;
    batch.Put(LedgerPageKey(id), EncodeRecord(left));
  }
  for (const auto& [place, original] : dossier.originals) {
    for (const std::string& id : original.page_ids) {
      if (dossier.pages.contains(id)) continue;
      const Result<std::optional<std::string>> bytes = read(LedgerPageKey(id));
      if (!bytes) return bytes.status();
      if (!*bytes) continue;
      const Result<LedgerPage> sent = DecodeLedgerPage(**bytes);
      if (!sent) return sent.status();
      const Result<std::optional<DisposalCertificate>> gone = ReadCertificate(read, sent->dossier());
      if (!gone) return gone.status();
      if (*gone) batch.Delete(LedgerPageKey(id));
    }
  }
  return {};
}

Status Ledger::CheckNotDisposed(const std::string& code, const MetaBatch& batch) {
  const Result<std::optional<DisposalCertificate>> gone = ReadCertificate(ReadFrom(archive_.meta(), batch), code);
  if (!gone) return gone.status();
  if (!*gone) return {};
  return Status(StatusCode::kConflict, "receive dossier " + code + ": one of this code was disposed of; hand it in under another code");
}

// Those that are needed, or are being stored at this moment, stay. All of this happens under the lock under which blobs
// are noted before they are stored or asked for, so that nobody relies on one that goes.
Status Ledger::StageRemovals(RemovedBlobs& removed, MetaBatch& batch) {
  removed.more = true;
  // What was staged before it may name a blob, and is not in the store yet.
  if (!batch.empty()) return {};
  const Result<std::vector<Sha256>> blobs = CondemnedBlobs(archive_.meta(), kBlobsAtOnce + static_cast<std::uint32_t>(removed.waiting));
  if (!blobs) return blobs.status();
  removed.more = blobs->size() >= kBlobsAtOnce + removed.waiting;
  removed.waiting = 0;
  for (const Sha256& blob : *blobs) {
    if (IsInFlight(blob)) {
      ++removed.waiting;
      continue;
    }
    const Result<bool> referenced = IsReferenced(archive_.meta(), blob);
    if (!referenced) return referenced.status();
    if (!*referenced) {
      if (const Status gone = archive_.blobs().Remove(blob); !gone.ok()) return gone;
      ++removed.removed;
    }
    batch.Delete(CondemnedKey(blob));
  }
  return {};
}

Result<RemovedBlobs> Ledger::RemoveDisposedBlobs() {
  RemovedBlobs removed;
  removal_due_ms_ = 0;
  if (archive_.IsBeingCopied()) {
    // The copy's records may be from before the disposal, and need them.
    removal_due_ms_ = MonotonicMs() + kRemovalPauseMs;
    removed.postponed = true;
    return removed;
  }
  removed.more = true;
  for (int tries = 0; removed.more; ++tries) {
    if (tries > kMostTries && removed.removed == 0) {
      removal_due_ms_ = MonotonicMs() + kRemovalPauseMs;
      removed.postponed = true;
      return removed;
    }
    const Status status = commits_->Run([&](MetaBatch& batch) { return StageRemovals(removed, batch); });
    if (!status.ok()) {
      removal_due_ms_ = MonotonicMs() + kRemovalPauseMs;
      return status;
    }
  }
  if (removed.waiting > 0) removal_due_ms_ = MonotonicMs() + kRemovalPauseMs;
  return removed;
}

}  // namespace sohoa
