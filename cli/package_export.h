// SPDX-License-Identifier: Apache-2.0
//
// The part of `sohoa export` that makes packages (docs/PACKAGES.md).
#pragma once

#include <string_view>

#include "cli/archive_session.h"
#include "cli/commands.h"

namespace sohoa {

bool IsPackageFormat(std::string_view format);  // "sip" "aip" "bagit" "nd30"

// Prints where the package is, and what is wrong with its fields. Returns the exit code.
int ExportPackage(ArchiveSession& session, const ExportArguments& arguments, const Config& config);

}  // namespace sohoa
