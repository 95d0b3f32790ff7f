// SPDX-License-Identifier: Apache-2.0
//
// The question of desks: what a dossier would be if it were sealed now (docs/DESK.md).
//
//   draft  {"dossier", "batch", "edits": [{"kind", "page", "other", "rotation"}]}
//          -> {"dossier", "pages": [{"id", "state": "read" "waiting" "quarantined", "blank"}],
//              "documents": [{"pages": [ids], "type", "subject", "known": {"dossier", "on"} of a paper that the archive has
//              already (api/known_papers.h)}], "completeness"}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "api/known_papers.h"
#include "workers/dossier_draft.h"

namespace sohoa {

// kInvalidArgument.
Result<DraftRequest> ReadDraftRequest(std::string_view params_json);
std::string DraftJson(const DossierDraft& draft, const std::vector<KnownPaper>& known);

}  // namespace sohoa
