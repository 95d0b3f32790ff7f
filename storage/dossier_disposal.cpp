// SPDX-License-Identifier: Apache-2.0
#include "storage/dossier_disposal.h"

#include <optional>
#include <unordered_map>
#include <utility>

#include "core/record_codec.h"
#include "storage/archive_codec.h"
#include "storage/dossier_references.h"
#include "storage/journal.h"
#include "storage/key_layout.h"
#include "storage/review_marks.h"
#include "storage/staged_reader.h"

namespace sohoa {
namespace {

Status Gone(const std::string& what) { return Status(StatusCode::kNotFound, "read archive: there is no " + what); }

// Adds the blobs that each of the dossiers names, in order.
Status AddReferences(MetaReader& moment, std::vector<DossierContents>& dossiers) {
  std::unordered_map<std::string, DossierContents*> by_code;
  for (DossierContents& dossier : dossiers) by_code[EscapedString(dossier.code)] = &dossier;
  constexpr std::size_t kBefore = kReferencePrefix.size() + sizeof(Sha256);
  return moment.Scan(kReferencePrefix, "", [&](std::string_view key, std::string_view) {
    if (key.size() <= kBefore) return true;
    const auto found = by_code.find(std::string(key.substr(kBefore)));
    if (found == by_code.end()) return true;
    if (const auto name = ReadNameBytes(key.substr(kReferencePrefix.size(), sizeof(Sha256)))) found->second->blobs.push_back(*name);
    return true;
  });
}

// The look-up leads to this dossier, and not to one that has the page or document meanwhile.
Result<bool> LeadsTo(const StagedReader& reader, const std::string& key, const std::string& code) {
  const Result<std::optional<std::string>> bytes = reader.Get(key);
  if (!bytes) return bytes.status();
  const std::optional<ArchivePlace> place = *bytes ? DecodePlace(**bytes) : std::nullopt;
  return place && place->dossier == code;
}

Status StageLookUpsGone(Archive& archive, const Dossier& newest, MetaBatch& batch) {
  std::vector<std::string> keys;
  for (const Document& document : newest.documents) keys.push_back(DocumentKey(document.id));
  for (const DossierPage* page : FindablePages(newest)) keys.push_back(PageKey(page->id));
  for (const std::string& key : keys) {
    const Result<bool> its = LeadsTo(StagedReader(archive.meta(), batch), key, newest.head.code);
    if (!its) return its.status();
    if (*its) batch.Delete(key);
  }
  return {};
}

Status StageAllGone(Archive& archive, const DossierContents& contents, const DisposalCertificate& certificate, MetaBatch& batch) {
  const std::string& code = contents.code;
  const Result<Dossier> newest = archive.GetDossier(code);
  if (!newest) return newest.status();
  if (newest->version != contents.version) {
    return Status(StatusCode::kConflict, "dispose of dossier " + code + ": it has got version " + std::to_string(newest->version) + " meanwhile");
  }
  if (const Status status = StageLookUpsGone(archive, *newest, batch); !status.ok()) return status;
  if (const Status status = archive.index().Erase(code, batch); !status.ok()) return status;
  for (std::uint32_t version = 1; version <= contents.version; ++version) batch.Delete(DossierKey(code, version));
  batch.Delete(NewestKey(code));
  batch.Delete(RetentionKey(code));
  batch.Delete(RegistryChecksKey(code));
  batch.Delete(RegistryOrderKey(code));
  StageNothingToReview(*newest, batch);
  const Status opinions = archive.meta().Scan(ReviewOpinionPrefix(code), "", [&](std::string_view key, std::string_view) {
    batch.Delete(std::string(key));
    return true;
  });
  if (!opinions.ok()) return opinions;
  for (const Sha256& blob : contents.blobs) {
    batch.Delete(ReferenceKey(blob, code));
    batch.Put(CondemnedKey(blob), "");
  }
  std::string encoded = EncodeCertificate(certificate);
  ArchiveEvent event;
  event.at_unix_ms = certificate.confirmed_at_unix_ms;
  event.kind = "dossier.disposed";
  event.dossier = code;
  event.detail = "proposal " + std::to_string(certificate.proposal);
  if (const Status status = StageJournal(archive.meta(), std::move(event), encoded, batch); !status.ok()) return status;
  batch.Put(CertificateKey(code), std::move(encoded));
  return {};
}

// All but its blobs.
Result<DossierContents> ReadVersions(MetaReader& moment, const std::string& code) {
  const Result<std::optional<std::string>> newest = moment.Get(NewestKey(code));
  if (!newest) return newest.status();
  if (!*newest) return Gone("dossier " + code);
  const std::optional<DossierSummary> summary = DecodeSummary(**newest);
  if (!summary) return Status(StatusCode::kCorruption, "read archive: the summary of dossier " + code + " is malformed; run verify");
  DossierContents contents;
  contents.code = code;
  contents.version = summary->version;
  contents.documents = summary->documents;
  contents.pages = summary->pages;
  contents.statement = "sohoa-dossier 1\ndossier: " + code + "\n";
  for (std::uint32_t version = 1; version <= summary->version; ++version) {
    const Result<std::optional<std::string>> bytes = moment.Get(DossierKey(code, version));
    if (!bytes) return bytes.status();
    if (!*bytes) return Gone("version " + std::to_string(version) + " of dossier " + code);
    contents.statement += "version " + std::to_string(version) + ": " + Sha256::Of(**bytes).Hex() + "\n";
    if (version != summary->version) continue;
    const Result<Dossier> dossier = DecodeDossier(**bytes);
    if (!dossier) return Annotate(dossier.status(), "read dossier " + code);
    contents.procedure = dossier->head.procedure;
    contents.agency = dossier->head.agency;
  }
  return contents;
}

}  // namespace

Result<std::vector<DossierContents>> ReadContents(Archive& archive, const std::vector<std::string>& codes) {
  const std::unique_ptr<MetaReader> moment = archive.meta().Snapshot();
  std::vector<DossierContents> dossiers;
  for (const std::string& code : codes) {
    Result<DossierContents> contents = ReadVersions(*moment, code);
    if (!contents) return contents.status();
    dossiers.push_back(std::move(*contents));
  }
  if (const Status added = AddReferences(*moment, dossiers); !added.ok()) return added;
  for (DossierContents& contents : dossiers) {
    for (const Sha256& blob : contents.blobs) {
      contents.statement += "blob: " + blob.Hex() + "\n";
      if (const Result<BlobInfo> info = archive.blobs().Stat(blob)) contents.bytes += info->size;
    }
  }
  return dossiers;
}

Status StageDisposal(Archive& archive, const DossierContents& contents, const DisposalCertificate& certificate, MetaBatch& batch) {
  const std::size_t before = batch.operations().size();
  const Status staged = StageAllGone(archive, contents, certificate, batch);
  if (!staged.ok()) batch.RollBackTo(before);
  return staged;
}

Result<std::vector<Sha256>> CondemnedBlobs(MetaReader& store, std::uint32_t limit) {
  std::vector<Sha256> blobs;
  const Status scanned = store.Scan(kCondemnedPrefix, "", [&](std::string_view key, std::string_view) {
    if (const auto name = ReadNameBytes(key.substr(kCondemnedPrefix.size()))) blobs.push_back(*name);
    return blobs.size() < limit;
  });
  if (!scanned.ok()) return scanned;
  return blobs;
}

Result<bool> IsReferenced(MetaReader& store, const Sha256& blob) {
  bool referenced = false;
  const Status scanned = store.Scan(ReferencePrefix(blob), "", [&](std::string_view, std::string_view) {
    referenced = true;
    return false;
  });
  if (!scanned.ok()) return scanned;
  return referenced;
}

}  // namespace sohoa
