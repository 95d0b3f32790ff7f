// SPDX-License-Identifier: Apache-2.0
//
// XML of packages as a tree of values. libxml2 reads it and stays in the .cpp.
//
// Pure functions. What is read may be hostile: no document type, no entities but the five of XML,
// nothing is fetched, and size, depth and number of elements are limited.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace sohoa {

struct XmlElement {
  std::string name;   // to be written: with its prefix; as read: without
  std::string space;  // as read: the URI of its namespace
  std::vector<std::pair<std::string, std::string>> attributes;  // names as that of the element
  std::string text;   // of an element without children
  std::vector<XmlElement> children;

  XmlElement() = default;
  explicit XmlElement(std::string its_name, std::string its_text = {}) : name(std::move(its_name)), text(std::move(its_text)) {}

  // For building: the element itself, with one more of them.
  XmlElement& With(std::string attribute, std::string value);
  XmlElement& Add(XmlElement child);
  // For reading: nullptr and "" where there is none.
  const XmlElement* Child(std::string_view child) const;
  std::string Attribute(std::string_view attribute) const;
};

// With declaration and indented; equal trees give equal bytes.
std::string WriteXml(const XmlElement& root);

// `what` names the document in messages. kBadInput: no XML, or with something that packages do not
// have; kResourceLimit.
Result<XmlElement> ReadXml(std::string_view bytes, const std::string& what);

}  // namespace sohoa
