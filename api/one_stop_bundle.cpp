// SPDX-License-Identifier: Apache-2.0
#include "api/one_stop_bundle.h"

#include <nlohmann/json.hpp>

#include "core/calendar.h"
#include "pipeline/formats/xml_text.h"

namespace sohoa {
namespace {

using BundleValue = nlohmann::ordered_json;

BundleValue TextOrNull(const std::string& text) { return text.empty() ? BundleValue(nullptr) : BundleValue(text); }

BundleValue FieldOfBundle(const FieldValue& field) {
  return {{"code", field.code},
          {"label", field.label},
          {"value", TextOrNull(field.value)},
          {"normalized", TextOrNull(field.normalized)},
          {"confidence", field.confidence},
          {"state", ReviewStateName(field.review)}};
}

BundleValue DocumentOfBundle(const Document& document) {
  BundleValue json = {{"id", document.id},
                      {"type", {{"code", document.type.code}, {"label", document.type.label}, {"state", ReviewStateName(document.type.review)}}},
                      {"pages", document.pages.size()},
                      {"pdf", {{"href", "/v1/documents/" + document.id + "/pdf"}, {"sha256", document.pdf.Hex()}, {"size", document.pdf_size}}},
                      {"fields", BundleValue::array()}};
  for (const FieldValue& field : document.fields) json["fields"].push_back(FieldOfBundle(field));
  return json;
}

BundleValue BundleOf(const Dossier& dossier) {
  BundleValue json = {{"bundle", BundleId(dossier)},
                      {"dossier", dossier.head.code},
                      {"version", dossier.version},
                      {"committed_at", FormatVietnamTime(dossier.committed_unix_ms)},
                      {"procedure", TextOrNull(dossier.head.procedure)},
                      {"agency", TextOrNull(dossier.head.agency)},
                      {"applicant", TextOrNull(dossier.head.applicant)},
                      {"completeness", CompletenessStateName(dossier.completeness.state)},
                      {"documents", BundleValue::array()}};
  for (const Document& document : dossier.documents) json["documents"].push_back(DocumentOfBundle(document));
  return json;
}

// An object is an element of elements; a list one of elements that are named as one of them.
void AppendXml(const std::string& name, const BundleValue& value, const std::string& indent, std::string& xml) {
  if (value.is_null()) {
    xml += indent + "<" + name + "/>\n";
  } else if (value.is_object()) {
    xml += indent + "<" + name + ">\n";
    for (const auto& [member, each] : value.items()) AppendXml(member, each, indent + "  ", xml);
    xml += indent + "</" + name + ">\n";
  } else if (value.is_array()) {
    xml += indent + "<" + name + ">\n";
    for (const BundleValue& each : value) AppendXml(name.substr(0, name.size() - 1), each, indent + "  ", xml);
    xml += indent + "</" + name + ">\n";
  } else {
    xml += indent + "<" + name + ">" + EscapeXml(value.is_string() ? value.get<std::string>() : value.dump()) + "</" + name + ">\n";
  }
}

}  // namespace

std::string BundleId(const Dossier& dossier) { return dossier.head.code + "/" + std::to_string(dossier.version); }

std::string BundleJson(const Dossier& dossier) { return BundleOf(dossier).dump(-1, ' ', false, BundleValue::error_handler_t::replace); }

std::string BundleXml(const Dossier& dossier) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sohoaBundle>\n";
  const BundleValue bundle = BundleOf(dossier);
  for (const auto& [name, value] : bundle.items()) AppendXml(name, value, "  ", xml);
  return xml + "</sohoaBundle>\n";
}

}  // namespace sohoa
