// SPDX-License-Identifier: Apache-2.0
#include "packages/ead.h"

#include <algorithm>
#include <set>

#include "core/vietnamese.h"
#include "packages/package_xml.h"

namespace sohoa {
namespace {

constexpr const char* kRoot = "simpledc";

XmlElement Facet(const char* name, std::string value) { return XmlElement(name).With("value", std::move(value)); }

XmlElement TypeOf(const ArchiveFieldRule& rule) {
  XmlElement restriction = XmlElement("xs:restriction").With("base", "xs:string");
  if (rule.codes != nullptr) {
    for (const ArchiveCode& code : *rule.codes) restriction.Add(Facet("xs:enumeration", std::string(code.code)));
  } else if (rule.type == ArchiveFieldType::kDate) {
    restriction.Add(Facet("xs:pattern", "[0-9]{2}/[0-9]{2}/[0-9]{4}"));
  } else {
    if (rule.max_length > 0) restriction.Add(Facet("xs:maxLength", std::to_string(rule.max_length)));
    if (rule.type == ArchiveFieldType::kNumber) restriction.Add(Facet("xs:pattern", "[0-9]+"));
  }
  return XmlElement("xs:simpleType").Add(std::move(restriction));
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsDate(std::string_view text) {
  return text.size() == 10 && IsDigits(text.substr(0, 2)) && text[2] == '/' && IsDigits(text.substr(3, 2)) && text[5] == '/' && IsDigits(text.substr(6));
}

bool Keeps(const ArchiveFieldRule& rule, const std::string& value) {
  if (rule.codes != nullptr) return !MeaningOf(*rule.codes, value).empty();
  if (rule.type == ArchiveFieldType::kDate) return IsDate(value);
  if (rule.type == ArchiveFieldType::kNumber && !IsDigits(value)) return false;
  return rule.max_length == 0 || ToCodePoints(value).size() <= rule.max_length;
}

}  // namespace

std::string WriteEad(const std::vector<PackageField>& fields, std::string_view schema) {
  XmlElement root = XmlElement(kRoot)
                        .With("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
                        .With("xsi:noNamespaceSchemaLocation", std::string(schema));
  for (const PackageField& field : fields) root.Add(XmlElement(field.code, field.value));
  return WriteXml(root);
}

Result<std::vector<PackageField>> ReadEad(std::string_view bytes, const ArchiveFieldRules& rules, const std::string& what) {
  const auto bad = [&what](const std::string& why) { return Status(StatusCode::kBadInput, "read " + what + ": " + why); };
  const Result<XmlElement> root = ReadXml(bytes, what);
  if (!root) return root.status();
  if (root->name != kRoot) return bad("it is no <simpledc>");
  std::vector<PackageField> fields;
  std::set<std::string> seen;
  for (const XmlElement& element : root->children) {
    const auto rule = std::find_if(rules.begin(), rules.end(), [&element](const ArchiveFieldRule& each) { return each.code == element.name; });
    if (rule == rules.end() || !element.children.empty()) return bad("it has an element that is none of its kind");
    const std::string code(rule->code);
    if (!seen.insert(code).second) return bad("it has " + code + " twice");
    if (!Keeps(*rule, element.text)) return bad(code + " breaks its rule of type, length or codes");
    fields.push_back({code, ToNfc(element.text)});
  }
  return fields;
}

std::string WriteEadSchema(const ArchiveFieldRules& rules) {
  XmlElement all("xs:all");
  for (const ArchiveFieldRule& rule : rules) {
    all.Add(XmlElement("xs:element").With("name", std::string(rule.code)).With("minOccurs", "0").Add(TypeOf(rule)));
  }
  return WriteXml(XmlElement("xs:schema")
                      .With("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
                      .Add(XmlElement("xs:element").With("name", kRoot).Add(XmlElement("xs:complexType").Add(std::move(all)))));
}

}  // namespace sohoa
