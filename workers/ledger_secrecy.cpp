// SPDX-License-Identifier: Apache-2.0
//
// Documents that are stamped Mật, Tối mật or Tuyệt mật do not belong on a machine that is not set up
// for them (Law on Protection of State Secrets 29/2018/QH14, Articles 11 and 13): their pages are set
// aside before anything of them is in the archive or its index, and an alarm is given.
#include "storage/document_secrecy.h"
#include "workers/ledger.h"

namespace sohoa {
namespace {

Status TooSecret(const std::optional<Secrecy>& degree) {
  return Status(StatusCode::kDenied, "keep page: its document bears a degree of secrecy (" +
                                         (degree ? std::string(SecrecyName(*degree)) : std::string("not known")) +
                                         ") that this installation is not set up for (`secrecy.up_to`); take the paper to who may keep it "
                                         "and reject the page, or release it where the stamp is none");
}

}  // namespace

std::uint32_t Ledger::StageTooSecret(ActiveDossier& dossier, const std::vector<Document>& documents, MetaBatch& batch) {
  std::uint32_t moved = 0;
  for (const Document& document : documents) {
    const std::optional<Secrecy> degree = DegreeOf(document);
    if (degree && *degree <= rules_.secrecy_up_to) continue;
    for (const std::string& id : document.page_ids) {
      const auto found = dossier.pages.find(id);
      if (found == dossier.pages.end()) continue;
      LedgerPage page = found->second;
      // What a version shows already stays in it, and is hidden from those who may not see it.
      if (page.state != PageState::kDone || page.released || archive_.FindPage(id)) continue;
      StageQuarantine(id, page, std::string(kSecrecyStage), TooSecret(degree), batch);
      StagePage(id, {&dossier, &found->second}, page, batch);
      ++moved;
    }
  }
  if (moved == 0) return 0;
  LedgerDossier record = dossier.record;
  ++record.generation;
  StageDossier(dossier, record, batch);
  return moved;
}

Status Ledger::Release(const std::string& page_id, const std::string& reason) {
  return commits_->Run([&](MetaBatch& batch) { return StageRelease(page_id, reason, batch); });
}

Status Ledger::StageRelease(const std::string& page_id, const std::string& reason, MetaBatch& batch) {
  const Result<FoundPage> found = FindPage(page_id);
  if (!found) return found.status();
  LedgerPage page = *found->page;
  if (page.state != PageState::kQuarantined || page.stage != kSecrecyStage) {
    return Status(StatusCode::kConflict, "release page " + page_id + ": it is not set aside for a degree of secrecy");
  }
  page.state = PageState::kDone;
  page.released = true;
  LedgerDossier record = found->dossier->record;
  ++record.generation;
  record.stuck = false;
  batch.Delete(QuarantineKey(page_id));
  StagePage(page_id, *found, page, batch);
  StageDossier(*found->dossier, record, batch);
  StageEvent("page.released", record.head.code, page_id, page.source.batch, reason, batch);
  StageDue(*found->dossier, batch);
  return Status();
}

}  // namespace sohoa
