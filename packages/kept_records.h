// SPDX-License-Identifier: Apache-2.0
//
// The dossier as the archive has it, in a package: what an import needs to lose nothing.
//
//   originals/SHA256.ext    every original, exactly as it came
//   records/version-N.pb    the dossier's record of each version (core/records.proto)
//   records/retention       what people decided on keeping it, with legal holds; not there where nothing was
//   records/history         its events and audit records (storage/dossier_history.h)
//   records/blobs/SHA256    records and layers of its pages, PDFs of older versions
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/result.h"
#include "packages/package_folder.h"
#include "packages/package_source.h"

namespace sohoa {

inline constexpr std::string_view kRecordsFolder = "records/";
inline constexpr std::string_view kVersionFilePrefix = "records/version-";
inline constexpr std::string_view kVersionFileSuffix = ".pb";
inline constexpr std::string_view kRetentionFile = "records/retention";
inline constexpr std::string_view kHistoryFile = "records/history";
inline constexpr std::string_view kRecordBlobsFolder = "records/blobs/";
inline constexpr std::string_view kOriginalsFolder = "originals/";

// All versions. kCorruption: one is damaged.
Result<std::vector<Dossier>> DecodeVersions(const DossierRecords& records);

// Writes them below `folder`, which ends in '/'; `created_unix_ms`: of the package. Blobs that the package has already stay where they are.
Status WriteKeptRecords(PackageSource& source, const DossierRecords& records, const std::vector<Dossier>& versions, const std::string& folder,
                        std::int64_t created_unix_ms, PackageFolder& package);

}  // namespace sohoa
