// SPDX-License-Identifier: Apache-2.0
#include "packages/package_source.h"

#include "storage/dossier_history.h"
#include "storage/key_layout.h"

namespace sohoa {

Result<std::string> StoredDossierRecord(Archive& archive, const std::string& dossier, std::uint32_t version) {
  Result<std::optional<std::string>> bytes = archive.meta().Get(DossierKey(dossier, version));
  if (!bytes) return bytes.status();
  if (!*bytes) return Status(StatusCode::kNotFound, "read dossier " + dossier + ": there is no version " + std::to_string(version));
  return std::move(**bytes);
}

Result<std::string> StoredRetention(Archive& archive, const std::string& dossier) {
  Result<std::optional<std::string>> bytes = archive.meta().Get(RetentionKey(dossier));
  if (!bytes) return bytes.status();
  return *bytes ? std::move(**bytes) : std::string();
}

Result<DossierRecords> ArchiveSource::Records(const std::string& dossier) {
  const Result<Dossier> newest = archive_.GetDossier(dossier);
  if (!newest) return newest.status();
  DossierRecords records;
  records.agency = agency_;
  for (std::uint32_t version = 1; version <= newest->version; ++version) {
    Result<std::string> bytes = StoredDossierRecord(archive_, dossier, version);
    if (!bytes) return bytes.status();
    records.versions.push_back(std::move(*bytes));
  }
  Result<std::string> history = ReadDossierHistory(archive_, dossier);
  if (!history) return history.status();
  records.history = std::move(*history);
  Result<std::string> retention = StoredRetention(archive_, dossier);
  if (!retention) return retention.status();
  records.retention = std::move(*retention);
  return records;
}

Status ArchiveSource::Fetch(const Sha256& blob, const std::function<bool(std::string_view bytes)>& sink) {
  constexpr std::size_t kPiece = 1 << 20;
  for (std::uint64_t offset = 0;; offset += kPiece) {
    const Result<std::string> piece = archive_.blobs().Read(blob, offset, kPiece);
    if (!piece) return piece.status();
    if (!piece->empty() && !sink(*piece)) return {};
    if (piece->size() < kPiece) return {};
  }
}

}  // namespace sohoa
