// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "api/query_service.h"
#include "api/upload_store.h"

namespace sohoa {

// Hands what has come to `path` in, as a desk does, and gives the receipt as `sohoa submit --json` prints it. With a
// `boundary` it is a form of files (api/form_body.h), which go to places one behind the other; what stands before one that
// is refused has been taken. kInvalidArgument: it is not as long as it said. kCorruption: its bytes are not those of its
// digest. kBadInput: no form. Else what the coordinator says.
Result<std::string> HandInUpload(QueryService& queries, const UploadState& state, const std::string& path, const std::string& boundary);

}  // namespace sohoa
