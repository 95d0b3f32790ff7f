// SPDX-License-Identifier: Apache-2.0
#include "pipeline/formats/xml_text.h"

#include <array>
#include <charconv>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

bool IsXmlCharacter(char32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace

std::string EscapeXml(std::string_view text) {
  std::u32string clean;
  for (char32_t c : ToCodePoints(text)) clean += IsXmlCharacter(c) ? c : U'\uFFFD';
  std::string out;
  for (char c : FromCodePoints(clean)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      // Raw, these would come back from an attribute as spaces.
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string XmlAttribute(std::string_view name, std::string_view value) {
  std::string out = " ";
  out += name;
  out += "=\"";
  out += EscapeXml(value);
  out += '"';
  return out;
}

std::string XmlAttribute(std::string_view name, long long value) {
  return XmlAttribute(name, std::to_string(value));
}

std::string FixedPoint(double value, int digits) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::fixed, digits);
  return end.ec == std::errc() ? std::string(buffer.data(), end.ptr) : "0";
}

}  // namespace sohoa
