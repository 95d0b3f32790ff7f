// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "documents/procedures/procedure_catalogue.h"

namespace sohoa {

// The catalogue of procedures that this process holds dossiers against, from its start to its end.
struct ServedCatalogue {
  std::string path;                  // folder or file that it was read from; empty: there is none
  std::int64_t loaded_at_unix_ms = 0;
  std::shared_ptr<const ProcedureCatalogue> catalogue;  // null: there is none
};

}  // namespace sohoa
