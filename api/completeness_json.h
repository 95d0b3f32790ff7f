// SPDX-License-Identifier: Apache-2.0
//
// The JSON of a completeness (docs/API.md).
#pragma once

#include <string>

#include "core/completeness.h"

namespace sohoa {

std::string CompletenessJson(const Completeness& completeness);

}  // namespace sohoa
