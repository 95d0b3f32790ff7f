// SPDX-License-Identifier: Apache-2.0
//
// What answers look like, as JSON Schemas (dialect 2020-12, that of OpenAPI 3.1), by the names that routes give
// (Route::schema). Answers may have more members than a schema names; those it requires are always there.
#pragma once

#include <string_view>

namespace sohoa {

// A JSON object: name -> schema.
std::string_view AnswerSchemas();

}  // namespace sohoa
