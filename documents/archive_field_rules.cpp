// SPDX-License-Identifier: Apache-2.0
#include "documents/archive_field_rules.h"

namespace sohoa {
namespace {

constexpr auto kText = ArchiveFieldType::kText;
constexpr auto kNumber = ArchiveFieldType::kNumber;
constexpr auto kDate = ArchiveFieldType::kDate;
constexpr auto kFlag = ArchiveFieldType::kFlag;
constexpr bool kMust = true;

ArchiveFieldRules Joined(ArchiveFieldRules rules, const ArchiveFieldRules& more) {
  rules.insert(rules.end(), more.begin(), more.end());
  return rules;
}

ArchiveFieldRules FileCode() {
  return {{"FileCode.OrganId", "Mã định danh của cơ quan, tổ chức lập danh mục hồ sơ", kText, 13, kMust},
          {"FileCode.FileCatalog", "Năm hình thành hồ sơ", kNumber, 4, kMust},
          {"FileCode.FileNotation", "Số và ký hiệu hồ sơ", kText, 20, kMust}};
}

// What incoming and outgoing documents share.
ArchiveFieldRules Decree30Document() {
  return Joined(FileCode(), {{"DocOrdinal", "Số thứ tự văn bản trong hồ sơ", kNumber, 3, kMust},
                             {"TypeName", "Tên loại văn bản", kText, 100, kMust},
                             {"CodeNumber", "Số của văn bản", kText, 11},
                             {"CodeNotation", "Ký hiệu của văn bản", kText, 30},
                             {"IssuedDate", "Ngày, tháng, năm văn bản", kDate, 10},
                             {"OrganName", "Tên cơ quan, tổ chức ban hành văn bản", kText, 200},
                             {"Subject", "Trích yếu nội dung", kText, 500, kMust},
                             {"Language", "Ngôn ngữ", kText, 30, kMust},
                             {"PageAmount", "Số trang của văn bản", kNumber, 3, kMust},
                             {"Description", "Ghi chú", kText, 500}});
}

}  // namespace

std::string_view ArchiveFieldTypeName(ArchiveFieldType type) {
  switch (type) {
    case ArchiveFieldType::kText: return "String";
    case ArchiveFieldType::kNumber: return "Number";
    case ArchiveFieldType::kDate: return "Date";
    case ArchiveFieldType::kFlag: return "Boolean";
  }
  return "String";
}

const ArchiveFieldRules& Decree30DossierRules() {
  static const ArchiveFieldRules rules = Joined(FileCode(), {{"Title", "Tiêu đề hồ sơ", kText, 500, kMust},
                                                             {"Maintenance", "Thời hạn bảo quản", kText, 30, kMust},
                                                             {"Rights", "Chế độ sử dụng", kText, 30},
                                                             {"Creator", "Người lập hồ sơ", kText, 30},
                                                             {"Language", "Ngôn ngữ", kText, 50, kMust},
                                                             {"StartDate", "Thời gian bắt đầu", kDate, 10, kMust},
                                                             {"EndDate", "Thời gian kết thúc", kDate, 10},
                                                             {"DocTotal", "Tổng số văn bản trong hồ sơ", kNumber, 4, kMust},
                                                             {"PageTotal", "Tổng số trang của hồ sơ", kNumber, 4, kMust},
                                                             {"Description", "Ghi chú", kText, 500}});
  return rules;
}

const ArchiveFieldRules& Decree30IncomingRules() {
  static const ArchiveFieldRules rules = Joined(Decree30Document(), {{"ArrivalDate", "Ngày, tháng, năm đến", kDate, 10},
                                                                     {"ArrivalNumber", "Số đến", kNumber, 10},
                                                                     {"SignerInfo.Position", "Chức vụ của người ký", kText, 100},
                                                                     {"SignerInfo.FullName", "Họ và tên người ký", kText, 50},
                                                                     {"Priority", "Mức độ khẩn", kNumber, 1},
                                                                     {"ToPlaces", "Đơn vị hoặc người nhận", kText, 1000},
                                                                     {"TraceHeaderList", "Ý kiến phân phối, chỉ đạo, trạng thái xử lý", kText, 0},
                                                                     {"DueDate", "Thời hạn giải quyết", kDate, 10}});
  return rules;
}

const ArchiveFieldRules& Decree30OutgoingRules() {
  static const ArchiveFieldRules rules = Joined(Decree30Document(), {{"SignerInfo.Position", "Chức vụ của người ký", kText, 100},
                                                                     {"SignerInfo.FullName", "Họ và tên người ký", kText, 50},
                                                                     {"To.OrganId", "Mã định danh của cơ quan nhận", kText, 13},
                                                                     {"To.OrganName", "Tên cơ quan, tổ chức nhận văn bản", kText, 200},
                                                                     {"Priority", "Mức độ khẩn", kNumber, 1},
                                                                     {"IssuedAmount", "Số lượng bản phát hành", kNumber, 3},
                                                                     {"DueDate", "Hạn trả lời văn bản", kDate, 10}});
  return rules;
}

const ArchiveFieldRules& Circular05DossierRules() {
  static const ArchiveFieldRules rules = {
      {"fileCode", "Mã hồ sơ", kText, 100, kMust},
      {"title", "Tiêu đề hồ sơ", kText, 1000, kMust},
      {"maintenance", "Thời hạn lưu trữ", kText, 100, kMust, &MaintenanceCodes()},
      {"mode", "Chế độ sử dụng", kText, 30, kMust, &AccessCodes()},
      {"language", "Ngôn ngữ", kText, 100, kMust, &LanguageCodes()},
      {"startDate", "Thời gian bắt đầu", kDate, 10, kMust},
      {"endDate", "Thời gian kết thúc", kDate, 10, kMust},
      {"keyword", "Từ khóa", kText, 100},
      {"totalDoc", "Tổng số tài liệu", kNumber, 10, kMust},
      {"numberOfPaper", "Số tờ", kNumber, 10, kMust},
      {"numberOfPage", "Số trang", kNumber, 10, kMust},
      {"format", "Tình trạng vật lý", kText, 50, kMust, &ConditionCodes()},
      {"inforSign", "Ký hiệu thông tin", kText, 30},
      {"confidenceLevel", "Mức độ tin cậy", kText, 40, kMust, &ConfidenceCodes()},
      {"paperFileCode", "Mã hồ sơ gốc giấy", kText, 100, kMust},
      {"riskRecovery", "Chế độ dự phòng", kFlag, 1, false, &FlagCodes()},
      {"riskRecoveryStatus", "Tình trạng dự phòng", kText, 2, false, &RecoveryCodes()},
      {"description", "Ghi chú", kText, 2000}};
  return rules;
}

const ArchiveFieldRules& Circular05DocumentRules() {
  static const ArchiveFieldRules rules = {
      {"docId", "Mã định danh tài liệu", kText, 25, kMust},
      {"docCode", "Mã lưu trữ của tài liệu", kText, 100, kMust},
      {"maintenance", "Thời hạn lưu trữ", kText, 100, kMust, &MaintenanceCodes()},
      {"typeName", "Tên loại tài liệu", kText, 10, kMust, &DocumentTypeCodes()},
      {"codeNumber", "Số của tài liệu", kText, 11},
      {"codeNotation", "Ký hiệu của tài liệu", kText, 30},
      {"issuedDate", "Ngày, tháng, năm tài liệu", kDate, 10},
      {"organName", "Tên cơ quan, tổ chức ban hành tài liệu", kText, 200},
      {"subject", "Trích yếu nội dung", kText, 500, kMust},
      {"language", "Ngôn ngữ", kText, 100, kMust, &LanguageCodes()},
      {"numberOfPage", "Số trang của tài liệu", kNumber, 4, kMust},
      {"inforSign", "Ký hiệu thông tin", kText, 30},
      {"keyword", "Từ khóa", kText, 100},
      {"mode", "Chế độ sử dụng", kText, 20, kMust, &AccessCodes()},
      {"confidenceLevel", "Mức độ tin cậy", kText, 30, kMust, &ConfidenceCodes()},
      {"autograph", "Bút tích", kText, 2000},
      {"format", "Tình trạng vật lý", kText, 50, kMust, &ConditionCodes()},
      {"riskRecovery", "Chế độ dự phòng", kFlag, 1, false, &FlagCodes()},
      {"riskRecoveryStatus", "Tình trạng dự phòng", kText, 2, false, &RecoveryCodes()},
      {"process", "Quy trình xử lý", kFlag, 1, false, &FlagCodes()},
      {"description", "Ghi chú", kText, 500}};
  return rules;
}

}  // namespace sohoa
