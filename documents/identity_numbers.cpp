// SPDX-License-Identifier: Apache-2.0
#include "documents/identity_numbers.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <re2/re2.h>

#include "core/dossier.h"
#include "core/vietnamese.h"
#include "documents/folded_text.h"
#include "documents/misread_digits.h"

namespace sohoa {
namespace {

struct BirthProvince {
  int code = 0;
  std::string_view name;
};

// The 63 provinces of cards issued before the mergers of 2025; their numbers stay valid.
constexpr std::array kBirthProvinces = {BirthProvince{1, "Hà Nội"},
                                        BirthProvince{2, "Hà Giang"},
                                        BirthProvince{4, "Cao Bằng"},
                                        BirthProvince{6, "Bắc Kạn"},
                                        BirthProvince{8, "Tuyên Quang"},
                                        BirthProvince{10, "Lào Cai"},
                                        BirthProvince{11, "Điện Biên"},
                                        BirthProvince{12, "Lai Châu"},
                                        BirthProvince{14, "Sơn La"},
                                        BirthProvince{15, "Yên Bái"},
                                        BirthProvince{17, "Hòa Bình"},
                                        BirthProvince{19, "Thái Nguyên"},
                                        BirthProvince{20, "Lạng Sơn"},
                                        BirthProvince{22, "Quảng Ninh"},
                                        BirthProvince{24, "Bắc Giang"},
                                        BirthProvince{25, "Phú Thọ"},
                                        BirthProvince{26, "Vĩnh Phúc"},
                                        BirthProvince{27, "Bắc Ninh"},
                                        BirthProvince{30, "Hải Dương"},
                                        BirthProvince{31, "Hải Phòng"},
                                        BirthProvince{33, "Hưng Yên"},
                                        BirthProvince{34, "Thái Bình"},
                                        BirthProvince{35, "Hà Nam"},
                                        BirthProvince{36, "Nam Định"},
                                        BirthProvince{37, "Ninh Bình"},
                                        BirthProvince{38, "Thanh Hóa"},
                                        BirthProvince{40, "Nghệ An"},
                                        BirthProvince{42, "Hà Tĩnh"},
                                        BirthProvince{44, "Quảng Bình"},
                                        BirthProvince{45, "Quảng Trị"},
                                        BirthProvince{46, "Thừa Thiên Huế"},
                                        BirthProvince{48, "Đà Nẵng"},
                                        BirthProvince{49, "Quảng Nam"},
                                        BirthProvince{51, "Quảng Ngãi"},
                                        BirthProvince{52, "Bình Định"},
                                        BirthProvince{54, "Phú Yên"},
                                        BirthProvince{56, "Khánh Hòa"},
                                        BirthProvince{58, "Ninh Thuận"},
                                        BirthProvince{60, "Bình Thuận"},
                                        BirthProvince{62, "Kon Tum"},
                                        BirthProvince{64, "Gia Lai"},
                                        BirthProvince{66, "Đắk Lắk"},
                                        BirthProvince{67, "Đắk Nông"},
                                        BirthProvince{68, "Lâm Đồng"},
                                        BirthProvince{70, "Bình Phước"},
                                        BirthProvince{72, "Tây Ninh"},
                                        BirthProvince{74, "Bình Dương"},
                                        BirthProvince{75, "Đồng Nai"},
                                        BirthProvince{77, "Bà Rịa - Vũng Tàu"},
                                        BirthProvince{79, "TP Hồ Chí Minh"},
                                        BirthProvince{80, "Long An"},
                                        BirthProvince{82, "Tiền Giang"},
                                        BirthProvince{83, "Bến Tre"},
                                        BirthProvince{84, "Trà Vinh"},
                                        BirthProvince{86, "Vĩnh Long"},
                                        BirthProvince{87, "Đồng Tháp"},
                                        BirthProvince{89, "An Giang"},
                                        BirthProvince{91, "Kiên Giang"},
                                        BirthProvince{92, "Cần Thơ"},
                                        BirthProvince{93, "Hậu Giang"},
                                        BirthProvince{94, "Sóc Trăng"},
                                        BirthProvince{95, "Bạc Liêu"},
                                        BirthProvince{96, "Cà Mau"}};

// Nobody who is born in it can have a paper yet: a fourth digit that says so is misread.
constexpr int kFirstYearNobodySaw = 2100;

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

}  // namespace

std::optional<PersonalNumber> ParsePersonalNumber(std::string_view digits) {
  if (digits.size() != 12 || !AllDigits(digits)) return std::nullopt;
  const int code = std::stoi(std::string(digits.substr(0, 3)));
  const auto* province = std::find_if(kBirthProvinces.begin(), kBirthProvinces.end(),
                                      [&](const BirthProvince& p) { return p.code == code; });
  if (province == kBirthProvinces.end()) return std::nullopt;
  const int century_and_sex = digits[3] - '0';
  PersonalNumber number;
  number.province = province->name;
  number.sex = century_and_sex % 2 == 0 ? Sex::kMale : Sex::kFemale;
  number.birth_year =
      1900 + 100 * (century_and_sex / 2) + std::stoi(std::string(digits.substr(4, 2)));
  return number;
}

bool IsIdentityNumber(std::string_view digits) {
  if (digits.size() == 9) return AllDigits(digits);
  const auto number = ParsePersonalNumber(digits);
  return number.has_value() && number->birth_year < kFirstYearNobodySaw;
}

std::string FindIdentityNumber(std::string_view text) {
  std::string digits;
  std::size_t end = 0;  // behind the last digit
  const auto whole = [&] { return digits.size() == 12 || digits.size() == 9; };
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool digit = i < text.size() && text[i] >= '0' && text[i] <= '9';
    if (!digit) continue;
    // One space or full stop parts the groups of one number; more parts two.
    const bool joined = i == end || (i == end + 1 && (text[end] == ' ' || text[end] == '.'));
    if (!digits.empty() && !joined) {
      if (whole()) return digits;
      digits.clear();
    }
    digits += text[i];
    end = i + 1;
  }
  return whole() ? digits : std::string();
}

