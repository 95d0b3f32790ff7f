// SPDX-License-Identifier: Apache-2.0
//
// The end of a batch: no more pages come, and what the people at the desk decided on those that came is
// written together with it.
#include <algorithm>
#include <set>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "workers/edit_check.h"
#include "workers/elapsed_detail.h"
#include "workers/ledger.h"

namespace sohoa {

Status Ledger::Seal(const std::string& code, const std::string& batch_id) {
  return commits_->Run([&](MetaBatch& batch) { return StageSeal(code, batch_id, 0, batch); });
}

Result<BatchReceipt> Ledger::SealArranged(const std::string& code, const std::string& batch_id, std::vector<Edit> edits, std::uint64_t since_first_sheet_ms) {
  for (Edit& edit : edits) {
    if (const Status said = PrepareSealedEdit(edit); !said.ok()) return Annotate(said, "seal dossier " + code);
  }
  return Apply<BatchReceipt>([&](MetaBatch& batch) { return StageSealArranged(code, batch_id, edits, since_first_sheet_ms, batch); });
}

Result<BatchReceipt> Ledger::StageSealArranged(const std::string& code, const std::string& batch_id, const std::vector<Edit>& edits,
                                               std::uint64_t since_first_sheet_ms, MetaBatch& batch) {
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  const LedgerBatch* const sealed = (*found)->FindBatch(batch_id);
  if (sealed == nullptr) return Status(StatusCode::kNotFound, "seal: dossier " + code + " has no batch " + batch_id);
  if (!sealed->sealed) {
    if (const Status status = StageSealedEdits(**found, *sealed, edits, batch); !status.ok()) return Annotate(status, "seal dossier " + code);
    if (const Status status = StageSeal(code, batch_id, since_first_sheet_ms, batch); !status.ok()) return status;
  }
  return ReceiptOfBatch(**found, *(*found)->FindBatch(batch_id));
}

Status Ledger::StageSealedEdits(ActiveDossier& dossier, const LedgerBatch& sealed, const std::vector<Edit>& edits, MetaBatch& batch) {
  std::set<std::string> own;
  for (const auto& [place, original] : dossier.originals) {
    if (place.first == sealed.order) own.insert(original.page_ids.begin(), original.page_ids.end());
  }
  const std::vector<std::string> arrived = dossier.AllPages();
  std::vector<Edit> all = dossier.edits;
  for (const Edit& edit : edits) {
    if (const Status fits = CheckSealedEdit(own, Arrange(arrived, all), edit); !fits.ok()) return fits;
    all.push_back(edit);
  }
  for (Edit edit : edits) {
    if (edit.at_unix_ms == 0) edit.at_unix_ms = NowUnixMs();
    StageOwnEdit(dossier, edit, batch);
  }
  return Status();
}

BatchReceipt Ledger::ReceiptOfBatch(const ActiveDossier& dossier, const LedgerBatch& sealed) const {
  BatchReceipt receipt{dossier.record.head.code, sealed.id, 0, 0, 0, {}, sealed.sealed_unix_ms};
  // As it was then: what people decide later makes no other receipt.
  const std::vector<Edit> edits(dossier.edits.begin(), dossier.edits.begin() + std::min<std::size_t>(sealed.sealed_edits, dossier.edits.size()));
  const PageArrangement pages = Arrange(dossier.AllPages(), edits);
  std::vector<ReceivedOriginal> originals;
  for (const auto& [place, original] : dossier.originals) {
    if (place.first != sealed.order) continue;
    originals.push_back({place.second, original.sha256, static_cast<std::uint32_t>(original.page_ids.size())});
    for (const std::string& page : original.page_ids) ++(pages.aside.contains(page) ? receipt.set_aside : receipt.pages);
  }
  receipt.originals = static_cast<std::uint32_t>(originals.size());
  receipt.contents = ContentsOf(originals);
  return receipt;
}

Status Ledger::StageSeal(const std::string& code, const std::string& batch_id, std::uint64_t since_first_sheet_ms, MetaBatch& batch) {
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  ActiveDossier& dossier = **found;
  if (!batch_id.empty() && dossier.FindBatch(batch_id) == nullptr) {
    return Status(StatusCode::kNotFound, "seal: dossier " + code + " has no batch " + batch_id);
  }
  LedgerDossier record = dossier.record;
  std::string sealed;
  for (LedgerBatch& each : dossier.batches) {
    if (each.sealed || (!batch_id.empty() && each.id != batch_id)) continue;
    each.sealed = true;
    each.sealed_unix_ms = NowUnixMs();
    each.sealed_edits = static_cast<std::uint32_t>(dossier.edits.size());
    sealed = each.id;
    Tell([this, code, id = each.id] { watch_.BatchSealed(code, id); });
    batch.Put(LedgerBatchKey(code, each.id), EncodeRecord(each));
    const bool brought = std::any_of(dossier.originals.begin(), dossier.originals.end(),
                                     [&each](const auto& original) { return original.first.first == each.order; });
    if (brought) {
      ++record.generation;
      record.stuck = false;
      if (record.pending_since_unix_ms == 0) record.pending_since_unix_ms = NowUnixMs();
    }
  }
  if (sealed.empty()) return Status();
  StageDossier(dossier, record, batch);
  StageEvent("batch.sealed", code, "", sealed, ElapsedDetail(since_first_sheet_ms), batch);
  StageDue(dossier, batch);
  return Status();
}

}  // namespace sohoa
