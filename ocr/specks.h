// SPDX-License-Identifier: Apache-2.0
//
// Specks: dirt, edges of paper and strokes of seals that an engine took for text.
#pragma once

#include <cstdint>
#include <vector>

#include "core/page_text.h"

namespace sohoa {

// A cell of a table holds a few letters more often than dirt.
enum class SpeckPlace : std::uint8_t { kPage, kCell };

// Takes out words that are certainly not print, and lines that are left without any. `page` is
// the page's box.
void DropSpecks(std::vector<Line>& lines, const Box& page, SpeckPlace place = SpeckPlace::kPage);

}  // namespace sohoa
