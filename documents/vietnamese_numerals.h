// SPDX-License-Identifier: Apache-2.0
//
// Numbers written in Vietnamese words and sums of money written in figures, so that the two
// ways in which a receipt or a contract states a sum can be held against each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sohoa {

// "một triệu không trăm hai mươi bốn nghìn đồng chẵn" -> 1024000. Reads both usages (nghìn and
// ngàn, linh and lẻ, tỷ and tỉ, tư and bốn, mốt, lăm and nhăm, rưỡi at the end), with or without
// diacritics, and words with one letter misread where only one numeral is that near. What
// stands in front of "bằng chữ" and behind "đồng" is left out. nullopt for anything that is not
// a number, that goes beyond 10^18, or that is understood in two ways ("hai trăm năm").
std::optional<std::int64_t> ParseNumberInWords(std::string_view words);

// "1.024.000 đồng", "20,000đ", "150 000 VNĐ" -> đồng. Thousands are parted by full stops, commas
// or spaces; decimals are read only where they are nought. nullopt for anything else.
std::optional<std::int64_t> ParseAmountInFigures(std::string_view figures);

}  // namespace sohoa
