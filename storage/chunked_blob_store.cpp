// SPDX-License-Identifier: Apache-2.0
#include "storage/chunked_blob_store.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "storage/key_layout.h"
#include "storage/recent_blobs.h"

namespace sohoa {
namespace {

constexpr std::size_t kChunkBytes = 1u << 20;
// Deletions of one sweep go in batches of so many keys.
constexpr std::size_t kSweepBatch = 1000;
// For some 150 pages on their way from the desk to a worker.
constexpr std::size_t kRecentBytes = 32u << 20;

// Value of a blob's key: where its pieces are.
struct BlobHeader {
  std::uint64_t upload = 0;
  std::uint64_t size = 0;
  std::uint32_t chunk_bytes = 0;
};

std::string EncodeHeader(const BlobHeader& header) {
  return BigEndian64(header.upload) + BigEndian64(header.size) + BigEndian32(header.chunk_bytes);
}

std::optional<BlobHeader> DecodeHeader(std::string_view bytes) {
  if (bytes.size() != 20) return std::nullopt;
  const BlobHeader header{*ReadBigEndian64(bytes.substr(0, 8)), *ReadBigEndian64(bytes.substr(8, 8)),
                          *ReadBigEndian32(bytes.substr(16))};
  if (header.chunk_bytes == 0) return std::nullopt;
  return header;
}

Status Corrupt(const Sha256& name, const std::string& reason) {
  return Status(StatusCode::kCorruption, "read blob " + name.Hex() + ": " + reason +
                                             "; bring it back from a backup");
}

class ChunkedBlobStore : public BlobStore {
 public:
  explicit ChunkedBlobStore(std::unique_ptr<OrderedStore> store) : store_(std::move(store)) {}

  // Takes a number range for this opening and removes what earlier ones left unfinished.
  Status Begin();

  Result<std::unique_ptr<BlobWriter>> NewWriter() override;
  Status StoreUnsynced(std::vector<WholeBlob> blobs) override;
  std::shared_ptr<const std::string> Recent(const Sha256& name) override { return recent_.Find(name); }
  void ForgetRecent(const Sha256& name) override { recent_.Forget(name); }
  Result<BlobInfo> Stat(const Sha256& name) override;
  Result<BlobPart> ReadPart(const Sha256& name, std::uint64_t offset, std::size_t length) override;
  Status List(const std::function<bool(const BlobInfo&)>& visit) override;
  Status Check(const Sha256& name) override;
  Status Sync() override;
  Status Remove(const Sha256& name) override;
  StoreRoom Room() override { return store_->Room(); }

  OrderedStore& store() { return *store_; }
  Status RemoveUpload(std::uint64_t upload);
  // Makes `batch`, which holds the last piece, visible under `name`, unless it is there.
  Result<BlobInfo> Publish(const Sha256& name, const BlobHeader& header, MetaBatch batch,
                           bool has_chunks, bool sync);
  // The same whatever is there, whose pieces go with the same write.
  Result<BlobInfo> Replace(const Sha256& name, const BlobHeader& header, MetaBatch batch);

 private:
  Result<BlobHeader> Header(const Sha256& name);
  Result<std::string> Chunk(const Sha256& name, const BlobHeader& header, std::uint32_t number);
  Status StoreWhole(std::vector<WholeBlob>& blobs);
  Status RemoveNow(const Sha256& name);
  void BeginPublish(const Sha256& name);
  void EndPublish(const Sha256& name);

  std::unique_ptr<OrderedStore> store_;
  std::atomic<std::uint64_t> next_upload_ = 0;
  std::mutex sync_mutex_;
  std::atomic<bool> unsynced_ = false;
  // Names being published: two uploads of equal bytes must not both find nothing there.
  std::mutex mutex_;
  std::condition_variable published_;
  std::set<Sha256> publishing_;
  RecentBlobs recent_{kRecentBytes};
};

class ChunkedBlobWriter : public BlobWriter {
 public:
  ChunkedBlobWriter(ChunkedBlobStore& store, std::uint64_t upload)
      : store_(store), header_{upload, 0, kChunkBytes} {}

