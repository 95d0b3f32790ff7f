// SPDX-License-Identifier: Apache-2.0
#include "storage/archive_migration.h"

#include <utility>
#include <vector>

#include "storage/beacon.h"
#include "storage/copy_check.h"
#include "storage/index_codec.h"
#include "storage/key_layout.h"
#include "storage/migrated_records.h"
#include "storage/migration_mark.h"
#include "storage/segment_index.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kSmallBlob = 1u << 20;  // of those many go in with one write
constexpr std::uint64_t kGroupBytes = 8u << 20;
constexpr std::uint64_t kSyncEvery = 64u << 20;
constexpr std::size_t kPiece = 1u << 20;
constexpr std::uint64_t kSearches = 24;

Status CancelledMove() { return Status(StatusCode::kCancelled, "move archive: cancelled; run it again to go on"); }

bool SameHit(const SearchHit& a, const SearchHit& b) {
  return a.dossier == b.dossier && a.document == b.document && a.page_id == b.page_id && a.page == b.page && a.snippet == b.snippet && a.match_level == b.match_level;
}

bool SameAnswer(const Result<SearchResult>& a, const Result<SearchResult>& b) {
  if (!a || !b) return !a && !b && a.status().code() == b.status().code();
  if (a->total != b->total || a->hits.size() != b->hits.size() || a->facets.size() != b->facets.size()) return false;
  for (std::size_t i = 0; i < a->hits.size(); ++i) {
    if (!SameHit(a->hits[i], b->hits[i])) return false;
  }
  for (std::size_t i = 0; i < a->facets.size(); ++i) {
    if (a->facets[i].name != b->facets[i].name || a->facets[i].values != b->facets[i].values) return false;
  }
  return true;
}

// A few words that stand together on a page.
std::string QueryFrom(const PageWords& words, std::uint64_t salt) {
  if (words.begins.empty()) return {};
  constexpr std::size_t kWords = 3;
  const std::size_t first = salt % words.begins.size();
  const std::size_t last = std::min(first + kWords, words.begins.size());
  const std::size_t end = last < words.begins.size() ? words.begins[last] : words.text.size();
  std::string query;
  for (const char c : words.text.substr(words.begins[first], end - words.begins[first])) query += c == '"' || c == '\n' ? ' ' : c;
  return "\"" + query + "\"";
}

// What lasts long: one run of it.
class Migration {
 public:
  Migration(MigrationEnd from, MigrationEnd to, const BackupProgress& progress)
      : from_(std::move(from)), to_(std::move(to)), progress_(progress) {}

  Result<MigrationReport> Run() {
    for (const auto step : {&Migration::Identify, &Migration::TakePlace, &Migration::Measure, &Migration::BringBlobs, &Migration::RemoveExtraBlobs,
                            &Migration::BringAllRecords, &Migration::CompareAll, &Migration::CompareSearches, &Migration::CheckAndOpen}) {
      const Status status = (this->*step)();
      if (!status.ok()) return Annotate(status, "move archive " + from_.name + " to " + to_.name);
    }
    return report_;
  }

 private:
  BlobStore& old_blobs() { return *from_.stores.blobs; }
  BlobStore& new_blobs() { return *to_.stores.blobs; }

  bool Wanted(std::string_view phase, std::uint64_t done, std::uint64_t total) { return !progress_ || progress_(phase, done, total); }

  Status Identify() {
    if (const Status whole = CheckNotMigrating(*from_.stores.meta, from_.name); !whole.ok()) return whole;
    const Result<std::optional<std::string>> identity = from_.stores.meta->Get(kIdentityKey);
    if (!identity) return identity.status();
    if (!*identity) return Status(StatusCode::kNotFound, "there is no archive in " + from_.name);
    report_.archive = **identity;
    return {};
  }

  // A place is empty, or was begun by an earlier run for the same archive.
  Status TakePlace() {
    const Result<std::optional<MigrationMark>> mark = ReadMigrationMark(*to_.stores.meta);
    if (!mark) return mark.status();
    if (*mark && (*mark)->archive == report_.archive) return {};
    if (*mark) return Status(StatusCode::kConflict, "another archive is being moved there, from " + (*mark)->from + "; take an empty place");
    const Result<std::optional<std::string>> there = to_.stores.meta->Get(kIdentityKey);
    if (!there) return there.status();
    if (*there == report_.archive) return Status(StatusCode::kConflict, "this archive is there already; use it there, or take an empty place");
    bool empty = true;
    const auto seen = [&empty](std::string_view key, std::string_view) {
      empty = StaysWithItsStore(key);
      return empty;
    };
    Status looked = to_.stores.meta->Scan("", "", seen);
    if (looked.ok() && empty) {
      looked = new_blobs().List([&empty](const BlobInfo&) { return empty = false; });
    }
    if (!looked.ok()) return looked;
    if (!empty) return Status(StatusCode::kConflict, "something else is there; take an empty place, for nothing is overwritten");
    MetaBatch batch;
    batch.Put(std::string(kMigrationKey), EncodeMigrationMark({report_.archive, from_.name}));
    return to_.stores.meta->Write(batch);
  }

