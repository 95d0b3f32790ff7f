// SPDX-License-Identifier: Apache-2.0
//
// The SearchIndex whose entries are keys of a MetaStore (docs/STORAGE.md).
#pragma once

#include <cstdint>
#include <memory>

#include "storage/search_index.h"

namespace sohoa {

struct StoredIndexOptions {
  std::int64_t deadline_ms = 5'000;      // then what was found so far, total_is_exact = false
  std::uint64_t max_postings = 400'000;  // read by one query, likewise
};

// `store` must outlive it.
std::unique_ptr<SearchIndex> NewStoredIndex(MetaStore& store, StoredIndexOptions options = {});

}  // namespace sohoa