  // A failed removal leaves the upload's mark, and the next opening sweeps it.
  ~ChunkedBlobWriter() override {
    if (!finished_ && chunks_ > 0) (void)store_.RemoveUpload(header_.upload);
  }

  Status Append(std::string_view bytes) override {
    if (finished_ || !error_.ok()) return Spent();
    hasher_.Update(bytes);
    header_.size += bytes.size();
    while (!bytes.empty()) {
      if (pending_.size() == kChunkBytes) {
        error_ = WriteChunk();
        if (!error_.ok()) return error_;
      }
      const std::size_t part = std::min(bytes.size(), kChunkBytes - pending_.size());
      pending_.append(bytes.substr(0, part));
      bytes.remove_prefix(part);
    }
    return {};
  }

  Result<BlobInfo> Finish() override { return Finish(true, nullptr, false); }
  Result<BlobInfo> FinishUnsynced() override { return Finish(false, nullptr, false); }
  Result<BlobInfo> FinishUnsyncedAs(const Sha256& name) override { return Finish(false, &name, false); }
  Result<BlobInfo> FinishInPlaceOf(const Sha256& name) override { return Finish(true, &name, true); }

 private:
  Result<BlobInfo> Finish(bool sync, const Sha256* expected, bool replace) {
    if (finished_ || !error_.ok()) return Spent();
    const Sha256 name = hasher_.Finish();
    if (expected != nullptr && name != *expected) {
      error_ = NotOfItsName(*expected);
      return error_;
    }
    const bool has_chunks = chunks_ > 0;
    MetaBatch last;
    if (!pending_.empty()) last.Put(ChunkKey(header_.upload, chunks_), std::move(pending_));
    finished_ = true;
    if (replace) return store_.Replace(name, header_, std::move(last));
    return store_.Publish(name, header_, std::move(last), has_chunks, sync);
  }

  Status WriteChunk() {
    MetaBatch batch;
    // The mark goes with the first piece: whatever pieces survive a crash, it does too.
    if (chunks_ == 0) batch.Put(UploadKey(header_.upload), "");
    batch.Put(ChunkKey(header_.upload, chunks_), std::move(pending_));
    pending_.clear();
    ++chunks_;
    return store_.store().WriteUnsynced(batch);
  }
  Status Spent() const {
    if (!error_.ok()) return error_;
    return Status(StatusCode::kInvalidArgument, "write blob: it is finished already");
  }

