// SPDX-License-Identifier: Apache-2.0
//
// The class of a document as a value that a person has to look at: it stands in the queue under a field's name that no
// field has, in front of the document's values, which depend on it.
#pragma once

#include <nlohmann/json.hpp>

#include "core/document.h"
#include "core/result.h"
#include "storage/archive.h"

namespace sohoa {

inline constexpr const char* kDocumentClassField = "document_class";
inline constexpr const char* kDocumentClassLabel = "Loại văn bản";

// `value` (as a field has it, with the class that the program gives, and the head of its first page as its place) and
// `choices` (that class, then the likeliest others, each with `code`, `label`, `probability`) into `json`.
Status DescribeClassQuestion(Archive& archive, const Document& document, nlohmann::ordered_json& json);
// All classes, "other" last: `code`, `label`.
nlohmann::ordered_json AllClasses();
// What a person says of it: the class's code; kInvalidArgument where the request says none.
Result<std::string> ClassSaid(const Document& document, const std::string& review, const std::string& value);

}  // namespace sohoa
