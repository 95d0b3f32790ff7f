// SPDX-License-Identifier: Apache-2.0
//
// The JSON of procedures of a catalogue (docs/API.md).
#pragma once

#include <string>
#include <vector>

#include "core/status.h"
#include "documents/procedures/procedure_catalogue.h"
#include "documents/procedures/procedure_list.h"

namespace sohoa {

// {"catalogue", "procedures": [{"code", "name", ...}]}: those in force on `day`, or all versions
// where it is empty.
std::string ProcedureListJson(const ProcedureCatalogue& catalogue, const std::string& day);
// One version, with its papers.
std::string ProcedureJson(const Procedure& procedure);
// {"catalogue", "procedures": N, "problems": [...]}.
std::string CatalogueCheckJson(const ProcedureCatalogue& catalogue, const std::vector<Status>& problems);
// {"file", "added", "updated", "known", "renamed", "not_listed", "problems"}.
std::string ImportedListJson(const std::string& file, const ImportedList& imported, const std::vector<Status>& problems);

}  // namespace sohoa