  Result<bool> IsThere(const BlobInfo& blob) {
    const Result<BlobInfo> found = new_blobs().Stat(blob.sha256);
    if (found) return found->size == blob.size;
    if (found.status().code() == StatusCode::kNotFound) return false;
    return found.status();
  }

  // What is to come, and whether there is room for it.
  Status Measure() {
    std::uint64_t missing = 0;
    Status status;
    const Status listed = old_blobs().List([&](const BlobInfo& blob) {
      ++report_.blobs;
      report_.blob_bytes += blob.size;
      const Result<bool> there = IsThere(blob);
      if (!there) status = there.status();
      if (there && !*there) missing += blob.size;
      if (status.ok() && !Wanted("measure", report_.blobs, 0)) status = CancelledMove();
      return status.ok();
    });
    if (!listed.ok()) return listed;
    if (!status.ok()) return status;
    const Result<RecordCount> records =
        CountRecords(*from_.stores.meta, [&](const RecordCount& done) { return Wanted("measure", report_.blobs + done.records, 0); });
    if (!records) return records.status();
    report_.records = records->records;
    report_.record_bytes = records->bytes;
    const Result<RecordCount> come = CountRecords(*to_.stores.meta, {});
    if (!come) return come.status();
    return CheckRoomFor(missing, records->bytes - std::min(records->bytes, come->bytes));
  }

  // Records are compressed where they come to, but written anew while they are.
  Status CheckRoomFor(std::uint64_t blob_bytes, std::uint64_t record_bytes) {
    const StoreRoom room = new_blobs().Room();
    const std::uint64_t needed = blob_bytes + record_bytes + room.reserve_bytes;
    // Not known, or nothing is left: the store itself knows which.
    if (room.free_bytes == 0) return to_.stores.meta->CheckRoom(record_bytes);
    if (room.free_bytes >= needed) return {};
    return Status(StatusCode::kUnavailable, "no room: " + std::to_string(needed >> 20) + " MiB are needed there with the reserve, " +
                                                std::to_string(room.free_bytes >> 20) + " MiB are free; make room and run it again");
  }

  Status BringBlobs() {
    std::uint64_t done = 0;
    Status status;
    const Status listed = old_blobs().List([&](const BlobInfo& blob) {
      const Result<bool> there = IsThere(blob);
      status = there.status();
      if (there && !*there) status = BringBlob(blob);
      done += blob.size;
      if (status.ok() && !Wanted("blobs", done, report_.blob_bytes)) status = CancelledMove();
      return status.ok();
    });
    if (!listed.ok()) return listed;
    if (status.ok()) status = StoreGroup();
    return status.ok() ? new_blobs().Sync() : status;
  }

  Status BringBlob(const BlobInfo& blob) {
    ++report_.new_blobs;
    unsynced_ += blob.size;
    Status status = blob.size <= kSmallBlob ? AddToGroup(blob) : BringLargeBlob(blob);
    if (status.ok() && unsynced_ >= kSyncEvery) {
      status = StoreGroup();
      if (status.ok()) status = new_blobs().Sync();
      unsynced_ = 0;
    }
    return status;
  }

  Status AddToGroup(const BlobInfo& blob) {
    Result<std::string> bytes = ReadBlob(old_blobs(), blob.sha256, kSmallBlob);
    if (!bytes) return bytes.status();
    group_bytes_ += bytes->size();
    group_.push_back({blob.sha256, std::move(*bytes)});
    return group_bytes_ < kGroupBytes ? Status() : StoreGroup();
  }

  // Each is compared with its name.
  Status StoreGroup() {
    if (group_.empty()) return {};
    std::vector<Sha256> names;
    for (const WholeBlob& blob : group_) names.push_back(blob.sha256);
    const Status stored = new_blobs().StoreUnsynced(std::exchange(group_, {}));
    group_bytes_ = 0;
    for (const Sha256& name : names) new_blobs().ForgetRecent(name);
    return stored;
  }

  Status BringLargeBlob(const BlobInfo& blob) {
    Result<std::unique_ptr<BlobWriter>> writer = new_blobs().NewWriter();
    if (!writer) return writer.status();
    for (std::uint64_t at = 0; at < blob.size;) {
      const Result<std::string> bytes = old_blobs().Read(blob.sha256, at, kPiece);
      if (!bytes) return bytes.status();
      if (bytes->empty()) return NotOfItsName(blob.sha256);
      if (const Status appended = (*writer)->Append(*bytes); !appended.ok()) return appended;
      at += bytes->size();
    }
    return (*writer)->FinishUnsyncedAs(blob.sha256).status();
  }

