// SPDX-License-Identifier: Apache-2.0
#include "core/registry_check.h"

namespace sohoa {

std::string_view RegistryKindName(RegistryKind kind) { return kind == RegistryKind::kPopulation ? "population" : "enterprise"; }

std::string_view RegistryRuleName(RegistryKind kind) { return kind == RegistryKind::kPopulation ? "population_registry" : "enterprise_registry"; }

Sha256 DigestOf(const RegistryQuestion& question) {
  std::string text(RegistryKindName(question.kind));
  // No value has a zero byte in it.
  for (const std::string* value : {&question.number, &question.name, &question.birth_date}) {
    text += '\0';
    text += *value;
  }
  return Sha256::Of(text);
}

RegistryVerdict VerdictOf(RegistryAnswer answer) {
  if (answer == RegistryAnswer::kMatch) return RegistryVerdict::kPass;
  return answer == RegistryAnswer::kMismatch ? RegistryVerdict::kFail : RegistryVerdict::kUnknown;
}

RegistryVerdict VerdictOf(const RegistryCheck& check) {
  const RegistryVerdict number = VerdictOf(check.number);
  if (number != RegistryVerdict::kPass) return number;
  bool is_unknown = false;
  for (const RegistryAnswer answer : {check.name, check.birth_date}) {
    if (answer == RegistryAnswer::kMismatch) return RegistryVerdict::kFail;
    is_unknown = is_unknown || answer == RegistryAnswer::kUnknown;
  }
  return is_unknown ? RegistryVerdict::kUnknown : RegistryVerdict::kPass;
}

std::string_view RegistryVerdictName(RegistryVerdict verdict) {
  switch (verdict) {
    case RegistryVerdict::kPass: return "pass";
    case RegistryVerdict::kFail: return "fail";
    case RegistryVerdict::kUnknown: return "unknown";
  }
  return "unknown";
}

}  // namespace sohoa
