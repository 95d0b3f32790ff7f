// SPDX-License-Identifier: Apache-2.0
#include "documents/identity_card.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/folded_text.h"
#include "documents/identity_numbers.h"
#include "documents/misread_digits.h"

namespace sohoa {
namespace {

constexpr std::size_t kLineLength = 30;
constexpr std::string_view kCheckDigits = "0123456789";
// A zone that lost or gained more fillers than these was not read.
constexpr std::size_t kMostFillersOff = 8;

bool IsZoneDigit(char c) { return c >= '0' && c <= '9'; }
bool IsZoneCapital(char c) { return c >= 'A' && c <= 'Z'; }

// The characters of a zone, whatever OCR made of its fillers.
std::string ZoneCharacters(std::string_view line) {
  std::string out;
  for (const char32_t point : ToCodePoints(line)) {
    switch (point) {
      case U'«':
      case U'≪':
      case U'《':
        out += "<<";
        continue;
      case U'<':
      case U'‹':
      case U'〈':
      case U'(':
      case U'{':
      case U'[':
        out += '<';
        continue;
      default:
        break;
    }
    const std::string key = FoldedText(FromCodePoints(std::u32string_view(&point, 1))).ascii();
    const char c = key.empty() ? ' ' : key[0];
    if (c == '|' || c == '!') out += 'I';
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

// Brings a line to 30 characters by its longest run of fillers: how many they are is what OCR
// knows least. Empty where that can't help.
std::string FitLine(std::string line) {
  std::size_t run_begin = 0;
  std::size_t run_length = 0;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i;
    while (end < line.size() && line[end] == '<') ++end;
    if (end - i > run_length) {
      run_begin = i;
      run_length = end - i;
    }
    i = std::max(end, i + 1);
  }
  if (line.size() == kLineLength) return line;
  if (run_length < 2) return {};
  if (line.size() < kLineLength) {
    const std::size_t missing = kLineLength - line.size();
    if (missing > kMostFillersOff) return {};
    line.insert(run_begin, missing, '<');
  } else {
    const std::size_t over = line.size() - kLineLength;
    if (over > kMostFillersOff || over + 1 > run_length) return {};
    line.erase(run_begin, over);
  }
  return line;
}

char ZoneLetter(char c) {
  switch (c) {
    case '0':
      return 'O';
    case '1':
      return 'I';
    case '2':
      return 'Z';
    case '5':
      return 'S';
    case '6':
      return 'G';
    case '8':
      return 'B';
    default:
      return c;
  }
}

template <typename Function>
void Repair(std::string& line, std::size_t begin, std::size_t end, Function repair) {
  for (std::size_t i = begin; i < end; ++i) line[i] = repair(line[i]);
}

bool DigitFits(std::string_view characters, char digit) {
  return IsZoneDigit(digit) && MrzCheckDigit(characters) == digit;
}

std::string WithoutFillers(std::string_view text) {
  std::string out(text);
  out.erase(std::remove(out.begin(), out.end(), '<'), out.end());
  return out;
}

// YYMMDD of that century as ISO 8601; empty where it is no date.
std::string IsoDate(std::string_view ymd, int century) {
  if (!std::all_of(ymd.begin(), ymd.end(), IsZoneDigit)) return {};
  const int year = century + std::stoi(std::string(ymd.substr(0, 2)));
  const int month = std::stoi(std::string(ymd.substr(2, 2)));
  const int day = std::stoi(std::string(ymd.substr(4, 2)));
  if (!IsCalendarDate(year, month, day)) return {};
  return std::to_string(year) + "-" + std::string(ymd.substr(2, 2)) + "-" +
         std::string(ymd.substr(4, 2));
}

// "10052021"
std::string IsoDateOfDmy(std::string_view text) {
  if (text.size() != 8) return {};
  const std::string ymd = std::string(text.substr(6, 2)) + std::string(text.substr(2, 2)) +
                          std::string(text.substr(0, 2));
  if (!std::all_of(text.begin(), text.end(), IsZoneDigit)) return {};
  return IsoDate(ymd, 100 * std::stoi(std::string(text.substr(4, 2))));
}

std::string NameOf(std::string_view line) {
  std::string name;
  for (const char c : line) {
    if (c != '<') {
      name += c;
    } else if (!name.empty() && name.back() != ' ') {
      name += ' ';
    }
  }
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return name;
}

// Two digits of a year say no century: the personal number does; without one, the latest
// before the card expires.
std::string BirthDate(std::string_view ymd, const MachineReadableZone& zone) {
  if (const auto number = ParsePersonalNumber(zone.personal_number)) {
    return IsoDate(ymd, number->birth_year / 100 * 100);
  }
  const std::string late = IsoDate(ymd, 2000);
  return late.empty() || late >= zone.expiry_date ? IsoDate(ymd, 1900) : late;
}

}  // namespace

char MrzCheckDigit(std::string_view characters) {
  constexpr std::array kWeights = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const char c = characters[i];
    int value = 0;
    if (IsZoneDigit(c)) {
      value = c - '0';
    } else if (IsZoneCapital(c)) {
      value = c - 'A' + 10;
    } else if (c != '<') {
      return '\0';
    }
    sum += value * kWeights[i % kWeights.size()];
  }
  return kCheckDigits[static_cast<std::size_t>(sum % 10)];
}

bool BeginsMachineReadableZone(std::string_view line) {
  const std::string text = ZoneCharacters(line);
  if (text.size() < kLineLength - kMostFillersOff || text.size() > kLineLength + kMostFillersOff) {
    return false;
  }
  std::string head = text.substr(0, 5);
  Repair(head, 0, head.size(), ZoneLetter);
  return Similarity(head, "IDVNM") >= 0.8 &&
         std::count_if(text.begin() + 5, text.end(), IsZoneDigit) >= 16;
}

std::optional<MachineReadableZone> ParseMachineReadableZone(
    const std::array<std::string, 3>& lines) {
  std::string first = FitLine(ZoneCharacters(lines[0]));
  std::string second = FitLine(ZoneCharacters(lines[1]));
  const std::string names = ZoneCharacters(lines[2]);
  if (first.empty() || second.empty() || names.empty()) return std::nullopt;
  // Upper line: kind, issuer, number and its digit, optional data. The numbers of our cards
  // are digits; of another country's they may be letters.
  Repair(first, 0, 5, ZoneLetter);
  const bool ours = first.substr(2, 3) == "VNM";
  Repair(first, 14, 15, DigitFor);
  if (ours) Repair(first, 5, kLineLength, DigitFor);
  // Middle line: birth and digit, sex, expiry and digit, nationality, optional data, composite.
  Repair(second, 0, 7, DigitFor);
  Repair(second, 8, 15, DigitFor);
  Repair(second, 15, 18, ZoneLetter);
  Repair(second, 29, 30, DigitFor);

  MachineReadableZone zone;
  zone.issuer = WithoutFillers(std::string_view(first).substr(2, 3));
  zone.document_number = WithoutFillers(std::string_view(first).substr(5, 9));
  const std::string optional_data = first.substr(15, 12);
  if (std::all_of(optional_data.begin(), optional_data.end(), IsZoneDigit)) {
    zone.personal_number = optional_data;
  }
  zone.sex = second[7] == 'M' || second[7] == 'F' ? std::string(1, second[7]) : std::string();
  zone.nationality = WithoutFillers(std::string_view(second).substr(15, 3));
  zone.expiry_date = IsoDate(std::string_view(second).substr(8, 6), 2000);
  zone.birth_date = BirthDate(std::string_view(second).substr(0, 6), zone);
  std::string letters = names;
  Repair(letters, 0, letters.size(), ZoneLetter);
  zone.name = NameOf(letters);
  zone.document_number_checks = DigitFits(std::string_view(first).substr(5, 9), first[14]);
  zone.birth_date_checks = DigitFits(std::string_view(second).substr(0, 6), second[6]);
  zone.expiry_date_checks = DigitFits(std::string_view(second).substr(8, 6), second[14]);
  const std::string composite =
      first.substr(5) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11);
  zone.composite_checks = DigitFits(composite, second[29]);
  return zone;
}

std::optional<IdentityCardCode> ParseIdentityCardCode(std::string_view text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t bar = std::min(text.find('|', at), text.size());
    std::string part = ToNfc(text.substr(at, bar - at));
    while (!part.empty() && std::isspace(static_cast<unsigned char>(part.back())) != 0) {
      part.pop_back();
    }
    parts.push_back(std::move(part));
    at = bar + 1;
  }
  if (parts.size() < 7) return std::nullopt;
  IdentityCardCode code;
  code.personal_number = parts[0];
  code.old_number = parts[1];
  code.name = parts[2];
  code.birth_date = IsoDateOfDmy(parts[3]);
  code.sex = parts[4];
  code.address = parts[5];
  code.issued_date = IsoDateOfDmy(parts[6]);
  const bool number = code.personal_number.size() == 12 && IsIdentityNumber(code.personal_number);
  const bool old = code.old_number.empty() || IsIdentityNumber(code.old_number);
  if (!number || !old || code.name.empty() || code.birth_date.empty()) return std::nullopt;
  return code;
}

}  // namespace sohoa
