// SPDX-License-Identifier: Apache-2.0
//
// What people decide on a dossier that is visible, and reading it again.
#include <algorithm>
#include <array>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "workers/edit_check.h"
#include "workers/ledger.h"

namespace sohoa {

Status Ledger::ApplyEdits(const std::string& dossier, std::vector<Edit> edits, std::uint32_t version, std::int64_t settle_ms) {
  for (Edit& edit : edits) {
    edit.at_unix_ms = NowUnixMs();
    const Status status = PrepareEdit(archive_, edit);
    if (!status.ok()) return status;
  }
  return commits_->Run([&](MetaBatch& batch) { return StageEdits(dossier, edits, version, settle_ms, batch); });
}

void Ledger::Settle(const std::string& code) {
  const std::scoped_lock lock(mutex_);
  const std::string job = DossierJobName(code);
  if (!queue_.Contains(job)) return;
  if (const Result<ActiveDossier*> found = Find(code)) Enqueue(job, **found, 0);
}

Status Ledger::StageEdits(const std::string& code, const std::vector<Edit>& edits, std::uint32_t version, std::int64_t settle_ms, MetaBatch& batch) {
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  ActiveDossier& dossier = **found;
  const std::uint32_t newest = dossier.record.version;
  if (newest == 0) return Status(StatusCode::kConflict, "edit dossier " + code + ": it is not visible yet; wait until it is");
  if (version != 0 && version != newest) {
    return Status(StatusCode::kConflict, "edit dossier " + code + ": version " + std::to_string(version) + " is not its newest, which is " +
                                             std::to_string(newest) + "; look at that one and decide again");
  }
  const Result<Dossier> visible = archive_.GetDossier(code);
  if (!visible) return visible.status();
  std::vector<Edit> checked;
  std::vector<Edit> all = dossier.edits;
  const std::vector<std::string> arrived = dossier.ArrivedPages();
  for (Edit edit : edits) {
    if (edit.kind == EditKind::kSend) {
      const Result<ActiveDossier*> receiver = Find(edit.dossier);
      if (!receiver) return receiver.status();
    }
    const Status status = CheckEdit(*visible, Arrange(arrived, all), edit);
    if (!status.ok()) return Annotate(status, "edit dossier " + code);
    all.push_back(edit);
    checked.push_back(std::move(edit));
  }
  for (const Edit& edit : checked) StageEdit(dossier, edit, batch);
  StageAnew(dossier, batch, settle_ms);
  return Status();
}

void Ledger::StageOwnEdit(ActiveDossier& dossier, const Edit& edit, MetaBatch& batch) {
  const std::string& code = dossier.record.head.code;
  batch.Put(LedgerEditKey(code, static_cast<std::uint32_t>(dossier.edits.size())), EncodeEdit(edit));
  dossier.edits.push_back(edit);
  if (edit.kind == EditKind::kRotate) {
    LedgerPage& stands = dossier.pages.at(edit.page);
    LedgerPage page = stands;
    page.rotation = edit.rotation;
    // One in quarantine is read so once somebody sends it back to work.
    if (page.state == PageState::kQuarantined) {
      StagePage(edit.page, {&dossier, &stands}, page, batch);
    } else {
      StagePageAgain(dossier, edit.page, page, batch);
    }
  }
}

void Ledger::StageEdit(ActiveDossier& dossier, const Edit& edit, MetaBatch& batch) {
  const std::string& code = dossier.record.head.code;
  StageOwnEdit(dossier, edit, batch);
  if (edit.kind == EditKind::kSend) StageSend(dossier, edit, batch);
  StageEvent("dossier.edited", code, edit.page, dossier.Trace(), std::string(EditKindName(edit.kind)), batch);
}

void Ledger::StageSend(ActiveDossier& from, const Edit& edit, MetaBatch& batch) {
  ActiveDossier& to = **Find(edit.dossier);
  Edit received = edit;
  received.kind = EditKind::kReceive;
  received.dossier = from.record.head.code;
  LedgerPage page = from.pages.at(edit.page);
  page.filed_in = page.source.dossier == edit.dossier ? std::string() : edit.dossier;
  from.ready_pages -= page.state == PageState::kReady;
  to.ready_pages += page.state == PageState::kReady;
  from.pages.erase(edit.page);
  to.pages[edit.page] = page;
  page_owners_[edit.page] = &to;
  batch.Put(LedgerPageKey(edit.page), EncodeRecord(page));
  StageEdit(to, received, batch);
  StageAnew(to, batch);
}

Status Ledger::Reread(const std::string& dossier, bool pages) {
  return commits_->Run([&](MetaBatch& batch) { return StageReread(dossier, pages, batch); });
}

Status Ledger::StageReread(const std::string& code, bool pages, MetaBatch& batch) {
  const Result<ActiveDossier*> found = Find(code);
  if (!found) return found.status();
  ActiveDossier& dossier = **found;
  if (dossier.record.version == 0) return Status(StatusCode::kConflict, "read dossier " + code + " again: it is not visible yet; wait until it is");
  for (const std::string& id : dossier.SealedPages()) {
    const LedgerPage& page = dossier.pages.at(id);
    if (pages && page.state == PageState::kDone) StagePageAgain(dossier, id, page, batch);
  }
  StageEvent("dossier.reread", code, "", dossier.Trace(), pages ? "pages" : "documents", batch);
  StageAnew(dossier, batch);
  return Status();
}

void Ledger::StagePageAgain(ActiveDossier& dossier, const std::string& page_id, LedgerPage page, MetaBatch& batch) {
  page.state = PageState::kReady;
  page.attempts = 0;
  page.deaths = 0;
  page.at_unix_ms = NowUnixMs();
  // Whoever reads it now would give what it looked like before.
  if (leases_.contains(page_id)) EndLease(page_id, batch);
  batch.Put(ReadyKey(page_id), "");
  StagePage(page_id, {&dossier, &dossier.pages.at(page_id)}, page, batch);
  Enqueue(page_id, dossier, 0);
}

void Ledger::StageAnew(ActiveDossier& dossier, MetaBatch& batch, std::int64_t settle_ms) {
  LedgerDossier record = dossier.record;
  ++record.generation;
  record.stuck = false;
  StageDossier(dossier, record, batch);
  StageDue(dossier, batch, settle_ms);
}

void Ledger::StageKept(const std::string& page_id, LedgerPage& page, const std::string& stage, const Status& reason, MetaBatch& batch) {
  page.state = PageState::kDone;
  batch.Delete(ReadyKey(page_id));
  StageEvent("page.kept", page.dossier(), page_id, page.source.batch, std::string(StatusCodeName(reason.code())), batch);
  Tell([this, page_id, source = page.source, stage, code = reason.code()] { watch_.PageKept(page_id, source, stage, code); });
}

}  // namespace sohoa
