// SPDX-License-Identifier: Apache-2.0
//
// Opens the archive that a configuration names, whatever engine it is on. The one place where engines
// are told apart.
#pragma once

#include <memory>
#include <string_view>

#include "cli/config.h"
#include "core/result.h"
#include "storage/archive.h"
#include "storage/stored_archive.h"

namespace sohoa {

// Of an archive in a folder of this host.
ArchiveOptions ArchiveOptionsOf(const Config& config);

// As OpenLocalArchive(), of any engine.
Result<std::unique_ptr<Archive>> OpenArchive(const Config& config);
// As OpenLocalStores().
Result<ArchiveStores> OpenStores(const Config& config);

// False where there is surely none, so that a command that needs one does not begin an empty one.
bool MayBeThere(const Config& config);
// kUnsupported, with what to do, where the archive is in no folder; `what` is what needs one ("restore").
Status NeedsFolder(const Config& config, std::string_view what);

}  // namespace sohoa
