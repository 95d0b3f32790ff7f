// SPDX-License-Identifier: Apache-2.0
//
// What the audit chain comes to at the end of a day, in a few lines that can be signed and kept where the archive's
// keepers cannot reach: who rewrites the chain afterwards contradicts them. docs/STORAGE.md has the forms of the files,
// audit/ the program that checks them without any of this code.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/sha256.h"
#include "storage/meta_store.h"

namespace sohoa {

struct AuditRoot {
  std::string archive;       // its identity
  std::string day;           // in Vietnam, "2026-11-27"
  std::uint64_t first = 1;   // records of the day; last = first - 1 on a day without
  std::uint64_t last = 0;
  Sha256 head;               // of record `last`, which holds that of the one before it; zeros before the first record
  Sha256 merkle;             // of records `first` to `last` (storage/merkle_tree.h)
};

// What is signed.
std::string FormatAuditRoot(const AuditRoot& root);

// The records up to the last one that was made before the end of `day` belong to it or a day before, so that days
// have no gaps between them whatever the clock did. Reads the chain from its beginning. kInvalidArgument: no day, or
// one that has not ended; kCorruption: the chain does not hold together, which nobody should put a name to.
Result<AuditRoot> RootOfDay(MetaReader& store, std::string_view day, std::int64_t now_unix_ms);

// Records `first` to `last` as they are stored, until `visit` returns false.
Status VisitAuditRecords(MetaReader& store, std::uint64_t first, std::uint64_t last,
                         const std::function<bool(std::string_view record)>& visit);

// The first line of a file of records, and one of them as its line.
inline constexpr std::string_view kAuditRecordsHeader = "sohoa-audit-records 1\n";
std::string AuditRecordLine(std::string_view record);

}  // namespace sohoa
