// SPDX-License-Identifier: Apache-2.0
//
// Vietnamese labels of field codes: those of Decree 30/2020 App. VI in snake_case, then those
// of forms and papers.
#pragma once

#include <string_view>

namespace sohoa {

// The code itself where it is not in the list.
std::string_view FieldLabel(std::string_view code);

}  // namespace sohoa