  ChunkedBlobStore& store_;
  BlobHeader header_;
  Sha256Hasher hasher_;
  std::string pending_;
  std::uint32_t chunks_ = 0;
  bool finished_ = false;
  Status error_;
};

Status ChunkedBlobStore::Begin() {
  Result<std::optional<std::string>> stored = store_->Get(kOpenCountKey);
  if (!stored) return stored.status();
  const std::uint32_t opens = (*stored ? ReadBigEndian32(**stored).value_or(0) : 0) + 1;
  MetaBatch batch;
  batch.Put(std::string(kOpenCountKey), BigEndian32(opens));
  if (const Status written = store_->Write(batch); !written.ok()) return written;
  next_upload_ = static_cast<std::uint64_t>(opens) << 32;

  std::vector<std::uint64_t> unfinished;
  const Status scanned =
      store_->Scan(kUploadPrefix, "", [&](std::string_view key, std::string_view) {
        if (const auto upload = ReadBigEndian64(key.substr(kUploadPrefix.size()))) {
          unfinished.push_back(*upload);
        }
        return true;
      });
  if (!scanned.ok()) return scanned;
  for (const std::uint64_t upload : unfinished) {
    if (const Status removed = RemoveUpload(upload); !removed.ok()) return removed;
  }
  return {};
}

// Pieces first and the mark last, so that a removal that is cut short is taken up again.
Status ChunkedBlobStore::RemoveUpload(std::uint64_t upload) {
  std::uint32_t next = 0;
  for (bool more = true; more;) {
    MetaBatch batch;
    more = false;
    const Status scanned = store_->Scan(ChunksPrefix(upload), ChunkKey(upload, next),
                                        [&](std::string_view key, std::string_view) {
                                          more = batch.operations().size() == kSweepBatch;
                                          if (!more) batch.Delete(std::string(key));
                                          return !more;
                                        });
    if (!scanned.ok()) return scanned;
    next += static_cast<std::uint32_t>(batch.operations().size());
    if (!more) batch.Delete(UploadKey(upload));
    if (const Status written = store_->WriteUnsynced(batch); !written.ok()) return written;
  }
  return {};
}

void ChunkedBlobStore::BeginPublish(const Sha256& name) {
  std::unique_lock lock(mutex_);
  published_.wait(lock, [&] { return !publishing_.contains(name); });
  publishing_.insert(name);
}

void ChunkedBlobStore::EndPublish(const Sha256& name) {
  const std::scoped_lock lock(mutex_);
  publishing_.erase(name);
  published_.notify_all();
}

Result<BlobInfo> ChunkedBlobStore::Publish(const Sha256& name, const BlobHeader& header,
                                           MetaBatch batch, bool has_chunks, bool sync) {
  BeginPublish(name);
  const Result<BlobInfo> there = Stat(name);
  Status status;
  if (!there && there.status().code() == StatusCode::kNotFound) {
    batch.Put(BlobKey(name), EncodeHeader(header));
    if (has_chunks) batch.Delete(UploadKey(header.upload));
    status = sync ? store_->Write(batch) : store_->WriteUnsynced(batch);
    // After the write: a sync that begins now takes it along, or finds the mark again.
    if (!sync) unsynced_ = true;
    if (!status.ok() && has_chunks) (void)RemoveUpload(header.upload);
  } else if (has_chunks) {
    (void)RemoveUpload(header.upload);
  }
  EndPublish(name);
  // It may be there by the hand of another, not synced yet.
  if (status.ok() && sync) status = Sync();
  if (!status.ok()) return status;
  if (!there && there.status().code() != StatusCode::kNotFound) return there.status();
  return BlobInfo{name, header.size};
}

Result<BlobInfo> ChunkedBlobStore::Replace(const Sha256& name, const BlobHeader& header, MetaBatch batch) {
  BeginPublish(name);
  // By their names, for they may be such that they cannot be read. A malformed entry names none.
  if (const Result<BlobHeader> before = Header(name); before) {
    const std::uint64_t pieces = (before->size + before->chunk_bytes - 1) / before->chunk_bytes;
    for (std::uint64_t i = 0; i < pieces; ++i) batch.Delete(ChunkKey(before->upload, static_cast<std::uint32_t>(i)));
  }
  batch.Put(BlobKey(name), EncodeHeader(header));
  batch.Delete(UploadKey(header.upload));
  const Status status = store_->Write(batch);
  EndPublish(name);
  if (!status.ok()) return status;
  return BlobInfo{name, header.size};
}

Status ChunkedBlobStore::Remove(const Sha256& name) {
  BeginPublish(name);
  const Status removed = RemoveNow(name);
  EndPublish(name);
  return removed;
}

Status ChunkedBlobStore::RemoveNow(const Sha256& name) {
  recent_.Forget(name);
  const Result<BlobHeader> there = Header(name);
  if (there.status().code() == StatusCode::kNotFound) return {};
  if (!there && there.status().code() != StatusCode::kCorruption) return there.status();
  MetaBatch batch;
  batch.Delete(BlobKey(name));
  // By their names, as in Replace().
  const std::uint64_t pieces = there ? (there->size + there->chunk_bytes - 1) / there->chunk_bytes : 0;
  for (std::uint64_t i = 0; i < pieces; ++i) batch.Delete(ChunkKey(there->upload, static_cast<std::uint32_t>(i)));
  const Status written = store_->WriteUnsynced(batch);
  unsynced_ = true;  // as in Publish
  return written;
}

Status ChunkedBlobStore::StoreUnsynced(std::vector<WholeBlob> blobs) {
  if (std::any_of(blobs.begin(), blobs.end(), [](const WholeBlob& blob) { return blob.bytes.size() > kChunkBytes; })) {
    return BlobStore::StoreUnsynced(std::move(blobs));
  }
  for (const WholeBlob& blob : blobs) {
    if (Sha256::Of(blob.bytes) != blob.sha256) return NotOfItsName(blob.sha256);
  }
  // In the order of their names, so that two who publish the same do not wait for each other.
  std::sort(blobs.begin(), blobs.end(), [](const WholeBlob& a, const WholeBlob& b) { return a.sha256 < b.sha256; });
  blobs.erase(std::unique(blobs.begin(), blobs.end(), [](const WholeBlob& a, const WholeBlob& b) { return a.sha256 == b.sha256; }), blobs.end());
  for (const WholeBlob& blob : blobs) BeginPublish(blob.sha256);
  const Status stored = StoreWhole(blobs);
  for (const WholeBlob& blob : blobs) EndPublish(blob.sha256);
  return stored;
}

Status ChunkedBlobStore::StoreWhole(std::vector<WholeBlob>& blobs) {
  MetaBatch batch;
  std::vector<std::pair<Sha256, std::size_t>> pieces;  // and where in the batch they are
  for (WholeBlob& blob : blobs) {
    const Result<BlobInfo> there = Stat(blob.sha256);
    if (there) continue;
    if (there.status().code() != StatusCode::kNotFound) return there.status();
    const BlobHeader header{next_upload_++, blob.bytes.size(), kChunkBytes};
    batch.Put(BlobKey(blob.sha256), EncodeHeader(header));
    if (blob.bytes.empty()) continue;
    pieces.emplace_back(blob.sha256, batch.operations().size());
    batch.Put(ChunkKey(header.upload, 0), std::move(blob.bytes));
  }
  if (batch.empty()) return {};
  const Status written = store_->WriteUnsynced(batch);
  unsynced_ = true;  // as in Publish
  if (!written.ok()) return written;
  for (const auto& [name, at] : pieces) recent_.Put(name, batch.TakeValue(at));
  return {};
}

Status ChunkedBlobStore::Sync() {
  // Who comes while another syncs waits for that: its blobs may be among those.
  const std::scoped_lock lock(sync_mutex_);
  if (!unsynced_.exchange(false)) return {};
  const Status synced = store_->Sync();
  if (!synced.ok()) unsynced_ = true;
  return synced;
}

Result<std::unique_ptr<BlobWriter>> ChunkedBlobStore::NewWriter() {
  return std::unique_ptr<BlobWriter>(std::make_unique<ChunkedBlobWriter>(*this, next_upload_++));
}

Result<BlobHeader> ChunkedBlobStore::Header(const Sha256& name) {
  const Result<std::optional<std::string>> value = store_->Get(BlobKey(name));
  if (!value) return value.status();
  if (!*value) return Status(StatusCode::kNotFound, "read blob " + name.Hex() + ": not there");
  const std::optional<BlobHeader> header = DecodeHeader(**value);
  if (!header) return Corrupt(name, "its entry is malformed");
  return *header;
}

Result<BlobInfo> ChunkedBlobStore::Stat(const Sha256& name) {
  if (const std::shared_ptr<const std::string> recent = Recent(name)) return BlobInfo{name, recent->size()};
  const Result<BlobHeader> header = Header(name);
  if (!header) return header.status();
  return BlobInfo{name, header->size};
}

Result<std::string> ChunkedBlobStore::Chunk(const Sha256& name, const BlobHeader& header,
                                            std::uint32_t number) {
  Result<std::optional<std::string>> chunk = store_->Get(ChunkKey(header.upload, number));
  const std::string piece = "piece " + std::to_string(number);
  if (!chunk) {
    if (chunk.status().code() != StatusCode::kCorruption) return chunk.status();
    return Corrupt(name, piece + " is damaged");
  }
  if (!*chunk) return Corrupt(name, piece + " is missing");
  const std::uint64_t begin = std::uint64_t{number} * header.chunk_bytes;
  if ((*chunk)->size() != std::min<std::uint64_t>(header.chunk_bytes, header.size - begin)) {
    return Corrupt(name, piece + " has another length");
  }
  return std::move(**chunk);
}

Result<BlobPart> ChunkedBlobStore::ReadPart(const Sha256& name, std::uint64_t offset, std::size_t length) {
  if (const std::shared_ptr<const std::string> recent = Recent(name)) {
    return BlobPart{recent->size(), offset < recent->size() ? recent->substr(offset, length) : std::string()};
  }
  const Result<BlobHeader> header = Header(name);
  if (!header) return header.status();
  BlobPart part{header->size, ""};
  if (offset >= header->size) return part;
  const std::uint64_t end = offset + std::min<std::uint64_t>(length, header->size - offset);
  while (offset < end) {
    const auto number = static_cast<std::uint32_t>(offset / header->chunk_bytes);
    const std::size_t skip = offset % header->chunk_bytes;
    Result<std::string> chunk = Chunk(name, *header, number);
    if (!chunk) return chunk.status();
    const std::size_t taken = std::min<std::uint64_t>(chunk->size() - skip, end - offset);
    offset += taken;
    if (part.bytes.empty() && taken == chunk->size()) {
      part.bytes = std::move(*chunk);
    } else {
      part.bytes.append(*chunk, skip, taken);
    }
  }
  return part;
}

Status ChunkedBlobStore::List(const std::function<bool(const BlobInfo&)>& visit) {
  Status damage;
  const Status scanned =
      store_->Scan(kBlobPrefix, "", [&](std::string_view key, std::string_view value) {
        const std::optional<Sha256> name = ReadNameBytes(key.substr(kBlobPrefix.size()));
        const std::optional<BlobHeader> header = DecodeHeader(value);
        if (!name || !header) {
          damage = Status(StatusCode::kCorruption, "list blobs: a malformed entry");
          return false;
        }
        return visit(BlobInfo{*name, header->size});
      });
  return scanned.ok() ? damage : scanned;
}

Status ChunkedBlobStore::Check(const Sha256& name) {
  const Result<BlobHeader> header = Header(name);
  if (!header) return header.status();
  Sha256Hasher hasher;
  for (std::uint64_t done = 0; done < header->size; done += header->chunk_bytes) {
    const Result<std::string> chunk =
        Chunk(name, *header, static_cast<std::uint32_t>(done / header->chunk_bytes));
    if (!chunk) return chunk.status();
    hasher.Update(*chunk);
  }
  if (hasher.Finish() == name) return {};
  return Corrupt(name, "its bytes have another SHA-256");
}

}  // namespace

std::unique_ptr<BlobStore> ReadChunkedBlobStore(std::unique_ptr<OrderedStore> store) {
  return std::make_unique<ChunkedBlobStore>(std::move(store));
}

Result<std::unique_ptr<BlobStore>> OpenChunkedBlobStore(std::unique_ptr<OrderedStore> store) {
  auto blobs = std::make_unique<ChunkedBlobStore>(std::move(store));
  if (const Status begun = blobs->Begin(); !begun.ok()) return begun;
  return std::unique_ptr<BlobStore>(std::move(blobs));
}

}  // namespace sohoa
