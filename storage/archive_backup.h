// SPDX-License-Identifier: Apache-2.0
//
// Copies of a whole archive in a folder, on another disk where possible: `meta/` and `blobs/` are
// store backups (storage/store_backup.h), and a file `backup-NUMBER` names a pair of them. It is
// written last, once both are checked; a pair without it is no backup and is removed by the next
// one.
//
// The records are copied before the blobs. No blob is removed meanwhile, so every blob that the
// records name is in the copy, whatever is committed meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "storage/ordered_store.h"

namespace sohoa {

// As Archive::BackUp(). `archive_folder`: no copy is put into the archive itself.
Result<BackupReport> BackUpStores(OrderedStore& meta, OrderedStore& blobs, const std::string& archive_folder,
                                  const BackupOptions& options, const BackupProgress& progress);

// The backups in a folder, oldest first. kCorruption: one's file is damaged.
Result<std::vector<BackupReport>> ListBackups(const std::string& folder);

// Adds to the first batch of a restored archive what a layer above has to change in its records,
// before anything else happens: from here on its history is another one than that it was copied
// from.
using StageNewHistory = std::function<Status(Archive& archive, MetaBatch& batch)>;

struct RestoreOptions {
  std::string from;           // a folder with backups
  std::uint32_t number = 0;   // 0 = the newest
  ArchiveOptions to;          // its folder must be empty or not there
  StageNewHistory stage;
  // Brings a restored copy of an older format up to date; empty = it is refused.
  std::function<Status(const std::string& folder)> upgrade;
};

struct RestoreReport {
  BackupReport backup;
  FixityReport fixity;
  std::uint64_t beacon_ledger = 0;  // how far the archive had come before; 0 = nobody knows
};

// Copies a backup into a new archive, reads every byte of it again, and only then lets it appear.
// "archive.restored" is its first event, with an audit record. The beacon is set to it: what it
// said of later is in the event. An earlier restore that did not finish is begun anew.
Result<RestoreReport> RestoreArchive(const RestoreOptions& options, const BackupProgress& progress);

// Takes an archive that its beacon contradicts as it is, for a reason that an operator gives: the
// event "archive.accepted", with an audit record, holds it with what the beacon said.
Status AcceptArchive(const ArchiveOptions& archive, const std::string& reason, const StageNewHistory& stage);

}  // namespace sohoa
