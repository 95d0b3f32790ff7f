// SPDX-License-Identifier: Apache-2.0
#include "documents/identity_numbers.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/dossier.h"
#include "core/vietnamese.h"
#include "documents/folded_text.h"

namespace sohoa {
namespace {

// Province codes of the 63 provinces on cards issued before the 2025 mergers; they stay valid.
constexpr std::array kProvinceCodes = {
    1,  2,  4,  6,  8,  10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33,
    34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66,
    67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96};

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

char DigitFor(char c) {
  switch (c) {
    case 'o':
    case 'd':
    case 'q':
      return '0';
    case 'i':
    case 'l':
    case '|':
      return '1';
    case 'z':
      return '2';
    case 's':
      return '5';
    case 'b':
      return '8';
    default:
      return c;
  }
}

}  // namespace

bool IsIdentityNumber(std::string_view digits) {
  if (!AllDigits(digits)) return false;
  if (digits.size() == 9) return true;
  if (digits.size() != 12) return false;
  const int province = std::stoi(std::string(digits.substr(0, 3)));
  return std::find(kProvinceCodes.begin(), kProvinceCodes.end(), province) != kProvinceCodes.end();
}

bool IsTaxCode(std::string_view digits) {
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

}  // namespace sohoa
