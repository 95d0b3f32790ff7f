// SPDX-License-Identifier: Apache-2.0
#include "api/registry_contract.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using RegistryJson = nlohmann::ordered_json;

bool HasOnly(const RegistryJson& object, std::initializer_list<std::string_view> names) {
  const auto items = object.items();
  return std::all_of(items.begin(), items.end(), [&names](const auto& item) { return std::find(names.begin(), names.end(), item.key()) != names.end(); });
}

// Of one thing that was asked; what was not asked may not be answered. None: it is no answer.
std::optional<RegistryAnswer> AnswerAbout(const RegistryJson& match, const char* name, const std::string& asked) {
  if (!match.contains(name)) return asked.empty() ? RegistryAnswer::kNotAsked : RegistryAnswer::kUnknown;
  if (asked.empty()) return std::nullopt;
  const RegistryJson& said = match[name];
  if (said == "match") return RegistryAnswer::kMatch;
  if (said == "mismatch") return RegistryAnswer::kMismatch;
  return said == "unknown" ? std::optional(RegistryAnswer::kUnknown) : std::nullopt;
}

}  // namespace

std::string RegistryQuestionJson(const RegistryQuestion& question, const RegistryReason& reason, const std::string& legal_basis, const std::string& request) {
  RegistryJson body = {{"request", request}, {"registry", RegistryKindName(question.kind)}};
  body[question.kind == RegistryKind::kPopulation ? "identity_number" : "enterprise_code"] = question.number;
  if (!question.name.empty()) body["name"] = question.name;
  if (!question.birth_date.empty()) body["birth_date"] = question.birth_date;
  body["purpose"] = "handling";
  body["legal_basis"] = legal_basis;
  body["dossier"] = reason.dossier;
  if (!reason.procedure.empty()) body["procedure"] = reason.procedure;
  return body.dump(-1, ' ', false, RegistryJson::error_handler_t::replace);
}

std::optional<RegistryCheck> ReadRegistryAnswer(const RegistryQuestion& question, const std::string& request, const std::string& text) {
  const RegistryJson body = RegistryJson::parse(text, nullptr, false);
  if (!body.is_object() || !body.contains("request") || body["request"] != request) return std::nullopt;
  if (!body.contains("found") || !body["found"].is_boolean()) return std::nullopt;
  const RegistryJson match = body.value("match", RegistryJson::object());
  // What stands there besides was not asked.
  if (!match.is_object() || !HasOnly(body, {"request", "found", "match"}) || !HasOnly(match, {"name", "birth_date"})) return std::nullopt;
  RegistryCheck check;
  check.kind = question.kind;
  check.question = DigestOf(question);
  check.request = request;
  check.number = body["found"].get<bool>() ? RegistryAnswer::kMatch : RegistryAnswer::kMismatch;
  const std::optional<RegistryAnswer> name = AnswerAbout(match, "name", question.name);
  const std::optional<RegistryAnswer> birth_date = AnswerAbout(match, "birth_date", question.birth_date);
  if (!name || !birth_date) return std::nullopt;
  check.name = *name;
  check.birth_date = *birth_date;
  return check;
}

}  // namespace sohoa
