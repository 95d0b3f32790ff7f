// SPDX-License-Identifier: Apache-2.0
//
// The part of `sohoa export` that makes copies without personal data (packages/masked_copies.h).
#pragma once

#include "cli/archive_session.h"
#include "cli/commands.h"

namespace sohoa {

// Prints the files, and how much was hidden. Returns the exit code.
int ExportMasked(ArchiveSession& session, const ExportArguments& arguments, const Config& config);

}  // namespace sohoa
