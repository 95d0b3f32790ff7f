// SPDX-License-Identifier: Apache-2.0
#include "workers/ledger_change.h"

#include "core/calendar.h"

namespace sohoa {

void LedgerChange::AddEvent(std::string kind, std::string subject, std::string detail) {
  ArchiveEvent event;
  event.at_unix_ms = NowUnixMs();
  event.kind = std::move(kind);
  event.dossier = dossier.head.code;
  event.subject = std::move(subject);
  event.detail = std::move(detail);
  events.push_back(std::move(event));
}

Result<std::optional<std::string>> LedgerChange::Get(const std::string& key) const {
  const auto written = writes.find(key);
  if (written != writes.end()) return written->second;
  return meta->Get(key);
}

Result<std::map<std::string, std::string>> LedgerChange::Scan(std::string_view prefix) const {
  std::map<std::string, std::string> found;
  Status scanned = meta->Scan(prefix, "", [&](std::string_view key, std::string_view value) {
    found.emplace_hint(found.end(), key, value);
    return true;
  });
  if (!scanned.ok()) return scanned;
  for (auto at = writes.lower_bound(std::string(prefix)); at != writes.end(); ++at) {
    if (at->first.compare(0, prefix.size(), prefix) != 0) break;
    if (at->second) {
      found[at->first] = *at->second;
    } else {
      found.erase(at->first);
    }
  }
  return found;
}

}  // namespace sohoa
