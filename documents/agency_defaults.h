// SPDX-License-Identifier: Apache-2.0
//
// What an agency says of itself once, for the papers it draws up and the archive fields that
// nothing in a dossier tells. Empty: not said.
#pragma once

#include <string>

namespace sohoa {

struct AgencyDefaults {
  std::string organ_id;  // mã định danh cơ quan: "H42.18"
  std::string name;      // "Ủy ban nhân dân xã Gia Sinh"
  std::string superior;  // cơ quan chủ quản
  std::string office = "Bộ phận Tiếp nhận và Trả kết quả";
  std::string place;    // địa danh: "Gia Sinh"
  std::string contact;  // whom to ask: address, telephone
  // Archive fields (docs/ARCHIVE_FIELDS.md); codes are those of Circular 05/2025/TT-BNV.
  std::string language = "01";
  std::string maintenance;  // where the procedure gives none
  std::string decided_maintenance;  // what people decided for the one dossier that this is asked for
  std::string mode = "02";  // dossiers of citizens are used under conditions
  std::string condition;    // tình trạng vật lý
  std::string creator;      // who puts dossiers together
  std::string information_sign;
  std::string archive_id;      // mã cơ quan lưu trữ
  std::string paper_location;  // kho/giá/hộp of the papers
  std::string risk_recovery = "0";
  std::string risk_recovery_status;
};

}  // namespace sohoa
