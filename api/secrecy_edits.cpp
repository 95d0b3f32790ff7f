// SPDX-License-Identifier: Apache-2.0
#include "api/secrecy_edits.h"

#include <algorithm>

#include "access/dossier_view.h"
#include "storage/document_secrecy.h"
#include "storage/journal.h"

namespace sohoa {
namespace {

// None is above all degrees.
int RankOf(const std::optional<Secrecy>& degree) { return degree ? static_cast<int>(*degree) : static_cast<int>(Secrecy::kUltraSecret) + 1; }

bool IsDecision(const Edit& edit) { return edit.kind == EditKind::kType || edit.kind == EditKind::kField; }

const Document* DocumentAt(const Dossier& dossier, const std::string& first_page) {
  const auto found = std::find_if(dossier.documents.begin(), dossier.documents.end(),
                                  [&](const Document& each) { return !each.page_ids.empty() && each.page_ids.front() == first_page; });
  return found == dossier.documents.end() ? nullptr : &*found;
}

bool IsLowered(const Document* document, const Edit& edit) {
  return document != nullptr && RankOf(DegreeAfter(*document, edit)) < RankOf(DegreeOf(*document));
}

}  // namespace

std::optional<Secrecy> DegreeAfter(const Document& document, const Edit& edit) {
  if (edit.kind != EditKind::kField || edit.field != kSecrecyField) return DegreeOf(document);
  Document after = document;
  std::uint32_t ordinal = 0;
  FieldValue* field = nullptr;
  for (FieldValue& each : after.fields) {
    if (each.code == edit.field && ordinal++ == edit.ordinal) field = &each;
  }
  if (edit.review == ReviewState::kCorrected) {
    if (field == nullptr) field = &after.fields.emplace_back();
    field->code = kSecrecyField;
    field->value = edit.value;
    field->normalized = edit.normalized;
  } else if (edit.review == ReviewState::kNeedsReview && field != nullptr && !field->decided_by.empty()) {
    field->value = field->reading.value;
    field->normalized = field->reading.normalized;
  }
  return DegreeOf(after);
}

namespace {

// Of all that the edit touches.
Result<AccessVerdict> DecideEdit(Archive& archive, const EditRequest& request, const Principal& asks) {
  const Edit& edit = request.edit;
  const Result<Dossier> dossier = archive.GetDossier(request.dossier);
  if (!dossier) return dossier.status();
  // Pages are arranged by who sees all of them: an order tells of those between.
  const AccessObject object = IsDecision(edit) ? ObjectOfPage(*dossier, edit.page) : ObjectOf(*dossier);
  const Action action = IsDecision(edit) ? Action::kDecideValue : Action::kArrange;
  if (const Decision decision = Decide(asks, action, object); !decision.allowed()) return decision.verdict;
  if (IsLowered(DocumentAt(*dossier, edit.page), edit)) return Decide(asks, Action::kLowerSecrecy, object).verdict;
  if (edit.kind != EditKind::kSend) return AccessVerdict::kAllowed;
  const Result<Dossier> to = archive.GetDossier(edit.dossier);
  if (!to && to.status().code() != StatusCode::kNotFound) return to.status();
  return Decide(asks, Action::kArrange, to ? ObjectOf(*to) : AccessObject{true, "", Secrecy::kNone}).verdict;
}

}  // namespace

Status CheckEditAccess(Archive& archive, const EditRequest& request, const Principal* asks, const ArchiveWriter& write) {
  const Edit& edit = request.edit;
  if (asks != nullptr) {
    const Result<AccessVerdict> verdict = DecideEdit(archive, request, *asks);
    if (!verdict) return verdict.status();
    if (*verdict == AccessVerdict::kHidden) return Status(StatusCode::kNotFound, "edit: there is no such page or document here");
    if (*verdict != AccessVerdict::kAllowed) return Status(StatusCode::kDenied, "edit: none of your roles does this");
  }
  const Result<Dossier> dossier = archive.GetDossier(request.dossier);
  if (!dossier) return dossier.status();
  const Document* document = DocumentAt(*dossier, edit.page);
  if (!IsLowered(document, edit)) return Status();
  if (edit.reason.empty()) return Status(StatusCode::kInvalidArgument, "edit: say why the document is less secret than it was");
  const AuditEntry entry{asks != nullptr ? ActorOf(*asks) : edit.by, "secrecy.lowered", request.dossier + "/" + document->id, "",
                         asks != nullptr ? asks->client : "", edit.value + '\n' + edit.reason};
  return write([&](MetaBatch& batch) { return StageAudit(archive.meta(), entry, batch); });
}

}  // namespace sohoa
