// SPDX-License-Identifier: Apache-2.0
//
// "folder:DIR": a hot folder into which a copier, a network share or a person puts files.
//
// A file is given out when it is all there: size and time of change the same in two looks
// that are `settle-ms` apart, and the end of its kind in place (scanners/file_kind.h). It
// waits for those before it in natural order of name that are still being written, so pages
// keep their order. The folder is looked at again and again, so that shares work which tell
// nobody of changes; where the system does tell, the next look comes sooner.
//
// A file stays where it is until Release(), which moves it to DIR/.done; after a restart it is
// given out again under the same token. Within a run it is given out once, also where it is
// renamed meanwhile (Release() finds it), or where the share goes away and comes back. Hidden and temporary names are passed over, and
// subfolders too. A file of no known kind (kUnsupported) or whose end never came (kBadInput)
// is left alone and reported once by Next(), which may then be called again.
//
// Options of the device, all in milliseconds:
//   settle-ms   between the two looks                                        (1000)
//   stalled-ms  unchanged for so long without its end, a file is reported    (30000)
//   idle-ms     Next() gives none when nothing came for so long; 0 = never   (0)
#pragma once

#include <memory>
#include <string>

#include "scanners/scanner.h"

namespace sohoa {

// Start() fails with kNotFound when `folder` is not there, kInvalidArgument when it is none.
std::unique_ptr<Scanner> NewFolderScanner(const std::string& folder);

}  // namespace sohoa
