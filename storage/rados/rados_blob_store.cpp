// SPDX-License-Identifier: Apache-2.0
#include "storage/rados/rados_blob_store.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "storage/key_layout.h"
#include "storage/rados/blob_names.h"
#include "storage/recent_blobs.h"

namespace sohoa {
namespace {

// The object of marks of uploads that have pieces: number -> name of the blob, once that is known; and the next number.
constexpr const char* kUploads = "uploads";
constexpr const char* kNextKey = "next";
constexpr const char* kPlaceAttribute = "pieces";
constexpr std::uint64_t kPieceBytes = 8u << 20;
// Enough that OSDs are never idle; a sync waits for what is in front of it.
constexpr std::uint64_t kBlobsUnderWay = 16u << 20;
// For some 150 pages on their way from the desk to a worker, as in the store on a disk.
constexpr std::size_t kRecentBytes = 32u << 20;

// Where the bytes of a large blob are.
struct Pieces {
  std::uint64_t upload = 0;
  std::uint64_t size = 0;
};

std::string EncodePieces(const Pieces& pieces) { return BigEndian64(pieces.upload) + BigEndian64(pieces.size); }

// "" is a blob in one piece.
std::optional<Pieces> DecodePieces(std::string_view bytes) {
  if (bytes.size() != 16) return std::nullopt;
  return Pieces{*ReadBigEndian64(bytes.substr(0, 8)), *ReadBigEndian64(bytes.substr(8))};
}

std::string PieceName(std::uint64_t upload, std::uint64_t number) { return "u/" + std::to_string(upload) + "/" + std::to_string(number); }

Status Damaged(const Sha256& name, const std::string& reason) {
  return Status(StatusCode::kCorruption, "read blob " + name.Hex() + ": " + reason + "; bring it back from a copy of the archive");
}

class RadosBlobStore : public BlobStore {
 public:
  RadosBlobStore(std::shared_ptr<RadosCluster> cluster, std::function<StoreRoom()> room)
      : cluster_(std::move(cluster)), room_(std::move(room)) {}
  ~RadosBlobStore() override {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return under_way_.empty(); });
  }

  Status Begin();

  Result<std::unique_ptr<BlobWriter>> NewWriter() override;
  Status StoreUnsynced(std::vector<WholeBlob> blobs) override;
  std::shared_ptr<const std::string> Recent(const Sha256& name) override { return recent_.Find(name); }
  void ForgetRecent(const Sha256& name) override { recent_.Forget(name); }
  Status Sync() override;
  Result<BlobInfo> Stat(const Sha256& name) override;
  Result<BlobPart> ReadPart(const Sha256& name, std::uint64_t offset, std::size_t length) override;
  Status List(const std::function<bool(const BlobInfo&)>& visit) override;
  Status Check(const Sha256& name) override;
  Status Remove(const Sha256& name) override;
  StoreRoom Room() override {
    StoreRoom room = room_();
    room.failed = room.failed || !Health().ok();
    return room;
  }
  Status Health() override {
    const std::scoped_lock lock(mutex_);
    return failed_;
  }

  RadosCluster& cluster() { return *cluster_; }
  // Makes a blob in one piece, unless it is there.
  Status Publish(const Sha256& name, std::string_view bytes, bool sync);
  // The same whatever is there.
  Status Replace(const Sha256& name, std::string_view bytes);
  Result<std::uint64_t> BeginUpload();
  // Makes the pieces of an upload a blob, and its mark go; where the blob is there they go.
  Status PublishPieces(const Sha256& name, const Pieces& pieces, bool replace);
  Status RemoveUpload(std::uint64_t upload);

 private:
  Status Write(const Sha256& name, const RadosWrite& write);
  Result<std::optional<Pieces>> PiecesOf(const Sha256& name, std::uint64_t* size);
  Status CompareSize(const Sha256& name, std::uint64_t size);
  Status RemovePieces(std::uint64_t upload);
  Status MarkUpload(std::uint64_t upload, const std::string& name);
  void StartWrite(const Sha256& name, std::uint64_t size, const RadosWrite& write);
  Status Failed(const Status& status);

