// SPDX-License-Identifier: Apache-2.0
//
// The file `backup-NUMBER` that makes a pair of store backups a backup of an archive.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

struct BackupManifest {
  BackupReport report;
  std::uint32_t meta = 0;  // numbers of the store backups
  std::uint32_t blobs = 0;
};

// Oldest first; none where the folder has none. kCorruption names one that is damaged.
Result<std::vector<BackupManifest>> ReadManifests(const std::string& folder);
Status WriteManifest(const std::string& folder, const BackupManifest& manifest);
Status RemoveManifest(const std::string& folder, std::uint32_t number);

}  // namespace sohoa
