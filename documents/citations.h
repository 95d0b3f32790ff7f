// SPDX-License-Identifier: Apache-2.0
//
// Documents that a text cites, as references. By Decree 30/2020/NĐ-CP, App. I Part I.II.6, the
// first citation of a document gives its kind, number, date, issuer and subject, of laws and
// ordinances their kind and name only; later ones give kind and number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/folded_text.h"

namespace sohoa {

// What was not printed and does not follow from the rest is empty.
struct Citation {
  std::string reference;        // "61/2018/NĐ-CP"; of a law cited by name "Luật Xây dựng"
  std::string kind;             // "Nghị định"
  std::string number;           // "61"
  std::string year;             // "2018", of a normative document
  std::string notation;         // "NĐ-CP"
  std::string date;             // ISO 8601
  std::string issuer;           // "Chính phủ"
  bool issuer_printed = false;  // else it follows from the notation
};

// Every document cited in the text, in order.
std::vector<Citation> FindCitations(const FoldedText& text);

// The body that a notation names beyond doubt: "NĐ-CP" Chính phủ, "QĐ-TTg" Thủ tướng Chính
// phủ, "QH14" Quốc hội, "TT-BNV" Bộ Nội vụ. Empty for all others.
std::string_view IssuerOfNotation(std::string_view notation);

// True for a normative document whose number is cited without the year that stands in it
// ("61/NĐ-CP" for 61/2018/NĐ-CP): decrees, circulars of ministries, laws and resolutions of the
// Quốc hội are numbered with their year.
bool LacksItsYear(const Citation& citation);

}  // namespace sohoa
