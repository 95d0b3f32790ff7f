// SPDX-License-Identifier: Apache-2.0
//
// The input fields of an archive by two profiles: Decree 30/2020/NĐ-CP, Appendix VI part II, and
// Circular 05/2025/TT-BNV (EAD of a dossier, EAD_doc of a document). docs/ARCHIVE_FIELDS.md.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/archive_code_lists.h"

namespace sohoa {

enum class ArchiveFieldType { kText, kNumber, kDate, kFlag };
std::string_view ArchiveFieldTypeName(ArchiveFieldType type);  // "String" "Number" "Date" "Boolean"

struct ArchiveFieldRule {
  std::string_view code;   // "CodeNotation"; a part of a composite: "FileCode.OrganId"
  std::string_view label;  // "Ký hiệu của văn bản"
  ArchiveFieldType type = ArchiveFieldType::kText;
  std::uint32_t max_length = 0;  // in characters; 0 = without limit
  bool required = false;
  const std::vector<ArchiveCode>* codes = nullptr;  // the value is one of these
};
using ArchiveFieldRules = std::vector<ArchiveFieldRule>;

const ArchiveFieldRules& Decree30DossierRules();
const ArchiveFieldRules& Decree30IncomingRules();  // văn bản đến
const ArchiveFieldRules& Decree30OutgoingRules();  // văn bản đi
const ArchiveFieldRules& Circular05DossierRules();   // 18 fields
const ArchiveFieldRules& Circular05DocumentRules();  // 21 fields

}  // namespace sohoa
