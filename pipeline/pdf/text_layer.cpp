// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pdf/text_layer.h"

#include <algorithm>
#include <array>

#include "core/vietnamese.h"
#include "pipeline/formats/xml_text.h"
#include "pipeline/pdf/glyphless_font.h"

namespace sohoa {
namespace {

constexpr char32_t kSpace = U' ';
// Entries allowed in one bfchar section (Adobe Technical Note 5014).
constexpr std::size_t kMapSection = 100;

// What a word cannot hold in a PDF: white space would split it, and U+0000, U+FEFF and U+FFFE
// may not stand in a ToUnicode map (ISO 19005-2, 6.2.11.7.2).
bool IsWordCharacter(char32_t c) {
  if (c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF) return false;
  if (c >= 0xD800 && c <= 0xDFFF) return false;
  return !(c >= 0x2000 && c <= 0x200F) && c != 0x2028 && c != 0x2029 && c != 0x202F &&
         c != 0x205F && c != 0x3000;
}

std::u32string WordCharacters(const std::string& text) {
  std::u32string out;
  for (char32_t c : ToCodePoints(text)) {
    if (IsWordCharacter(c)) out += c;
  }
  return out;
}

std::string Hex4(unsigned value) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 0xF];
  return out;
}

std::string Utf16Hex(char32_t c) {
  if (c < 0x10000) return Hex4(c);
  const char32_t rest = c - 0x10000;
  return Hex4(0xD800 + (rest >> 10)) + Hex4(0xDC00 + (rest & 0x3FF));
}

// Top and bottom that the line's words share. A word more than twice as tall as most (a seal's
// rim, a bracket over several lines) has no say.
Box CommonBand(const std::vector<const Word*>& words) {
  std::vector<int> heights;
  for (const Word* word : words) heights.push_back(word->box.height());
  std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2),
                   heights.end());
  const int limit = 2 * std::max(heights[heights.size() / 2], 1);
  Box band;
  for (const Word* word : words) {
    if (word->box.height() <= limit) band = Union(band, word->box);
  }
  return band;
}

}  // namespace

double ToPoints(const PageRecord& page, double pixels) {
  return page.geometry.dpi > 0 ? pixels * 72 / page.geometry.dpi : pixels;
}

std::vector<PlacedWord> PlaceWords(const PageRecord& page) {
  std::vector<PlacedWord> placed;
  for (const Block& block : page.text.blocks) {
    for (const Line& line : block.lines) {
      std::vector<const Word*> words;
      for (const Word& word : line.words) {
        if (word.ink == InkKind::kPrint && !WordCharacters(word.text).empty()) words.push_back(&word);
      }
      if (words.empty()) continue;
      const Box band = CommonBand(words);
      for (const Word* word : words) {
        const bool odd = word->box.top < band.top || word->box.bottom > band.bottom;
        const Box& vertical = odd ? word->box : band;
        placed.push_back({.text = WordCharacters(word->text),
                          .left = ToPoints(page, word->box.left),
                          .width = ToPoints(page, std::max(word->box.width(), 1)),
                          .bottom = ToPoints(page, page.geometry.height - vertical.bottom),
                          .height = ToPoints(page, std::max(vertical.height(), 1)),
                          .ends_line = word == words.back()});
      }
    }
  }
  return placed;
}

void CharacterCodes::Add(const std::vector<PlacedWord>& words) {
  codes_.emplace(kSpace, kSpace);
  for (const PlacedWord& word : words) {
    for (char32_t c : word.text) {
      if (codes_.contains(c)) continue;
      if (c < 0x10000) {
        codes_.emplace(c, static_cast<std::uint16_t>(c));
      } else if (next_above_bmp_ < 0xE000) {
        codes_.emplace(c, next_above_bmp_++);
      }  // else: more rare characters than there are codes; they read as U+FFFD
    }
  }
}

std::uint16_t CharacterCodes::Of(char32_t character) const {
  const auto found = codes_.find(character);
  return found == codes_.end() ? 0xFFFD : found->second;
}

std::string CharacterCodes::ToUnicodeMap() const {
  std::string out =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  std::map<std::uint16_t, char32_t> by_code;
  for (const auto& [character, code] : codes_) by_code.emplace(code, character);
  by_code.emplace(static_cast<std::uint16_t>(0xFFFD), U'\uFFFD');
  std::size_t left = by_code.size();
  std::size_t in_section = 0;
  for (const auto& [code, character] : by_code) {
    if (in_section == 0) {
      in_section = std::min(left, kMapSection);
      out += std::to_string(in_section) + " beginbfchar\n";
    }
    out += '<' + Hex4(code) + "> <" + Utf16Hex(character) + ">\n";
    --left;
    if (--in_section == 0) out += "endbfchar\n";
  }
  return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

std::string CharacterCodes::GlyphMap() const {
  std::string map;
  const auto set = [&map](std::size_t code) {
    if (map.size() < 2 * code + 2) map.resize(2 * code + 2, '\0');
    map[2 * code + 1] = 1;
  };
  for (const auto& [character, code] : codes_) set(code);
  set(0xFFFD);
  return map;
}

std::string PageContent(const PageRecord& page, const CharacterCodes& codes) {
  std::string out = "q\n" + FixedPoint(ToPoints(page, page.geometry.width), 3) + " 0 0 " +
                    FixedPoint(ToPoints(page, page.geometry.height), 3) + " 0 0 cm\n/Im0 Do\n";
  if (page.layer.coding == PageLayer::Coding::kMixed) {
    for (const std::uint8_t channel : page.layer.paper.ink) out += FixedPoint(channel / 255.0, 3) + ' ';
    out += "rg\n/Im1 Do\n";
  }
  out += "Q\n";
  const std::vector<PlacedWord> words = PlaceWords(page);
  if (words.empty()) return out;
  out += "BT\n3 Tr\n";
  for (const PlacedWord& word : words) {
    // The font's ascent and descent make one em, so an em is the word's height, and its base
    // line lies a descent above its bottom.
    const double size = word.height;
    const double base = word.bottom - size * kGlyphlessDescent / kGlyphlessUnitsPerEm;
    const double natural =
        size * kGlyphlessAdvance / kGlyphlessUnitsPerEm * static_cast<double>(word.text.size());
    out += "/F0 " + FixedPoint(size, 3) + " Tf " + FixedPoint(100 * word.width / natural, 3) +
           " Tz 1 0 0 1 " + FixedPoint(word.left, 3) + ' ' + FixedPoint(base, 3) + " Tm <";
    for (char32_t c : word.text) out += Hex4(codes.Of(c));
    // For readers that do not look at places.
    if (!word.ends_line) out += Hex4(kSpace);
    out += "> Tj\n";
  }
  return out + "ET\n";
}

}  // namespace sohoa
