// SPDX-License-Identifier: Apache-2.0
//
// Numbers that identify people, businesses and dossiers, as far as they can be checked by
// themselves: structure and check digits, no register.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// Số định danh cá nhân: 12 digits, province of birth registration, sex and century, year,
// six random (NĐ 137/2015 Art. 13); it has no check digit. Or the older nine digits.
bool IsIdentityNumber(std::string_view digits);

// Mã số thuế: 10 digits with a check digit, or 13 with a branch; mã số doanh nghiệp alike.
bool IsTaxCode(std::string_view digits);

// A dossier code as it was read, letters and digits put right by position; the text without
// spaces where it has not the form of one.
std::string RepairDossierCode(std::string_view printed);

}  // namespace sohoa
