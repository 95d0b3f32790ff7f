// SPDX-License-Identifier: Apache-2.0
//
// The invisible text of a page: which words, where, in which codes. Writing and verifying a
// PDF share this, and nothing here knows qpdf.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/page.h"

namespace sohoa {

// A word as the PDF holds it, in points, origin at the page's lower left.
struct PlacedWord {
  std::u32string text;  // without white space and control characters; not empty
  double left = 0;
  double width = 0;
  double bottom = 0;
  double height = 0;      // font's ascent to descent
  bool ends_line = false;
};

// The printed words of the page in reading order (the same that the text format has: a stamp
// laid over a line would make it unreadable). Words of a line share one height and base line,
// so that viewers select and extract the line as one.
std::vector<PlacedWord> PlaceWords(const PageRecord& page);

// Points (1/72 inch) of a length in pixels of the displayed page.
double ToPoints(const PageRecord& page, double pixels);

// Two-byte codes of characters: the code point itself, and for those above U+FFFF codes
// out of the surrogates' range, which no character has.
class CharacterCodes {
 public:
  void Add(const std::vector<PlacedWord>& words);
  std::uint16_t Of(char32_t character) const;
  // The CMap that gives the characters back (ISO 32000-1, 9.10.3), of the added ones only.
  std::string ToUnicodeMap() const;
  // Every used code to glyph 1; two bytes a code, up to the highest.
  std::string GlyphMap() const;

 private:
  std::map<char32_t, std::uint16_t> codes_;
  std::uint16_t next_above_bmp_ = 0xD800;
};

// Operators of the page: the image "/Im0" over all of it, of a mixed layer the mask "/Im1" in its
// ink over that, then the words in "/F0", render mode 3.
std::string PageContent(const PageRecord& page, const CharacterCodes& codes);

}  // namespace sohoa
