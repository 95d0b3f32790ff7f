// SPDX-License-Identifier: Apache-2.0
//
// Reading a copy of an archive again, before it is relied on.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

// A few hundred blobs, drawn by chance, each compared with its name. Gives their number.
Result<std::uint64_t> CheckSomeBlobs(BlobStore& blobs, const BackupProgress& progress);
// Everything, as Archive::Verify() does. Blobs that no dossier names yet are of work that was
// under way: they are read too, and no problem where they are whole.
Result<FixityReport> CheckWholeCopy(Archive& copy, const BackupProgress& progress);
// kCorruption with the first problem, where there is one.
Status WholeOrNot(const FixityReport& report, const std::string& what);

}  // namespace sohoa
