// SPDX-License-Identifier: Apache-2.0
//
// The classes a document can have, as one list. Administrative kinds carry the abbreviations
// of Decree 30/2020/NĐ-CP, Appendix III, as it prints them; the letter of another code says
// its group: B legal normative, C forms of the one-stop counter, D papers of citizens and
// businesses, E structure. A new class is one line in the .cpp.
#pragma once

#include <string_view>
#include <vector>

namespace sohoa {

enum class TitleMatch {
  kWhole,   // the title stands alone on its line
  kPrefix,  // and goes on: "ĐƠN XIN ...", "TỜ KHAI ĐĂNG KÝ ..."
};

struct DocumentClass {
  std::string_view code;   // "KH"
  std::string_view label;  // "Kế hoạch"
  // Titles as folded words ("ke hoach"), the usual one first; empty where none is printed.
  std::vector<std::string_view> titles;
  TitleMatch match = TitleMatch::kWhole;
  // A paper that is issued under a number and signed for an organ (Decree 30 layout).
  bool administrative = false;
};

const std::vector<DocumentClass>& DocumentClasses();
// nullptr for a code that is not in the list.
const DocumentClass* FindDocumentClass(std::string_view code);
// The label of a code; "Khác" for "other" and for what is not in the list.
std::string_view DocumentClassLabel(std::string_view code);

// The administrative kind whose abbreviation this is, whatever OCR made of case and
// diacritics ("QD", "TTR"); nullptr where it is none.
const DocumentClass* KindOfAbbreviation(std::string_view abbreviation);

}  // namespace sohoa
