// SPDX-License-Identifier: Apache-2.0
//
// A dossier as Decree 30/2020/NĐ-CP has it handed over: each document as a searchable PDF with its
// input fields (Appendix VI, part II) as XML beside it, and the dossier's own fields with the list of
// documents in order of time (Appendix VI, part I).
#pragma once

#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/result.h"
#include "documents/agency_defaults.h"
#include "packages/information_package.h"
#include "packages/package_fields.h"
#include "packages/package_folder.h"
#include "packages/package_source.h"

namespace sohoa {

// kInvalidArgument: a document has no PDF. kConflict: the folder, named by mã hồ sơ, is there already.
Result<PackageReport> WriteDecree30Package(PackageSource& source, const PackageRequest& request, const PackageProgress& progress);

// The files of it, below `folder` of another package; `folder` ends in '/' or is empty.
Status WriteDecree30Files(PackageSource& source, const Dossier& dossier, const AgencyDefaults& agency, const std::string& folder,
                          PackageFolder& package, std::vector<PackageWarning>& warnings);

// Mã hồ sơ as the name of files, or the dossier's code where the agency is not known.
std::string Decree30Name(const Dossier& dossier, const AgencyDefaults& agency);

}  // namespace sohoa
