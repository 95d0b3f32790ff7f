// SPDX-License-Identifier: Apache-2.0
//
// Names that stand in the heads of documents: provinces (as of 2018, which old papers carry,
// and of the 2025 mergers), levels of administration, branches of the state. They give printed
// capitals their proper writing back ("SỞ Y TÉ KIÊN GIANG" -> "Sở Y tế Kiên Giang").
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// A run of words of an agency's name in its proper writing: known names from the lists,
// letter by letter where only diacritics differ; other words in sentence case.
std::string ProperAgencyName(std::string_view printed);

// "SỞYTẾ" -> "Sở Y tế": a line whose spaces were lost, taken apart into known names; empty
// where it is not made of them.
std::string UnglueAgencyName(std::string_view printed);

// The province whose name this is, whatever OCR made of its diacritics; empty if none.
std::string_view ProvinceNamed(std::string_view text);
// The province that is named anywhere in the text; empty if none.
std::string_view ProvinceIn(std::string_view text);

// True where the name of a province stands in the text, diacritics aside; no other letter differs.
bool ProvinceExactlyIn(std::string_view text);
// True where the " - " at `dash` belongs to a known name: "Tài chính - Kế hoạch".
bool DashInKnownName(std::string_view name, std::size_t dash);

// True where the words begin the name of an organ ("SỞ ...", "BAN ...", "CHI CỤC ...").
bool StartsOrganName(std::string_view key);
// True where the words begin the name of a place ("TỈNH ...", "THÀNH PHỐ ...", "HUYỆN ...").
bool StartsPlaceName(std::string_view key);

}  // namespace sohoa
