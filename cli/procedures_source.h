// SPDX-License-Identifier: Apache-2.0
//
// Where a command finds the catalogue of procedures.
#pragma once

#include <memory>
#include <string>

#include "cli/config.h"
#include "core/result.h"
#include "documents/procedures/procedure_catalogue.h"

namespace sohoa {

// procedures.catalogue; where it is not set, the catalogue that was installed with the program,
// or lies in the sources it was built from. Empty: none.
std::string CatalogueFolder(const Config& config);
// Null where there is none. An error where it has a fault: half a catalogue calls papers missing.
Result<std::shared_ptr<const ProcedureCatalogue>> CatalogueOf(const Config& config);

}  // namespace sohoa
