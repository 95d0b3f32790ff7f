// SPDX-License-Identifier: Apache-2.0
//
// The questions of QueryService on figures and registers (docs/REPORTS.md).
//
//   report        {"quarter": "2026-Q4"} -> {"quarter", "from", "to", "rows": [{"procedure", "procedure_name", "agency",
//                 "level", figures}], "total": figures}; takes as long as reading what came since
//   archive_list  {"kind": "outgoing" "incoming" "dossiers" "documents", "dossier" (of documents), "from", "to", "after"}
//                 -> {"title", "columns", "rows": [{"on", "cells"}], "next": the dossier to go on behind, or null}
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "documents/agency_defaults.h"
#include "storage/archive.h"

namespace sohoa {

Result<std::string> AnswerReport(Archive& archive, std::string_view params_json, const std::function<bool(std::uint64_t, std::uint64_t)>& progress);
// `agency_for`: what the agency says, with what was decided for a dossier.
Result<std::string> AnswerArchiveList(Archive& archive, const std::function<AgencyDefaults(const std::string& code)>& agency_for,
                                      std::string_view params_json);

}  // namespace sohoa
