// SPDX-License-Identifier: Apache-2.0
//
// Moves an archive from one place to another, whatever engines those have (storage/storage_location.h):
// blobs by name, each compared with it, then the records in order of their keys; then all of it is read
// again where it came to. Only after that it can be opened there as an archive. What it comes from is
// read alone, and is the same archive until somebody takes it away.
//
// The place it comes to has a mark in it from before the first byte until the last check
// (storage/migration_mark.h). A migration that was cut, at any moment, is run again: what came already is
// compared and not sent twice, and what changed meanwhile where it comes from is made good.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "storage/archive.h"
#include "storage/stored_archive.h"

namespace sohoa {

// One end of it: led by us and not served by anybody meanwhile.
struct MigrationEnd {
  ArchiveStores stores;
  std::string name;  // StorageLocation::Text(), for people
};

struct MigrationReport {
  std::string archive;  // its identity
  std::uint64_t dossiers = 0;
  std::uint64_t blobs = 0;
  std::uint64_t blob_bytes = 0;
  std::uint64_t records = 0;
  std::uint64_t record_bytes = 0;  // of keys and values
  // Of those, what this run brought; the rest came before it was cut.
  std::uint64_t new_blobs = 0;
  std::uint64_t new_records = 0;
  std::uint64_t searches = 0;  // asked of both, with equal answers
};

// `progress`: "measure", "blobs" (bytes), "records" (bytes), "compare" (records), "check" (blobs); it may return false to
// cancel (kCancelled). kNotFound: there is no archive in `from`; kConflict: `to` holds something else already;
// kUnavailable: no room there; kCorruption: a blob that is damaged in `from`, or something that is not as it was sent.
Result<MigrationReport> MigrateArchive(MigrationEnd from, MigrationEnd to, const BackupProgress& progress);

}  // namespace sohoa
