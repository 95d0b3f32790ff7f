// SPDX-License-Identifier: Apache-2.0
#include "api/completeness_json.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "documents/procedures/completeness_words.h"

namespace sohoa {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson TextOrNull(const std::string& text) { return text.empty() ? OrderedJson(nullptr) : OrderedJson(text); }

// A reason by its code, and what it says and asks to do.
OrderedJson ReasonJson(const std::string& code) {
  if (code.empty()) return nullptr;
  const ReasonWords& words = WordsOfReason(code);
  return {{"code", code}, {"text", words.vietnamese}, {"to_do", words.to_do_vietnamese}};
}

OrderedJson PaperJson(const PaperCheck& check) {
  return {{"paper", check.paper},
          {"name", check.name},
          {"need", PaperNeedName(check.need)},
          {"condition", TextOrNull(check.condition)},
          {"needed", check.needed},
          {"found", check.found},
          {"on_paper", {{"originals", check.originals}, {"certified_copies", check.certified_copies}, {"copies", check.copies}}},
          {"state", PaperStateName(check.state)},
          {"reason", ReasonJson(check.reason)},
          {"documents", check.documents}};
}

OrderedJson DocumentRoleJson(const DocumentCheck& check) {
  OrderedJson duplicate = nullptr;
  if (!check.duplicate_of.empty()) {
    duplicate = {{"of", check.duplicate_of}, {"exact", check.exact_duplicate}, {"similarity", std::round(check.similarity * 1e4) / 1e4}};
  }
  return {{"document", check.document},  {"role", DocumentRoleName(check.role)}, {"paper", TextOrNull(check.paper)},
          {"duplicate", duplicate}, {"illegible", check.illegible},         {"expired", check.expired}};
}

OrderedJson ProcedureJson(const ProcedureInForce& procedure) {
  if (procedure.code.empty()) return nullptr;
  return {{"code", procedure.code},
          {"name", TextOrNull(procedure.name)},
          {"field", TextOrNull(procedure.field)},
          {"effective_from", TextOrNull(procedure.effective_from)},
          {"verified", procedure.verified},
          {"processing_days", procedure.processing_days == 0 ? OrderedJson(nullptr) : OrderedJson(procedure.processing_days)}};
}

OrderedJson MissingJson(const Completeness& completeness) {
  OrderedJson missing = OrderedJson::array();
  for (const PaperCheck& check : completeness.papers) {
    if (check.state != PaperState::kMissing && check.state != PaperState::kIllegible && check.state != PaperState::kExpired) continue;
    missing.push_back({{"paper", check.paper}, {"name", check.name}, {"state", PaperStateName(check.state)}});
  }
  return missing;
}

}  // namespace

std::string CompletenessJson(const Completeness& completeness) {
  const bool checked = completeness.state != CompletenessState::kUnchecked;
  OrderedJson json = {{"checked", checked},
                      {"state", CompletenessStateName(completeness.state)},
                      {"reason", ReasonJson(completeness.unchecked_reason)},
                      {"procedure", ProcedureJson(completeness.procedure)},
                      {"procedure_source", TextOrNull(completeness.procedure_source)},
                      {"catalogue", TextOrNull(completeness.catalogue)},
                      {"received", {{"on", TextOrNull(completeness.received_on)}, {"source", TextOrNull(completeness.received_source)}}},
                      {"in_order", completeness.in_order},
                      {"required", OrderedJson::array()},
                      {"missing", MissingJson(completeness)},
                      {"documents", OrderedJson::array()}};
  for (const PaperCheck& check : completeness.papers) json["required"].push_back(PaperJson(check));
  for (const DocumentCheck& check : completeness.documents) json["documents"].push_back(DocumentRoleJson(check));
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace sohoa
