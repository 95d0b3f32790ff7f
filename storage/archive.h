// SPDX-License-Identifier: Apache-2.0
//
// Archive: dossiers, documents and pages as a reader of the archive sees them, over a
// BlobStore, a MetaStore and a SearchIndex. A dossier's version becomes visible in the one
// batch that StageCommit() fills, or not at all.
//
// Reading is safe from several threads; staging is for the one thread that commits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "core/result.h"
#include "storage/blob_store.h"
#include "storage/meta_store.h"
#include "storage/search_index.h"

namespace sohoa {

struct DocumentEntry {
  std::string dossier;
  std::uint32_t version = 0;
  Document document;
};

struct PageEntry {
  std::string dossier;
  std::uint32_t version = 0;
  DossierPage page;
  bool set_aside = false;  // it is in none of the dossier's documents
};

struct DossierSummary {
  std::string code;
  std::uint32_t version = 0;
  std::int64_t committed_unix_ms = 0;
  std::uint32_t documents = 0;
  std::uint32_t pages = 0;
};

// What happened, in order, for those who follow it (event feed, webhooks).
struct ArchiveEvent {
  std::uint64_t sequence = 0;
  std::int64_t at_unix_ms = 0;
  std::string kind;  // "dossier.committed" "page.quarantined" "page.received" ...
  std::string dossier;
  std::string subject;  // page or document id; may be empty
  std::string detail;   // no personal data
  std::string trace = {};  // the batch that brought it about; may be empty
};

struct FixityProblem {
  enum class Kind : std::uint8_t { kChanged = 0, kMissing = 1, kExtra = 2 };
  Kind kind = Kind::kChanged;
  std::string what;     // "original", "page record", "page layer", "pdf", "blob"
  std::string dossier;  // empty for an extra blob
  std::string object;   // page or document id, or name
  Sha256 sha256;
  std::string detail;
};
std::string_view FixityKindName(FixityProblem::Kind kind);

struct FixityReport {
  std::uint64_t dossiers = 0;
  std::uint64_t blobs = 0;
  std::uint64_t bytes = 0;
  std::vector<FixityProblem> problems;
};

struct BackupOptions {
  std::string folder;        // made where it is not there
  bool verify_all = false;   // read every blob of the copy again; else all check sums and a sample
  std::uint32_t keep = 0;    // the newest so many; 0 = all
};

// A copy of the archive as it was at one moment.
struct BackupReport {
  std::uint32_t number = 0;
  std::int64_t at_unix_ms = 0;
  std::string archive;       // its identity
  std::uint64_t ledger = 0;  // sequence
  std::uint64_t audit = 0;   // sequence
  std::uint64_t bytes = 0;   // of the whole copy, with what it shares with others
  std::uint64_t new_bytes = 0;  // written for this one
  std::uint64_t blobs_checked = 0;
};

// "records" "blobs" "check": what is done, of how much where that is known (else 0). May return
// false to cancel. Called on several threads, not at once.
using BackupProgress = std::function<bool(std::string_view phase, std::uint64_t done, std::uint64_t total)>;

class Archive {
 public:
  virtual ~Archive() = default;

  virtual BlobStore& blobs() = 0;
  virtual MetaStore& meta() = 0;
  virtual SearchIndex& index() = 0;

  // Adds to `batch` all that makes `dossier` visible: its record, look-ups by document and
  // page, postings, an event and an audit record. `dossier.version` must be one above the
  // stored version (kConflict), every blob it names must be there (kNotFound).
  // `pages` are the records of dossier.pages, in the same order.
  virtual Status StageCommit(const Dossier& dossier, const std::vector<PageRecord>& pages,
                             MetaBatch& batch) = 0;
  // Adds an event and its audit record, with the next sequence number.
  virtual Status StageEvent(const ArchiveEvent& event, MetaBatch& batch) = 0;

