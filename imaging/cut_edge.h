// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/geometry.h"
#include "imaging/page_assessment.h"

namespace sohoa {

// Where print runs over an edge of the scan: lines of text of which the scan holds a part. Sides
// as the page stands upright.
// `pieces`: the connected pieces of ink of the displayed page, in pixels of it divided by
// `factor`. Borders, rules, holes and single marks at an edge are no text.
SheetSides FindCutEdges(const std::vector<Box>& pieces, int factor, const PageGeometry& geometry);

}  // namespace sohoa
