// SPDX-License-Identifier: Apache-2.0
#include "api/archive_fields_json.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using FieldsDocument = nlohmann::ordered_json;

FieldsDocument ProfileOf(const std::vector<ArchiveField>& fields) {
  FieldsDocument list = FieldsDocument::array();
  for (const ArchiveField& field : fields) {
    FieldsDocument entry = {{"code", field.rule->code}, {"label", field.rule->label}};
    entry["value"] = field.value.empty() ? FieldsDocument(nullptr) : FieldsDocument(field.value);
    if (!field.value.empty()) entry["source"] = field.source;
    if (!field.warnings.empty()) entry["warnings"] = field.warnings;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

std::string ArchiveFieldsJson(const ArchiveFields& fields, bool of_document) {
  FieldsDocument json = FieldsDocument::object();
  if (of_document) json["direction"] = fields.outgoing ? "outgoing" : "incoming";
  json["nd30"] = ProfileOf(fields.decree30);
  json["tt05"] = ProfileOf(fields.circular05);
  return json.dump(-1, ' ', false, FieldsDocument::error_handler_t::replace);
}

}  // namespace sohoa
