// SPDX-License-Identifier: Apache-2.0
//
// Repairs of what Tesseract's Vietnamese model is known to get wrong, each only where no valid
// reading can look like it. Digits are never touched, and no word is guessed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/page_text.h"

namespace sohoa {

// One word, NFC: doubled Đ in codes ("QĐĐ-TTg"), an upper-case vowel within a lower-case word
// ("tẾ"), look-alikes of '/' and '@', "hftp://".
std::string RepairWord(std::string_view word);

// Words of lines in place, and codes that were torn apart at a hyphen ("12/2019/TT- BQP");
// marks lost from the formulas every paper must have ("GIÁM ĐÓC"). Words keep what was read in
// Word::raw; that of a joined code has its space.
void RepairText(std::vector<Line>& lines);

}  // namespace sohoa
