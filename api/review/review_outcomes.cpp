// SPDX-License-Identifier: Apache-2.0
#include "api/review/review_outcomes.h"

#include <algorithm>
#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/vietnamese.h"
#include "documents/page_evidence.h"

namespace sohoa {
namespace {

using OutcomeJson = nlohmann::ordered_json;

constexpr std::uint32_t kOutcomeDossiers = 100;

const FieldValue* SameField(const Dossier& dossier, const std::string& page, const std::string& code, std::uint32_t ordinal) {
  for (const Document& document : dossier.documents) {
    if (document.page_ids.empty() || document.page_ids.front() != page) continue;
    std::uint32_t number = 0;
    for (const FieldValue& field : document.fields) {
      if (field.code == code && number++ == ordinal) return &field;
    }
  }
  return nullptr;
}

// Whether the evidence of the rule sufficed, which the last version before the decision still says.
Result<bool> HadEvidence(Archive& archive, const Dossier& newest, const std::string& page, const FieldValue& decided, std::uint32_t ordinal) {
  for (std::uint32_t version = newest.version - 1; version > 0; --version) {
    const Result<Dossier> older = archive.GetDossier(newest.head.code, version);
    if (!older) return older.status();
    const FieldValue* field = SameField(*older, page, decided.code, ordinal);
    if (field == nullptr || !field->decided_by.empty()) continue;
    return field->review_reason != "evidence_too_weak" && field->review_reason != "check_failed";
  }
  return true;
}

// None: the program read nothing there, or nobody could.
std::optional<bool> WasRight(const FieldValue& field) {
  if (field.decided_by.empty() || field.reading.value.empty() || field.review == ReviewState::kUnreadable) return std::nullopt;
  if (field.review == ReviewState::kConfirmed) return true;
  const bool normalized = !field.normalized.empty() && !field.reading.normalized.empty();
  return normalized ? ExactKey(field.normalized) == ExactKey(field.reading.normalized) : ExactKey(field.value) == ExactKey(field.reading.value);
}

Status AddOutcomes(Archive& archive, const std::string& code, OutcomeJson& rows) {
  const Result<Dossier> dossier = archive.GetDossier(code);
  if (!dossier && dossier.status().code() == StatusCode::kNotFound) return {};  // disposed of meanwhile
  if (!dossier) return dossier.status();
  std::map<std::string, PageEvidence> pages;
  for (const Document& document : dossier->documents) {
    std::map<std::string, std::uint32_t> ordinals;
    for (const FieldValue& field : document.fields) {
      const std::uint32_t ordinal = ordinals[field.code]++;
      const std::optional<bool> right = WasRight(field);
      if (!right || document.page_ids.empty()) continue;
      const Result<bool> evidence = HadEvidence(archive, *dossier, document.page_ids.front(), field, ordinal);
      if (!evidence) return evidence.status();
      const std::string page = field.locations.empty() || field.locations.front().page_id.empty() ? document.page_ids.front() : field.locations.front().page_id;
      if (!pages.contains(page)) {
        const Result<PageRecord> record = archive.GetPageRecord(page, false);
        if (!record) return record.status();
        pages[page] = EvidenceOf(*record);
      }
      const PageEvidence& on = pages[page];
      rows.push_back({{"type", document.type.code},
                      {"field", field.code},
                      {"confidence", field.reading.confidence},
                      {"score", field.score},
                      {"right", *right ? 1 : 0},
                      {"evidence", *evidence ? 1 : 0},
                      {"page", {on.confidence, on.doubtful, on.unknown, UnknownShare(field.reading.normalized)}}});
    }
  }
  return {};
}

}  // namespace

Result<std::string> AnswerReviewOutcomes(Archive& archive, std::string_view params_json) {
  const OutcomeJson params = OutcomeJson::parse(params_json, nullptr, false);
  const std::string after = params.is_object() ? params.value("after", "") : "";
  const Result<std::vector<DossierSummary>> dossiers = archive.ListDossiers(after, kOutcomeDossiers);
  if (!dossiers) return dossiers.status();
  OutcomeJson json = {{"rows", OutcomeJson::array()}, {"next", nullptr}};
  for (const DossierSummary& dossier : *dossiers) {
    if (const Status added = AddOutcomes(archive, dossier.code, json["rows"]); !added.ok()) return added;
  }
  if (dossiers->size() == kOutcomeDossiers) json["next"] = dossiers->back().code;
  return json.dump();
}

}  // namespace sohoa
