// SPDX-License-Identifier: Apache-2.0
//
// What the search index kept of each page in formats before `meta 8` was two values, what filters
// need and what hits show; each hit was two reads of the disk.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "storage/archive_upgrade.h"
#include "storage/meta_store.h"
#include "storage/ordered_store.h"

namespace sohoa {

std::string OldPageKey(std::uint64_t ordinal);
std::string OldWordsKey(std::uint64_t ordinal);

// Makes them one. What was done stays done where it is begun again. kCorruption: one of a page's
// values is damaged or missing.
Status JoinPageEntries(OrderedStore& store, MetaBatch& last, const UpgradeProgress& progress);

}  // namespace sohoa
