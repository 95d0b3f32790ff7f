// SPDX-License-Identifier: Apache-2.0
//
// Positions that sign, as they are written ("Phó Chánh Văn phòng"): they tell a signature's block
// from other lines of capitals, and give printed capitals their proper writing back.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sohoa {

struct SigningPosition {
  std::string_view written;
  std::string key;  // folded words
};

std::span<const SigningPosition> SigningPositions();

// "PHÓ CHỦ TỊCH" -> "Phó Chủ tịch", one letter misread or a mark lost; of a position in no list the
// first word and the one behind "Phó" or "Quyền" have their capital.
std::string ProperPosition(std::string_view printed);

// The shortest position of which a seal left all but the first word: "TỊCH QUỐC HỘI" of "Chủ tịch Quốc hội".
// Three words at least must be left; empty where it is the end of none, or one itself.
std::string_view PositionWithoutFront(std::string_view printed);

}  // namespace sohoa
