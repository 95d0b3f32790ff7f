// SPDX-License-Identifier: Apache-2.0
//
// A draft of Mẫu số 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Circular 01/2018/TT-VPCP, and
// 03/2025): what has to be asked for, and why. It is made of structured data alone, and a clerk
// looks at it before it goes out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/result.h"
#include "documents/agency_defaults.h"

namespace sohoa {

struct SupplementItem {
  std::string name;
  std::string reason;
  std::string to_do;
  std::uint32_t originals = 0;
  std::uint32_t certified_copies = 0;
  std::uint32_t copies = 0;
};

struct SupplementRequest {
  std::string superior;
  std::string agency;
  std::string office;
  std::string place;
  std::string day;  // of the draft, ISO 8601
  std::string dossier;
  std::string applicant;
  std::string address;
  std::string phone;
  std::string email;
  std::string procedure;  // its name
  std::string procedure_code;
  std::string contact;
  std::vector<SupplementItem> items;   // to be asked for
  std::vector<SupplementItem> to_see;  // that the clerk has to look at first; not printed
  bool procedure_verified = false;
};

// kConflict: the dossier was not checked, or nothing has to be asked for. `day`: of the draft.
Result<SupplementRequest> DraftSupplementRequest(const Dossier& dossier, const AgencyDefaults& agency, const std::string& day);

std::string SupplementRequestText(const SupplementRequest& request);
// One HTML page that prints on A4 and can be edited where it is shown.
std::string SupplementRequestHtml(const SupplementRequest& request);

}  // namespace sohoa
