// SPDX-License-Identifier: Apache-2.0
//
// Specks: dirt, edges of paper and strokes of seals that an engine took for text.
#pragma once

#include <vector>

#include "core/page_text.h"

namespace sohoa {

// Takes out words that are certainly not print, and lines that are left without any. `page` is
// the page's box.
void DropSpecks(std::vector<Line>& lines, const Box& page);

}  // namespace sohoa