  // What was disposed of where it comes from since an earlier run.
  Status RemoveExtraBlobs() {
    std::vector<Sha256> extra;
    Status status;
    const Status listed = new_blobs().List([&](const BlobInfo& blob) {
      const Result<BlobInfo> there = old_blobs().Stat(blob.sha256);
      if (!there && there.status().code() == StatusCode::kNotFound) extra.push_back(blob.sha256);
      if (!there && there.status().code() != StatusCode::kNotFound) status = there.status();
      return status.ok();
    });
    if (!listed.ok()) return listed;
    for (const Sha256& name : extra) {
      if (status.ok()) status = new_blobs().Remove(name);
    }
    return status.ok() ? new_blobs().Sync() : status;
  }

  Status BringAllRecords() {
    moment_ = from_.stores.meta->Snapshot();
    const Result<std::uint64_t> brought =
        BringRecords(*moment_, *to_.stores.meta, [this](const RecordCount& done) { return Wanted("records", done.bytes, report_.record_bytes); });
    if (!brought) return brought.status();
    report_.new_records = *brought;
    return {};
  }

  Status CompareAll() {
    const Status same = CompareRecords(*moment_, *to_.stores.meta, [this](const RecordCount& done) { return Wanted("compare", done.records, report_.records); });
    if (!same.ok()) return same;
    const Result<BeaconMark> before = ReadMark(*from_.stores.meta);
    if (!before) return before.status();
    const Result<BeaconMark> after = ReadMark(*to_.stores.meta);
    if (!after) return after.status();
    const bool same_head = before->archive == after->archive && before->ledger == after->ledger && before->audit == after->audit && before->audit_sha256 == after->audit_sha256;
    return same_head ? Status() : Status(StatusCode::kCorruption, "the audit chain ends otherwise there");
  }

  // Words of pages all over the archive are looked for in both.
  Status CompareSearches() {
    SegmentIndexOptions quiet;
    quiet.keeper.in_background = false;
    const std::unique_ptr<SearchIndex> before = NewSegmentIndex(*from_.stores.meta, quiet);
    const std::unique_ptr<SearchIndex> after = NewSegmentIndex(*to_.stores.meta, quiet);
    const Result<std::optional<std::string>> kept = moment_->Get(kIndexStatisticsKey);
    if (!kept) return kept.status();
    const std::optional<IndexStatistics> statistics = *kept ? DecodeIndexStatistics(**kept) : std::nullopt;
    const std::uint64_t ordinals = statistics ? statistics->next_ordinal : 0;
    for (std::uint64_t i = 0; i < std::min(kSearches, ordinals); ++i) {
      SearchQuery query;
      const Status drawn = DrawQuery(ordinals * i / kSearches, i, query);
      if (!drawn.ok()) return drawn;
      if (query.text.empty()) continue;
      if (!SameAnswer(before->Search(query), after->Search(query))) return Status(StatusCode::kCorruption, "a search is answered otherwise there");
      ++report_.searches;
    }
    return {};
  }

  Status DrawQuery(std::uint64_t ordinal, std::uint64_t salt, SearchQuery& query) {
    return moment_->Scan(kIndexEntryPrefix, IndexEntryKey(ordinal), [&](std::string_view, std::string_view value) {
      const std::optional<IndexEntry> entry = DecodeIndexEntry(value);
      if (entry) query.text = QueryFrom(entry->words, salt * 7);
      return false;
    });
  }

  // Every byte is read again; then the mark goes, with a record of the move, in one write.
  Status CheckAndOpen() {
    const std::unique_ptr<Archive> archive = NewStoredArchive(std::move(to_.stores));
    const Result<FixityReport> fixity = CheckWholeCopy(*archive, progress_);
    if (!fixity) return fixity.status();
    report_.dossiers = fixity->dossiers;
    if (const Status whole = WholeOrNot(*fixity, "check it there (sohoa verify tells whether it was so before)"); !whole.ok()) return whole;
    ArchiveEvent event;
    event.kind = "archive.migrated";
    event.detail = "from " + from_.name + " to " + to_.name;
    MetaBatch batch;
    if (const Status staged = archive->StageEvent(event, batch); !staged.ok()) return staged;
    batch.Delete(std::string(kMigrationKey));
    return archive->meta().Write(batch);
  }

  MigrationEnd from_;
  MigrationEnd to_;
  const BackupProgress& progress_;
  MigrationReport report_;
  std::unique_ptr<MetaReader> moment_;  // of the records where they come from
  std::vector<WholeBlob> group_;
  std::uint64_t group_bytes_ = 0;
  std::uint64_t unsynced_ = 0;
};

}  // namespace

Result<MigrationReport> MigrateArchive(MigrationEnd from, MigrationEnd to, const BackupProgress& progress) {
  return Migration(std::move(from), std::move(to), progress).Run();
}

}  // namespace sohoa