  // The newest version, or `version` when it is not 0. kNotFound.
  virtual Result<Dossier> GetDossier(const std::string& code, std::uint32_t version = 0) = 0;
  virtual Result<DocumentEntry> FindDocument(const std::string& document_id) = 0;
  virtual Result<PageEntry> FindPage(const std::string& page_id) = 0;
  // The record of a committed page, with the bytes of its layer when `with_layer`.
  virtual Result<PageRecord> GetPageRecord(const std::string& page_id, bool with_layer) = 0;
  // In order of code, after `after`.
  virtual Result<std::vector<DossierSummary>> ListDossiers(const std::string& after,
                                                           std::uint32_t limit) = 0;
  virtual Result<std::vector<ArchiveEvent>> Events(std::uint64_t after, std::uint32_t limit) = 0;

  // Reads every byte of one dossier, or of all when `code` is empty, and compares. Extra
  // blobs are looked for only when all are checked, and blobs that `in_flight` names are none.
  // `progress` gets blobs done and in all, and may return false to cancel (kCancelled).
  virtual Result<FixityReport> Verify(
      const std::string& code, const std::function<bool(const Sha256&)>& in_flight,
      const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress) = 0;

  // The files of tables behind records and blobs, and one of them read again: as OrderedStore, with the store in front
  // ("meta/000013.sst"). An archive in memory has none.
  virtual std::vector<std::string> TableFiles() { return {}; }
  virtual Status CheckTableFile(const std::string& name, std::uint64_t& bytes) {
    (void)name;
    bytes = 0;
    return {};
  }

  // Ok, or why nothing will be written until the archive is opened again: then the process that
  // holds it has to end, for its supervisor to start it anew.
  virtual Status Health() { return {}; }
  // Of the last write of the beacon. The archive goes on without it.
  virtual Status BeaconHealth() { return {}; }
  // Ok where so many bytes would be taken now; kUnavailable while the disk is nearly full.
  virtual Status CheckRoom(std::uint64_t bytes) { return meta().CheckRoom(bytes); }
  // A copy is being made. No blob is removed meanwhile, for the copy's records may be from before.
  virtual bool IsBeingCopied() { return false; }
  // What was disposed of leaves the files too: search entries, records and blobs are written anew without it,
  // which takes long and needs room. Reading and writing go on. kUnavailable: no room.
  virtual Status Reclaim(const std::function<bool(std::uint64_t done, std::uint64_t total)>&) { return {}; }
  // Copies the archive as it is now, while work goes on (storage/archive_backup.h).
  virtual Result<BackupReport> BackUp(const BackupOptions& options, const BackupProgress& progress);
};

// An archive in memory, for tests and for commands that keep nothing.
std::unique_ptr<Archive> NewMemoryArchive();

// Of the local archive's databases on disk (docs/STORAGE.md).
inline constexpr std::uint32_t kMetaFormat = 9;
inline constexpr std::uint32_t kBlobsFormat = 1;

struct ArchiveOptions {
  std::string folder;  // made where it is not there
  // The file outside the archive that says how far it had come (storage/beacon.h); empty = none
  // is kept.
  std::string beacon;
  // Refuse where the beacon is of another archive; else it is begun anew for this one.
  bool beacon_must_match = false;
  // What stays free on the disk; 0 = chosen by its size.
  std::uint64_t reserve_bytes = 0;
  // Memory for what is read often; 0 = chosen by the machine's (storage/cache_size.h).
  std::uint64_t cache_bytes = 0;
};

// The local archive, on RocksDB. kUnavailable: another process holds it; kCorruption: its log is
// damaged, or it is behind its beacon; kUnsupported: another format. All with what to do.
Result<std::unique_ptr<Archive>> OpenLocalArchive(const ArchiveOptions& options);
// Without a beacon.
Result<std::unique_ptr<Archive>> OpenLocalArchive(const std::string& folder);

}  // namespace sohoa
