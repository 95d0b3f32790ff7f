// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/page.h"

namespace sohoa {

// What was read on one page: {"page", "text", "engine", "model", "mean_confidence", "blocks",
// "tables", "objects", "digit_slots", "digit_model", "barcodes", "made_by"}. Boxes are pixels [left, top, right, bottom] of the
// displayed page; "text" is the print alone.
std::string PageTextJson(const PageRecord& record, std::uint32_t number);

}  // namespace sohoa
