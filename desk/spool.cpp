// SPDX-License-Identifier: Apache-2.0
#include "desk/spool.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "core/calendar.h"
#include "core/record_codec.h"
#include "core/vietnamese.h"
#include "desk/spool_checks.h"
#include "desk/spool_records.h"
#include "storage/chunked_blob_store.h"
#include "storage/key_layout.h"
#include "workers/desk_client.h"
#include "workers/spooled_file.h"

namespace sohoa {
namespace {

constexpr std::size_t kPiece = 1 << 20;
constexpr std::uint32_t kSpoolFormat = 1;
// A record beside the bytes of an original.
constexpr std::uint64_t kRecordBytes = 4 << 10;

RocksStoreOptions StoreOptions(const SpoolOptions& options, const char* name, bool large_values) {
  RocksStoreOptions store;
  store.folder = (std::filesystem::path(options.folder) / name).string();
  store.kind = std::string("spool-") + name;
  store.format = kSpoolFormat;
  store.large_values = large_values;
  store.reserve_bytes = options.reserve_bytes;
  return store;
}

bool WasSent(const Capture& capture) {
  return std::any_of(capture.originals.begin(), capture.originals.end(), [](const DeskOriginal& original) { return original.is_received(); });
}

}  // namespace

Result<std::unique_ptr<Spool>> Spool::Open(const SpoolOptions& options) {
  const std::string what = "open the desk's spool " + options.folder;
  Result<std::unique_ptr<OrderedStore>> records = OpenRocksStore(StoreOptions(options, "records", false));
  if (!records) return Annotate(records.status(), what);
  Result<std::unique_ptr<OrderedStore>> pieces = OpenRocksStore(StoreOptions(options, "originals", true));
  if (!pieces) return Annotate(pieces.status(), what);
  Result<std::unique_ptr<BlobStore>> blobs = OpenChunkedBlobStore(std::move(*pieces));
  if (!blobs) return Annotate(blobs.status(), what);
  return Over(std::move(*records), std::move(*blobs), options.now);
}

Result<std::unique_ptr<Spool>> Spool::Over(std::unique_ptr<OrderedStore> records, std::unique_ptr<BlobStore> blobs, UnixClock now) {
  std::unique_ptr<Spool> spool(new Spool(std::move(records), std::move(blobs), now ? std::move(now) : UnixClock(&NowUnixMs)));
  if (const Status loaded = spool->Load(); !loaded.ok()) return loaded;
  if (const Status swept = spool->SweepBlobs(); !swept.ok()) return swept;
  return spool;
}

Spool::Spool(std::unique_ptr<OrderedStore> records, std::unique_ptr<BlobStore> blobs, UnixClock now)
    : records_(std::move(records)), blobs_(std::move(blobs)), now_(std::move(now)) {}

Status Spool::Load() {
  const Result<std::optional<std::string>> epoch = records_->Get(kCoordinatorEpochKey);
  if (!epoch) return epoch.status();
  if (*epoch) epoch_ = ReadBigEndian64(**epoch).value_or(0);
  Status status;
  const auto scan = [&](std::string_view prefix, const std::function<Status(std::string_view, std::string_view)>& take) {
    const Status scanned = records_->Scan(prefix, "", [&](std::string_view key, std::string_view value) {
      status = take(key, value);
      return status.ok();
    });
    return status.ok() ? scanned : status;
  };
  Status loaded = scan(kCapturePrefix, [this](std::string_view, std::string_view value) {
    Result<Capture> capture = DecodeCapture(value);
    if (!capture) return capture.status();
    const std::string id = capture->id;
    captures_[id] = std::move(*capture);
    return Status();
  });
  if (!loaded.ok()) return loaded;
  // Keys sort by place and number.
  loaded = scan(kDeskOriginalPrefix, [this](std::string_view key, std::string_view value) {
    Result<DeskOriginal> original = DecodeDeskOriginal(value);
    const auto capture = captures_.find(CaptureOfKey(key));
    if (original && capture != captures_.end()) capture->second.originals.push_back(std::move(*original));
    return original.status();
  });
  if (!loaded.ok()) return loaded;
  return scan(kDeskEditPrefix, [this](std::string_view key, std::string_view value) {
    Result<Edit> edit = DecodeEdit(value);
    const auto capture = captures_.find(CaptureOfKey(key));
    if (edit && capture != captures_.end()) capture->second.edits.push_back(std::move(*edit));
    return edit.status();
  });
}

// Bytes whose record was not written when the power went: nobody was told that they arrived.
Status Spool::SweepBlobs() {
  std::vector<Sha256> unnamed;
  const Status listed = blobs_->List([&](const BlobInfo& blob) {
    if (!IsNamed(blob.sha256)) unnamed.push_back(blob.sha256);
    return true;
  });
  if (!listed.ok()) return listed;
  for (const Sha256& name : unnamed) {
    if (const Status removed = blobs_->Remove(name); !removed.ok()) return removed;
  }
  return unnamed.empty() ? Status() : blobs_->Sync();
}

bool Spool::IsNamed(const Sha256& blob) const {
  return std::any_of(captures_.begin(), captures_.end(), [&](const auto& capture) {
    return std::any_of(capture.second.originals.begin(), capture.second.originals.end(), [&](const DeskOriginal& original) { return original.sha256 == blob; });
  });
}

Status Spool::CheckRoom(std::uint64_t bytes) { return Annotate(records_->CheckRoom(bytes + kRecordBytes), "keep a page at the desk"); }

Result<Sha256> Spool::Store(const OriginalFile& file) {
  Result<std::unique_ptr<BlobWriter>> writer = blobs_->NewWriter();
  if (!writer) return writer.status();
  for (std::uint64_t offset = 0; offset < file.size(); offset += kPiece) {
    const Result<std::string> piece = file.ReadAt(offset, kPiece);
    if (!piece) return piece.status();
    if (piece->empty()) return Status(StatusCode::kBadInput, "keep " + file.name() + ": it became shorter while it was read");
    if (const Status status = (*writer)->Append(*piece); !status.ok()) return status;
  }
  const Result<BlobInfo> stored = (*writer)->Finish();
  if (!stored) return stored.status();
  return stored->sha256;
}

Status Spool::Write(MetaBatch& batch) {
  const Status written = records_->Write(batch);
  if (written.ok()) ++changes_;
  return written;
}

Status Spool::Change(Capture& capture, Capture changed) {
  MetaBatch batch;
  batch.Put(CaptureKey(changed.id), EncodeCapture(changed));
  const Status written = Write(batch);
  if (written.ok()) capture = std::move(changed);
  return written;
}

Result<Capture*> Spool::Locate(const std::string& capture) {
  const auto found = captures_.find(capture);
  if (found == captures_.end()) return NoSuchCapture("look up", capture);
  return &found->second;
}

Result<Capture*> Spool::LocateOpen(const std::string& capture) {
  Result<Capture*> found = Locate(capture);
  if (found && (*found)->state != CaptureState::kOpen) return UnfitCapture("change", capture, "it is finished; open it again first");
  return found;
}

Result<Capture> Spool::Begin(const CaptureHead& head, const std::string& by) {
  const std::lock_guard lock(mutex_);
  Capture capture;
  capture.id = NewBatchId();
  capture.head = CleanHead(head);
  capture.by = ToNfc(by);
  capture.times.begun_unix_ms = now_();
  if (const Status code = CheckDossierCode(capture.head.dossier); !code.ok()) return code;
  MetaBatch batch;
  batch.Put(CaptureKey(capture.id), EncodeCapture(capture));
  if (const Status written = Write(batch); !written.ok()) return written;
  captures_[capture.id] = capture;
  return capture;
}

// A file that another capture has is this one's too: nobody knows which of them it belongs to.
const DeskOriginal* Spool::ToldBefore(const Capture& capture, const Arrival& arrival, const Sha256& sha256) {
  if (arrival.token.empty()) return nullptr;
  for (const DeskOriginal& original : capture.originals) {
    if (!original.released && original.arrival.token == arrival.token && original.arrival.source == arrival.source && original.sha256 == sha256) return &original;
  }
  return nullptr;
}

Result<DeskOriginal> Spool::Add(const std::string& capture, const OriginalFile& file, const Arrival& arrival, const Placement& placement) {
  if (const Status room = CheckRoom(file.size()); !room.ok()) return room;
  // From here on until they are named nobody may take the bytes away.
  const std::shared_lock kept(removal_);
  const Result<Sha256> sha256 = Store(file);
  if (!sha256) return sha256.status();
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = LocateOpen(capture);
  if (!found) return found.status();
  if (const DeskOriginal* before = ToldBefore(**found, arrival, *sha256)) return *before;
  Capture& to = **found;
  DeskOriginal original;
  original.id = NewBatchId();
  original.id.front() = 'o';
  original.place = to.originals.empty() ? 0 : to.originals.back().place + 1;
  original.sha256 = *sha256;
  original.size = file.size();
  original.arrival = arrival;
  original.arrival.name = ToNfc(arrival.name);
  original.arrival.pages = std::max(1u, arrival.pages);
  original.arrived_unix_ms = now_();

  Capture changed = to;
  changed.originals.push_back(original);
  changed.times.last_page_unix_ms = original.arrived_unix_ms;
  const std::vector<std::string> keys = ArrivedKeys(changed);
  const std::set<std::string> own(keys.begin(), keys.end());
  MetaBatch batch;
  for (Edit& edit : PlacementEdits(original, placement, to.by, original.arrived_unix_ms)) {
    if (const Status fits = CheckDeskEdit(own, Arrange(keys, changed.edits), edit); !fits.ok()) return fits;
    batch.Put(DeskEditKey(capture, changed.edits.size()), EncodeEdit(edit));
    changed.edits.push_back(std::move(edit));
  }
  batch.Put(DeskOriginalKey(capture, original.place), EncodeDeskOriginal(original));
  batch.Put(CaptureKey(capture), EncodeCapture(changed));
  if (const Status written = Write(batch); !written.ok()) return written;
  to = std::move(changed);
  return original;
}

std::uint64_t Spool::CoordinatorEpoch() const {
  const std::lock_guard lock(mutex_);
  return epoch_;
}

std::vector<Capture> Spool::List() const {
  const std::lock_guard lock(mutex_);
  std::vector<Capture> list;
  for (const auto& [id, capture] : captures_) list.push_back(capture);
  return list;
}

Result<Capture> Spool::Find(const std::string& capture) const {
  const std::lock_guard lock(mutex_);
  const auto found = captures_.find(capture);
  if (found == captures_.end()) return NoSuchCapture("look up", capture);
  return found->second;
}

std::uint64_t Spool::Changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

Result<OriginalFile> Spool::OpenOriginal(const std::string& capture, const std::string& original) {
  const Result<Capture> found = Find(capture);
  if (!found) return found.status();
  const DeskOriginal* of = found->FindOriginal(original);
  if (of == nullptr) return NoSuchCapture("look up original " + original + " of", capture);
  // Never whole in memory, for originals of files are as large as they are.
  Result<SpooledFile> file = SpooledFile::Make(of->size);
  if (!file) return file.status();
  for (std::uint64_t offset = 0; offset < of->size; offset += kPiece) {
    const Result<std::string> piece = blobs_->Read(of->sha256, offset, kPiece);
    if (!piece) return Annotate(piece.status(), "read original " + original + " from the desk's spool");
    if (const Status written = file->Append(*piece); !written.ok()) return written;
  }
  const Result<Sha256> hash = file->Hash();
  if (!hash) return hash.status();
  if (*hash != of->sha256) return Annotate(NotOfItsName(of->sha256), "read original " + original + " from the desk's spool");
  return file->Open(of->arrival.name);
}

Status Spool::Remove(const std::string& capture) {
  const std::unique_lock alone(removal_);
  const std::lock_guard lock(mutex_);
  const Result<Capture*> found = Locate(capture);
  if (!found) return found.status();
  const Capture& gone = **found;
  const bool given_up = gone.state == CaptureState::kDiscarded && (!WasSent(gone) || gone.times.searchable_unix_ms != 0);
  if (gone.state != CaptureState::kSearchable && !given_up) return UnfitCapture("remove", capture, "the archive does not have all of it yet");
  MetaBatch batch;
  batch.Delete(CaptureKey(capture));
  for (const DeskOriginal& original : gone.originals) batch.Delete(DeskOriginalKey(capture, original.place));
  for (std::size_t i = 0; i < gone.edits.size(); ++i) batch.Delete(DeskEditKey(capture, i));
  if (const Status written = Write(batch); !written.ok()) return written;
  std::set<Sha256> names;
  for (const DeskOriginal& original : gone.originals) names.insert(original.sha256);
  captures_.erase(capture);
  for (const Sha256& name : names) {
    if (IsNamed(name)) continue;
    if (const Status removed = blobs_->Remove(name); !removed.ok()) return removed;
  }
  return blobs_->Sync();
}

Result<std::size_t> Spool::RemoveEndedBefore(std::int64_t unix_ms) {
  std::vector<std::string> ended;
  for (const Capture& capture : List()) {
    const bool discarded = capture.state == CaptureState::kDiscarded && (!WasSent(capture) || capture.times.searchable_unix_ms != 0);
    const std::int64_t end = std::max(capture.times.searchable_unix_ms, capture.times.finished_unix_ms);
    // What the coordinator did not take is here alone; a person decides.
    const bool refused = std::any_of(capture.originals.begin(), capture.originals.end(), [](const DeskOriginal& each) { return !each.refusal.empty(); });
    if (refused) continue;
    if ((capture.state == CaptureState::kSearchable || discarded) && end < unix_ms) ended.push_back(capture.id);
  }
  for (const std::string& id : ended) {
    if (const Status removed = Remove(id); !removed.ok()) return removed;
  }
  return ended.size();
}

}  // namespace sohoa
