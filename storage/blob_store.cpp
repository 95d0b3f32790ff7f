// SPDX-License-Identifier: Apache-2.0
#include "storage/blob_store.h"

#include <utility>

namespace sohoa {

Result<std::string> BlobStore::Read(const Sha256& name, std::uint64_t offset, std::size_t length) {
  Result<BlobPart> part = ReadPart(name, offset, length);
  if (!part) return part.status();
  return std::move(part->bytes);
}

Status BlobStore::StoreUnsynced(std::vector<WholeBlob> blobs) {
  for (const WholeBlob& blob : blobs) {
    if (Sha256::Of(blob.bytes) != blob.sha256) return NotOfItsName(blob.sha256);
  }
  for (const WholeBlob& blob : blobs) {
    Result<std::unique_ptr<BlobWriter>> writer = NewWriter();
    if (!writer) return writer.status();
    if (const Status appended = (*writer)->Append(blob.bytes); !appended.ok()) return appended;
    const Result<BlobInfo> stored = (*writer)->FinishUnsynced();
    if (!stored) return stored.status();
  }
  return {};
}

Status NotOfItsName(const Sha256& name) {
  return Status(StatusCode::kCorruption, "write blob " + name.Hex() + ": its bytes do not have this SHA-256");
}

Result<BlobInfo> PutBlob(BlobStore& store, std::string_view bytes) {
  Result<std::unique_ptr<BlobWriter>> writer = store.NewWriter();
  if (!writer) return writer.status();
  if (const Status appended = (*writer)->Append(bytes); !appended.ok()) return appended;
  return (*writer)->Finish();
}

Result<std::string> ReadBlob(BlobStore& store, const Sha256& name, std::uint64_t max_bytes) {
  const Result<BlobInfo> info = store.Stat(name);
  if (!info) return info.status();
  if (info->size > max_bytes) {
    return Status(StatusCode::kResourceLimit,
                  "read blob " + name.Hex() + ": its " + std::to_string(info->size) +
                      " bytes are over the limit of " + std::to_string(max_bytes));
  }
  return store.Read(name, 0, info->size);
}

}  // namespace sohoa
