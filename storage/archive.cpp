// SPDX-License-Identifier: Apache-2.0
#include "storage/archive.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "core/record_codec.h"
#include "storage/archive_backup.h"
#include "storage/archive_codec.h"
#include "storage/chunked_blob_store.h"
#include "storage/dossier_references.h"
#include "storage/fixity.h"
#include "storage/journal.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/review_marks.h"
#include "storage/staged_reader.h"
#include "storage/stored_archive.h"
#include "storage/segment_index.h"

namespace sohoa {
namespace {

Status NotFound(const std::string& what) {
  return Status(StatusCode::kNotFound, "read archive: there is no " + what);
}

Status Malformed(const std::string& what) {
  return Status(StatusCode::kCorruption,
                "read archive: " + what + " is malformed; run verify, bring it back from a backup");
}

class StoredArchive : public Archive {
 public:
  explicit StoredArchive(ArchiveStores stores)
      : leadership_(std::move(stores.leadership)),
        meta_(std::move(stores.meta)),
        blobs_(std::move(stores.blobs)),
        pieces_(stores.pieces),
        no_copies_(std::move(stores.no_copies)),
        folder_(std::move(stores.folder)),
        beacon_(stores.beacon),
        index_(NewSegmentIndex(*meta_, {.cache_bytes = stores.index_cache_bytes, .keeper = {}})) {}

  BlobStore& blobs() override { return *blobs_; }
  MetaStore& meta() override { return *meta_; }
  SearchIndex& index() override { return *index_; }

  Status StageCommit(const Dossier& dossier, const std::vector<PageRecord>& pages,
                     MetaBatch& batch) override;
  Status StageEvent(const ArchiveEvent& event, MetaBatch& batch) override {
    return StageJournal(*meta_, event, event.detail, batch);
  }

  Result<Dossier> GetDossier(const std::string& code, std::uint32_t version) override {
    const std::unique_ptr<MetaReader> moment = meta_->Snapshot();
    return ReadDossier(*moment, code, version);
  }
  Result<DocumentEntry> FindDocument(const std::string& document_id) override;
  Result<PageEntry> FindPage(const std::string& page_id) override;
  Result<PageRecord> GetPageRecord(const std::string& page_id, bool with_layer) override;
  Result<std::vector<DossierSummary>> ListDossiers(const std::string& after,
                                                   std::uint32_t limit) override;
  Result<std::vector<ArchiveEvent>> Events(std::uint64_t after, std::uint32_t limit) override {
    return ReadEvents(*meta_, after, limit);
  }
  Result<FixityReport> Verify(
      const std::string& code, const std::function<bool(const Sha256&)>& in_flight,
      const std::function<bool(std::uint64_t, std::uint64_t)>& progress) override {
    return CheckFixity(*this, code, in_flight, progress);
  }
  std::vector<std::string> TableFiles() override {
    std::vector<std::string> names;
    for (const std::string& name : meta_->TableFiles()) names.push_back("meta/" + name);
    if (pieces_ == nullptr) return names;
    for (const std::string& name : pieces_->TableFiles()) names.push_back("blobs/" + name);
    return names;
  }
  Status CheckTableFile(const std::string& name, std::uint64_t& bytes) override {
    bytes = 0;
    const bool of_meta = name.starts_with("meta/");
    if (!of_meta && pieces_ == nullptr) return {};
    OrderedStore& store = of_meta ? *meta_ : *pieces_;
    return store.CheckTableFile(name.substr(name.find('/') + 1), bytes);
  }
  Status Health() override {
    const Status leads = leadership_ == nullptr ? Status() : leadership_->Check();
    if (!leads.ok()) return leads;
    const Status meta = meta_->Health();
    if (!meta.ok()) return meta;
    return pieces_ != nullptr ? pieces_->Health() : blobs_->Health();
  }
  Status BeaconHealth() override { return beacon_ == nullptr ? Status() : beacon_->status(); }
  Status CheckRoom(std::uint64_t bytes) override {
    const Status meta = meta_->CheckRoom(bytes);
    return meta.ok() && pieces_ != nullptr ? pieces_->CheckRoom(bytes) : meta;
  }
  Result<BackupReport> BackUp(const BackupOptions& options, const BackupProgress& progress) override {
    if (pieces_ == nullptr) return Status(StatusCode::kUnsupported, "back up: " + no_copies_);
    ++copies_;
    Result<BackupReport> report = BackUpStores(*meta_, *pieces_, folder_, options, progress);
    --copies_;
    return report;
  }
  bool IsBeingCopied() override { return copies_ > 0; }
  Status Reclaim(const std::function<bool(std::uint64_t, std::uint64_t)>& progress) override {
    Status status = index_->Purge(progress);
    if (status.ok()) status = meta_->Reclaim();
    if (status.ok() && pieces_ != nullptr) status = pieces_->Reclaim();
    return status;
  }

