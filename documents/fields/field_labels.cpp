// SPDX-License-Identifier: Apache-2.0
#include "documents/fields/field_labels.h"

#include <array>
#include <utility>

namespace sohoa {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array kLabels = {
    Entry{"organ_name", "Tên cơ quan ban hành"},
    Entry{"organ_superior", "Cơ quan chủ quản"},
    Entry{"code_number", "Số của văn bản"},
    Entry{"code_notation", "Ký hiệu của văn bản"},
    Entry{"issued_date", "Ngày ban hành"},
    Entry{"place", "Địa danh"},
    Entry{"type_name", "Tên loại văn bản"},
    Entry{"subject", "Trích yếu nội dung"},
    Entry{"signer_name", "Họ tên người ký"},
    Entry{"signer_position", "Chức vụ người ký"},
    Entry{"recipients", "Nơi nhận"},
    Entry{"legal_bases", "Căn cứ"},
    Entry{"urgency", "Độ khẩn"},
    Entry{"secrecy", "Độ mật"},
    Entry{"attached_to", "Kèm theo văn bản"},
    Entry{"dossier_code", "Mã hồ sơ"},
    Entry{"applicant_name", "Người nộp hồ sơ"},
    Entry{"address", "Địa chỉ"},
    Entry{"phone", "Số điện thoại"},
    Entry{"email", "Thư điện tử"},
    Entry{"request", "Nội dung yêu cầu giải quyết"},
    Entry{"components", "Thành phần hồ sơ"},
    Entry{"dossier_count", "Số lượng hồ sơ"},
    Entry{"processing_time", "Thời gian giải quyết"},
    Entry{"received_at", "Thời gian nhận hồ sơ"},
    Entry{"due_at", "Thời gian trả kết quả"},
    Entry{"result_place", "Nơi nhận kết quả"},
    Entry{"register_volume", "Quyển số"},
    Entry{"register_number", "Số thứ tự"},
    Entry{"reason", "Lý do"},
    Entry{"addressee", "Kính gửi"},
    Entry{"handling_agency", "Cơ quan giải quyết hồ sơ"},
    Entry{"partner_agency", "Cơ quan phối hợp"},
    Entry{"birth_date", "Ngày sinh"},
    Entry{"sex", "Giới tính"},
    Entry{"identity_number", "Số giấy tờ tùy thân"},
    Entry{"old_identity_number", "Số chứng minh nhân dân cũ"},
    Entry{"expiry_date", "Có giá trị đến"},
    Entry{"identity_issued_date", "Ngày cấp giấy tờ tùy thân"},
    Entry{"nationality", "Quốc tịch"},
    Entry{"ethnicity", "Dân tộc"},
    Entry{"subject_name", "Họ tên người được đăng ký"},
    Entry{"business_name", "Tên doanh nghiệp"},
    Entry{"business_code", "Mã số doanh nghiệp"},
    Entry{"tax_code", "Mã số thuế"},
    Entry{"land_parcel", "Thửa đất số"},
    Entry{"map_sheet", "Tờ bản đồ số"},
    Entry{"procedure_code", "Mã thủ tục hành chính"},
    Entry{"certificate_serial", "Số phát hành giấy chứng nhận"},
    Entry{"register_entry", "Số vào sổ"},
    Entry{"amount", "Số tiền"},
    Entry{"mother_name", "Họ tên mẹ"},
    Entry{"father_name", "Họ tên cha"},
    Entry{"wife_name", "Họ tên vợ"},
    Entry{"husband_name", "Họ tên chồng"},
    Entry{"birth_place", "Nơi sinh"},
    Entry{"hometown", "Quê quán"},
    Entry{"death_date", "Ngày chết"},
    Entry{"registration_office", "Nơi đăng ký"},
    Entry{"registered_date", "Ngày đăng ký"},
    Entry{"grade", "Xếp loại"},
    Entry{"owner_name", "Người sử dụng đất"},
    Entry{"land_address", "Địa chỉ thửa đất"},
    Entry{"party_a", "Bên A"},
    Entry{"party_b", "Bên B"},
    Entry{"first_registered", "Ngày đăng ký lần đầu"},
    Entry{"capital", "Vốn điều lệ"},
    Entry{"representative_name", "Người đại diện theo pháp luật"},
    Entry{"receipt_number", "Số biên lai"},
    Entry{"invoice_sign", "Ký hiệu hóa đơn"},
    Entry{"invoice_number", "Số hóa đơn"},
    Entry{"start_date", "Ngày bắt đầu"},
    Entry{"end_date", "Ngày kết thúc"},
    Entry{"sheet_count", "Số tờ"},
    Entry{"fonds_number", "Phông số"},
    Entry{"inventory_number", "Mục lục số"},
    Entry{"file_number", "Hồ sơ số"},
    Entry{"retention", "Thời hạn bảo quản"},
    Entry{"amount_in_words", "Số tiền bằng chữ"},
};

}  // namespace

std::string_view FieldLabel(std::string_view code) {
  for (const auto& [key, label] : kLabels) {
    if (key == code) return label;
  }
  return code;
}

}  // namespace sohoa
