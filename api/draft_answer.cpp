// SPDX-License-Identifier: Apache-2.0
#include "api/draft_answer.h"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/archive_json.h"
#include "api/completeness_json.h"
#include "core/calendar.h"
#include "core/document.h"

namespace sohoa {
namespace {

using DraftJsonValue = nlohmann::ordered_json;

std::string MemberOf(const DraftJsonValue& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const char* StateOf(const DraftPage& page) { return page.is_read ? "read" : page.in_quarantine ? "quarantined" : "waiting"; }

// What a person calls the document by, where that was read.
DraftJsonValue SubjectOf(const Document& document) {
  for (const FieldValue& field : document.fields) {
    if (field.code == "subject" && !field.value.empty()) return field.value;
  }
  return nullptr;
}

}  // namespace

Result<DraftRequest> ReadDraftRequest(std::string_view params_json) {
  const DraftJsonValue params = DraftJsonValue::parse(params_json, nullptr, false);
  if (!params.is_object()) return Status(StatusCode::kInvalidArgument, "draft: params are not a JSON object");
  DraftRequest request{MemberOf(params, "dossier"), MemberOf(params, "batch"), {}};
  const auto edits = params.find("edits");
  if (edits == params.end() || !edits->is_array()) return request;
  for (const DraftJsonValue& each : *edits) {
    const std::optional<EditKind> kind = each.is_object() ? EditKindOfName(MemberOf(each, "kind")) : std::nullopt;
    if (!kind) return Status(StatusCode::kInvalidArgument, "draft: an edit is of no kind that there is");
    Edit edit;
    edit.kind = *kind;
    edit.page = MemberOf(each, "page");
    edit.other = MemberOf(each, "other");
    const auto rotation = each.find("rotation");
    if (rotation != each.end() && rotation->is_number_integer()) edit.rotation = rotation->get<int>();
    request.edits.push_back(std::move(edit));
  }
  return request;
}

std::string DraftJson(const DossierDraft& draft, const std::vector<KnownPaper>& known) {
  DraftJsonValue json = {{"dossier", draft.head.code}, {"pages", DraftJsonValue::array()}, {"documents", DraftJsonValue::array()}};
  for (const DraftPage& page : draft.pages) json["pages"].push_back({{"id", page.id}, {"state", StateOf(page)}, {"blank", page.blank}});
  for (const Document& document : draft.documents) {
    json["documents"].push_back({{"pages", document.page_ids}, {"type", DraftJsonValue::parse(DocumentTypeJson(document.type))}, {"subject", SubjectOf(document)}});
  }
  for (const KnownPaper& paper : known) {
    json["documents"][paper.document]["known"] = {{"dossier", paper.dossier}, {"on", FormatVietnamTime(paper.committed_unix_ms).substr(0, 10)}};
  }
  json["completeness"] = DraftJsonValue::parse(CompletenessJson(draft.completeness));
  return json.dump(-1, ' ', false, DraftJsonValue::error_handler_t::replace);
}

}  // namespace sohoa