 private:
  static Result<Dossier> ReadDossier(MetaReader& moment, const std::string& code,
                                     std::uint32_t version);
  Result<std::optional<Dossier>> Before(const Dossier& dossier, const MetaBatch& batch);
  Status StageVersion(const Dossier& dossier, const std::vector<PageRecord>& pages, MetaBatch& batch);
  Status StageReferences(const Dossier& dossier, const std::vector<PageRecord>& pages,
                         MetaBatch& batch);
  Status StageGone(const Dossier& before, MetaBatch& batch);
  static void StageLookUps(const Dossier& dossier, MetaBatch& batch);

  const std::unique_ptr<Leadership> leadership_;
  std::unique_ptr<OrderedStore> meta_;
  std::unique_ptr<BlobStore> blobs_;
  OrderedStore* const pieces_;
  const std::string no_copies_;
  const std::string folder_;
  BeaconWriter* const beacon_;
  std::atomic<std::uint32_t> copies_ = 0;
  std::unique_ptr<SearchIndex> index_;
};

// The version that `dossier` replaces; kConflict unless it is the one just below.
Result<std::optional<Dossier>> StoredArchive::Before(const Dossier& dossier,
                                                     const MetaBatch& batch) {
  const StagedReader reader(*meta_, batch);
  const std::string& code = dossier.head.code;
  const Result<std::optional<std::string>> newest = reader.Get(NewestKey(code));
  if (!newest) return newest.status();
  std::uint32_t stored = 0;
  if (*newest) {
    const std::optional<DossierSummary> summary = DecodeSummary(**newest);
    if (!summary) return Malformed("the summary of dossier " + code);
    stored = summary->version;
  }
  if (dossier.version != stored + 1) {
    return Status(StatusCode::kConflict,
                  "commit dossier " + code + ": version " + std::to_string(dossier.version) +
                      " does not follow the stored " + std::to_string(stored) +
                      "; read it again and build on that");
  }
  if (stored == 0) return std::optional<Dossier>();
  const Result<std::optional<std::string>> bytes = reader.Get(DossierKey(code, stored));
  if (!bytes) return bytes.status();
  if (!*bytes) return Malformed("dossier " + code);
  Result<Dossier> before = DecodeDossier(**bytes);
  if (!before) return Annotate(before.status(), "read dossier " + code);
  return std::optional<Dossier>(std::move(*before));
}

Status StoredArchive::StageReferences(const Dossier& dossier, const std::vector<PageRecord>& pages,
                                      MetaBatch& batch) {
  std::vector<NamedReference> references = DossierReferences(dossier);
  for (const PageRecord& page : pages) {
    for (NamedReference& layer : LayerReferences(page)) references.push_back(std::move(layer));
  }
  std::set<Sha256> staged;
  for (const auto& [name, reference] : references) {
    if (!staged.insert(name).second) continue;
    if (const Result<BlobInfo> info = blobs_->Stat(name); !info) {
      return Annotate(info.status(), "commit dossier " + dossier.head.code + ": " +
                                         reference.what + " " + reference.object);
    }
    batch.Put(ReferenceKey(name, dossier.head.code), EncodeReference(reference));
  }
  return {};
}

// A page may have gone to another dossier, which then leads to it.
Status StoredArchive::StageGone(const Dossier& before, MetaBatch& batch) {
  for (const Document& document : before.documents) batch.Delete(DocumentKey(document.id));
  for (const DossierPage* page : FindablePages(before)) {
    const StagedReader reader(*meta_, batch);
    const Result<std::optional<std::string>> bytes = reader.Get(PageKey(page->id));
    if (!bytes) return bytes.status();
    const std::optional<ArchivePlace> place = *bytes ? DecodePlace(**bytes) : std::nullopt;
    if (place && place->dossier == before.head.code) batch.Delete(PageKey(page->id));
  }
  return {};
}

void StoredArchive::StageLookUps(const Dossier& dossier, MetaBatch& batch) {
  const std::string& code = dossier.head.code;
  for (std::uint32_t i = 0; i < dossier.documents.size(); ++i) {
    batch.Put(DocumentKey(dossier.documents[i].id), EncodePlace({code, dossier.version, i}));
  }
  const std::vector<const DossierPage*> pages = FindablePages(dossier);
  for (std::uint32_t i = 0; i < pages.size(); ++i) {
    batch.Put(PageKey(pages[i]->id), EncodePlace({code, dossier.version, i}));
  }
}

Status CheckShape(const Dossier& dossier, const std::vector<PageRecord>& pages) {
  const std::string what = "commit dossier " + dossier.head.code + ": ";
  if (!IsAcceptableDossierCode(dossier.head.code)) {
    return Status(StatusCode::kInvalidArgument, "commit dossier: its code is not acceptable");
  }
  if (pages.size() != dossier.pages.size()) {
    return Status(StatusCode::kInvalidArgument,
                  what + std::to_string(pages.size()) + " page records for " +
                      std::to_string(dossier.pages.size()) + " pages");
  }
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (pages[i].id != dossier.pages[i].id) {
      return Status(StatusCode::kInvalidArgument,
                    what + "the record of page " + std::to_string(i + 1) + " is of another page");
    }
  }
  for (const Document& document : dossier.documents) {
    if (document.id.empty()) {
      return Status(StatusCode::kInvalidArgument, what + "a document without an id");
    }
  }
  return {};
}

Status StoredArchive::StageCommit(const Dossier& dossier, const std::vector<PageRecord>& pages,
                                  MetaBatch& batch) {
  const std::size_t before = batch.operations().size();
  const Status staged = StageVersion(dossier, pages, batch);
  // A refusal leaves the caller's batch as it was.
  if (!staged.ok()) batch.RollBackTo(before);
  return staged;
}

Status StoredArchive::StageVersion(const Dossier& dossier, const std::vector<PageRecord>& pages,
                                   MetaBatch& batch) {
  if (const Status shape = CheckShape(dossier, pages); !shape.ok()) return shape;
  const Result<std::optional<Dossier>> before = Before(dossier, batch);
  if (!before) return before.status();
  if (const Status status = StageReferences(dossier, pages, batch); !status.ok()) return status;
  if (*before) {
    if (const Status status = StageGone(**before, batch); !status.ok()) return status;
  }
  StageLookUps(dossier, batch);
  StageReviewMark(dossier, *before ? &**before : nullptr, batch);
  const DossierSummary summary{dossier.head.code, dossier.version, dossier.committed_unix_ms,
                               static_cast<std::uint32_t>(dossier.documents.size()),
                               static_cast<std::uint32_t>(dossier.pages.size())};
  std::string encoded = EncodeDossier(dossier);
  const ArchiveEvent event{0, dossier.committed_unix_ms, "dossier.committed", dossier.head.code,
                           "", "version " + std::to_string(dossier.version),
                           dossier.originals.empty() ? "" : dossier.originals.back().batch};
  if (const Status status = StageJournal(*meta_, event, encoded, batch); !status.ok()) {
    return status;
  }
  batch.Put(NewestKey(dossier.head.code), EncodeSummary(summary));
  batch.Put(DossierKey(dossier.head.code, dossier.version), std::move(encoded));
  return index_->Add({dossier, pages}, batch);
}

Result<Dossier> StoredArchive::ReadDossier(MetaReader& moment, const std::string& code,
                                           std::uint32_t version) {
  if (version == 0) {
    const Result<std::optional<std::string>> newest = moment.Get(NewestKey(code));
    if (!newest) return newest.status();
    if (!*newest) return NotFound("dossier " + code);
    const std::optional<DossierSummary> summary = DecodeSummary(**newest);
    if (!summary) return Malformed("the summary of dossier " + code);
    version = summary->version;
  }
  const Result<std::optional<std::string>> bytes = moment.Get(DossierKey(code, version));
  if (!bytes) return bytes.status();
  if (!*bytes) return NotFound("version " + std::to_string(version) + " of dossier " + code);
  Result<Dossier> dossier = DecodeDossier(**bytes);
  if (!dossier) return Annotate(dossier.status(), "read dossier " + code);
  return dossier;
}

// Follows a look-up key to the place that it names, all at one moment.
Result<ArchivePlace> ReadPlace(MetaReader& moment, const std::string& key,
                               const std::string& what) {
  const Result<std::optional<std::string>> bytes = moment.Get(key);
  if (!bytes) return bytes.status();
  if (!*bytes) return NotFound(what);
  const std::optional<ArchivePlace> place = DecodePlace(**bytes);
  if (!place) return Malformed("the look-up of " + what);
  return *place;
}

Result<DocumentEntry> StoredArchive::FindDocument(const std::string& document_id) {
  const std::unique_ptr<MetaReader> moment = meta_->Snapshot();
  const std::string what = "document " + document_id;
  const Result<ArchivePlace> place = ReadPlace(*moment, DocumentKey(document_id), what);
  if (!place) return place.status();
  Result<Dossier> dossier = ReadDossier(*moment, place->dossier, place->version);
  if (!dossier) return dossier.status();
  if (place->position >= dossier->documents.size() ||
      dossier->documents[place->position].id != document_id) {
    return Malformed("the look-up of " + what);
  }
  return DocumentEntry{place->dossier, place->version,
                       std::move(dossier->documents[place->position])};
}

Result<PageEntry> StoredArchive::FindPage(const std::string& page_id) {
  const std::unique_ptr<MetaReader> moment = meta_->Snapshot();
  const std::string what = "page " + page_id;
  const Result<ArchivePlace> place = ReadPlace(*moment, PageKey(page_id), what);
  if (!place) return place.status();
  Result<Dossier> dossier = ReadDossier(*moment, place->dossier, place->version);
  if (!dossier) return dossier.status();
  const std::vector<const DossierPage*> pages = FindablePages(*dossier);
  if (place->position >= pages.size() || pages[place->position]->id != page_id) return Malformed("the look-up of " + what);
  return PageEntry{place->dossier, place->version, *pages[place->position], place->position >= dossier->pages.size()};
}

Result<PageRecord> StoredArchive::GetPageRecord(const std::string& page_id, bool with_layer) {
  const Result<PageEntry> entry = FindPage(page_id);
  if (!entry) return entry.status();
  const std::string what = "read record of page " + page_id;
  const Result<std::string> bytes = ReadBlob(*blobs_, entry->page.record);
  if (!bytes) return Annotate(bytes.status(), what);
  Result<PageRecord> record = DecodePageRecord(*bytes);
  if (!record) return Annotate(record.status(), what);
  if (!with_layer) {
    record->layer.bytes.clear();
  } else if (record->layer.bytes.empty() && record->layer_sha256 != Sha256{}) {
    Result<std::string> layer = ReadBlob(*blobs_, record->layer_sha256);
    if (!layer) return Annotate(layer.status(), what + ": its layer");
    record->layer.bytes = std::move(*layer);
  }
  return record;
}

Result<std::vector<DossierSummary>> StoredArchive::ListDossiers(const std::string& after,
                                                                std::uint32_t limit) {
  std::vector<DossierSummary> summaries;
  if (limit == 0) return summaries;
  const std::string from = after.empty() ? "" : NewestKey(after);
  bool malformed = false;
  const Status scanned =
      meta_->Scan(kNewestPrefix, from, [&](std::string_view key, std::string_view value) {
        if (key == from) return true;
        std::optional<DossierSummary> summary = DecodeSummary(value);
        malformed = !summary.has_value();
        if (summary) summaries.push_back(std::move(*summary));
        return !malformed && summaries.size() < limit;
      });
  if (!scanned.ok()) return scanned;
  if (malformed) return Malformed("a dossier's summary");
  return summaries;
}

}  // namespace

std::string_view FixityKindName(FixityProblem::Kind kind) {
  switch (kind) {
    case FixityProblem::Kind::kChanged: return "changed";
    case FixityProblem::Kind::kMissing: return "missing";
    case FixityProblem::Kind::kExtra: return "extra";
  }
  return "changed";
}

Result<BackupReport> Archive::BackUp(const BackupOptions&, const BackupProgress&) {
  return Status(StatusCode::kUnsupported, "back up: this archive has no files");
}

std::unique_ptr<Archive> NewStoredArchive(ArchiveStores stores) { return std::make_unique<StoredArchive>(std::move(stores)); }

std::unique_ptr<Archive> NewMemoryArchive() {
  Result<std::unique_ptr<BlobStore>> blobs = OpenChunkedBlobStore(NewMemoryOrderedStore());
  // A store in memory does not fail.
  return NewStoredArchive({nullptr, NewMemoryOrderedStore(), std::move(*blobs), nullptr, "", nullptr});
}

}  // namespace sohoa
