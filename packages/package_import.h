// SPDX-License-Identifier: Apache-2.0
//
// A dossier out of a package: an AIP or a bag that Sohoa made. All of it is checked before anything
// of it is used (packages/package_inventory.h), and what its records say is held together: a package
// comes from outside, whoever it says made it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/result.h"
#include "packages/package_inventory.h"
#include "storage/dossier_import.h"

namespace sohoa {

struct PackageImport {
  ImportedDossier dossier;
  // Where the bytes of each blob of it are, its history among them.
  std::map<Sha256, std::filesystem::path> blobs;
};

// As TakeInventory(); kUnsupported as well for a package without records, and for one by a newer version of Sohoa.
Result<PackageImport> ReadPackageImport(const std::filesystem::path& package, const PackageProgress& progress);

// That a version of a dossier from outside holds together: its pages, originals and documents name each other as those
// of an archive do. kBadInput says what does not.
Status CheckForeignDossier(const Dossier& dossier);

}  // namespace sohoa