  const std::shared_ptr<RadosCluster> cluster_;
  const std::function<StoreRoom()> room_;
  std::mutex upload_mutex_;
  std::uint64_t next_upload_ = 1;
  std::mutex mutex_;
  std::condition_variable answered_;
  std::uint64_t next_write_ = 0;
  std::set<std::uint64_t> under_way_;  // numbers of writes
  std::uint64_t bytes_under_way_ = 0;
  Status failed_;                                             // for good
  std::vector<std::pair<Sha256, std::uint64_t>> duplicates_;  // were there, with the size they should have
  RecentBlobs recent_{kRecentBytes};
};

class RadosBlobWriter : public BlobWriter {
 public:
  explicit RadosBlobWriter(RadosBlobStore& store) : store_(store) {}
  // A failed removal leaves the upload's mark, and the next opening sweeps it.
  ~RadosBlobWriter() override {
    if (!finished_ && pieces_.upload != 0) (void)store_.RemoveUpload(pieces_.upload);
  }

  Status Append(std::string_view bytes) override {
    if (finished_ || !error_.ok()) return Spent();
    hasher_.Update(bytes);
    pieces_.size += bytes.size();
    while (!bytes.empty()) {
      if (waiting_.size() == kPieceBytes) error_ = WritePiece();
      if (!error_.ok()) return error_;
      const std::size_t part = std::min<std::size_t>(bytes.size(), kPieceBytes - waiting_.size());
      waiting_.append(bytes.substr(0, part));
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
    if (pieces_.upload != 0) {
      error_ = WritePiece();
      if (!error_.ok()) return error_;
      finished_ = true;
      error_ = store_.PublishPieces(name, pieces_, replace);
    } else {
      finished_ = true;
      error_ = replace ? store_.Replace(name, waiting_) : store_.Publish(name, waiting_, sync);
    }
    if (!error_.ok()) return error_;
    return BlobInfo{name, pieces_.size};
  }

  Status WritePiece() {
    if (pieces_.upload == 0) {
      const Result<std::uint64_t> begun = store_.BeginUpload();
      if (!begun) return begun.status();
      pieces_.upload = *begun;
    }
    RadosWrite write;
    write.whole = waiting_;
    const Status written = store_.cluster().Write(PieceName(pieces_.upload, count_++), write);
    waiting_.clear();
    return written;
  }
  Status Spent() const {
    if (!error_.ok()) return error_;
    return Status(StatusCode::kInvalidArgument, "write blob: it is finished already");
  }

  RadosBlobStore& store_;
  Pieces pieces_;
  Sha256Hasher hasher_;
  std::string waiting_;
  std::uint64_t count_ = 0;
  bool finished_ = false;
  Status error_;
};

Result<std::unique_ptr<BlobWriter>> RadosBlobStore::NewWriter() { return std::unique_ptr<BlobWriter>(std::make_unique<RadosBlobWriter>(*this)); }

// Sweeps the uploads that were cut short; their numbers are not used again.
Status RadosBlobStore::Begin() {
  RadosWrite made;
  made.may_exist = true;
  if (const Status written = cluster_->Write(kUploads, made); !written.ok()) return written;
  const Result<std::map<std::string, std::string>> marks = cluster_->Keys(kUploads, "");
  if (!marks) return marks.status();
  for (const auto& [key, value] : *marks) {
    if (key == kNextKey) {
      next_upload_ = std::strtoull(value.c_str(), nullptr, 10);
      continue;
    }
    const std::uint64_t number = std::strtoull(key.c_str(), nullptr, 10);
    const std::optional<Sha256> name = Sha256::FromHex(value);
    if (name) {
      const Result<std::optional<Pieces>> pieces = PiecesOf(*name, nullptr);
      if (!pieces && pieces.status().code() != StatusCode::kNotFound) return pieces.status();
      if (pieces && *pieces && (*pieces)->upload == number) {
        RadosWrite done;
        done.remove_keys = {key};
        if (const Status written = cluster_->Write(kUploads, done); !written.ok()) return written;
        continue;
      }
    }
    if (const Status removed = RemoveUpload(number); !removed.ok()) return removed;
  }
  return {};
}

// One after the other, so that the number that is next never goes back.
Result<std::uint64_t> RadosBlobStore::BeginUpload() {
  const std::scoped_lock lock(upload_mutex_);
  const std::uint64_t upload = next_upload_++;
  RadosWrite write;
  write.set_keys = {{std::to_string(upload), ""}, {kNextKey, std::to_string(next_upload_)}};
  const Status written = cluster_->Write(kUploads, write);
  if (!written.ok()) return Failed(written);
  return upload;
}

Status RadosBlobStore::MarkUpload(std::uint64_t upload, const std::string& name) {
  RadosWrite write;
  write.set_keys = {{std::to_string(upload), name}};
  return cluster_->Write(kUploads, write);
}

// From the end, so that a removal that is cut short is taken up again where it was.
Status RadosBlobStore::RemovePieces(std::uint64_t upload) {
  std::uint64_t count = 0;
  for (;; ++count) {
    const Result<std::uint64_t> there = cluster_->Size(PieceName(upload, count));
    if (there.status().code() == StatusCode::kNotFound) break;
    if (!there) return there.status();
  }
  for (; count > 0; --count) {
    if (const Status removed = cluster_->Remove(PieceName(upload, count - 1)); !removed.ok()) return removed;
  }
  return {};
}

Status RadosBlobStore::RemoveUpload(std::uint64_t upload) {
  if (const Status removed = RemovePieces(upload); !removed.ok()) return removed;
  RadosWrite write;
  write.remove_keys = {std::to_string(upload)};
  return cluster_->Write(kUploads, write);
}

// Whether such a write was done or not nobody knows, so the store takes no more.
Status RadosBlobStore::Failed(const Status& status) {
  const std::scoped_lock lock(mutex_);
  if (failed_.ok()) failed_ = Annotate(status, "write blobs: an earlier write failed; open the archive again");
  return status;
}

Status RadosBlobStore::CompareSize(const Sha256& name, std::uint64_t size) {
  std::uint64_t found = 0;
  const Result<std::optional<Pieces>> there = PiecesOf(name, &found);
  if (!there) return there.status();
  return found == size ? Status() : Damaged(name, "it is there with another size");
}

void RadosBlobStore::StartWrite(const Sha256& name, std::uint64_t size, const RadosWrite& write) {
  std::uint64_t number = 0;
  {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return bytes_under_way_ < kBlobsUnderWay; });
    number = next_write_++;
    under_way_.insert(number);
    bytes_under_way_ += size;
  }
  cluster_->StartWrite(BlobName(name), write, [this, name, size, number](const Status& status) {
    const std::scoped_lock lock(mutex_);
    under_way_.erase(number);
    bytes_under_way_ -= size;
    if (status.code() == StatusCode::kConflict) {
      duplicates_.emplace_back(name, size);
    } else if (!status.ok() && failed_.ok()) {
      failed_ = Annotate(status, "write blobs: an earlier write failed; open the archive again");
    }
    answered_.notify_all();
  });
}

