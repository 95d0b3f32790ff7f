// SPDX-License-Identifier: Apache-2.0
//
// What people decided on classes and values, put over what was read. A decision wins over every
// later reading, which stays beside it (`read_code`, `FieldValue::reading`).
#pragma once

#include <vector>

#include "core/document.h"
#include "core/edit.h"

namespace sohoa {

void ApplyDecision(const Edit& decision, DocumentType& type);
// A field that was not found is added where a person gave its value. What a corrected value is
// normalized to follows from its kind where the person did not say it, and its checks are run anew.
void ApplyDecisions(const std::vector<const Edit*>& decisions, const DocumentType& type, std::vector<FieldValue>& fields);

}  // namespace sohoa
