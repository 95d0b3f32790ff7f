// SPDX-License-Identifier: Apache-2.0
//
// The little of XML that writing needs.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// `text` fit for element content and for attributes in double quotes: the five special
// characters as entities; characters that XML 1.0 does not allow (section 2.2) and bytes
// that are not UTF-8 become U+FFFD.
std::string EscapeXml(std::string_view text);

// ` name="value"`, escaped.
std::string XmlAttribute(std::string_view name, std::string_view value);
std::string XmlAttribute(std::string_view name, long long value);

// `value` with exactly `digits` digits after the point, whatever the locale says.
std::string FixedPoint(double value, int digits);

}  // namespace sohoa
