// SPDX-License-Identifier: Apache-2.0
//
// The mark of a place that an archive is being moved to (storage/archive_migration.h). While it stands there
// not all has come and nothing is verified, so nobody opens it as an archive.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "storage/meta_store.h"

namespace sohoa {

inline constexpr std::string_view kMigrationKey = "!/migration";

struct MigrationMark {
  std::string archive;  // the identity of what is moved
  std::string from;     // where it comes from; for people
};

std::string EncodeMigrationMark(const MigrationMark& mark);
// None where there is none.
Result<std::optional<MigrationMark>> ReadMigrationMark(MetaReader& meta);
// kUnavailable where there is one, with what to do; `what` is in front of the message.
Status CheckNotMigrating(MetaReader& meta, const std::string& what);

}  // namespace sohoa
