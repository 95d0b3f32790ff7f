// SPDX-License-Identifier: Apache-2.0
//
// Edits of dossiers and what came of them, as JSON (docs/API.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/result.h"
#include "documents/version_changes.h"
#include "storage/archive.h"

namespace sohoa {

struct EditRequest {
  std::string dossier;
  std::uint32_t version = 0;  // the one that the person saw; 0 = not said
  std::uint32_t settle_ms = 0;  // how long the version that shows it may wait for further ones
  Edit edit;
};

// One edit, all members text: {"kind", "page" or "document", "other", "to", "turn", "field", "number",
// "review", "value", "normalized", "reason", "by", "version", "settle_ms"}. The dossier is the one that the page or
// document is in. kInvalidArgument, kNotFound.
Result<EditRequest> ReadEditRequest(Archive& archive, std::string_view params);

// Arrays for `show`.
std::string EditsJson(const std::vector<Edit>& edits);
std::string SetAsideJson(const std::vector<SetAsidePage>& pages);

// {"dossier", "from", "to", "changes": [...]}
std::string ChangesJson(const Dossier& before, const Dossier& after, const std::vector<VersionChange>& changes);

}  // namespace sohoa
