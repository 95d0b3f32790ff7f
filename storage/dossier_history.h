// SPDX-License-Identifier: Apache-2.0
//
// What happened to one dossier, for who hands it on: its events and its audit records, and what it
// brought along of archives that it was in before.
//
// As text, a line an entry, oldest first: "event" or "audit", a space, and the encoded record in
// base64 (storage/archive_records.proto).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "storage/archive_codec.h"

namespace sohoa {

// The event of an import; its subject names the blob with the history of before.
inline constexpr std::string_view kImportedEvent = "dossier.imported";

inline constexpr std::string_view kHistoryEventLine = "event ";
inline constexpr std::string_view kHistoryAuditLine = "audit ";

// Reads all events and audit records of the archive: its time grows with them.
Result<std::string> ReadDossierHistory(Archive& archive, const std::string& code);

struct DossierHistory {
  std::vector<ArchiveEvent> events;
  std::vector<AuditRecord> audits;
};
// kCorruption names the line that is none.
Result<DossierHistory> ParseDossierHistory(std::string_view text);

}  // namespace sohoa
