// SPDX-License-Identifier: Apache-2.0
#include "workers/intake.h"

#include "core/crc32c.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostUploads = 64;
constexpr std::int64_t kForgottenMs = 10 * 60 * 1000;
constexpr std::size_t kPiece = 1 << 20;

bool SameUpload(const OpenOriginalBody& a, const OpenOriginalBody& b) {
  return a.dossier == b.dossier && a.batch == b.batch && a.place == b.place && a.sha256 == b.sha256 && a.size == b.size;
}

Status DamagedChunk(const std::string& name) {
  return Status(StatusCode::kCorruption, "receive " + name + ": a chunk was damaged on its way");
}

Status WrongHash(const std::string& name) {
  return Status(StatusCode::kCorruption, "receive " + name + ": its bytes do not have the SHA-256 that was announced");
}

}  // namespace

Intake::Intake(Archive& archive, Ledger& ledger, const ReaderOptions& reader)
    : archive_(archive),
      ledger_(ledger),
      reader_options_(reader),
      // A number of before a restart must not name another's upload.
      last_id_(ledger.epoch() << 32) {}

Status Intake::CheckSize(const OpenOriginalBody& original) const {
  if (original.size <= reader_options_.limits.file_bytes) return Status();
  return Status(StatusCode::kResourceLimit, "receive " + original.name + ": " + std::to_string(original.size) +
                                                " bytes are more than " + std::to_string(reader_options_.limits.file_bytes));
}

// What could not be kept is not taken on: its sender keeps it and asks again.
Status Intake::CheckRoom(const OpenOriginalBody& original) const {
  return Annotate(archive_.CheckRoom(original.size), "receive " + original.name);
}

Result<HaveBody> Intake::Open(const OpenOriginalBody& original, bool is_original) {
  if (const Status fits = is_original ? CheckSize(original) : Status(); !fits.ok()) return fits;
  if (const Status room = CheckRoom(original); !room.ok()) return room;
  for (const auto& [id, upload] : uploads_) {
    if (upload->is_original == is_original && SameUpload(upload->original, original)) return HaveBody{id, upload->spool.size()};
  }
  if (uploads_.size() >= kMostUploads) return Status(StatusCode::kUnavailable, "receive " + original.name + ": too many uploads at once");
  Result<SpooledFile> spool = SpooledFile::Make(original.size);
  if (!spool) return spool.status();
  auto upload = std::make_shared<Upload>(std::move(*spool));
  upload->is_original = is_original;
  upload->original = original;
  upload->heard_ms = MonotonicMs();
  uploads_[++last_id_] = std::move(upload);
  return HaveBody{last_id_, 0};
}

Result<HaveBody> Intake::Take(const ChunkBody& chunk) {
  const auto found = uploads_.find(chunk.upload);
  if (found == uploads_.end()) return Status(StatusCode::kNotFound, "receive a chunk: no such upload; begin again");
  Upload& upload = *found->second;
  upload.heard_ms = MonotonicMs();
  if (chunk.offset == upload.spool.size()) {
    if (Crc32c(chunk.bytes) != chunk.crc32c) return DamagedChunk(upload.original.name);
    if (chunk.offset + chunk.bytes.size() > upload.original.size) {
      return Status(StatusCode::kInvalidArgument, "receive " + upload.original.name + ": more bytes than were announced");
    }
    const Status status = upload.spool.Append(chunk.bytes);
    if (!status.ok()) return status;
  }
  return HaveBody{chunk.upload, upload.spool.size()};
}

Status Intake::CheckWhole(const HandInBody& body) const {
  if (const Status fits = CheckSize(body.original); !fits.ok()) return fits;
  if (const Status room = CheckRoom(body.original); !room.ok()) return room;
  if (body.bytes.size() != body.original.size || body.bytes.size() > kChunkBytes) {
    return Status(StatusCode::kInvalidArgument, "receive " + body.original.name + ": as many bytes as announced, and no more than one chunk, go into one frame");
  }
  return Crc32c(body.bytes) == body.crc32c ? Status() : DamagedChunk(body.original.name);
}

Result<std::shared_ptr<Upload>> Intake::Close(std::uint64_t id) {
  const auto found = uploads_.find(id);
  if (found == uploads_.end()) return Status(StatusCode::kNotFound, "end an upload: there is none of this number; begin again");
  if (found->second->spool.size() != found->second->original.size) {
    return Status(StatusCode::kConflict, "end upload of " + found->second->original.name + ": bytes are missing");
  }
  std::shared_ptr<Upload> upload = std::move(found->second);
  uploads_.erase(found);
  return upload;
}

void Intake::Sweep() {
  const std::int64_t before = MonotonicMs() - kForgottenMs;
  std::erase_if(uploads_, [before](const auto& upload) { return upload.second->heard_ms < before; });
}

