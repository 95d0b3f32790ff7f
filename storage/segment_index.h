// SPDX-License-Identifier: Apache-2.0
//
// The SearchIndex of immutable segments in a MetaStore (docs/STORAGE.md, docs/adr/0009-segments.md).
#pragma once

#include <cstdint>
#include <memory>

#include "storage/cache_size.h"
#include "storage/index_keeper.h"
#include "storage/search_index.h"

namespace sohoa {

struct SegmentIndexOptions {
  std::int64_t deadline_ms = 5'000;  // then what was found so far, total_is_exact = false
  std::uint64_t cache_bytes = kSmallPieceCache;  // memory for pieces that were read lately
  KeeperOptions keeper;
};

// `store` must outlive it.
std::unique_ptr<SearchIndex> NewSegmentIndex(MetaStore& store, SegmentIndexOptions options = {});

}  // namespace sohoa
