// SPDX-License-Identifier: Apache-2.0
//
// The JSON that a gateway to registers of the State is asked with and answers (docs/REGISTRIES.md). Pure functions.
#pragma once

#include <optional>
#include <string>

#include "core/registry_check.h"

namespace sohoa {

// What the question is asked for, which is sent with it.
struct RegistryReason {
  std::string dossier;
  std::string procedure;  // may be empty
};

// `request` names it, and its answer.
std::string RegistryQuestionJson(const RegistryQuestion& question, const RegistryReason& reason, const std::string& legal_basis, const std::string& request);

// With `request`, without who answered and when. None: it is no answer to this question, or says more than was asked.
std::optional<RegistryCheck> ReadRegistryAnswer(const RegistryQuestion& question, const std::string& request, const std::string& text);

}  // namespace sohoa
