// SPDX-License-Identifier: Apache-2.0
#include "desk/found_codes.h"

#include <algorithm>

#include "core/dossier.h"

namespace sohoa {
namespace {

constexpr std::string_view kOfCodes = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-";
constexpr std::string_view kWhite = " \t\r\n";

void AddCodes(std::string_view text, std::vector<std::string>& codes) {
  while (true) {
    const std::size_t begin = text.find_first_of(kOfCodes);
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_not_of(kOfCodes), text.size());
    std::string word(text.substr(0, end));
    text.remove_prefix(end);
    while (word.ends_with('.')) word.pop_back();
    if (IsStandardDossierCode(word) && std::find(codes.begin(), codes.end(), word) == codes.end()) codes.push_back(std::move(word));
  }
}

}  // namespace

std::vector<std::string> DossierCodesIn(std::string_view text) {
  std::vector<std::string> codes;
  AddCodes(text, codes);
  return codes;
}

std::vector<std::string> DossierCodesIn(const std::vector<Barcode>& codes) {
  std::vector<std::string> found;
  for (const Barcode& code : codes) AddCodes(code.text, found);
  return found;
}

std::string DossierCodeOf(std::string_view typed) {
  const std::size_t begin = std::min(typed.find_first_not_of(kWhite), typed.size());
  typed.remove_prefix(begin);
  typed = typed.substr(0, typed.find_last_not_of(kWhite) + 1);
  if (IsAcceptableDossierCode(typed)) return std::string(typed);
  const std::vector<std::string> codes = DossierCodesIn(typed);
  return codes.size() == 1 ? codes.front() : std::string(typed);
}

}  // namespace sohoa
