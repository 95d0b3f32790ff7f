// SPDX-License-Identifier: Apache-2.0
//
// The JSON of archive fields (docs/ARCHIVE_FIELDS.md).
#pragma once

#include <string>

#include "documents/archive_fields.h"

namespace sohoa {

// {"nd30": [...], "tt05": [...]}; of a document also "direction": "incoming" or "outgoing".
std::string ArchiveFieldsJson(const ArchiveFields& fields, bool of_document);

}  // namespace sohoa
