// SPDX-License-Identifier: Apache-2.0
//
// Numbers that identify people, businesses and dossiers, as far as they can be checked by
// themselves: structure and check digits, no register.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

enum class Sex { kMale, kFemale };

// What the twelve digits of a số định danh cá nhân say of their owner (NĐ 137/2015 Art. 13, TT
// 59/2021/TT-BCA Art. 4): digits 1 to 3 the province where the birth was registered, digit 4
// the sex and the century of birth (0 and 1 for men and women born 1900 to 1999, 2 and 3 for
// 2000 to 2099, and so on), digits 5 and 6 the year, six more at random. No digit checks them.
struct PersonalNumber {
  std::string_view province;  // "Ninh Bình", as the 63 provinces were called
  Sex sex = Sex::kMale;
  int birth_year = 0;  // 1900 to 2399
};
// Twelve digits, nothing between them; nullopt for anything else, and for a code that no
// province has.
std::optional<PersonalNumber> ParsePersonalNumber(std::string_view digits);

// Số định danh cá nhân of somebody born before 2100, or the nine digits of the older chứng
// minh nhân dân, which say nothing that could be checked.
bool IsIdentityNumber(std::string_view digits);

// The first twelve or nine digits that stand together in a text, as "037 090 001 234" too;
// empty where there is no such group.
std::string FindIdentityNumber(std::string_view text);

// Mã số thuế: 10 digits with a check digit, or 13 with a branch; mã số doanh nghiệp alike. Of a
// person, since 1 July 2025, the twelve digits of the số định danh cá nhân.
bool IsTaxCode(std::string_view digits);

// A dossier code as it was read, letters and digits put right by position; the text without
// spaces where it has not the form of one.
std::string RepairDossierCode(std::string_view printed);

// Mã thủ tục hành chính of the national list: "1.001234", or as older lists have it with an
// agency behind: "1.001234.000.00.00.H42".
bool IsProcedureCode(std::string_view code);
// A procedure code as it was read, digits put right by position; the text without spaces where
// it has not the form of one.
std::string RepairProcedureCode(std::string_view printed);

}  // namespace sohoa
