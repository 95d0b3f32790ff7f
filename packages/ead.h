// SPDX-License-Identifier: Apache-2.0
//
// EAD.xml of a dossier and EAD_doc_*.xml of a document, as Circular 05/2025/TT-BNV has them: flat
// elements under <simpledc>. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "documents/archive_field_rules.h"
#include "packages/package_fields.h"

namespace sohoa {

// `schema`: where the schema lies, as seen from the file.
std::string WriteEad(const std::vector<PackageField>& fields, std::string_view schema);
// kBadInput: no such document, or one that breaks `rules`; the message names the element.
Result<std::vector<PackageField>> ReadEad(std::string_view bytes, const ArchiveFieldRules& rules, const std::string& what);
// An XML schema of what has these fields: types, lengths and codes. All may be missing.
std::string WriteEadSchema(const ArchiveFieldRules& rules);

}  // namespace sohoa
