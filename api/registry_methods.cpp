// SPDX-License-Identifier: Apache-2.0
#include "api/registry_methods.h"

#include <vector>

#include <nlohmann/json.hpp>

#include "api/registry_checker.h"
#include "core/calendar.h"
#include "documents/registry_fields.h"
#include "storage/registry_records.h"

namespace sohoa {
namespace {

using ChecksJson = nlohmann::ordered_json;

ChecksJson OrderJson(const std::optional<RegistryOrder>& order) {
  if (!order) return nullptr;
  return {{"since", FormatVietnamTime(order->since_unix_ms)},
          {"failures", order->failures},
          {"next_try", order->next_try_unix_ms == 0 ? ChecksJson(nullptr) : ChecksJson(FormatVietnamTime(order->next_try_unix_ms))},
          {"by", order->by}};
}

ChecksJson FieldsOfCheck(const RegistryCheck& check) {
  ChecksJson fields = {{"number", RegistryVerdictName(VerdictOf(check.number))}};
  if (check.name != RegistryAnswer::kNotAsked) fields["name"] = RegistryVerdictName(VerdictOf(check.name));
  if (check.birth_date != RegistryAnswer::kNotAsked) fields["birth_date"] = RegistryVerdictName(VerdictOf(check.birth_date));
  return fields;
}

ChecksJson CheckJson(const std::string& document, const RegistryCheck& check) {
  return {{"document", document},
          {"registry", RegistryKindName(check.kind)},
          {"result", RegistryVerdictName(VerdictOf(check))},
          {"fields", FieldsOfCheck(check)},
          {"at", FormatVietnamTime(check.at_unix_ms)},
          {"expires_at", FormatVietnamTime(check.expires_unix_ms)},
          {"by", check.by},
          {"system", check.system.empty() ? ChecksJson(nullptr) : ChecksJson(check.system)},
          {"request", check.request.empty() ? ChecksJson(nullptr) : ChecksJson(check.request)}};
}

Result<std::string> ListChecks(Archive& archive, const std::string& code) {
  const Result<Dossier> dossier = archive.GetDossier(code);
  if (!dossier) return dossier.status();
  const Result<std::optional<RegistryOrder>> order = ReadRegistryOrder(ReadFrom(archive.meta()), code);
  if (!order) return order.status();
  const Result<std::vector<RegistryCheck>> checks = ReadRegistryChecks(archive.meta(), code, NowUnixMs());
  if (!checks) return checks.status();
  ChecksJson list = ChecksJson::array();
  for (const Document& document : dossier->documents) {
    for (const RegistryQuestion& question : QuestionsOf(document)) {
      const Sha256 digest = DigestOf(question);
      for (const RegistryCheck& check : *checks) {
        if (check.kind == question.kind && check.question == digest) list.push_back(CheckJson(document.id, check));
      }
    }
  }
  return ChecksJson{{"dossier", code}, {"waiting", OrderJson(*order)}, {"checks", list}}.dump(-1, ' ', false, ChecksJson::error_handler_t::replace);
}

}  // namespace

Result<std::string> AnswerRegistries(Archive& archive, RegistryChecker* checker, std::string_view method, std::string_view params_json) {
  const ChecksJson params = ChecksJson::parse(params_json, nullptr, false);
  const auto text = [&params](const char* name) { return params.is_object() && params.contains(name) && params[name].is_string() ? params[name].get<std::string>() : std::string(); };
  const std::string code = text("dossier");
  if (method == "registry_checks") return ListChecks(archive, code);
  if (method != "registry_check") return Status(StatusCode::kInvalidArgument, "no such method: " + std::string(method));
  if (checker == nullptr) return Status(StatusCode::kConflict, "check dossier " + code + ": no register is configured here ([registries] in sohoa.toml)");
  const Status ordered = checker->Order(code, text("by"));
  if (!ordered.ok()) return ordered;
  return ChecksJson{{"dossier", code}}.dump(-1, ' ', false, ChecksJson::error_handler_t::replace);
}

void PutRegistryChecks(Archive& archive, const std::string& code, Document& document) {
  const Result<std::vector<RegistryCheck>> checks = ReadRegistryChecks(archive.meta(), code, NowUnixMs());
  if (checks) ApplyRegistryChecks(*checks, document);
}

void PutRegistryChecks(Archive& archive, Dossier& dossier) {
  const Result<std::vector<RegistryCheck>> checks = ReadRegistryChecks(archive.meta(), dossier.head.code, NowUnixMs());
  if (!checks) return;
  for (Document& document : dossier.documents) ApplyRegistryChecks(*checks, document);
}

}  // namespace sohoa
