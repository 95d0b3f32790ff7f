// SPDX-License-Identifier: Apache-2.0
//
// Số, ký hiệu: the number and notation of a document, "85/KH-UBND", "61/2018/NĐ-CP"
// (Decree 30/2020 App. I and III; normative documents carry their year). Repairs what OCR
// does to them by position: digits only in the number, letters only in the notation.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "documents/folded_text.h"

namespace sohoa {

struct DocumentCode {
  std::string number;            // "85" as read, repaired; empty where it was not read
  std::string year;              // "2018", of a normative document
  std::string notation;          // "KH-UBND", repaired
  bool clean = true;             // nothing had to be repaired in the notation
  std::size_t number_begin = 0;  // offsets into the line, in code points
  std::size_t number_end = 0;
  std::size_t notation_begin = 0;
  std::size_t notation_end = 0;

  bool empty() const { return notation.empty(); }
};

// The code of a "Số: .../..." line; empty notation where there is none.
DocumentCode ParseNumberLine(const FoldedText& line);

// Every code that is cited in running text, in order.
std::vector<DocumentCode> FindCitedCodes(const FoldedText& text);

// "ND - CP" -> "NĐ-CP", "5YT-NVY" -> "SYT-NVY", "TTR-UBND" -> "TTr-UBND".
std::string RepairNotation(std::string_view printed);

// The parts of a notation at its hyphens: "KH-SYT-CĐN" -> "KH" "SYT" "CĐN".
std::vector<std::string> NotationParts(std::string_view notation);

// Code of the class that a code names: "KH", "B09" for 12/2018/QĐ-UBND, "CV" for a notation
// that begins with no kind; empty for no notation.
std::string ClassOfCode(const DocumentCode& code);

// True where the notation is one that Decree 30 allows: capitals, two parts at least.
bool IsWellFormedNotation(std::string_view notation);

// True where `abbreviation` ("SYT", "UBND", "HĐĐT") is made of the initials of the name, or
// stands in it.
bool AbbreviatesName(std::string_view abbreviation, std::string_view name);

}  // namespace sohoa
