// SPDX-License-Identifier: Apache-2.0
//
// What people decided on classes and values, put over what was read. A decision wins over every
// later reading, which stays beside it (`read_code`, `FieldValue::reading`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/edit.h"

namespace sohoa {

// What a value that a person writes is normalized to, by the kind that the field has in the class.
std::string NormalizedAs(std::string_view class_code, std::string_view field, const std::string& value);

void ApplyDecision(const Edit& decision, DocumentType& type);
// A field that was not found is added where a person gave its value. Checks of a corrected value are
// run anew.
void ApplyDecisions(const std::vector<const Edit*>& decisions, const DocumentType& type, std::vector<FieldValue>& fields);

}  // namespace sohoa
