// SPDX-License-Identifier: Apache-2.0
//
// Brings damaged and missing blobs back from backups. Nothing is taken that has not the SHA-256 it is named by, so that
// the archive can only become more whole; each blob that came back is an event with an audit record.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

struct BlobRepairReport {
  std::uint64_t repaired = 0;
  FixityReport fixity;  // afterwards
};

// Verifies `code` (or all where it is empty), looks for each damaged blob in the backups of `folder`, the newest first,
// and verifies again while any was found. Records that are damaged are not repaired: for them an archive is restored.
// For the thread that commits. kNotFound: no backup in `folder`; kCancelled by `progress` (of each verification).
Result<BlobRepairReport> RepairBlobs(Archive& archive, const std::string& code, const std::string& folder,
                                     const std::function<bool(std::uint64_t done, std::uint64_t total)>& progress);

}  // namespace sohoa
