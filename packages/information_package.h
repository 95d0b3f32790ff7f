// SPDX-License-Identifier: Apache-2.0
//
// SIP and AIP of a dossier (SIP_hoso, AIP_hoso of Circular 05/2025/TT-BNV, 17): what is handed to
// another system, and what is kept. docs/PACKAGES.md has their folders.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "packages/mets.h"
#include "packages/package_fields.h"
#include "packages/package_folder.h"
#include "packages/package_source.h"

namespace sohoa {

struct PackageReport {
  std::string id;
  std::filesystem::path path;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::vector<PackageWarning> warnings;
};

struct PackageRequest {
  std::string dossier;
  std::filesystem::path folder;  // the package becomes a folder in it
  std::int64_t created_unix_ms = 0;  // 0 = now
};

// kInvalidArgument: the agency's identifier, without which there is no mã hồ sơ, is not known. kConflict: the package
// is there already. Nothing is left of what fails or is cancelled.
Result<PackageReport> WriteInformationPackage(PackageKind kind, PackageSource& source, const PackageRequest& request,
                                              const PackageProgress& progress);

}  // namespace sohoa
