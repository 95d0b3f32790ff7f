// SPDX-License-Identifier: Apache-2.0
#include "storage/dossier_import.h"

#include <set>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "storage/dossier_history.h"
#include "storage/dossier_references.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

Status Taken(const std::string& code, const std::string& what) {
  return Status(StatusCode::kConflict, "import dossier " + code + ": " + what + "; nothing was imported");
}

Status CheckIsNew(Archive& archive, const std::vector<Dossier>& versions) {
  const std::string& code = versions.back().head.code;
  const Result<Dossier> there = archive.GetDossier(code);
  if (there) return Taken(code, "this archive has it already, as version " + std::to_string(there->version));
  if (there.status().code() != StatusCode::kNotFound) return there.status();
  for (const Dossier& version : versions) {
    for (const Document& document : version.documents) {
      const Result<DocumentEntry> entry = archive.FindDocument(document.id);
      if (entry) return Taken(code, "its document " + document.id + " stands in dossier " + entry->dossier);
      if (entry.status().code() != StatusCode::kNotFound) return entry.status();
    }
  }
  for (const DossierPage* page : FindablePages(versions.back())) {
    const Result<PageEntry> entry = archive.FindPage(page->id);
    if (entry) return Taken(code, "its page " + page->id + " stands in dossier " + entry->dossier);
    if (entry.status().code() != StatusCode::kNotFound) return entry.status();
  }
  return {};
}

// Of all versions but the newest, as if the archive had them: the newest is then committed upon them.
void StageOlderVersions(const std::vector<Dossier>& versions, MetaBatch& batch) {
  if (versions.size() < 2) return;
  const std::string& code = versions.back().head.code;
  for (std::size_t i = 0; i + 1 < versions.size(); ++i) batch.Put(DossierKey(code, versions[i].version), EncodeDossier(versions[i]));
  const Dossier& last = versions[versions.size() - 2];
  batch.Put(NewestKey(code), EncodeSummary({code, last.version, last.committed_unix_ms, static_cast<std::uint32_t>(last.documents.size()),
                                            static_cast<std::uint32_t>(last.pages.size())}));
}

Status StageReferences(Archive& archive, const ImportedDossier& imported, MetaBatch& batch) {
  const std::string& code = imported.versions.back().head.code;
  std::vector<NamedReference> references(imported.layers.begin(), imported.layers.end());
  for (const Dossier& version : imported.versions) {
    for (NamedReference& reference : DossierReferences(version)) references.push_back(std::move(reference));
  }
  if (imported.history) references.push_back({*imported.history, {"history", code}});
  std::set<Sha256> staged;
  for (const auto& [name, reference] : references) {
    if (!staged.insert(name).second) continue;
    if (const Result<BlobInfo> info = archive.blobs().Stat(name); !info) {
      return Annotate(info.status(), "import dossier " + code + ": " + reference.what + " " + reference.object);
    }
    batch.Put(ReferenceKey(name, code), EncodeReference(reference));
  }
  return {};
}

}  // namespace

Status StageImport(Archive& archive, const ImportedDossier& imported, MetaBatch& batch) {
  if (imported.versions.empty()) return Status(StatusCode::kInvalidArgument, "import dossier: it has no version");
  const std::string& code = imported.versions.back().head.code;
  for (std::size_t i = 0; i < imported.versions.size(); ++i) {
    if (imported.versions[i].version == i + 1 && imported.versions[i].head.code == code) continue;
    return Status(StatusCode::kInvalidArgument, "import dossier " + code + ": its versions do not follow each other from 1 on");
  }
  const std::size_t before = batch.operations().size();
  Status status = CheckIsNew(archive, imported.versions);
  if (status.ok()) StageOlderVersions(imported.versions, batch);
  if (status.ok()) status = StageReferences(archive, imported, batch);
  if (status.ok() && imported.retention) batch.Put(RetentionKey(code), EncodeRetention(*imported.retention));
  if (status.ok()) status = archive.StageCommit(imported.versions.back(), imported.pages, batch);
  if (status.ok()) {
    status = archive.StageEvent({0, NowUnixMs(), std::string(kImportedEvent), code, imported.history ? imported.history->Hex() : "",
                                 "version " + std::to_string(imported.versions.back().version) + " of " + imported.package, ""},
                                batch);
  }
  if (!status.ok()) batch.RollBackTo(before);
  return status;
}

}  // namespace sohoa
