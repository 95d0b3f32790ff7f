// SPDX-License-Identifier: Apache-2.0
//
// Ed25519 keys in files of ours: PEM, for their user alone, and the public half beside them as FILE.pub.
#pragma once

#include <string>

#include "core/result.h"

namespace sohoa {

// Makes a key; never over another one, for what that signed could not be checked any more. kIoError.
Status MakeKeyFile(const std::string& path);
// The key that signs the receipts of an archive, `receipt.key` in its folder; made where there is none.
Result<std::string> ReceiptKeyOf(const std::string& archive_folder);

// The key of one archive becomes that of another that has none, for an archive that moves there.
Status CopyReceiptKey(const std::string& from_folder, const std::string& to_folder);

}  // namespace sohoa
