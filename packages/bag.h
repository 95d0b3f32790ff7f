// SPDX-License-Identifier: Apache-2.0
//
// A dossier as a bag (BagIt 1.0, RFC 8493): documents, originals and the archive's own records under
// data/, with SHA-256 of every file. docs/PACKAGES.md has its folders.
#pragma once

#include "core/result.h"
#include "packages/information_package.h"
#include "packages/package_folder.h"
#include "packages/package_source.h"

namespace sohoa {

// kInvalidArgument: a document has no PDF. kConflict: the folder, named by the dossier's code and version, is there.
Result<PackageReport> WriteBag(PackageSource& source, const PackageRequest& request, const PackageProgress& progress);

}  // namespace sohoa
