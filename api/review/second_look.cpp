// SPDX-License-Identifier: Apache-2.0
#include "api/review/second_look.h"

#include <algorithm>

#include "documents/document_classes.h"
#include "documents/fields/field_labels.h"
#include "documents/procedures/procedure.h"

namespace sohoa {

bool NeedsSecondLook(const std::vector<std::string>& rules, const std::string& procedure, const std::string& type, const std::string& field) {
  return std::any_of(rules.begin(), rules.end(), [&](const std::string& rule) {
    return rule == field || rule == type + "/" + field || (!procedure.empty() && rule == NationalProcedureCode(procedure) + "/" + field);
  });
}

Status CheckSecondLookRules(const std::vector<std::string>& rules) {
  for (const std::string& rule : rules) {
    const std::size_t slash = rule.find('/');
    const std::string field = slash == std::string::npos ? rule : rule.substr(slash + 1);
    const std::string of = slash == std::string::npos ? "" : rule.substr(0, slash);
    const bool is_procedure = !of.empty() && of.find_first_not_of("0123456789.") == std::string::npos;
    if (field.empty() || FieldLabel(field) == field) return Status(StatusCode::kInvalidArgument, "review.second: \"" + rule + "\" names no field; say the code of one, as in identity_number or C01/full_name");
    if (slash != std::string::npos && !is_procedure && FindDocumentClass(of) == nullptr) {
      return Status(StatusCode::kInvalidArgument, "review.second: in \"" + rule + "\" stands neither the code of a class nor that of a procedure in front");
    }
  }
  return {};
}

}  // namespace sohoa