bool IsTaxCode(std::string_view digits) {
  if (digits.size() == 12) return IsIdentityNumber(digits);
  if (!AllDigits(digits) || (digits.size() != 10 && digits.size() != 13)) return false;
  if (digits.substr(2, 7) == "0000000") return false;
  if (digits.size() == 13 && digits.substr(10) == "000") return false;
  constexpr std::array kWeights = {31, 29, 23, 19, 17, 13, 7, 5, 3};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (digits[i] - '0');
  const int check = 10 - sum % 11;
  return check == digits[9] - '0';
}

std::string RepairDossierCode(std::string_view printed) {
  std::string text;
  const FoldedText folded(printed);
  for (const char c : folded.ascii()) {
    if (c != ' ') text += c;
  }
  while (!text.empty() && (text.back() == '.' || text.back() == ',')) text.pop_back();
  std::string plain = ToUpper(text);
  if (IsStandardDossierCode(plain)) return plain;
  // From the right: serial, date, then the level-1 letter with two digits, then groups.
  std::string repaired;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool separator = text[i] == '.' || text[i] == '-';
    // A letter stands first in its group and has two digits behind it.
    const bool group_start = i == 0 || text[i - 1] == '.';
    const bool letter =
        group_start && i + 2 < text.size() && text[i] >= 'a' && text[i] <= 'k' && text[i] != 'i';
    repaired += separator || letter ? text[i] : DigitFor(text[i]);
  }
  repaired = ToUpper(repaired);
  return IsStandardDossierCode(repaired) ? repaired : plain;
}

bool IsProcedureCode(std::string_view code) {
  static const RE2 pattern(R"([1-3]\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?)");
  return RE2::FullMatch(re2::StringPiece(code.data(), code.size()), pattern);
}

std::string RepairProcedureCode(std::string_view printed) {
  std::string plain;
  const FoldedText folded(printed);
  for (const char c : folded.ascii()) {
    if (c != ' ') plain += c;
  }
  while (!plain.empty() && (plain.back() == '.' || plain.back() == ',')) plain.pop_back();
  std::string repaired;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    // Only the agency behind the long form has a letter, in front of two digits.
    const bool letter = i + 3 == plain.size() && i > 8;
    repaired += letter ? plain[i] : DigitFor(plain[i] == ',' ? '.' : plain[i]);
  }
  repaired = ToUpper(repaired);
  return IsProcedureCode(repaired) ? repaired : ToUpper(plain);
}

}  // namespace sohoa