Status Intake::Store(const Upload& upload) {
  if (archive_.blobs().Stat(upload.original.sha256)) return Check(upload);
  Result<std::unique_ptr<BlobWriter>> writer = archive_.blobs().NewWriter();
  if (!writer) return writer.status();
  for (std::uint64_t offset = 0; offset < upload.spool.size(); offset += kPiece) {
    const Result<std::string> piece = upload.spool.ReadAt(offset, kPiece);
    if (!piece) return piece.status();
    const Status status = (*writer)->Append(*piece);
    if (!status.ok()) return status;
  }
  const Result<BlobInfo> stored = (*writer)->FinishUnsyncedAs(upload.original.sha256);
  if (stored || stored.status().code() != StatusCode::kCorruption) return stored.status();
  return WrongHash(upload.original.name);
}

// The bytes are there under this name; whoever sends others must not get a receipt for these.
Status Intake::Check(const Upload& upload) {
  const Result<Sha256> hash = upload.spool.Hash();
  if (!hash) return hash.status();
  return *hash == upload.original.sha256 ? Status() : WrongHash(upload.original.name);
}

// The hash is compared even where the bytes are there under this name, as in Check().
Status Intake::StoreBytes(const OpenOriginalBody& original, std::string bytes) {
  std::vector<WholeBlob> blobs;
  blobs.push_back({original.sha256, std::move(bytes)});
  const Status stored = archive_.blobs().StoreUnsynced(std::move(blobs));
  return stored.code() == StatusCode::kCorruption ? WrongHash(original.name) : stored;
}

Result<std::uint32_t> Intake::CountPages(const Upload& upload) {
  Result<PageCounter> counter = TakeCounter();
  if (!counter) return counter.status();
  const Result<std::uint32_t> pages = CountPages(*counter, upload.spool.Open(upload.original.name));
  GiveBack(std::move(*counter));
  return pages;
}

Result<std::uint32_t> Intake::CountPages(const OpenOriginalBody& original, std::string_view bytes) {
  Result<PageCounter> counter = TakeCounter();
  if (!counter) return counter.status();
  const Status written = counter->file.Rewrite(bytes);
  const Result<std::uint32_t> pages = written.ok() ? CountPages(*counter, counter->file.Open(original.name)) : Result<std::uint32_t>(written);
  GiveBack(std::move(*counter));
  return pages;
}

Result<std::uint32_t> Intake::CountPages(PageCounter& counter, const Result<OriginalFile>& original) {
  if (!original) return original.status();
  ReaderClient& reader = *counter.reader;
  const std::uint32_t restarts = reader.restarts();
  const Result<OriginalSummary> summary = reader.imaging().Inspect(*original);
  ledger_.watch().IntakeReaderRestarted(reader.restarts() - restarts);
  if (!summary) return summary.status();
  return summary->pages;
}

// As many come to be as threads count at once.
Result<Intake::PageCounter> Intake::TakeCounter() {
  {
    const std::lock_guard lock(counters_mutex_);
    if (!idle_counters_.empty()) {
      PageCounter counter = std::move(idle_counters_.back());
      idle_counters_.pop_back();
      return counter;
    }
  }
  Result<SpooledFile> file = SpooledFile::Make(kChunkBytes);
  if (!file) return file.status();
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(reader_options_);
  if (!reader) return Status(StatusCode::kUnavailable, reader.status().message());
  return PageCounter{std::move(*reader), std::move(*file)};
}

void Intake::GiveBack(PageCounter counter) {
  const std::lock_guard lock(counters_mutex_);
  idle_counters_.push_back(std::move(counter));
}

bool Intake::IsKept(const Result<std::uint32_t>& pages) {
  const StatusCode code = pages.status().code();
  return code != StatusCode::kUnsupported && code != StatusCode::kUnavailable && code != StatusCode::kIoError;
}

Result<CountedPages> Intake::StoreOriginal(const Upload& upload) {
  const Result<std::uint32_t> pages = CountPages(upload);
  if (!IsKept(pages)) return pages.status();
  ledger_.NoteBlob(upload.original.sha256);
  const Status stored = Store(upload);
  if (!stored.ok()) return stored;
  return CountedPages{pages};
}

Result<CountedPages> Intake::StoreWhole(HandInBody&& body) {
  const Status fine = CheckWhole(body);
  if (!fine.ok()) return fine;
  const Result<std::uint32_t> pages = CountPages(body.original, body.bytes);
  if (!IsKept(pages)) return pages.status();
  ledger_.NoteBlob(body.original.sha256);
  const Status stored = StoreBytes(body.original, std::move(body.bytes));
  if (!stored.ok()) return stored;
  return CountedPages{pages};
}

Status Intake::FinishBlob(const Upload& upload) {
  ledger_.NoteBlob(upload.original.sha256);
  return Store(upload);
}

Status Intake::StoreBlobs(std::vector<StoreBlobBody> blobs) {
  std::vector<WholeBlob> whole;
  for (StoreBlobBody& blob : blobs) {
    if (Crc32c(blob.bytes) != blob.crc32c) return DamagedChunk("blob " + blob.sha256.Hex());
    ledger_.NoteBlob(blob.sha256);
    whole.push_back({blob.sha256, std::move(blob.bytes)});
  }
  return archive_.blobs().StoreUnsynced(std::move(whole));
}

}  // namespace sohoa
