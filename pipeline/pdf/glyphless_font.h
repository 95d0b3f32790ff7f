// SPDX-License-Identifier: Apache-2.0
//
// A TrueType font with no ink: glyphs 0 and 1 are empty, half an em wide. Invisible text is
// set in it, because PDF/A wants every font embedded (ISO 19005-2, 6.2.11.4.1) and no real
// font is needed to draw nothing.
#pragma once

#include <string>

namespace sohoa {

inline constexpr int kGlyphlessUnitsPerEm = 1000;
inline constexpr int kGlyphlessAdvance = 500;
inline constexpr int kGlyphlessAscent = 800;
inline constexpr int kGlyphlessDescent = -200;

// The font file with the six tables that an embedded CIDFontType2 needs (ISO 32000-1, 9.9);
// which glyph a character has is said by the PDF's CIDToGIDMap.
std::string MakeGlyphlessFont();

}  // namespace sohoa