Status RadosBlobStore::Publish(const Sha256& name, std::string_view bytes, bool sync) {
  if (const Status health = Health(); !health.ok()) return health;
  RadosWrite write;
  write.create = true;
  write.whole = bytes;
  if (!sync) {
    StartWrite(name, bytes.size(), write);
    return {};
  }
  const Status written = cluster_->Write(BlobName(name), write);
  // It may be there by the hand of another, whose write has not been answered.
  if (written.code() == StatusCode::kConflict) {
    const Status synced = Sync();
    return synced.ok() ? CompareSize(name, bytes.size()) : synced;
  }
  return written.ok() ? written : Failed(written);
}

Status RadosBlobStore::Replace(const Sha256& name, std::string_view bytes) {
  const Result<std::optional<Pieces>> before = PiecesOf(name, nullptr);
  RadosWrite write;
  write.whole = bytes;
  write.attributes = {{kPlaceAttribute, "-"}};
  if (before && *before) {
    if (const Status marked = MarkUpload((*before)->upload, ""); !marked.ok()) return Failed(marked);
  }
  if (const Status written = cluster_->Write(BlobName(name), write); !written.ok()) return Failed(written);
  return before && *before ? RemoveUpload((*before)->upload) : Status();
}

// The name goes into the mark first: at the next opening that tells whether the blob came to be.
Status RadosBlobStore::PublishPieces(const Sha256& name, const Pieces& pieces, bool replace) {
  if (const Status marked = MarkUpload(pieces.upload, name.Hex()); !marked.ok()) return Failed(marked);
  std::optional<Pieces> before;
  if (replace) {
    const Result<std::optional<Pieces>> there = PiecesOf(name, nullptr);
    if (there) before = *there;
    if (before) {
      if (const Status marked = MarkUpload(before->upload, ""); !marked.ok()) return Failed(marked);
    }
  }
  RadosWrite write;
  write.create = !replace;
  write.whole = "";
  write.attributes = {{kPlaceAttribute, EncodePieces(pieces)}};
  const Status written = cluster_->Write(BlobName(name), write);
  if (written.code() == StatusCode::kConflict) {
    const Status removed = RemoveUpload(pieces.upload);
    return removed.ok() ? CompareSize(name, pieces.size) : removed;
  }
  if (!written.ok()) return Failed(written);
  RadosWrite done;
  done.remove_keys = {std::to_string(pieces.upload)};
  if (const Status unmarked = cluster_->Write(kUploads, done); !unmarked.ok()) return Failed(unmarked);
  return before ? RemoveUpload(before->upload) : Status();
}

