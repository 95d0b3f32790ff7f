// SPDX-License-Identifier: Apache-2.0
//
// Code lists of archive fields: Circular 05/2025/TT-BNV (docs/ARCHIVE_FIELDS.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

struct ArchiveCode {
  std::string_view code;
  std::string_view meaning;
};

const std::vector<ArchiveCode>& MaintenanceCodes();  // thời hạn lưu trữ: 01 Vĩnh viễn .. 07 Khác
const std::vector<ArchiveCode>& AccessCodes();       // chế độ sử dụng: 01 Công khai .. 03 Mật
const std::vector<ArchiveCode>& LanguageCodes();     // 01 Tiếng Việt .. 11 Khác
const std::vector<ArchiveCode>& ConditionCodes();    // tình trạng vật lý: 01 Tốt .. 03 Hỏng
const std::vector<ArchiveCode>& ConfidenceCodes();   // mức độ tin cậy: 02 số hóa
const std::vector<ArchiveCode>& RecoveryCodes();     // tình trạng dự phòng
const std::vector<ArchiveCode>& FlagCodes();         // 0 không, 1 có
const std::vector<ArchiveCode>& DocumentTypeCodes();  // tên loại: 01 Nghị quyết .. 32 Khác

// The meaning of a code; empty for one that is not in the list.
std::string_view MeaningOf(const std::vector<ArchiveCode>& codes, std::string_view code);

bool IsMaintenanceCode(std::string_view code);
bool IsAccessCode(std::string_view code);

// The code of a document class: "10" of "KH"; "32" (Khác) where the list has no such kind.
std::string_view DocumentTypeCode(std::string_view class_code);

}  // namespace sohoa
