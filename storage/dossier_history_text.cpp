// SPDX-License-Identifier: Apache-2.0
//
// Reading a history that came from outside; apart from what reads an archive.
#include <optional>

#include "core/base64.h"
#include "storage/dossier_history.h"

namespace sohoa {

Result<DossierHistory> ParseDossierHistory(std::string_view text) {
  DossierHistory history;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::optional<std::string> bytes = end == std::string_view::npos || line.size() < kHistoryEventLine.size()
                                                 ? std::nullopt
                                                 : DecodeBase64(line.substr(kHistoryEventLine.size()));
    std::optional<ArchiveEvent> event;
    std::optional<AuditRecord> record;
    if (bytes && line.starts_with(kHistoryEventLine)) event = DecodeEvent(*bytes);
    if (bytes && line.starts_with(kHistoryAuditLine)) record = DecodeAuditRecord(*bytes);
    if (event) {
      history.events.push_back(std::move(*event));
    } else if (record) {
      history.audits.push_back(std::move(*record));
    } else {
      return Status(StatusCode::kCorruption, "read history of a dossier: line " + std::to_string(number) + " is no entry");
    }
    text.remove_prefix(end + 1);
  }
  return history;
}

}  // namespace sohoa
