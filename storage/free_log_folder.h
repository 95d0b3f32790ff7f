// SPDX-License-Identifier: Apache-2.0
//
// Where the storage engine may keep its text log without sharing a disk with the data: a
// full data disk must not be able to make the log's writer fail.
#pragma once

#include <string>

namespace sohoa {

// A private folder on another file system than `data_folder` (which must exist), the first of
//   $SOHOA_LOG_DIR, $XDG_STATE_HOME/sohoa, ~/.local/state/sohoa, TMPDIR/sohoa-UID
// or empty where none is on another one; then no text log is kept.
std::string FreeLogFolder(const std::string& data_folder);

}  // namespace sohoa
