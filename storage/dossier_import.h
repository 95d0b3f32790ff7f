// SPDX-License-Identifier: Apache-2.0
//
// A dossier that comes whole, with all of its versions, from another archive.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "core/sha256.h"
#include "storage/archive.h"
#include "storage/archive_codec.h"
#include "storage/retention_records.h"

namespace sohoa {

struct ImportedDossier {
  std::vector<Dossier> versions;      // from 1 on, all of them
  std::vector<PageRecord> pages;      // of the newest, in the order of its pages
  std::vector<std::pair<Sha256, BlobReference>> layers;  // of the pages of all versions
  std::optional<Sha256> history;      // blob with what happened to it before (storage/dossier_history.h)
  std::string package;                // id of what it came in
  std::optional<RetentionRecord> retention = std::nullopt;  // what was decided on keeping it; its holds stand here too
};

// Adds to `batch` all that makes it visible, as one commit and the event "dossier.imported", both
// with audit records. Its blobs have to be there (kNotFound). kConflict: the archive has the dossier,
// or a document or page of it in another one. kInvalidArgument: it does not hold together.
Status StageImport(Archive& archive, const ImportedDossier& imported, MetaBatch& batch);

}  // namespace sohoa
