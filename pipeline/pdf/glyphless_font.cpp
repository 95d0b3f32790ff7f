// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pdf/glyphless_font.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace sohoa {
namespace {

// Big-endian, as everything in a TrueType file.
class Bytes {
 public:
  Bytes& U8(unsigned value) {
    out_ += static_cast<char>(value & 0xFF);
    return *this;
  }
  Bytes& U16(int value) { return U8(static_cast<unsigned>(value) >> 8).U8(static_cast<unsigned>(value)); }
  Bytes& U32(std::uint32_t value) {
    return U16(static_cast<int>(value >> 16)).U16(static_cast<int>(value & 0xFFFF));
  }
  Bytes& Zeros(int count) {
    out_.append(static_cast<std::size_t>(count), '\0');
    return *this;
  }
  const std::string& str() const { return out_; }

 private:
  std::string out_;
};

constexpr int kGlyphs = 2;
constexpr std::size_t kChecksumAdjustmentAt = 8;  // in head

std::string Head() {
  return Bytes()
      .U32(0x00010000)  // version
      .U32(0x00010000)  // revision
      .U32(0)           // checkSumAdjustment, filled in at the end
      .U32(0x5F0F3CF5)  // magic number
      .U16(0)           // flags
      .U16(kGlyphlessUnitsPerEm)
      .Zeros(16)  // created, modified
      .Zeros(8)   // bounding box
      .U16(0)     // style
      .U16(8)     // smallest readable size
      .U16(2)     // direction
      .U16(0)     // short loca
      .U16(0)     // glyph data format
      .str();
}

std::string Hhea() {
  return Bytes()
      .U32(0x00010000)
      .U16(kGlyphlessAscent)
      .U16(kGlyphlessDescent)
      .U16(0)
      .U16(kGlyphlessAdvance)
      .Zeros(22)
      .U16(kGlyphs)  // numberOfHMetrics
      .str();
}

std::string Maxp() {
  return Bytes()
      .U32(0x00010000)
      .U16(kGlyphs)
      .U16(1)  // maxPoints
      .U16(1)  // maxContours
      .Zeros(4)
      .U16(1)  // maxZones
      .Zeros(16)
      .str();
}

std::string Hmtx() {
  return Bytes().U16(kGlyphlessAdvance).U16(0).U16(kGlyphlessAdvance).U16(0).str();
}

// One contour of one point: draws nothing. A glyf table of no bytes at all would be shorter,
// but FreeType and others take it for a missing one.
std::string Glyph() {
  return Bytes()
      .U16(1)    // contours
      .Zeros(8)  // bounding box
      .U16(0)    // last point of the contour
      .U16(0)    // no instructions
      .U8(0x31)  // on the curve, x and y unchanged
      .U8(0)
      .str();
}

std::string Loca(std::size_t glyph_bytes) {
  const int half = static_cast<int>(glyph_bytes / 2);
  return Bytes().U16(0).U16(half).U16(2 * half).str();
}

std::uint32_t Checksum(std::string_view bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      word <<= 8;
      if (i + k < bytes.size()) word |= static_cast<unsigned char>(bytes[i + k]);
    }
    sum += word;
  }
  return sum;
}

}  // namespace

std::string MakeGlyphlessFont() {
  const std::string glyph = Glyph();
  // In order of tag, as the format wants its directory.
  std::vector<std::pair<std::string_view, std::string>> tables = {
      {"glyf", glyph + glyph}, {"head", Head()}, {"hhea", Hhea()}, {"hmtx", Hmtx()},
      {"loca", Loca(glyph.size())}, {"maxp", Maxp()}};

  // searchRange, entrySelector and rangeShift follow from the number of tables.
  const int count = static_cast<int>(tables.size());
  Bytes directory;
  directory.U32(0x00010000).U16(count).U16(64).U16(2).U16(count * 16 - 64);
  std::uint32_t offset = 12 + 16 * static_cast<std::uint32_t>(count);
  std::size_t head_at = 0;
  std::string body;
  Bytes entries;
  for (const auto& [tag, data] : tables) {
    if (tag == "head") head_at = offset;
    for (char c : tag) entries.U8(static_cast<unsigned char>(c));
    entries.U32(Checksum(data)).U32(offset).U32(static_cast<std::uint32_t>(data.size()));
    body += data;
    body.resize((body.size() + 3) / 4 * 4, '\0');
    offset = 12 + 16 * static_cast<std::uint32_t>(count) + static_cast<std::uint32_t>(body.size());
  }
  std::string font = directory.str() + entries.str() + body;
  const std::string adjustment = Bytes().U32(0xB1B0AFBA - Checksum(font)).str();
  font.replace(head_at + kChecksumAdjustmentAt, 4, adjustment);
  return font;
}

}  // namespace sohoa
