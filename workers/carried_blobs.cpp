// SPDX-License-Identifier: Apache-2.0
#include "workers/carried_blobs.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/crc32c.h"

namespace sohoa {
namespace {

std::size_t BytesIn(const std::vector<StoreBlobBody>& blobs) {
  return std::accumulate(blobs.begin(), blobs.end(), std::size_t{0}, [](std::size_t sum, const StoreBlobBody& blob) { return sum + blob.bytes.size(); });
}

}  // namespace

std::vector<StoreBlobBody> TakeAtHand(BlobStore& blobs, const std::vector<NeededBlob>& needs, std::size_t most_bytes) {
  std::vector<StoreBlobBody> taken;
  if (most_bytes == 0) return taken;
  for (const NeededBlob& need : needs) {
    const std::shared_ptr<const std::string> recent = blobs.Recent(need.name);
    if (recent == nullptr) continue;
    std::string bytes = *recent;
    if (!Carry(taken, need.name, bytes, most_bytes)) break;
    if (!need.again) blobs.ForgetRecent(need.name);
  }
  return taken;
}

std::optional<std::string> TakeCarried(std::vector<StoreBlobBody>& blobs, const Sha256& name) {
  const auto found = std::find_if(blobs.begin(), blobs.end(), [&name](const StoreBlobBody& blob) { return blob.sha256 == name; });
  if (found == blobs.end() || Crc32c(found->bytes) != found->crc32c) return std::nullopt;
  std::string bytes = std::move(found->bytes);
  blobs.erase(found);
  return bytes;
}

bool Carry(std::vector<StoreBlobBody>& blobs, const Sha256& name, std::string& bytes, std::size_t most_bytes) {
  if (BytesIn(blobs) + bytes.size() > most_bytes) return false;
  const std::uint32_t crc = Crc32c(bytes);
  blobs.push_back({name, crc, std::move(bytes)});
  return true;
}

}  // namespace sohoa
