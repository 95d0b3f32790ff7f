// SPDX-License-Identifier: Apache-2.0
//
// Blobs that travel with a job or a result instead of being asked for and stored one by one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "storage/blob_store.h"
#include "workers/protocol.h"

namespace sohoa {

// Those of `needs` that are in memory, from the first on, up to `most_bytes`. What nobody reads
// again is given up there. Does not wait for a disk.
std::vector<StoreBlobBody> TakeAtHand(BlobStore& blobs, const std::vector<NeededBlob>& needs, std::size_t most_bytes);

// The bytes of `name`, moved out; null where it did not come along, or was damaged on its way.
std::optional<std::string> TakeCarried(std::vector<StoreBlobBody>& blobs, const Sha256& name);

// Appends the blob, unless all would then be more than `most_bytes`.
bool Carry(std::vector<StoreBlobBody>& blobs, const Sha256& name, std::string& bytes, std::size_t most_bytes);

}  // namespace sohoa
