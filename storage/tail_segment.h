// SPDX-License-Identifier: Apache-2.0
//
// The segment of one dossier, as it is written with its commit.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/index_entry.h"
#include "storage/meta_store.h"

namespace sohoa {

// One value; Segment::OfText opens it.
Result<std::string> MakeTailSegment(std::span<const IndexEntry> entries, std::uint64_t first_ordinal);

// Deletes all keys that begin so, in batches.
Status DeleteBelow(MetaStore& store, std::string_view prefix);

}  // namespace sohoa
