// SPDX-License-Identifier: Apache-2.0
#include "documents/archive_code_lists.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sohoa {
namespace {

using ClassCode = std::pair<std::string_view, std::string_view>;

// Document classes by their code of table 1.1. Normative classes are the kinds they are drawn
// up as; the citizens' papers and the forms of the counter have no code of their own.
constexpr std::array kTypeCodes = {
    ClassCode{"NQ", "01"}, ClassCode{"QĐ", "02"}, ClassCode{"CT", "03"}, ClassCode{"QC", "04"}, ClassCode{"QyĐ", "05"}, ClassCode{"TC", "06"},
    ClassCode{"TB", "07"}, ClassCode{"HD", "08"}, ClassCode{"CTr", "09"}, ClassCode{"KH", "10"}, ClassCode{"PA", "11"}, ClassCode{"ĐA", "12"},
    ClassCode{"DA", "13"}, ClassCode{"BC", "14"}, ClassCode{"TTr", "15"}, ClassCode{"GUQ", "16"}, ClassCode{"PG", "17"}, ClassCode{"PC", "18"},
    ClassCode{"PB", "19"}, ClassCode{"BB", "20"}, ClassCode{"HĐ", "21"}, ClassCode{"CV", "22"}, ClassCode{"CĐ", "23"}, ClassCode{"BGN", "24"},
    ClassCode{"BTT", "25"}, ClassCode{"GM", "26"}, ClassCode{"GGT", "27"}, ClassCode{"GNP", "28"}, ClassCode{"TCg", "29"},
    ClassCode{"B05", "02"}, ClassCode{"B08", "01"}, ClassCode{"B09", "02"}, ClassCode{"D13", "21"}, ClassCode{"C07", "07"}, ClassCode{"D31", "07"},
    ClassCode{"D14", "30"}};

}  // namespace

const std::vector<ArchiveCode>& MaintenanceCodes() {
  static const std::vector<ArchiveCode> codes = {{"01", "Vĩnh viễn"}, {"02", "70 năm"}, {"03", "50 năm"}, {"04", "30 năm"},
                                                 {"05", "20 năm"},    {"06", "10 năm"}, {"07", "Khác"}};
  return codes;
}

const std::vector<ArchiveCode>& AccessCodes() {
  static const std::vector<ArchiveCode> codes = {{"01", "Công khai"}, {"02", "Sử dụng có điều kiện"}, {"03", "Mật"}};
  return codes;
}

const std::vector<ArchiveCode>& LanguageCodes() {
  static const std::vector<ArchiveCode> codes = {
      {"01", "Tiếng Việt"}, {"02", "Tiếng Anh"}, {"03", "Tiếng Pháp"}, {"04", "Tiếng Nga"}, {"05", "Tiếng Trung"},
      {"06", "Việt - Anh"}, {"07", "Việt - Nga"}, {"08", "Việt - Pháp"}, {"09", "Hán Nôm"}, {"10", "Việt - Trung"},
      {"11", "Khác"}};
  return codes;
}

const std::vector<ArchiveCode>& ConditionCodes() {
  static const std::vector<ArchiveCode> codes = {{"01", "Tốt"}, {"02", "Bình thường"}, {"03", "Hỏng"}};
  return codes;
}

const std::vector<ArchiveCode>& ConfidenceCodes() {
  static const std::vector<ArchiveCode> codes = {{"01", "Gốc điện tử"}, {"02", "Số hóa"}, {"03", "Hỗn hợp"}};
  return codes;
}

const std::vector<ArchiveCode>& RecoveryCodes() {
  static const std::vector<ArchiveCode> codes = {{"01", "Đã dự phòng"}, {"02", "Chưa dự phòng"}};
  return codes;
}

const std::vector<ArchiveCode>& FlagCodes() {
  static const std::vector<ArchiveCode> codes = {{"0", "Không"}, {"1", "Có"}};
  return codes;
}

const std::vector<ArchiveCode>& DocumentTypeCodes() {
  static const std::vector<ArchiveCode> codes = {
      {"01", "Nghị quyết"},    {"02", "Quyết định"},   {"03", "Chỉ thị"},        {"04", "Quy chế"},         {"05", "Quy định"},
      {"06", "Thông cáo"},     {"07", "Thông báo"},    {"08", "Hướng dẫn"},      {"09", "Chương trình"},    {"10", "Kế hoạch"},
      {"11", "Phương án"},     {"12", "Đề án"},        {"13", "Dự án"},          {"14", "Báo cáo"},         {"15", "Tờ trình"},
      {"16", "Giấy ủy quyền"}, {"17", "Phiếu gửi"},    {"18", "Phiếu chuyển"},   {"19", "Phiếu báo"},       {"20", "Biên bản"},
      {"21", "Hợp đồng"},      {"22", "Công văn"},     {"23", "Công điện"},      {"24", "Bản ghi nhớ"},     {"25", "Bản thỏa thuận"},
      {"26", "Giấy mời"},      {"27", "Giấy giới thiệu"}, {"28", "Giấy nghỉ phép"}, {"29", "Thư công"},     {"30", "Bản đồ"},
      {"31", "Bản vẽ kỹ thuật"}, {"32", "Khác"}};
  return codes;
}

std::string_view MeaningOf(const std::vector<ArchiveCode>& codes, std::string_view code) {
  const auto found = std::find_if(codes.begin(), codes.end(), [&](const ArchiveCode& entry) { return entry.code == code; });
  return found == codes.end() ? std::string_view() : found->meaning;
}

bool IsMaintenanceCode(std::string_view code) { return !MeaningOf(MaintenanceCodes(), code).empty(); }
bool IsAccessCode(std::string_view code) { return !MeaningOf(AccessCodes(), code).empty(); }

std::string_view DocumentTypeCode(std::string_view class_code) {
  for (const auto& [document_class, code] : kTypeCodes) {
    if (document_class == class_code) return code;
  }
  return "32";
}

}  // namespace sohoa
