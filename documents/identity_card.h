// SPDX-License-Identifier: Apache-2.0
//
// What an identity card (căn cước công dân, thẻ căn cước) says to machines: the zone of three
// lines on its back (ICAO Doc 9303 Part 5, format TD1; Part 3 for letters and check digits) and
// the text of the QR code on its front. Both are read without a register; what is checked is
// what they say of themselves.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

// Check digit of ICAO Doc 9303 Part 3, 4.9: weights 7, 3, 1; digits count as they are, letters
// from A = 10, the filler '<' nought. '\0' for a character that no zone has.
char MrzCheckDigit(std::string_view characters);

// A machine readable zone of format TD1. Its letters have no diacritics.
struct MachineReadableZone {
  std::string issuer;           // "VNM"
  std::string document_number;  // nine characters without fillers: of a Vietnamese card the last
                                // nine digits of the personal number
  std::string personal_number;  // the first twelve digits of the optional data; empty if none
  std::string birth_date;       // ISO 8601; empty where it is no date
  std::string expiry_date;      // ISO 8601; 2099-12-31 on cards that don't expire
  std::string sex;              // "M", "F", or empty where it is not said
  std::string nationality;      // "VNM"
  std::string name;             // "NGUYEN VAN AN": surname first
  bool document_number_checks = false;
  bool birth_date_checks = false;
  bool expiry_date_checks = false;
  bool composite_checks = false;  // over both upper lines
  bool AllCheck() const {
    return document_number_checks && birth_date_checks && expiry_date_checks && composite_checks;
  }
};

// True for a line that looks like the first of a zone of an identity card: "IDVNM...".
bool BeginsMachineReadableZone(std::string_view line);

// Reads three lines as OCR gave them: spaces are left out, letters and digits put right where
// the format allows only one of them, and runs of fillers brought to the length they must have.
// nullopt where a line can't be one of 30 characters. Fields whose digit does not fit are given
// as read; their check says so.
std::optional<MachineReadableZone> ParseMachineReadableZone(
    const std::array<std::string, 3>& lines);

// The QR code of a card: seven texts parted by '|'. Later cards append more, which is left out.
struct IdentityCardCode {
  std::string personal_number;  // twelve digits
  std::string old_number;       // of the chứng minh nhân dân; may be empty
  std::string name;             // as printed, with diacritics
  std::string birth_date;       // ISO 8601
  std::string sex;              // "Nam", "Nữ"
  std::string address;          // nơi thường trú
  std::string issued_date;      // ISO 8601; empty where the card leaves it out
};
// nullopt for a code of something else.
std::optional<IdentityCardCode> ParseIdentityCardCode(std::string_view text);

}  // namespace sohoa
