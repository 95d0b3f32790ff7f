// SPDX-License-Identifier: Apache-2.0
#include "storage/dossier_history.h"

#include <optional>

#include "core/base64.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

Status MalformedEntry() {
  return Status(StatusCode::kCorruption, "read history of a dossier: an entry of the journal is malformed; run sohoa verify");
}

bool IsOf(const std::string& object, const std::string& code) {
  return object == code || (object.size() > code.size() && object.starts_with(code) && object[code.size()] == '/');
}

// What the dossier brought along.
Result<std::string> EarlierHistory(Archive& archive, const ArchiveEvent& event) {
  const std::optional<Sha256> blob = Sha256::FromHex(event.subject);
  if (!blob) return std::string();  // a package without any
  return ReadBlob(archive.blobs(), *blob);
}

}  // namespace

Result<std::string> ReadDossierHistory(Archive& archive, const std::string& code) {
  std::string earlier;
  std::string events;
  std::string audits;
  Status failed;
  const std::unique_ptr<MetaReader> moment = archive.meta().Snapshot();
  // Its code stands in the bytes of each entry of it: most need not be decoded.
  const Status read = moment->Scan(kEventPrefix, "", [&](std::string_view, std::string_view value) {
    if (value.find(code) == std::string_view::npos) return true;
    const std::optional<ArchiveEvent> event = DecodeEvent(value);
    if (!event) failed = MalformedEntry();
    if (!event || event->dossier != code) return failed.ok();
    if (event->kind == kImportedEvent) {
      const Result<std::string> brought = EarlierHistory(archive, *event);
      if (!brought) failed = Annotate(brought.status(), "read history of dossier " + code);
      if (brought) earlier += *brought;
    }
    events += std::string(kHistoryEventLine) + EncodeBase64(value) + "\n";
    return failed.ok();
  });
  if (!read.ok() || !failed.ok()) return read.ok() ? failed : read;
  const Status walked = moment->Scan(kAuditPrefix, "", [&](std::string_view, std::string_view value) {
    if (value.find(code) == std::string_view::npos) return true;
    const std::optional<AuditRecord> record = DecodeAuditRecord(value);
    if (!record) failed = MalformedEntry();
    if (record && IsOf(record->object, code)) audits += std::string(kHistoryAuditLine) + EncodeBase64(value) + "\n";
    return failed.ok();
  });
  if (!walked.ok() || !failed.ok()) return walked.ok() ? failed : walked;
  return earlier + events + audits;
}

}  // namespace sohoa
