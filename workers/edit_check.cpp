// SPDX-License-Identifier: Apache-2.0
#include "workers/edit_check.h"

#include <algorithm>
#include <string>

#include "core/vietnamese.h"
#include "documents/decisions.h"
#include "documents/document_classes.h"
#include "documents/fields/field_labels.h"

namespace sohoa {
namespace {

// What people write; a field's value is no essay.
constexpr std::size_t kMostText = 4'000;

Status Wrong(const Edit& edit, const std::string& why) {
  return Status(StatusCode::kInvalidArgument, std::string(EditKindName(edit.kind)) + " " + edit.page + ": " + why);
}

Status Unfit(const Edit& edit, const std::string& why) {
  return Status(StatusCode::kConflict, std::string(EditKindName(edit.kind)) + " " + edit.page + ": " + why);
}

bool NeedsReason(EditKind kind) {
  return kind == EditKind::kReplace || kind == EditKind::kSetAside || kind == EditKind::kSend;
}

bool IsDecision(const Edit& edit) { return edit.kind == EditKind::kType || edit.kind == EditKind::kField; }

Status CheckDecision(const Edit& edit) {
  if (edit.review == ReviewState::kAutoAccepted) return Wrong(edit, "a person confirms, corrects, or cannot read");
  if (edit.review == ReviewState::kCorrected && edit.value.empty()) return Wrong(edit, "say what is right");
  if (edit.kind == EditKind::kType) {
    if (edit.review == ReviewState::kUnreadable) return Wrong(edit, "a class that cannot be told is \"other\"");
    if (edit.review == ReviewState::kCorrected && edit.value != "other" && FindDocumentClass(edit.value) == nullptr) {
      return Wrong(edit, "there is no class of this code");
    }
    return Status();
  }
  if (edit.field.empty()) return Wrong(edit, "name the field");
  return Status();
}

// What every edit must say, in NFC.
Status PrepareTexts(Edit& edit) {
  for (std::string* text : {&edit.value, &edit.normalized, &edit.reason, &edit.by}) {
    if (text->size() > kMostText) return Wrong(edit, "a text of more than " + std::to_string(kMostText) + " bytes");
    *text = ToNfc(*text);
  }
  if (edit.page.empty()) return Wrong(edit, "name the page or document");
  if (edit.by.empty()) return Wrong(edit, "say who decides");
  if (NeedsReason(edit.kind) && edit.reason.empty()) return Wrong(edit, "say why");
  return Status();
}

bool Holds(const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

bool IsVisible(const Dossier& visible, const std::string& id) {
  return std::any_of(visible.pages.begin(), visible.pages.end(), [&id](const DossierPage& page) { return page.id == id; });
}

bool WasSetAside(const Dossier& visible, const std::string& id) {
  return std::any_of(visible.set_aside.begin(), visible.set_aside.end(), [&id](const SetAsidePage& page) { return page.page.id == id; });
}

const FieldValue* FindField(const Document& document, const Edit& edit) {
  std::uint32_t ordinal = 0;
  for (const FieldValue& field : document.fields) {
    if (field.code == edit.field && ordinal++ == edit.ordinal) return &field;
  }
  return nullptr;
}

// What is confirmed is what the person saw, whatever is read there later, and what a correction is
// normalized to stays so too.
Status FillDecision(const Document& document, Edit& edit) {
  if (edit.kind == EditKind::kType) {
    if (edit.review == ReviewState::kConfirmed) edit.value = document.type.code;
    return Status();
  }
  const FieldValue* field = FindField(document, edit);
  if (edit.review == ReviewState::kConfirmed) {
    if (field == nullptr || field->value.empty()) return Unfit(edit, "field " + edit.field + " has no value that could be confirmed");
    edit.value = field->value;
    edit.normalized = field->normalized;
  }
  if (edit.review == ReviewState::kCorrected && edit.normalized.empty()) {
    edit.normalized = NormalizedAs(document.type.code, edit.field, edit.value);
  }
  const bool new_field = field == nullptr && edit.review == ReviewState::kCorrected;
  if (new_field && FieldLabel(edit.field) == edit.field) return Unfit(edit, "there is no field " + edit.field);
  if (field == nullptr && !new_field && edit.review != ReviewState::kNeedsReview) return Unfit(edit, "the document has no field " + edit.field);
  return Status();
}

constexpr const char* kHandInFirst = "what is to come in its place is no other page of this dossier; hand it in first";

// Where pages stand, visible or not.
Status CheckArrangement(const PageArrangement& pages, const Edit& edit) {
  if (edit.kind == EditKind::kRestore) {
    const auto aside = pages.aside.find(edit.page);
    if (aside == pages.aside.end() || !aside->second.sent_to.empty()) return Unfit(edit, "it is not set aside in this dossier");
    return Status();
  }
  if (!Holds(pages.pages, edit.page)) return Unfit(edit, "it is not among the pages of this dossier");
  if (edit.kind == EditKind::kReplace && (edit.other == edit.page || !Holds(pages.pages, edit.other))) return Unfit(edit, kHandInFirst);
  if (edit.kind == EditKind::kMove && (edit.other == edit.page || (!edit.other.empty() && !Holds(pages.pages, edit.other)))) {
    return Unfit(edit, "it cannot come behind what is no other page of this dossier");
  }
  return Status();
}

}  // namespace

Status PrepareSealedEdit(Edit& edit) {
  if (const Status said = PrepareTexts(edit); !said.ok()) return said;
  switch (edit.kind) {
    case EditKind::kSplit:
    case EditKind::kJoin:
    case EditKind::kAutomatic:
    case EditKind::kSetAside:
    case EditKind::kRestore: return Status();
    case EditKind::kMove:
    case EditKind::kReplace: return edit.other.empty() ? Wrong(edit, "name the other page") : Status();
    case EditKind::kRotate:
      if (edit.rotation % 90 == 0 && edit.rotation >= 0 && edit.rotation < 360) return Status();
      return Wrong(edit, "the scan is upright when it is turned by 0, 90, 180 or 270 degrees");
    case EditKind::kSend:
    case EditKind::kReceive:
    case EditKind::kType:
    case EditKind::kField: break;
  }
  return Wrong(edit, "this can be decided once the dossier is visible");
}

Status CheckSealedEdit(const std::set<std::string>& own, const PageArrangement& pages, const Edit& edit) {
  if (!own.contains(edit.page) || (!edit.other.empty() && !own.contains(edit.other))) return Unfit(edit, "a page did not come with this batch");
  return CheckArrangement(pages, edit);
}

Status PrepareEdit(Archive& archive, Edit& edit) {
  if (const Status said = PrepareTexts(edit); !said.ok()) return said;
  if (edit.kind == EditKind::kReceive) return Wrong(edit, "a page is sent from the dossier that has it");
  if (edit.kind == EditKind::kRotate) {
    if (edit.rotation % 90 != 0 || edit.rotation <= 0 || edit.rotation >= 360) return Wrong(edit, "turn it by 90, 180 or 270 degrees");
    const Result<PageRecord> record = archive.GetPageRecord(edit.page, false);
    if (!record) return record.status();
    edit.rotation = (record->geometry.rotation + edit.rotation) % 360;
  }
  return IsDecision(edit) ? CheckDecision(edit) : Status();
}

Status CheckEdit(const Dossier& visible, const PageArrangement& pages, Edit& edit) {
  if (IsDecision(edit)) {
    const auto document = std::find_if(visible.documents.begin(), visible.documents.end(),
                                       [&edit](const Document& each) { return !each.page_ids.empty() && each.page_ids.front() == edit.page; });
    if (document == visible.documents.end()) return Unfit(edit, "no document begins at this page");
    return FillDecision(*document, edit);
  }
  if (const Status fits = CheckArrangement(pages, edit); !fits.ok() || edit.kind == EditKind::kRestore) return fits;
  if (!IsVisible(visible, edit.page) && !WasSetAside(visible, edit.page)) return Unfit(edit, "it is not visible yet; wait until it is");
  if (edit.kind == EditKind::kReplace && !IsVisible(visible, edit.other)) return Unfit(edit, kHandInFirst);
  if (edit.kind == EditKind::kSend && edit.dossier == visible.head.code) return Unfit(edit, "it is in this dossier already");
  return Status();
}

}  // namespace sohoa
