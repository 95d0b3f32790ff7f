// SPDX-License-Identifier: Apache-2.0
//
// Whether what was written and stamped on two papers stands in the same places: it does on two
// scans of one sheet, and not on two sheets that two people filled in.
#pragma once

#include <vector>

#include "core/page.h"

namespace sohoa {

// Also true where neither has any.
bool MarksAgree(const std::vector<const PageRecord*>& a, const std::vector<const PageRecord*>& b);

}  // namespace sohoa
