// SPDX-License-Identifier: Apache-2.0
//
// Vietnamese personal names: surnames and the syllables that given names are made of. Pen and seal
// over a printed name cost it a mark ("Trăn Hữu Phúc"); a syllable that is no name, but one but for
// its marks, was that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// The name with such syllables put right; the same text where there are none.
std::string RepairedName(std::string_view printed);

// True for a common surname, in any case.
bool IsSurname(std::string_view syllable);

// The surnames, small, that the edge of a seal over the first letter may have left as this: "bặng" and
// "ặng" of Đặng, "phan" and "han" of Phan. The more common ones first; none where it can be no surname.
std::vector<std::string> DamagedSurnames(std::string_view read);

}  // namespace sohoa
