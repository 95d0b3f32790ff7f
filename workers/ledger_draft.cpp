// SPDX-License-Identifier: Apache-2.0
//
// What a dossier would be if it were sealed now.
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/record_codec.h"
#include "pipeline/pipeline.h"
#include "workers/edit_check.h"
#include "workers/ledger.h"

namespace sohoa {

Result<Ledger::SealedRecords> Ledger::ArrangeDraft(const DraftRequest& request, DossierDraft& draft, std::map<std::string, Sha256>& names) {
  const std::scoped_lock lock(mutex_);
  const Result<ActiveDossier*> found = Find(request.dossier);
  if (!found) return found.status();
  const ActiveDossier& dossier = **found;
  const auto open = std::find_if(dossier.batches.begin(), dossier.batches.end(), [&](const LedgerBatch& each) { return each.id == request.batch; });
  if (open == dossier.batches.end()) {
    return Status(StatusCode::kNotFound, "draft dossier " + request.dossier + ": it has no batch " + request.batch);
  }
  std::vector<std::string> arrived;
  std::set<std::string> own;
  for (const auto& [place, original] : dossier.originals) {
    const bool is_own = place.first == open->order;
    if (!is_own && !dossier.batches[place.first].sealed) continue;
    arrived.insert(arrived.end(), original.page_ids.begin(), original.page_ids.end());
    if (is_own) own.insert(original.page_ids.begin(), original.page_ids.end());
  }
  std::vector<Edit> edits = dossier.edits;
  for (const Edit& edit : request.edits) {
    // A desk may be ahead of what was read of it; what does not fit yet does not hinder the rest.
    if (CheckSealedEdit(own, Arrange(arrived, edits), edit).ok()) edits.push_back(edit);
  }
  SealedRecords sealed;
  sealed.head = draft.head = dossier.record.head;
  for (const std::string& id : Arrange(arrived, edits).pages) {
    const LedgerPage& page = dossier.pages.at(id);
    const bool in_quarantine = page.state == PageState::kQuarantined || page.state == PageState::kRejected;
    draft.pages.push_back({id, page.state == PageState::kDone, in_quarantine, page.blank});
    if (page.state == PageState::kDone) names[id] = page.record;
    sealed.unread += page.state != PageState::kDone && page.state != PageState::kRejected;
  }
  draft.edits = std::move(edits);
  return sealed;
}

Result<DossierDraft> Ledger::Draft(const DraftRequest& request) {
  DossierDraft draft;
  std::map<std::string, Sha256> names;
  Result<SealedRecords> sealed = ArrangeDraft(request, draft, names);
  if (!sealed) return sealed.status();
  if (const Status read = FetchRecords(names, *sealed); !read.ok()) return read;
  DossierWork work;
  work.head = draft.head;
  work.edits = draft.edits;
  for (const DraftPage& page : draft.pages) {
    const auto record = sealed->records.find(page.id);
    if (record == sealed->records.end()) continue;
    const auto number = static_cast<std::uint32_t>(work.pages.size() + 1);
    work.pages.push_back({page.id, number, record->second.source, names.at(page.id), record->second.quality.blank});
    work.records.push_back(record->second);
  }
  std::string failed_stage;
  const Status understood = RunDossierStages(MakeUnderstandingStages(), work, {}, &failed_stage);
  if (!understood.ok()) return understood;
  draft.documents = std::move(work.documents);
  draft.completeness = CheckPapers(*sealed, draft.documents);
  return draft;
}

}  // namespace sohoa
