// SPDX-License-Identifier: Apache-2.0
//
// Makes the search index anew from the records of the archive.
#pragma once

#include <cstdint>
#include <functional>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

struct IndexRebuildReport {
  std::uint64_t dossiers = 0;
  std::uint64_t pages = 0;
};

// Dossiers are added in the order in which they were committed, so that answers come in the order
// that they had. Until it has come to its end a search says so (kUnavailable); one that was cut
// short is begun again. Nothing else may be committed meanwhile. `progress` gets dossiers done and
// in all, and may return false to cancel (kCancelled).
Result<IndexRebuildReport> RebuildIndex(Archive& archive, const std::function<bool(std::uint64_t, std::uint64_t)>& progress);

}  // namespace sohoa
