// SPDX-License-Identifier: Apache-2.0
//
// Methods of QueryService about registers of the State (docs/REGISTRIES.md):
//
//   registry_checks {"dossier"} -> {"dossier", "waiting": null or {"since", "failures", "next_try", "by"}, "checks":
//                   [{"document", "registry", "result", "fields": {"number", "name", "birth_date"}, "at", "expires_at", "by",
//                   "system", "request"}]}: of what the newest version says, answers that hold
//   registry_check  {"dossier", "by"} -> {"dossier"}: it is asked anew, soon. kConflict: no register can be asked about it
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

class RegistryChecker;

// `checker`: null where no register is configured.
Result<std::string> AnswerRegistries(Archive& archive, RegistryChecker* checker, std::string_view method, std::string_view params_json);

// Puts answers that hold now to the fields of documents of this dossier. Where they cannot be read, the fields stay as they
// are.
void PutRegistryChecks(Archive& archive, const std::string& code, Document& document);
void PutRegistryChecks(Archive& archive, Dossier& dossier);

}  // namespace sohoa