Status RadosBlobStore::StoreUnsynced(std::vector<WholeBlob> blobs) {
  for (const WholeBlob& blob : blobs) {
    if (Sha256::Of(blob.bytes) != blob.sha256) return NotOfItsName(blob.sha256);
  }
  for (WholeBlob& blob : blobs) {
    if (blob.bytes.size() > kPieceBytes) {
      Result<std::unique_ptr<BlobWriter>> writer = NewWriter();
      if (const Status appended = (*writer)->Append(blob.bytes); !appended.ok()) return appended;
      if (const Result<BlobInfo> stored = (*writer)->FinishUnsynced(); !stored) return stored.status();
      continue;
    }
    if (const Status started = Publish(blob.sha256, blob.bytes, false); !started.ok()) return started;
    if (!blob.bytes.empty()) recent_.Put(blob.sha256, std::move(blob.bytes));
  }
  return {};
}

Status RadosBlobStore::Sync() {
  std::vector<std::pair<Sha256, std::uint64_t>> duplicates;
  {
    std::unique_lock lock(mutex_);
    const std::uint64_t mine = next_write_;
    answered_.wait(lock, [&] { return under_way_.empty() || *under_way_.begin() >= mine; });
    if (!failed_.ok()) return failed_;
    duplicates.swap(duplicates_);
  }
  for (const auto& [name, size] : duplicates) {
    const Status same = CompareSize(name, size);
    // It may have been removed since.
    if (!same.ok() && same.code() != StatusCode::kNotFound) return same;
  }
  return {};
}

Result<std::optional<Pieces>> RadosBlobStore::PiecesOf(const Sha256& name, std::uint64_t* size) {
  const Result<RadosPart> head = cluster_->Read(BlobName(name), 0, 0, kPlaceAttribute);
  if (!head && head.status().code() == StatusCode::kNotFound) {
    return Status(StatusCode::kNotFound, "read blob " + name.Hex() + ": not there");
  }
  if (!head) return head.status();
  const std::optional<Pieces> pieces = DecodePieces(head->attribute);
  if (size != nullptr) *size = pieces ? pieces->size : head->object_size;
  return pieces;
}

Result<BlobInfo> RadosBlobStore::Stat(const Sha256& name) {
  if (const std::shared_ptr<const std::string> recent = Recent(name)) return BlobInfo{name, recent->size()};
  std::uint64_t size = 0;
  const Result<std::optional<Pieces>> pieces = PiecesOf(name, &size);
  if (!pieces) return pieces.status();
  return BlobInfo{name, size};
}

