// SPDX-License-Identifier: Apache-2.0
#include "core/dossier.h"

#include <algorithm>

#include "core/calendar.h"

namespace sohoa {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), IsDigit);
}

// Level 1 of an agency code: a group letter and two digits, "H42".
bool IsTopAgency(std::string_view text) {
  return text.size() == 3 && text[0] >= 'A' && text[0] <= 'Z' && AllDigits(text.substr(1), 2, 2);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool IsAgencyCode(std::string_view text) {
  const std::vector<std::string_view> levels = Split(text, '.');
  const bool old_form = levels.size() == 4 && AllDigits(levels[0], 3, 3) && AllDigits(levels[1], 2, 2) &&
                        AllDigits(levels[2], 2, 2) && IsTopAgency(levels[3]);
  if (old_form) return true;
  return IsTopAgency(levels[0]) && std::all_of(levels.begin() + 1, levels.end(), [](std::string_view level) {
           return AllDigits(level, 1, 3);
         });
}

bool IsShortDate(std::string_view text) {
  if (!AllDigits(text, 6, 6)) return false;
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  return IsCalendarDate(2000 + two(0), two(2), two(4));
}

}  // namespace

std::string_view DossierStateName(DossierState state) {
  switch (state) {
    case DossierState::kOpen: return "open";
    case DossierState::kProcessing: return "processing";
    case DossierState::kCommitted: return "committed";
  }
  return "open";
}

bool IsStandardDossierCode(std::string_view code) {
  const std::vector<std::string_view> parts = Split(code, '-');
  return parts.size() == 3 && IsAgencyCode(parts[0]) && IsShortDate(parts[1]) &&
         AllDigits(parts[2], 4, 5);
}

std::string ReceiptDayOfDossierCode(std::string_view code) {
  if (!IsStandardDossierCode(code)) return std::string();
  const std::string_view day = Split(code, '-')[1];
  return "20" + std::string(day.substr(0, 2)) + "-" + std::string(day.substr(2, 2)) + "-" + std::string(day.substr(4, 2));
}

bool IsAcceptableDossierCode(std::string_view code) {
  if (code.empty() || code.size() > 100 || code[0] == '.') return false;
  return std::all_of(code.begin(), code.end(), [](char c) {
    return IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
  });
}

}  // namespace sohoa
