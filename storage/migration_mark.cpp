// SPDX-License-Identifier: Apache-2.0
#include "storage/migration_mark.h"

namespace sohoa {

std::string EncodeMigrationMark(const MigrationMark& mark) { return mark.archive + " " + mark.from; }

Result<std::optional<MigrationMark>> ReadMigrationMark(MetaReader& meta) {
  const Result<std::optional<std::string>> value = meta.Get(kMigrationKey);
  if (!value) return value.status();
  if (!*value) return std::optional<MigrationMark>();
  const std::size_t space = (*value)->find(' ');
  if (space == std::string::npos) return Status(StatusCode::kCorruption, "read the mark of a migration: it is damaged; begin it anew in an empty place");
  return std::optional<MigrationMark>({(*value)->substr(0, space), (*value)->substr(space + 1)});
}

Status CheckNotMigrating(MetaReader& meta, const std::string& what) {
  const Result<std::optional<MigrationMark>> mark = ReadMigrationMark(meta);
  if (!mark || !*mark) return mark.status();
  return Status(StatusCode::kUnavailable, what + ": an archive is being moved here and has not come whole; end it with sohoa migrate " + (*mark)->from + " to here");
}

}  // namespace sohoa