Result<BlobPart> RadosBlobStore::ReadPart(const Sha256& name, std::uint64_t offset, std::size_t length) {
  if (const std::shared_ptr<const std::string> recent = Recent(name)) {
    return BlobPart{recent->size(), offset < recent->size() ? recent->substr(offset, length) : std::string()};
  }
  // A question for more than there can be in one piece is not a reason to get memory for it.
  Result<RadosPart> head = cluster_->Read(BlobName(name), offset, std::min<std::size_t>(length, kPieceBytes), kPlaceAttribute);
  if (!head && head.status().code() == StatusCode::kNotFound) {
    return Status(StatusCode::kNotFound, "read blob " + name.Hex() + ": not there");
  }
  if (!head) return head.status();
  const std::optional<Pieces> pieces = DecodePieces(head->attribute);
  if (!pieces) return BlobPart{head->object_size, std::move(head->bytes)};
  BlobPart part{pieces->size, ""};
  const std::uint64_t end = offset < pieces->size ? offset + std::min<std::uint64_t>(length, pieces->size - offset) : offset;
  while (offset < end) {
    const std::size_t wanted = std::min<std::uint64_t>(end - offset, kPieceBytes - offset % kPieceBytes);
    const std::string piece = PieceName(pieces->upload, offset / kPieceBytes);
    const Result<RadosPart> read = cluster_->Read(piece, offset % kPieceBytes, wanted);
    if (!read && read.status().code() != StatusCode::kNotFound) return read.status();
    if (!read || read->bytes.size() != wanted) return Damaged(name, "a piece of it is missing or too short");
    part.bytes += read->bytes;
    offset += wanted;
  }
  return part;
}

Status RadosBlobStore::List(const std::function<bool(const BlobInfo&)>& visit) {
  return ListBlobNames(*cluster_, [&](const Sha256& name, bool& more) -> Status {
    std::uint64_t size = 0;
    const Result<std::optional<Pieces>> pieces = PiecesOf(name, &size);
    // It may have been removed since the names were listed.
    if (pieces.status().code() == StatusCode::kNotFound) return {};
    if (!pieces) return pieces.status();
    more = visit(BlobInfo{name, size});
    return {};
  });
}

Status RadosBlobStore::Check(const Sha256& name) {
  std::uint64_t size = 0;
  const Result<std::optional<Pieces>> pieces = PiecesOf(name, &size);
  if (!pieces) return pieces.status();
  // Never what is only in memory.
  Sha256Hasher hasher;
  for (std::uint64_t number = 0; number * kPieceBytes < size; ++number) {
    const std::string object = *pieces ? PieceName((*pieces)->upload, number) : BlobName(name);
    const Result<RadosPart> read = cluster_->Read(object, *pieces ? 0 : number * kPieceBytes, kPieceBytes);
    if (!read && read.status().code() != StatusCode::kNotFound) return read.status();
    if (!read) return Damaged(name, "a piece of it is missing");
    hasher.Update(read->bytes);
  }
  return hasher.Finish() == name ? Status() : Damaged(name, "its bytes have another SHA-256");
}

// The name first, so that nobody finds half of it. Its pieces are marked before, and swept if this is cut short.
Status RadosBlobStore::Remove(const Sha256& name) {
  recent_.Forget(name);
  if (const Status health = Health(); !health.ok()) return health;
  const Result<std::optional<Pieces>> pieces = PiecesOf(name, nullptr);
  if (pieces.status().code() == StatusCode::kNotFound) return {};
  if (!pieces) return pieces.status();
  if (*pieces) {
    if (const Status marked = MarkUpload((*pieces)->upload, name.Hex()); !marked.ok()) return Failed(marked);
  }
  if (const Status removed = cluster_->Remove(BlobName(name)); !removed.ok()) return Failed(removed);
  return *pieces ? RemoveUpload((*pieces)->upload) : Status();
}

}  // namespace

Result<std::unique_ptr<BlobStore>> OpenRadosBlobStore(std::shared_ptr<RadosCluster> cluster, std::function<StoreRoom()> room) {
  auto store = std::make_unique<RadosBlobStore>(std::move(cluster), std::move(room));
  if (const Status begun = store->Begin(); !begun.ok()) return Annotate(begun, "open blobs");
  return std::unique_ptr<BlobStore>(std::move(store));
}

}  // namespace sohoa
