// SPDX-License-Identifier: Apache-2.0
//
// The records of a migration: those of one store brought to another, by going through both in order of
// their keys and writing what differs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/result.h"
#include "storage/ordered_store.h"

namespace sohoa {

struct RecordCount {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // of keys and values
};

// May return false to cancel (kCancelled).
using RecordProgress = std::function<bool(const RecordCount& done)>;

// What is a store's own and does not move: its format, the mark of a migration into it.
bool StaysWithItsStore(std::string_view key);

Result<RecordCount> CountRecords(MetaReader& from, const RecordProgress& progress);
// Durable when it returns. Gives how many records were written or deleted.
Result<std::uint64_t> BringRecords(MetaReader& from, OrderedStore& to, const RecordProgress& progress);
// kCorruption where one differs; names no key's content.
Status CompareRecords(MetaReader& from, MetaReader& to, const RecordProgress& progress);

}  // namespace sohoa
