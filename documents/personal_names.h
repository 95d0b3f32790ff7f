// SPDX-License-Identifier: Apache-2.0
//
// Vietnamese personal names: surnames and the syllables that given names are made of. Pen and seal
// over a printed name cost it a mark ("Trăn Hữu Phúc"); a syllable that is no name, but one but for
// its marks, was that.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// The name with such syllables put right; the same text where there are none.
std::string RepairedName(std::string_view printed);

// True for a common surname, in any case.
bool IsSurname(std::string_view syllable);

}  // namespace sohoa
